"""From the ledger to the report: one reading, for the API and the command line alike."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from api.citaten import positie_van
from api.getoond import Antwoordlezer
from api.http.reading import gelezen, is_bekend, lees_dossier
from api.inspectierapport.gegevens import Rapportgegevens
from api.inspectierapport.pdf import Rapport, maak_rapport
from api.inspectierapport.zegelstand import zegel_op
from ledger.agreements import Afspraken
from ledger.inzage.regel import Categorie, Getoond
from ledger.store.recorder import LedgerRecorder
from ledger.store.zegel.stand import Verzegeling

_CATEGORIEEN: tuple[Categorie, ...] = ("verantwoordelijkheid", "handelingen", "termijnen", "signalen")

_GEDULD_S = 2.0
"""An act is sealed within a second; a report that waits for that is the same as one made later."""


@dataclass(frozen=True, slots=True)
class Aanvraag:
    """Which report: T (`op`, UTC; None: K), K (None: all that is known `nu`), by which agreements."""

    casus: UUID
    nu: datetime
    op: datetime | None = None
    bekend: datetime | int | None = None
    afspraken: Afspraken | None = None


def rapporteer(
    recorder: LedgerRecorder, verzegeling: Verzegeling, aanvraag: Aanvraag
) -> tuple[Rapportgegevens, Rapport]:
    """Read the casus and make its report.

    Raises `OnbekendeCasus` when nothing of it was known at K, and `OnleesbareGebeurtenis`.
    """
    bekend = aanvraag.bekend
    dossier = lees_dossier(recorder, aanvraag.casus)
    gebeurtenissen = dossier.gebeurtenissen(bekend)
    kennis = gebeurtenissen[-1].vastgelegd_op if isinstance(bekend, int) else bekend
    gegevens = Rapportgegevens(
        aanvraag.casus,
        aanvraag.op or kennis or aanvraag.nu,
        positie_van(recorder, aanvraag.casus, bekend, dossier.positie),
        gebeurtenissen,
        None if isinstance(bekend, int) else bekend,
        aanvraag.afspraken,
    )
    laatste = max(rij.positie or 0 for rij in dossier.rijen if is_bekend(rij, bekend))
    with gelezen():
        return gegevens, maak_rapport(gegevens, zegel_op(verzegeling, laatste, _GEDULD_S))


def getoond_in(gegevens: Rapportgegevens, rapport: Rapport) -> Getoond:
    """Tell the read log what is in the file, and which file it is: who shows it can be held to it."""
    acten = json.dumps([een.als_dict() for een in gegevens.gebeurtenissen], ensure_ascii=False).encode()
    genoemd = Antwoordlezer(_CATEGORIEEN, "bekendOp").lees(acten, gegevens.op)
    casussen = tuple(dict.fromkeys([gegevens.casus, *genoemd.casussen]))
    return Getoond(
        casussen,
        genoemd.personen,
        _CATEGORIEEN,
        gegevens.positie,
        gegevens.bekend_op,
        bestand_sha256=rapport.sha256.hex(),
    )
