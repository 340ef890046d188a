"""'Gedurende zes maanden geen incidenten van onveiligheid' (§7.1); used by Z20, Z21 and M4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ledger.acts.dienst import OnderzoekAfgerond, VeiligheidsbeoordelingAfgerond
from ledger.acts.lokaal_team import IncidentGeregistreerd
from ledger.acts.melding import MeldingOntvangen
from ledger.agreements import Afspraken
from ledger.corrections import Feit
from ledger.tijd import lokale_datum, plus_maanden

CONCLUSIES_ZONDER_ONVEILIGHEID = range(5, 9)
"""Conclusions 5 to 8 of the veiligheidstaxatie (bijlage 2): no (suspicion of) unsafety."""

_KAN_ONVEILIG_ZIJN = frozenset({IncidentGeregistreerd, MeldingOntvangen})

SOORTEN = (IncidentGeregistreerd, MeldingOntvangen, VeiligheidsbeoordelingAfgerond, OnderzoekAfgerond)
"""The acts that this looks at."""


def is_zes_maanden_veilig(feiten: Sequence[Feit], op: datetime, afspraken: Afspraken) -> bool:
    """Whether the acts that stand show no unsafety in the six months before instant `op` (§7.1)."""
    return not any(
        _is_recent(feit, op, afspraken) and _telt_als_onveilig(feit, feiten, op, afspraken)
        for feit in feiten
        if type(feit.gegevens) in _KAN_ONVEILIG_ZIJN and feit.gebeurd_op <= op
    )


def _is_recent(feit: Feit, op: datetime, afspraken: Afspraken) -> bool:
    tot = plus_maanden(lokale_datum(feit.gebeurd_op), afspraken.termijnen.onveiligheid_maanden)
    return tot > lokale_datum(op)


def _telt_als_onveilig(feit: Feit, feiten: Sequence[Feit], op: datetime, afspraken: Afspraken) -> bool:
    match feit.gegevens:
        case IncidentGeregistreerd():
            return True
        case MeldingOntvangen(melding=melding) if afspraken.lezingen.melding_als_incident == "ja":
            return not (_beoordeeld_als_veilig(melding, feiten, op) or _weerlegd(feit, feiten, op))
        case _:
            return False


def _beoordeeld_als_veilig(melding: str, feiten: Sequence[Feit], op: datetime) -> bool:
    conclusies = [
        feit.gegevens.conclusie
        for feit in feiten
        if feit.gebeurd_op <= op
        and isinstance(feit.gegevens, VeiligheidsbeoordelingAfgerond)
        and feit.gegevens.melding == melding
    ]
    return bool(conclusies) and conclusies[-1] in CONCLUSIES_ZONDER_ONVEILIGHEID


def _weerlegd(melding: Feit, feiten: Sequence[Feit], op: datetime) -> bool:
    return any(
        isinstance(feit.gegevens, OnderzoekAfgerond)
        and feit.gegevens.uitkomst == "weerlegd"
        and melding.gebeurd_op <= feit.gebeurd_op <= op
        for feit in feiten
    )
