"""Which acts are a party's own: the first of them shows that a new holder knows that it holds."""

from __future__ import annotations

from ledger.acts import Act
from ledger.acts.dienst import (
    DienstAfgerond,
    DienstIngezet,
    DirecteVeiligheidBeoordeeld,
    OnderzoekAfgerond,
    PlanVanAanpakVastgesteld,
    SamenOptrekkenAfgesproken,
    VeiligheidsbeoordelingAfgerond,
    VoorwaardenAangescherpt,
    VoorwaardenGesteld,
)
from ledger.acts.lokaal_team import CasusregisseurGewisseld
from ledger.acts.melding import (
    DeskundigeGeraadpleegd,
    InformatieIngewonnen,
    MelderGeinformeerd,
    MeldingOntvangen,
)
from ledger.acts.monitoring import BemoeienisGestopt, MonitorcontactGelegd, MonitoringAfgesloten
from ledger.acts.overdracht import (
    OverdrachtAangekondigd,
    OverdrachtAangevuld,
    OverdrachtVerstuurd,
    WarmeOverdrachtGehouden,
)
from ledger.acts.terug import OndersteuningGeboden, TerugkoppelingGewogen
from ledger.values import Partij
from projections.zicht.toestand import Toestand

VAN_VEILIG_THUIS: frozenset[type[Act]] = frozenset(
    {
        BemoeienisGestopt,
        DeskundigeGeraadpleegd,
        DienstAfgerond,
        DienstIngezet,
        DirecteVeiligheidBeoordeeld,
        InformatieIngewonnen,
        MelderGeinformeerd,
        MonitorcontactGelegd,
        MonitoringAfgesloten,
        OndersteuningGeboden,
        OnderzoekAfgerond,
        OverdrachtAangekondigd,
        OverdrachtAangevuld,
        PlanVanAanpakVastgesteld,
        SamenOptrekkenAfgesproken,
        TerugkoppelingGewogen,
        VeiligheidsbeoordelingAfgerond,
        VoorwaardenAangescherpt,
        VoorwaardenGesteld,
    }
)
"""The acts that only Veilig Thuis does, so that they do not say who did them (§3, §6.2, bijlagen 2 to 5)."""


def is_handeling_van(act: Act, partij: Partij, t: Toestand) -> bool:
    """Whether this act, after which the state was `t`, is one of `partij` itself."""
    if partij == t.vt and type(act) in VAN_VEILIG_THUIS:
        return True
    match act:
        case OverdrachtVerstuurd():
            return act.van == partij
        case MeldingOntvangen():
            return act.melder.organisatie == partij
        case WarmeOverdrachtGehouden():
            return partij in act.deelnemers
        case CasusregisseurGewisseld(door=None):
            return t.regie == partij
        case _:
            return bool(getattr(act, "door", None) == partij)
