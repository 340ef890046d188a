"""Inspection bundles from the ledger: gather what goes in; and compute the timeline of a bundle again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from ledger import agreements
from ledger.errors import Fout, Geweigerd, OnbekendeCasus, OngeldigeAfspraken, OnleesbareGebeurtenis
from ledger.gebeurtenis import Gebeurtenis
from ledger.inzage.regel import Categorie, Getoond
from ledger.store.codec import decodeer
from ledger.store.records import OpgeslagenGebeurtenis
from ledger.store.registercodec import is_registersoort
from ledger.store.zegel.fouten import NogNietVerzegeld
from ledger.store.zegel.stand import Gepubliceerd, Verzegeling
from ledger.zegel.blad import Blad, lees_blad
from ledger.zegel.bundel import Bundelhandeling, Bundelinhoud, als_json, maak_bundel
from ledger.zegel.checkpoint import lees_checkpoint
from ledger.zegel.notitie import lees_notitie
from ledger.zegel.toets import Uitkomst, pak_uit
from projections.stuk import instant_als_tekst
from projections.tijdlijn import maak_oordeel
from projections.weergave import oordeel_als_dict

_IN_BUNDEL: tuple[Categorie, ...] = ("handelingen", "verantwoordelijkheid", "termijnen", "signalen", "bewijs")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Bundelvraag:
    """For whom a bundle is made (`wie`), why, and when (UTC); `vanaf` is the size of a kept checkpoint."""

    wie: Mapping[str, Any]
    doel: str
    moment: datetime
    vanaf: int | None = None


def bundel_voor(verzegeling: Verzegeling, casus: UUID, vraag: Bundelvraag) -> bytes:
    """Make the bundle of a casus as of the published checkpoint.

    The confidential parts are never in it: they cannot be proven without giving the key away, and a file
    outside the house is beyond erasure. Raises `OnbekendeCasus`, `NogNietVerzegeld`, `LogboekGewijzigd`, and
    `Geweigerd` for a size that is none.
    """
    laatste = verzegeling.laatste()
    if laatste is None or laatste.checkpoint.grootte == 0:
        raise NogNietVerzegeld
    grootte = laatste.checkpoint.grootte
    if vraag.vanaf is not None and not 1 <= vraag.vanaf <= grootte:
        raise Geweigerd(
            [
                Fout(
                    "vanaf",
                    "geen-grootte",
                    f"Verwacht de grootte van een eerder checkpoint: 1 tot en met {grootte}.",
                )
            ]
        )
    alle = [rij for rij in verzegeling.rijen_van(casus) if not is_registersoort(rij[4])]
    rijen = [rij for rij in alle if rij[0] <= grootte]
    if not rijen:
        raise NogNietVerzegeld if alle else OnbekendeCasus
    return maak_bundel(_inhoud(verzegeling, laatste, casus, vraag, rijen, len(alle)))


def getoond_in_bundel(casus: UUID, bundel: bytes) -> Getoond:
    """Say for the read log what is in a bundle that was just made."""
    grootte = lees_checkpoint(lees_notitie(pak_uit(bundel)["checkpoint"]).tekst).grootte
    return Getoond((casus,), categorieen=_IN_BUNDEL, positie=grootte)


def _inhoud(  # noqa: PLR0913, PLR0917 — the parts of one bundle
    verzegeling: Verzegeling,
    laatste: Gepubliceerd,
    casus: UUID,
    vraag: Bundelvraag,
    rijen: Sequence[Sequence[Any]],
    aantal: int,
) -> Bundelinhoud:
    checkpoint = laatste.checkpoint
    posities = [rij[0] for rij in rijen]
    bladen = [verzegeling.blad(rij) for rij in rijen]
    bewijzen = verzegeling.insluiting(posities, checkpoint.grootte)
    handelingen = [
        Bundelhandeling(blad, rij[0], pad, rij[9])
        for blad, rij, pad in zip(bladen, rijen, bewijzen, strict=True)
    ]
    vak, vakbewijs = verzegeling.kaart(casus, checkpoint)
    samenhang = None
    if vraag.vanaf is not None:
        samenhang = (vraag.vanaf, verzegeling.samenhang(vraag.vanaf, checkpoint.grootte))
    manifest = {
        "gemaaktOp": instant_als_tekst(vraag.moment),
        "doel": vraag.doel,
        "wie": dict(vraag.wie),
        "reikwijdte": "alle handelingen van de casus die onder het checkpoint vallen",
        "weggelaten": {
            "vertrouwelijkeDelen": sum(rij[10] is not None for rij in rijen),
            "openDelen": 0,
            "nogNietVerzegeldeHandelingen": aantal - len(rijen),
        },
    }
    acten = [_handeling(lees_blad(blad), rij[9]) for blad, rij in zip(bladen, rijen, strict=True)]
    return Bundelinhoud(
        casus,
        laatste.notitie,
        checkpoint,
        handelingen,
        vak,
        vakbewijs,
        _tijdlijn(casus, acten, vraag.moment, checkpoint.grootte, None),
        f"log {verzegeling.sleutel()}\nquorum none\n",
        manifest,
        samenhang,
    )


def _tijdlijn(
    casus: UUID, acten: Sequence[Gebeurtenis], moment: datetime, positie: int, afspraken: str | None
) -> dict[str, Any]:
    gekozen = None if afspraken is None else agreements.met_naam(afspraken)
    oordeel = maak_oordeel(list(acten), gekozen)
    return {
        **oordeel_als_dict(casus, moment, oordeel),
        "op": instant_als_tekst(moment),
        "bekendOp": positie,
        "positie": positie,
    }


def _handeling(blad: Blad, open_: bytes) -> Gebeurtenis:
    """Read an act from its leaf and its open part; raises `OnleesbareGebeurtenis`."""
    opgeslagen = OpgeslagenGebeurtenis(
        originator_id=blad.casus,
        originator_version=blad.volgnummer,
        topic=blad.soort,
        state=open_,
        regio=blad.regio,
        gebeurd_op=_moment(blad.gebeurd_op),
        vastgelegd_op=_moment(blad.vastgelegd_op),
        vertrouwelijk=None,
    )
    return decodeer(opgeslagen, met_vertrouwelijk=False)


def _moment(microseconden: int | None) -> datetime | None:
    return None if microseconden is None else _EPOCH + timedelta(microseconds=microseconden)


def toets_tijdlijn(ruw: bytes, uitkomst: Uitkomst) -> None:
    """Compute the timeline of a bundle again from its acts, and report a difference."""
    if uitkomst.casus is None or uitkomst.checkpoint is None or not uitkomst.bladen:
        return  # what is wrong has been said
    bestanden = pak_uit(ruw)
    if "tijdlijn.json" not in bestanden:
        return
    try:
        gegeven = json.loads(bestanden["tijdlijn.json"])
        acten = [
            _handeling(blad, bestanden[f"handelingen/{nummer:06d}.json"])
            for nummer, blad in enumerate(uitkomst.bladen, 1)
        ]
        moment, afspraken = datetime.fromisoformat(gegeven["op"]), gegeven["afspraken"]
        opnieuw = _tijdlijn(uitkomst.casus, acten, moment, uitkomst.checkpoint.grootte, afspraken)
    except (KeyError, TypeError, ValueError, Geweigerd):
        uitkomst.meld("tijdlijn.json", "is niet opnieuw te berekenen uit de handelingen van de bundel.")
    except (OnleesbareGebeurtenis, OngeldigeAfspraken) as fout:
        uitkomst.meld("tijdlijn.json", f"is met dit programma niet na te rekenen: {fout}")
    else:
        if als_json(opnieuw) != als_json(gegeven):
            uitkomst.meld("tijdlijn.json", "is niet wat uit de handelingen van de bundel volgt.")
