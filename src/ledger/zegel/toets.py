"""Is this inspection bundle right? Every fault by name and place; trust comes from who asks, never from it.

What a bundle proves when nothing is found: the acts in it stood in the log that signed the checkpoint, at
those places, in that order, with those moments and by those people; and according to that same signature the
casus had no other acts then. What it does not prove: that what was recorded is true; the confidential parts,
of which only the hash of the ciphertext is sealed; and who made the bundle, when and why, which the manifest
merely says.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ledger.zegel.blad import Blad, OnleesbaarBlad, lees_blad, wie
from ledger.zegel.boom import OnjuistBewijs, bladhash, controleer_insluiting, controleer_samenhang
from ledger.zegel.checkpoint import Beleid, Checkpoint, lees_checkpoint
from ledger.zegel.kaart import controleer_stand
from ledger.zegel.notitie import OngeldigeNotitie, lees_notitie, uit_base64

BUNDELVORM = "zicht-bundel/1"
BEWIJSVORM = "c2sp.org/tlog-proof@v1"
MANIFEST = "manifest.json"
_GROOTSTE_BUNDEL = 1 << 30


class OnleesbareBundel(Exception):
    """So wrong that nothing more can be looked at; the text says in Dutch what is wrong."""


@dataclass(frozen=True)
class Bevinding:
    """One fault: where, and what is wrong in Dutch."""

    plaats: str
    melding: str

    def __str__(self) -> str:
        return f"{self.plaats}: {self.melding}"


@dataclass
class Uitkomst:
    """What was found; `checkpoint` and `bladen` are what was read, right or wrong."""

    bevindingen: list[Bevinding] = field(default_factory=list)
    checkpoint: Checkpoint | None = None
    casus: UUID | None = None
    bladen: list[Blad] = field(default_factory=list)

    @property
    def goed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.bevindingen

    def meld(self, plaats: str, melding: str) -> None:
        """Add a fault."""
        self.bevindingen.append(Bevinding(plaats, melding))


def toets_bundel(ruw: bytes, beleid: Beleid, eerder: bytes | None = None) -> Uitkomst:
    """Check a bundle by whom one trusts; `eerder` is a checkpoint of the same log that one kept."""
    uitkomst = Uitkomst()
    try:
        _toets(uitkomst, ruw, beleid, eerder)
    except OnleesbareBundel as fout:
        uitkomst.meld("bundel", str(fout))
    return uitkomst


def _toets(uitkomst: Uitkomst, ruw: bytes, beleid: Beleid, eerder: bytes | None) -> None:
    bestanden = pak_uit(ruw)
    manifest = _lees_manifest(bestanden)
    for naam, melding in _toets_bestanden(bestanden, manifest):
        uitkomst.meld(naam, melding)
    try:
        checkpoint = beleid.controleer(bestanden.get("checkpoint", b""))
    except OngeldigeNotitie as fout:
        uitkomst.meld("checkpoint", f"{fout}.")
        checkpoint = _onvertrouwd(bestanden)
    uitkomst.checkpoint = checkpoint
    uitkomst.casus = casus = _casus(manifest)
    if checkpoint.grootte == 0:
        raise OnleesbareBundel("een checkpoint van 0 bladen bewijst niets.")
    _toets_handelingen(uitkomst, bestanden, checkpoint, casus)
    _toets_stand(uitkomst, bestanden, checkpoint, casus)
    _toets_manifest(uitkomst, manifest, checkpoint)
    if eerder is not None:
        _toets_eerder(uitkomst, bestanden, checkpoint, beleid, eerder)


def pak_uit(ruw: bytes) -> dict[str, bytes]:
    """Read the files of a bundle; raises `OnleesbareBundel`."""
    try:
        with zipfile.ZipFile(io.BytesIO(ruw)) as zip_:
            leden = zip_.infolist()
            namen = [lid.filename for lid in leden]
            if len(set(namen)) != len(namen):
                raise OnleesbareBundel("een bestand staat er tweemaal in.")
            if sum(lid.file_size for lid in leden) > _GROOTSTE_BUNDEL:
                raise OnleesbareBundel("uitgepakt is zij te groot.")
            return {naam: zip_.read(naam) for naam in namen}
    except (zipfile.BadZipFile, EOFError, RuntimeError, OSError):
        raise OnleesbareBundel("dit is geen heel zip-bestand.") from None


def _lees_manifest(bestanden: dict[str, bytes]) -> dict[str, Any]:
    try:
        manifest = json.loads(bestanden[MANIFEST])
        if manifest["vorm"] == BUNDELVORM and isinstance(manifest["bestanden"], dict):
            return dict(manifest)
    except (KeyError, TypeError, ValueError, RecursionError):
        pass
    raise OnleesbareBundel(f"{MANIFEST} ontbreekt of is niet van vorm {BUNDELVORM}.")


def _casus(manifest: dict[str, Any]) -> UUID:
    try:
        return UUID(manifest["casus"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise OnleesbareBundel(f"{MANIFEST} noemt geen casus.") from None


def _toets_bestanden(bestanden: dict[str, bytes], manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    genoemd = manifest["bestanden"]
    for naam in sorted({*genoemd, *bestanden} - {MANIFEST}):
        if naam not in bestanden:
            yield naam, "staat in het manifest en ontbreekt."
        elif naam not in genoemd:
            yield naam, "staat niet in het manifest."
        elif hashlib.sha256(bestanden[naam]).hexdigest() != genoemd[naam]:
            yield naam, "is niet het bestand dat in het manifest staat."


def _onvertrouwd(bestanden: dict[str, bytes]) -> Checkpoint:
    """Read the checkpoint all the same, so that the other faults can be named too."""
    try:
        return lees_checkpoint(lees_notitie(bestanden["checkpoint"]).tekst)
    except (KeyError, OngeldigeNotitie):
        raise OnleesbareBundel("er is geen leesbaar checkpoint.") from None


def _toets_handelingen(
    uitkomst: Uitkomst, bestanden: dict[str, bytes], checkpoint: Checkpoint, casus: UUID
) -> None:
    nummers = sorted(naam.removeprefix("bladen/") for naam in bestanden if naam.startswith("bladen/"))
    for naam in bestanden:
        map_, _, nummer = naam.partition("/")
        if map_ in {"handelingen", "bewijzen"} and nummer.partition(".")[0] not in nummers:
            uitkomst.meld(naam, "hoort bij geen blad.")
    vorige: Blad | None = None
    for verwacht, nummer in enumerate(nummers, 1):
        plaats = f"volgnummer {verwacht}"
        try:
            blad = lees_blad(bestanden[f"bladen/{nummer}"])
        except OnleesbaarBlad as fout:
            uitkomst.meld(plaats, f"{fout}.")
            continue
        plaats = f"volgnummer {blad.volgnummer}, positie {blad.positie}"
        for melding in _toets_blad(blad, vorige, verwacht, checkpoint, casus):
            uitkomst.meld(plaats, melding)
        for melding in _toets_insluiting(bestanden, nummer, blad, checkpoint):
            uitkomst.meld(plaats, melding)
        for melding in _toets_open_deel(bestanden.get(f"handelingen/{nummer}.json"), blad):
            uitkomst.meld(plaats, melding)
        uitkomst.bladen.append(blad)
        vorige = blad


def _toets_blad(
    blad: Blad, vorige: Blad | None, verwacht: int, checkpoint: Checkpoint, casus: UUID
) -> Iterator[str]:
    if blad.oorsprong != checkpoint.oorsprong:
        yield "is een blad van een ander logboek."
    if blad.casus != casus:
        yield "is van een andere casus."
    if blad.volgnummer != verwacht:
        yield f"verwacht volgnummer {verwacht}: er ontbreekt een handeling of de volgorde klopt niet."
    if vorige is not None and blad.positie <= vorige.positie:
        yield "staat in het logboek voor de vorige handeling van de casus."
    if vorige is not None and (blad.vastgelegd_op or 0) < (vorige.vastgelegd_op or 0):
        yield "is vastgelegd voor de vorige handeling van de casus."
    if vorige is not None and blad.regio != vorige.regio:
        yield "is van een andere regio dan de vorige handeling."


def _toets_insluiting(
    bestanden: dict[str, bytes], nummer: str, blad: Blad, checkpoint: Checkpoint
) -> Iterator[str]:
    try:
        index, pad, notitie = lees_bewijs(bestanden.get(f"bewijzen/{nummer}.tlog-proof", b""))
        if notitie != bestanden.get("checkpoint"):
            yield "het bewijs is bij een ander checkpoint dan dat van de bundel."
        if index != blad.positie - 1:
            yield "het bewijs is van een andere plaats in het logboek."
        hash_ = bladhash(blad.als_bytes())
        controleer_insluiting(hash_, blad.positie - 1, checkpoint.grootte, pad, checkpoint.wortel)
    except OngeldigeNotitie as fout:
        yield f"{fout}."
    except OnjuistBewijs as fout:
        yield f"staat zo niet in het logboek: {fout}."


def lees_bewijs(ruw: bytes) -> tuple[int, list[bytes], bytes]:
    """Read an inclusion proof (C2SP tlog-proof): index, path, checkpoint; raises `OngeldigeNotitie`."""
    kop, scheiding, notitie = ruw.partition(b"\n\n")
    vorm, *regels = kop.decode("utf-8", "replace").split("\n")
    if vorm != BEWIJSVORM or not scheiding:
        raise OngeldigeNotitie("het bewijs van insluiting ontbreekt of is onleesbaar")
    if regels and regels[0].startswith("extra "):
        regels = regels[1:]
    index = regels[0].removeprefix("index ") if regels else ""
    if not index.isdecimal() or not regels[0].startswith("index "):
        raise OngeldigeNotitie("het bewijs van insluiting noemt geen plaats")
    return int(index), [uit_base64(regel) for regel in regels[1:]], notitie


def _toets_open_deel(open_: bytes | None, blad: Blad) -> Iterator[str]:
    if open_ is None:
        return
    if hashlib.sha256(open_).digest() != blad.open:
        yield "het open deel is niet wat is verzegeld."
    elif wie(open_) != (blad.medewerker, blad.organisatie):
        yield "wie het vastlegde staat anders in het blad dan in het open deel."


def _toets_stand(
    uitkomst: Uitkomst, bestanden: dict[str, bytes], checkpoint: Checkpoint, casus: UUID
) -> None:
    """Hold the number of acts to what the checkpoint says of this casus: none was kept back."""
    if checkpoint.kaart is None:
        uitkomst.meld("stand.json", "het checkpoint zegt niet hoeveel handelingen de casus heeft.")
        return
    try:
        ruw = json.loads(bestanden["stand.json"])
        vak, pad = uit_base64(ruw["vak"]), [uit_base64(stap) for stap in ruw["bewijs"]]
        stand = controleer_stand(casus, vak, pad, checkpoint.kaart)
    except (KeyError, TypeError, ValueError, AttributeError, OngeldigeNotitie, RecursionError):
        uitkomst.meld("stand.json", "ontbreekt of is onleesbaar.")
        return
    except OnjuistBewijs as fout:
        uitkomst.meld("stand.json", f"past niet bij het checkpoint: {fout}.")
        return
    laatste = (uitkomst.bladen[-1].volgnummer, uitkomst.bladen[-1].positie) if uitkomst.bladen else None
    if stand is None:
        uitkomst.meld("stand.json", "volgens het checkpoint bestaat deze casus niet.")
    elif stand != laatste:
        gevonden = "geen" if laatste is None else f"{laatste[0]} op positie {laatste[1]}"
        uitkomst.meld(
            "stand.json",
            f"volgens het checkpoint is het laatste volgnummer {stand[0]} op positie {stand[1]}, "
            f"in de bundel {gevonden}: er is een handeling weggelaten of toegevoegd.",
        )


def _toets_manifest(uitkomst: Uitkomst, manifest: dict[str, Any], checkpoint: Checkpoint) -> None:
    zoals_bewezen = {
        "oorsprong": checkpoint.oorsprong,
        "grootte": checkpoint.grootte,
        "aantal": len(uitkomst.bladen),
    }
    for naam, waarde in zoals_bewezen.items():
        if manifest.get(naam) != waarde:
            uitkomst.meld(MANIFEST, f"zegt een andere {naam} dan is bewezen.")


def _toets_eerder(
    uitkomst: Uitkomst, bestanden: dict[str, bytes], checkpoint: Checkpoint, beleid: Beleid, eerder: bytes
) -> None:
    """Hold the log to a checkpoint that was kept: it may only have grown."""
    try:
        oud = Beleid(beleid.logboeken).controleer(eerder)
        if oud.oorsprong != checkpoint.oorsprong:
            uitkomst.meld("eerder checkpoint", f"is van {oud.oorsprong}, een ander logboek.")
            return
        pad: list[bytes] = []
        if 0 < oud.grootte < checkpoint.grootte:
            grootte, pad = lees_samenhang(bestanden.get("samenhang", b""))
            if grootte != oud.grootte:
                uitkomst.meld(
                    "samenhang", f"er is geen bewijs vanaf {oud.grootte} bladen; vraag het opnieuw."
                )
                return
        controleer_samenhang(
            oud.grootte, checkpoint.grootte, pad, eerste_wortel=oud.wortel, tweede_wortel=checkpoint.wortel
        )
    except OngeldigeNotitie as fout:
        uitkomst.meld("eerder checkpoint", f"{fout}.")
    except OnjuistBewijs as fout:
        uitkomst.meld("samenhang", f"het logboek bouwt niet voort op uw eerdere checkpoint: {fout}.")


def lees_samenhang(ruw: bytes) -> tuple[int, list[bytes]]:
    """Read a consistency proof: `old <size>` and a hash a line; raises `OngeldigeNotitie`."""
    kop, *regels = ruw.decode("utf-8", "replace").removesuffix("\n").split("\n")
    grootte = kop.removeprefix("old ")
    if not kop.startswith("old ") or not grootte.isdecimal():
        raise OngeldigeNotitie("er is geen bewijs van samenhang in deze bundel")
    return int(grootte), [uit_base64(regel) for regel in regels]
