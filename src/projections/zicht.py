"""The lane `zicht`: who held zicht op veiligheid, rule by rule (Z1 to Z25, rulebook 4).

`verloop` walks through the acts that stand, in the order in which they took place, and gives every step:
after an act, or when a term lapsed. Each rule is one function; a step that changes nothing has no reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ledger.acts import Act
from ledger.acts.dienst import DienstAfgerond, DienstIngezet, VeiligheidsbeoordelingAfgerond
from ledger.acts.lokaal_team import (
    CasusregieAfgerond,
    CasusregieGestart,
    CasusregisseurGewisseld,
    ContactGelegd,
    DossierGesloten,
    StabieleVeiligheidVastgesteld,
)
from ledger.acts.melding import MeldingOntvangen
from ledger.acts.monitoring import BemoeienisGestopt
from ledger.acts.overdracht import (
    OntvangstBevestigd,
    OverdrachtAangevuld,
    OverdrachtGeweigerd,
    OverdrachtIngetrokken,
    OverdrachtNietBezorgd,
    OverdrachtVerstuurd,
)
from ledger.acts.terug import (
    OpschalingBesloten,
    OpschalingGestart,
    TerugkoppelingGewogen,
    TerugkoppelingOntvangen,
    TerugmeldingOntvangen,
)
from ledger.agreements import Afspraken
from ledger.corrections import Feit
from ledger.values import Partij
from projections import overdracht as overdrachten
from projections.stuk import Reden, Stuk, leg_baan
from projections.toestand import Geschil, OpenMelding, Overdracht, Toestand
from projections.veiligheid import is_zes_maanden_veilig

GRONDSLAG = {
    "Z1": "§3, §6.1.1",
    "Z3": "§6.3",
    "Z4": "§6.3, bijlage 3",
    "Z5": "§5, §6.1",
    "Z6": "bijlage 2",
    "Z7": "bijlage 3",
    "Z13": "§6.1",
    "Z14": "§6.5",  # not regulated; by analogy
    "Z15": "§6.2.1, §6.5",
    "Z16": "§6.1.1",
    "Z17": "§6.5",
    "Z18": "§6.5",
    "Z19": "§6.1.6, §6.3",
    "Z20": "§7.1, §4.n",
    "Z22": "§7.1, §7.3",
    "Z23": "bijlage 3",
    "Z24": "bijlage 5, Uitzondering",
    "Z25": "§7",
}
"""The § that each rule rests on; a handover (Z8 to Z12) names its own."""


@dataclass(frozen=True, slots=True)
class Stap:
    """One step: at instant `op` (UTC) the state became `toestand`, by `feit` or (None) by the lapse of a term."""

    op: datetime
    feit: Feit | None
    toestand: Toestand
    reden: Reden | None


@dataclass(frozen=True, slots=True)
class _Casus:
    """What a rule may look at beside the state: the acts that stand and the agreements."""

    feiten: Sequence[Feit]
    afspraken: Afspraken
    meldingen: frozenset[str]


_Uitkomst = tuple[Toestand, Reden | None]


def _om(feit: Feit, regel: str) -> Reden:
    return Reden(feit.volgnummer, regel, GRONDSLAG[regel])


# --- meldingen and assessment -------------------------------------------------------------------------


def _melding_ontvangen(t: Toestand, feit: Feit, act: MeldingOntvangen, casus: _Casus) -> _Uitkomst:
    """Z1, Z2 and the start of Z3."""
    t = _met_open_melding(t, feit, act.melding, act.melder.organisatie, casus.afspraken)
    if t.houder is None:
        return t.komt_bij(t.vt), _om(feit, "Z1")
    return t, None if t.vt_houdt else _om(feit, "Z3")


def _met_open_melding(
    t: Toestand, feit: Feit, melding: str | None, melder: Partij | None, afspraken: Afspraken
) -> Toestand:
    lezingen = afspraken.lezingen
    uiterlijk: datetime | None
    if lezingen.melding_door_derde == "houder-blijft" and (melder is None or melder != t.houder):
        uiterlijk = None
    elif lezingen.melding_bij_andere_houder == "ontvangst":
        uiterlijk = feit.gebeurd_op
    else:
        uiterlijk = afspraken.vanaf_zevende_weekdag(feit.gebeurd_op)
    open_melding = OpenMelding(feit.volgnummer, melding, feit.gebeurd_op, uiterlijk)
    return replace(t, meldingen=(*t.meldingen, open_melding))


def _wacht_op_de_termijn(t: Toestand, op: datetime, afspraken: Afspraken) -> bool:
    """Reading `alleen-termijn`: while H holds and a deadline is still to come, nothing moves zicht earlier."""
    return (
        afspraken.lezingen.melding_bij_andere_houder == "alleen-termijn"
        and t.ander_houdt
        and any(m.uiterlijk is not None and m.uiterlijk > op for m in t.meldingen)
    )


def _beoordeling_afgerond(
    t: Toestand, feit: Feit, act: VeiligheidsbeoordelingAfgerond, casus: _Casus
) -> _Uitkomst:
    """Z4, Z5 and Z6; a besluit on a melding that does not stand moves nothing."""
    if act.melding not in casus.meldingen:
        return t, None
    is_deze = any(m.melding == act.melding for m in t.meldingen)
    zonder_deze = t.zonder_meldingen(lambda melding: melding.melding == act.melding)
    match act.besluit:
        case "dienst":
            if not is_deze or t.vt_houdt or _wacht_op_de_termijn(t, feit.gebeurd_op, casus.afspraken):
                return t, None
            return t.komt_bij(t.vt), _om(feit, "Z4")
        case "overdracht":
            if t.ander_houdt and act.belegd_bij == t.houder:
                return zonder_deze, _om(feit, "Z5")
            return t, None
        case "geen-vervolg":
            if zonder_deze.vt_houdt and zonder_deze.niets_loopt:
                zonder_deze = zonder_deze.houdt_niemand("beeindigd")
            return zonder_deze, _om(feit, "Z6")


def _terug(
    t: Toestand, feit: Feit, act: TerugkoppelingOntvangen | TerugmeldingOntvangen, casus: _Casus
) -> _Uitkomst:
    """Z19: coming back moves nothing, unless a reading treats it as a melding by the holder."""
    lezingen = casus.afspraken.lezingen
    lezing = lezingen.terugkoppeling if isinstance(act, TerugkoppelingOntvangen) else lezingen.terugmelding
    if lezing == "verplaatst-niet" or act.door != t.houder:
        return t, None
    return _met_open_melding(t, feit, None, act.door, casus.afspraken), _om(feit, "Z19")


def _terugkoppeling_gewogen(t: Toestand, feit: Feit, _: TerugkoppelingGewogen, __: _Casus) -> _Uitkomst:
    """Z19: what a reading treats as a melding is settled when it was weighed."""
    return t.zonder_meldingen(lambda melding: melding.melding is None), _om(feit, "Z19")


# --- diensten -----------------------------------------------------------------------------------------


def _dienst_ingezet(t: Toestand, feit: Feit, act: DienstIngezet, casus: _Casus) -> _Uitkomst:
    """Z7."""
    t = replace(t, diensten=t.diensten | {act.dienst})
    if _wacht_op_de_termijn(t, feit.gebeurd_op, casus.afspraken):
        return t, None
    return replace(t, lopend=None, geschil=None, meldingen=()).komt_bij(t.vt), _om(feit, "Z7")


def _dienst_afgerond(t: Toestand, feit: Feit, act: DienstAfgerond, _: _Casus) -> _Uitkomst:
    """Z23."""
    t = replace(t, diensten=t.diensten - {act.dienst})
    if act.vervolg == "geen-vervolg" and t.vt_houdt and t.niets_loopt:
        return t.houdt_niemand("beeindigd"), _om(feit, "Z23")
    return t, None


def _bemoeienis_gestopt(t: Toestand, feit: Feit, _: BemoeienisGestopt, __: _Casus) -> _Uitkomst:
    """Z24."""
    if not t.vt_houdt:
        return t, None
    return replace(t, lopend=None, meldingen=()).houdt_niemand("onbelegd"), _om(feit, "Z24")


# --- handovers ----------------------------------------------------------------------------------------


def _overdracht_verstuurd(t: Toestand, feit: Feit, act: OverdrachtVerstuurd, casus: _Casus) -> _Uitkomst:
    """Z8 to Z13; only Veilig Thuis or the holder can hand over, and a newer handover replaces an older one."""
    if act.van not in (t.vt, t.houder):
        return t, None
    if act.aan == t.houder:
        t = replace(t, lopend=None)
        if act.fase in ("na-veiligheidsbeoordeling", "na-dienst") and t.ander_houdt:
            t = t.zonder_meldingen()
        return t, _om(feit, "Z13")
    overdracht, gaat_over = overdrachten.verstuurd(feit, act, casus.afspraken)
    if gaat_over:
        return t.gaat_over(overdracht), overdracht.reden(feit.volgnummer)
    return replace(t, lopend=overdracht), overdracht.reden(feit.volgnummer)


def _overdracht_aangevuld(t: Toestand, feit: Feit, act: OverdrachtAangevuld, casus: _Casus) -> _Uitkomst:
    """Z10: zicht passes when the document becomes complete."""
    if t.lopend is None or t.lopend.id != act.overdracht:
        return t, None
    lopend = overdrachten.aangevuld(t.lopend, act)
    if "aanvulling" in lopend.bij and overdrachten.is_volledig(lopend, casus.afspraken):
        return t.gaat_over(lopend), lopend.reden(feit.volgnummer)
    return replace(t, lopend=lopend), None


def _ontvangst_bevestigd(t: Toestand, feit: Feit, act: OntvangstBevestigd, _: _Casus) -> _Uitkomst:
    """Z8 and Z11: the receiver's confirmation; of a refused handover it only ends the dispute."""
    lopend = t.lopend
    if lopend is not None and _is_van(lopend, act) and "bevestiging" in lopend.bij:
        return t.gaat_over(lopend), lopend.reden(feit.volgnummer)
    if t.geschil is not None and (act.overdracht, act.door) in t.geschil.geweigerd:
        return replace(t, geschil=None), _om(feit, "Z14")
    return t, None


def _contact_gelegd(t: Toestand, feit: Feit, act: ContactGelegd, _: _Casus) -> _Uitkomst:
    """Z8 and Z11: by its first contact the receiver has taken up the follow-up."""
    lopend = t.lopend
    if lopend is not None and lopend.aan == act.door and "contact" in lopend.bij:
        return t.gaat_over(lopend), lopend.reden(feit.volgnummer)
    return t, None


def _is_van(overdracht: Overdracht | None, act: OntvangstBevestigd | OverdrachtGeweigerd) -> bool:
    return overdracht is not None and overdracht.id == act.overdracht and overdracht.aan == act.door


def _overdracht_geweigerd(t: Toestand, feit: Feit, act: OverdrachtGeweigerd, _: _Casus) -> _Uitkomst:
    """Z14 and Z15: a pending handover lapses; refusing afterwards gives nothing back."""
    if _is_van(t.lopend, act):
        regel = "Z14"
        t = replace(t, lopend=None)
    elif t.houder == act.door and _is_van(t.houdt_door, act):
        regel = "Z15"
    else:
        return t, None
    if t.houder is None:
        return t, None
    eerder = Geschil() if t.geschil is None else t.geschil
    return replace(t, geschil=Geschil(eerder.geweigerd | {(act.overdracht, act.door)})), _om(feit, regel)


def _overdracht_vervallen(
    t: Toestand, feit: Feit, act: OverdrachtIngetrokken | OverdrachtNietBezorgd, _: _Casus
) -> _Uitkomst:
    """Z16."""
    if t.lopend is None or t.lopend.id != act.overdracht:
        return t, None
    return replace(t, lopend=None), _om(feit, "Z16")


# --- disagreement -------------------------------------------------------------------------------------


def _opschaling_gestart(t: Toestand, feit: Feit, act: OpschalingGestart, _: _Casus) -> _Uitkomst:
    """Z17."""
    if act.onderwerp == "inhoud" or t.houder is None:
        return t, None
    lopend = None if t.lopend is None else replace(t.lopend, uiterlijk=None)
    return replace(t, lopend=lopend, geschil=t.geschil or Geschil()), _om(feit, "Z17")


def _opschaling_besloten(t: Toestand, feit: Feit, act: OpschalingBesloten, _: _Casus) -> _Uitkomst:
    """Z18."""
    t = replace(t, geschil=None)
    if act.toegewezen_aan is not None:
        t = replace(t, lopend=None, meldingen=()).komt_bij(act.toegewezen_aan)
    return t, _om(feit, "Z18")


# --- the end, and casusregie --------------------------------------------------------------------------


def _stabiele_veiligheid(
    t: Toestand, feit: Feit, act: StabieleVeiligheidVastgesteld, casus: _Casus
) -> _Uitkomst:
    """Z20; otherwise Z21, which changes nothing."""
    if (
        t.houder is None
        or act.door != t.houder
        or not (act.risicofactoren_aangepakt and act.herstel_gestart)
        or not is_zes_maanden_veilig(casus.feiten, feit.gebeurd_op, casus.afspraken)
    ):
        return t, None
    return replace(t, lopend=None).houdt_niemand("beeindigd"), _om(feit, "Z20")


def _casusregie_gestart(t: Toestand, _: Feit, act: CasusregieGestart, __: _Casus) -> _Uitkomst:
    return replace(t, regie=act.door), None


def _casusregisseur_gewisseld(t: Toestand, _: Feit, act: CasusregisseurGewisseld, __: _Casus) -> _Uitkomst:
    if t.regie is None or act.door is None:
        return t, None
    return replace(t, regie=act.door), None


def _casusregie_afgerond(t: Toestand, feit: Feit, act: CasusregieAfgerond, casus: _Casus) -> _Uitkomst:
    """Z22: the end of casusregie moves no zicht, unless a reading says so."""
    regie, t = t.regie, replace(t, regie=None)
    if (
        casus.afspraken.lezingen.casusregie_geen_mogelijkheden == "onbelegd"
        and act.reden == "geen-mogelijkheden"
        and regie is not None
        and regie == t.houder
    ):
        return t.houdt_niemand("onbelegd"), _om(feit, "Z22")
    return t, None


def _dossier_gesloten(t: Toestand, feit: Feit, act: DossierGesloten, casus: _Casus) -> _Uitkomst:
    """Z25: closing a file moves no zicht, unless a reading lets it end after a direct handover."""
    if (
        casus.afspraken.lezingen.einde_na_directe_overdracht == "afsluiting-team"
        and t.houder is not None
        and act.door == t.houder
        and t.houdt_door is not None
        and t.houdt_door.fase == "na-veiligheidsbeoordeling"
    ):
        return t.houdt_niemand("beeindigd"), _om(feit, "Z25")
    return t, None


_REGELS: dict[type[Act], Callable[[Toestand, Feit, Any, _Casus], _Uitkomst]] = {
    MeldingOntvangen: _melding_ontvangen,
    VeiligheidsbeoordelingAfgerond: _beoordeling_afgerond,
    TerugkoppelingOntvangen: _terug,
    TerugmeldingOntvangen: _terug,
    TerugkoppelingGewogen: _terugkoppeling_gewogen,
    DienstIngezet: _dienst_ingezet,
    DienstAfgerond: _dienst_afgerond,
    BemoeienisGestopt: _bemoeienis_gestopt,
    OverdrachtVerstuurd: _overdracht_verstuurd,
    OverdrachtAangevuld: _overdracht_aangevuld,
    OntvangstBevestigd: _ontvangst_bevestigd,
    ContactGelegd: _contact_gelegd,
    OverdrachtGeweigerd: _overdracht_geweigerd,
    OverdrachtIngetrokken: _overdracht_vervallen,
    OverdrachtNietBezorgd: _overdracht_vervallen,
    OpschalingGestart: _opschaling_gestart,
    OpschalingBesloten: _opschaling_besloten,
    StabieleVeiligheidVastgesteld: _stabiele_veiligheid,
    CasusregieGestart: _casusregie_gestart,
    CasusregisseurGewisseld: _casusregisseur_gewisseld,
    CasusregieAfgerond: _casusregie_afgerond,
    DossierGesloten: _dossier_gesloten,
}
"""Every act that can move zicht; all others change nothing (Z25)."""


# --- the walk -----------------------------------------------------------------------------------------


def _verstrijkt(t: Toestand) -> OpenMelding | None:
    """Give the open melding whose deadline brings zicht to Veilig Thuis first (Z3)."""
    if t.vt_houdt:
        return None
    met_termijn = [m for m in t.meldingen if m.uiterlijk is not None]
    return min(met_termijn, key=lambda m: (m.uiterlijk, m.op, m.volgnummer), default=None)


def _door_melding(t: Toestand, melding: OpenMelding) -> _Uitkomst:
    """Z3: Veilig Thuis holds from the deadline on; under reading `ontvangst` that is the receipt itself."""
    rechtens = melding.uiterlijk != melding.op
    return t.komt_bij(t.vt), Reden(melding.volgnummer, "Z3", GRONDSLAG["Z3"], rechtens)


def _lapse(t: Toestand) -> tuple[datetime, _Uitkomst] | None:
    """Give the term that lapses first and what it does; at one instant a handover comes before a melding."""
    melding = _verstrijkt(t)
    melding_op = None if melding is None else melding.uiterlijk
    overdracht_op = None if t.lopend is None else t.lopend.uiterlijk
    if t.lopend is not None and overdracht_op is not None and (melding_op is None or overdracht_op <= melding_op):
        return overdracht_op, (t.gaat_over(t.lopend), t.lopend.reden(t.lopend.volgnummer, rechtens=True))
    if melding is not None and melding_op is not None:
        return melding_op, _door_melding(t, melding)
    return None


def _lapses(t: Toestand, vanaf: datetime | None, tot: datetime | None) -> Iterator[Stap]:
    """Give a step for every term that lapses not after `tot` (UTC; None: all that still run).

    A term whose deadline lies before `vanaf`, the instant of the last step, works from then on.
    """
    while (gevonden := _lapse(replace(t, overgegaan=None))) is not None:
        op, (t, reden) = gevonden
        if tot is not None and op > tot:
            return
        vanaf = op if vanaf is None else max(op, vanaf)
        yield Stap(vanaf, None, t, reden)


def verloop(feiten: Sequence[Feit], afspraken: Afspraken) -> list[Stap]:
    """Walk through the acts of one casus that stand and give every step, terms that still run included.

    Acts before the first melding that stands move nothing (rulebook 3); without a melding there is no step.
    """
    meldingen = [(i, f.gegevens) for i, f in enumerate(feiten) if isinstance(f.gegevens, MeldingOntvangen)]
    if not meldingen:
        return []
    begin, eerste = meldingen[0]
    casus = _Casus(feiten, afspraken, frozenset(melding.melding for _, melding in meldingen))
    t = Toestand(vt=Partij(soort="veilig-thuis", id=eerste.veilig_thuis))
    stappen: list[Stap] = []
    for feit in feiten[begin:]:
        stappen.extend(_lapses(t, stappen[-1].op if stappen else None, feit.gebeurd_op))
        t = replace(stappen[-1].toestand if stappen else t, overgegaan=None)
        reden: Reden | None = None
        if (regel := _REGELS.get(type(feit.gegevens))) is not None:
            t, reden = regel(t, feit, feit.gegevens, casus)
        stappen.append(Stap(feit.gebeurd_op, feit, t, reden))
        # a deadline that was already past when zicht came to another, or to nobody, works at once (Z3)
        stappen.extend(_lapses(t, feit.gebeurd_op, feit.gebeurd_op))
        t = stappen[-1].toestand
    stappen.extend(_lapses(t, stappen[-1].op, None))
    return stappen


def baan_zicht(stappen: Sequence[Stap]) -> tuple[Stuk, ...]:
    """Lay out the lane: at every instant from the first melding on exactly one piece."""
    return leg_baan(
        (stap.op, stap.toestand.vertoon(), stap.reden) for stap in stappen if stap.reden is not None
    )
