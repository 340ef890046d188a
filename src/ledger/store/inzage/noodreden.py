"""The written reason for breaking the glass: sealed with the key of the casus, so that it dies with it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from ledger.acts.dossier import PersoonsgegevensVernietigd
from ledger.gebeurtenis import Gebeurtenis
from ledger.inzage.noodtoegang import Noodstap
from ledger.store.envelop import Plaats, lees_envelop, verzegel
from ledger.store.records import OpgeslagenGebeurtenis
from ledger.store.sleutels.kluis import Kluis
from ledger.vertrouwelijk import Sleutelnaam

_VELD = "reden"


def verzegel_reden(
    kluis: Kluis, reden: str, noodtoegang: UUID, regio: str, acten: Sequence[Gebeurtenis]
) -> bytes:
    """Seal a reason with the key that this casus has now; raises `Opslagfout`, `SleutelFout` too."""
    casus = acten[0].casus
    gevraagd = (casus, Sleutelnaam("casus", na=_laatst_vernietigd(acten)))
    sleutel = kluis.geef([gevraagd])[gevraagd]
    return verzegel([("casus", sleutel, {_VELD: reden})], _plaats(noodtoegang, regio, casus))


def open_reden(kluis: Kluis, aanvraag: Noodstap) -> str | None:
    """Give the reason; None where its key was destroyed."""
    ruw = aanvraag.reden or b""
    drager = OpgeslagenGebeurtenis(
        originator_id=aanvraag.casus,
        originator_version=1,
        topic="Noodtoegang/1",
        state=b"",
        regio=aanvraag.regio,
        gebeurd_op=None,
        vastgelegd_op=None,
        vertrouwelijk=ruw,
    )
    (deel,) = lees_envelop(ruw)
    geheim = kluis.ontsluit([drager]).get(deel.sleutel)
    velden = (
        None
        if geheim is None
        else deel.open(geheim, _plaats(aanvraag.noodtoegang, aanvraag.regio, aanvraag.casus))
    )
    return None if velden is None else str(velden[_VELD])


def _plaats(noodtoegang: UUID, regio: str, casus: UUID) -> Plaats:
    """Bind it to its own request: moved to another it does not open."""
    return Plaats(regio, casus, 1, f"Noodtoegang/1:{noodtoegang}")


def _laatst_vernietigd(acten: Sequence[Gebeurtenis]) -> int:
    return max(
        (
            een.volgnummer
            for een in acten
            if isinstance(een.gegevens, PersoonsgegevensVernietigd) and een.gegevens.persoon is None
        ),
        default=0,
    )
