"""Make an inspection bundle: a zip with everything somebody needs who trusts nobody here.

The same arguments give the same bytes: time, person and purpose come in, nothing is asked for.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger.zegel.alleenstaand import verifieer_py
from ledger.zegel.checkpoint import Checkpoint
from ledger.zegel.notitie import als_base64
from ledger.zegel.toets import BEWIJSVORM, BUNDELVORM, MANIFEST

_VAST_MOMENT = (1980, 1, 1, 0, 0, 0)  # zip knows no other moment that is always the same
_RECHTEN = 0o100644 << 16

_LEESMIJ = """\
Bewijsbundel van Zicht, casus {casus}

Controleren, zonder netwerk:
    python3 verifieer.py DEZE-BUNDEL.zip --vertrouwen SLEUTEL
Vraag SLEUTEL (de publieke sleutel van het logboek) langs een andere weg dan deze bundel. Wie het programma
uit de bundel niet vertrouwt, neemt het uit de broncode van Zicht, of leest de vormen zelf: RFC 9162 en C2SP
(signed-note, tlog-checkpoint, tlog-proof).

checkpoint        het hoofd van het logboek, ondertekend
beleid            wie er volgens de maker van de bundel te vertrouwen is; beslis dat zelf
bladen/           per handeling wat ervan is verzegeld
handelingen/      per handeling het open deel, byte voor byte zoals opgeslagen
bewijzen/         per handeling het bewijs dat haar blad in het logboek staat
stand.json        bewijs van het laatste volgnummer van de casus volgens het checkpoint
samenhang         bewijs dat het logboek voortbouwt op een eerder checkpoint, als daarom is gevraagd
tijdlijn.json     het antwoord van Zicht over deze handelingen
manifest.json     wat er in de bundel zit, waarvoor, voor wie en wanneer, en wat is weggelaten

Bewezen is, als de controle slaagt: deze handelingen stonden op deze plaatsen in het logboek, in deze
volgorde, met deze tijdstippen en door deze mensen vastgelegd; en volgens dezelfde handtekening had de casus
toen geen andere. Dat de ondertekenaar dat laatste juist berekende, controleert wie het hele logboek naloopt
(zicht verifieer --database); een handeling die later alsnog opduikt spreekt de handtekening tegen.
Niet bewezen: dat waar is wat is vastgelegd; de vertrouwelijke delen, waarvan alleen de hash van het
versleutelde is verzegeld en die daarom niet in de bundel zitten; de tijdlijn, die met de handelingen opnieuw
te berekenen is (zicht verifieer doet dat); en wat het manifest zegt over maker, moment en doel.
"""


@dataclass(frozen=True)
class Bundelhandeling:
    """One act for a bundle: its leaf, its proof, and the open part where the reader may see it."""

    blad: bytes
    positie: int
    bewijs: Sequence[bytes]
    open: bytes | None


@dataclass(frozen=True)
class Bundelinhoud:
    """Everything in a bundle. `vak` and `vakbewijs` are of `kaart`; `samenhang` is a size and a proof.

    `manifest` is what the maker says of it: for whom, why, when, what was left out.
    """

    casus: UUID
    notitie: bytes
    checkpoint: Checkpoint
    handelingen: Sequence[Bundelhandeling]
    vak: bytes
    vakbewijs: Sequence[bytes]
    tijdlijn: Mapping[str, Any] | None
    beleid: str
    manifest: Mapping[str, Any]
    samenhang: tuple[int, Sequence[bytes]] | None = None


def maak_bewijs(index: int, pad: Sequence[bytes], notitie: bytes) -> bytes:
    """Write an inclusion proof (C2SP tlog-proof) of the leaf at `index` (from 0)."""
    regels = [BEWIJSVORM, f"index {index}", *map(als_base64, pad)]
    return "\n".join(regels).encode() + b"\n\n" + notitie


def maak_samenhang(grootte: int, pad: Sequence[bytes]) -> bytes:
    """Write a consistency proof from this size, as C2SP tlog-witness sends it."""
    return "".join(f"{regel}\n" for regel in [f"old {grootte}", *map(als_base64, pad)]).encode()


def als_json(inhoud: object) -> bytes:
    """Write JSON for a person to read, always in the same way."""
    return (json.dumps(inhoud, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def maak_bundel(inhoud: Bundelinhoud) -> bytes:
    """Make the bundle."""
    bestanden = {
        "LEESMIJ.txt": _LEESMIJ.format(casus=inhoud.casus).encode(),
        "verifieer.py": verifieer_py().encode(),
        "checkpoint": inhoud.notitie,
        "beleid": inhoud.beleid.encode(),
        "stand.json": als_json(
            {"vak": als_base64(inhoud.vak), "bewijs": [als_base64(stap) for stap in inhoud.vakbewijs]}
        ),
    }
    if inhoud.tijdlijn is not None:
        bestanden["tijdlijn.json"] = als_json(inhoud.tijdlijn)
    if inhoud.samenhang is not None:
        bestanden["samenhang"] = maak_samenhang(*inhoud.samenhang)
    for nummer, handeling in enumerate(inhoud.handelingen, 1):
        naam = f"{nummer:06d}"
        bestanden[f"bladen/{naam}"] = handeling.blad
        bestanden[f"bewijzen/{naam}.tlog-proof"] = maak_bewijs(
            handeling.positie - 1, handeling.bewijs, inhoud.notitie
        )
        if handeling.open is not None:
            bestanden[f"handelingen/{naam}.json"] = handeling.open
    bestanden[MANIFEST] = als_json(
        {
            **inhoud.manifest,
            "vorm": BUNDELVORM,
            "casus": str(inhoud.casus),
            "oorsprong": inhoud.checkpoint.oorsprong,
            "grootte": inhoud.checkpoint.grootte,
            "aantal": len(inhoud.handelingen),
            "bestanden": {naam: hashlib.sha256(ruw).hexdigest() for naam, ruw in bestanden.items()},
        }
    )
    return pak_in(bestanden)


def pak_in(bestanden: Mapping[str, bytes]) -> bytes:
    """Make a zip of files, in order of name; the same files give the same bytes."""
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_STORED) as zip_:
        for naam, ruw in sorted(bestanden.items()):
            lid = zipfile.ZipInfo(naam, _VAST_MOMENT)
            lid.create_system = 3  # as on Unix, also when made elsewhere
            lid.external_attr = _RECHTEN
            zip_.writestr(lid, ruw)
    return uit.getvalue()
