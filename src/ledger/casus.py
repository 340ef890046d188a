"""The casus as the ledger sees it: `LEEG`, `evolve` and `decide`.

`decide` answers a reported act with the act to record or with every reason to refuse it. Facts are recorded,
norms are judged: refused is only what cannot be true or cannot be understood (rulebook 1.1), never what was
late, incomplete or against the agreement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.acts import Act
from ledger.acts.dienst import (
    DienstIngezet,
    VeiligheidsbeoordelingAfgerond,
    VoorwaardenAangescherpt,
    VoorwaardenGesteld,
    VoorwaardeVervallen,
    VoorwaardeVoldaan,
)
from ledger.acts.dossier import (
    GebeurtenisGecorrigeerd,
    PersoonsgegevensVernietigd,
    VernietigingBesloten,
    VernietigingVerzocht,
)
from ledger.acts.lokaal_team import IncidentGeregistreerd, VeiligheidsplanVastgesteld
from ledger.acts.melding import InformatieIngewonnen, MelderGeinformeerd, MeldingOntvangen
from ledger.acts.monitoring import MonitorcontactGelegd
from ledger.acts.overdracht import (
    OntvangstBevestigd,
    OntvangstGerappelleerd,
    OverdrachtAangevuld,
    OverdrachtGeweigerd,
    OverdrachtIngetrokken,
    OverdrachtNietBezorgd,
    OverdrachtVerstuurd,
    WarmeOverdrachtGehouden,
)
from ledger.corrections import staande_feiten, vervangend_vertrouwelijk, vervangende_gegevens
from ledger.errors import Fout, Geweigerd
from ledger.gebeurtenis import Aanmelding, Gebeurtenis
from ledger.values import Actor


@dataclass(frozen=True, slots=True)
class Casus:
    """What `decide` must know of a casus. `regio` is the id of its Veilig Thuis.

    Ids that were once given stay known, also when the act that gave them was withdrawn or replaced: an act
    that refers to one can still be understood, and no other act may take it.
    """

    id: UUID
    gebeurtenissen: tuple[Gebeurtenis, ...] = ()
    regio: str | None = None
    meldingen: frozenset[str] = frozenset()
    voorwaarden: frozenset[str] = frozenset()
    verzoeken: frozenset[str] = frozenset()
    overdrachten: Mapping[str, tuple[OverdrachtVerstuurd, ...]] = field(default_factory=dict)

    @property
    def volgnummer(self) -> int:
        """The volgnummer of the last act; 0 before the first."""
        return self.gebeurtenissen[-1].volgnummer if self.gebeurtenissen else 0

    @property
    def vastgelegd_op(self) -> datetime | None:
        """When the last act was recorded (UTC)."""
        return self.gebeurtenissen[-1].vastgelegd_op if self.gebeurtenissen else None


def evolve(casus: Casus, gebeurtenis: Gebeurtenis) -> Casus:
    """Apply one recorded act; never refuses."""
    casus = replace(casus, gebeurtenissen=(*casus.gebeurtenissen, gebeurtenis))
    act = gebeurtenis.gegevens
    if isinstance(act, GebeurtenisGecorrigeerd):
        vervangen = _vervangen_act(casus, act)
        return casus if vervangen is None else _onthoud(casus, vervangen)
    return _onthoud(casus, act)


def _vervangen_act(casus: Casus, act: GebeurtenisGecorrigeerd) -> Act | None:
    doel = _gebeurtenis(casus, act.betreft)
    if doel is None or act.vervanging is None or act.vervanging.gegevens is None:
        return None
    try:
        return vervangende_gegevens(doel.soort, act.vervanging.gegevens)
    except Geweigerd:  # recorded by an earlier program or an import; it gives no ids
        return None


def _onthoud(casus: Casus, act: Act) -> Casus:
    match act:
        case MeldingOntvangen(melding=melding, veilig_thuis=veilig_thuis):
            return replace(casus, meldingen=casus.meldingen | {melding}, regio=casus.regio or veilig_thuis)
        case VoorwaardenGesteld(voorwaarden=voorwaarden) | VoorwaardenAangescherpt(voorwaarden=voorwaarden):
            return replace(casus, voorwaarden=casus.voorwaarden | {v.id for v in voorwaarden})
        case VernietigingVerzocht(verzoek=verzoek):
            return replace(casus, verzoeken=casus.verzoeken | {verzoek})
        case OverdrachtVerstuurd(overdracht=nummer):
            eerder = casus.overdrachten.get(nummer, ())
            return replace(casus, overdrachten={**casus.overdrachten, nummer: (*eerder, act)})
        case _:
            return casus


def decide(
    casus: Casus,
    aanmelding: Aanmelding,
    actor: Actor,
    nu: datetime,
    *,
    geimporteerd_op: datetime | None = None,
) -> Gebeurtenis:
    """Give the act to record, or raise `Geweigerd` with every fault.

    `nu` is the present UTC instant; the act is recorded then, or with the act before it where the clock has
    gone back, so that `vastgelegd_op` never decreases within a casus. Source: rulebook 1.1 and 1.2.
    """
    vastgelegd_op = nu if casus.vastgelegd_op is None else max(nu, casus.vastgelegd_op)
    fouten = list(_weigeringen(casus, aanmelding, vastgelegd_op))
    if fouten:
        raise Geweigerd(fouten)
    return Gebeurtenis.model_construct(
        soort=aanmelding.soort,
        gebeurd_op=aanmelding.gebeurd_op,
        gegevens=aanmelding.gegevens,
        vertrouwelijk=aanmelding.vertrouwelijk,
        casus=casus.id,
        volgnummer=casus.volgnummer + 1,
        versie=aanmelding.gegevens.versie,
        vastgelegd_op=vastgelegd_op,
        vastgelegd_door=actor,
        geimporteerd_op=geimporteerd_op,
    )


def _weigeringen(casus: Casus, aanmelding: Aanmelding, vastgelegd_op: datetime) -> Iterator[Fout]:
    act = aanmelding.gegevens
    if not casus.gebeurtenissen and not isinstance(act, MeldingOntvangen):
        yield Fout(
            "soort", "eerste-gebeurtenis-geen-melding", "De eerste gebeurtenis van een casus is een melding."
        )
        return
    yield from _moment(casus, act, aanmelding.gebeurd_op, vastgelegd_op, "gebeurdOp")
    if isinstance(act, GebeurtenisGecorrigeerd):
        yield from _correctie(casus, aanmelding, act, vastgelegd_op)
    else:
        yield from _inhoud(casus, act, "gegevens")


def _moment(casus: Casus, act: Act, op: datetime, vastgelegd_op: datetime, veld: str) -> Iterator[Fout]:
    if op > vastgelegd_op:
        yield Fout(veld, "gebeurd-op-in-toekomst", "De handeling ligt in de toekomst.")
    # an earlier melding becomes the first melding itself: it was late in the ledger, not untrue
    if isinstance(act, IncidentGeregistreerd | MeldingOntvangen):
        return
    eerste = next(
        (
            f.gebeurd_op
            for f in staande_feiten(casus.gebeurtenissen)
            if isinstance(f.gegevens, MeldingOntvangen)
        ),
        None,
    )
    if eerste is not None and op < eerste:
        yield Fout(
            veld, "gebeurd-op-voor-eerste-melding", "De handeling ligt vóór de eerste melding van deze casus."
        )


# --- what an act refers to, and which ids it gives ----------------------------------------------------


def _inhoud(casus: Casus, act: Act, veld: str, eigen: Act | None = None) -> Iterator[Fout]:
    """Give the faults of an open part; `eigen` is the act it replaces, whose ids it may keep."""
    if (regel := _INHOUD.get(type(act))) is not None:
        yield from (replace(fout, veld=f"{veld}.{fout.veld}") for fout in regel(casus, act, eigen))


def _gebeurtenis(casus: Casus, volgnummer: int) -> Gebeurtenis | None:
    return next((g for g in casus.gebeurtenissen if g.volgnummer == volgnummer), None)


def _bestaat_niet(veld: str, wat: str, code: str) -> Fout:
    return Fout(veld, code, f"Er is in deze casus geen {wat} met dit id.")


def _bestaat_al(veld: str, wat: str) -> Fout:
    return Fout(veld, "id-bestaat-al", f"Er is in deze casus al een {wat} met dit id.")


def _melding_ontvangen(casus: Casus, act: MeldingOntvangen, eigen: Act | None) -> Iterator[Fout]:
    van_zichzelf = isinstance(eigen, MeldingOntvangen) and eigen.melding == act.melding
    if act.melding in casus.meldingen and not van_zichzelf:
        yield _bestaat_al("melding", "melding")
    if casus.regio is not None and act.veilig_thuis != casus.regio:
        yield Fout(
            "veiligThuis",
            "melding-bij-ander-veilig-thuis",
            "Een melding bij een ander Veilig Thuis opent daar een casus, gekoppeld met CasusGekoppeld.",
        )


def _naar_melding(casus: Casus, act: Any, _: Act | None) -> Iterator[Fout]:
    if act.melding is not None and act.melding not in casus.meldingen:
        yield _bestaat_niet("melding", "melding", "onbekende-melding")


def _overdracht_verstuurd(casus: Casus, act: OverdrachtVerstuurd, eigen: Act | None) -> Iterator[Fout]:
    van_zichzelf = isinstance(eigen, OverdrachtVerstuurd) and eigen.overdracht == act.overdracht
    if act.overdracht in casus.overdrachten and not van_zichzelf:
        yield _bestaat_al("overdracht", "overdracht")


def _naar_overdracht(casus: Casus, act: Any, _: Act | None) -> Iterator[Fout]:
    if act.overdracht is not None and act.overdracht not in casus.overdrachten:
        yield _bestaat_niet("overdracht", "overdracht", "onbekende-overdracht")


def _door_ontvanger(
    casus: Casus, act: OntvangstBevestigd | OverdrachtGeweigerd, _: Act | None
) -> Iterator[Fout]:
    verstuurd = casus.overdrachten.get(act.overdracht)
    if verstuurd is None:
        yield from _naar_overdracht(casus, act, None)
    elif not any(act.door in (stuk.aan, *(stuk.medeontvangers or ())) for stuk in verstuurd):
        yield Fout(
            "door", "overdracht-niet-aan-deze-partij", "Deze overdracht is niet aan deze partij verstuurd."
        )


def _door_afzender(casus: Casus, act: OverdrachtIngetrokken, _: Act | None) -> Iterator[Fout]:
    verstuurd = casus.overdrachten.get(act.overdracht)
    if verstuurd is None:
        yield from _naar_overdracht(casus, act, None)
    elif not any(act.door == stuk.van for stuk in verstuurd):
        yield Fout(
            "door", "intrekking-door-ander-dan-afzender", "Alleen de afzender kan een overdracht intrekken."
        )


def _voorwaarden_gesteld(casus: Casus, act: VoorwaardenGesteld, eigen: Act | None) -> Iterator[Fout]:
    eerder = {v.id for v in eigen.voorwaarden} if isinstance(eigen, VoorwaardenGesteld) else set[str]()
    gezien: set[str] = set()
    for plaats, voorwaarde in enumerate(act.voorwaarden):
        bezet = voorwaarde.id in casus.voorwaarden and voorwaarde.id not in eerder
        if bezet or voorwaarde.id in gezien:
            yield _bestaat_al(f"voorwaarden.{plaats}.id", "voorwaarde")
        gezien.add(voorwaarde.id)


def _bekende_voorwaarden(casus: Casus, verwijzingen: Sequence[tuple[str, str]]) -> Iterator[Fout]:
    for veld, voorwaarde in verwijzingen:
        if voorwaarde not in casus.voorwaarden:
            yield _bestaat_niet(veld, "voorwaarde", "onbekende-voorwaarde")


def _naar_voorwaarde(
    casus: Casus, act: VoorwaardeVoldaan | VoorwaardeVervallen, _: Act | None
) -> Iterator[Fout]:
    return _bekende_voorwaarden(casus, [("voorwaarde", act.voorwaarde)])


def _per_voorwaarde(casus: Casus, act: MonitorcontactGelegd, _: Act | None) -> Iterator[Fout]:
    paren = [(f"perVoorwaarde.{i}.voorwaarde", p.voorwaarde) for i, p in enumerate(act.per_voorwaarde or ())]
    return _bekende_voorwaarden(casus, paren)


def _plantermijnen(casus: Casus, act: VeiligheidsplanVastgesteld, _: Act | None) -> Iterator[Fout]:
    paren = [(f"termijnen.{i}.voorwaarde", t.voorwaarde) for i, t in enumerate(act.termijnen or ())]
    return _bekende_voorwaarden(casus, paren)


def _vernietiging_verzocht(casus: Casus, act: VernietigingVerzocht, eigen: Act | None) -> Iterator[Fout]:
    van_zichzelf = isinstance(eigen, VernietigingVerzocht) and eigen.verzoek == act.verzoek
    if act.verzoek in casus.verzoeken and not van_zichzelf:
        yield _bestaat_al("verzoek", "verzoek")


def _naar_verzoek(casus: Casus, act: Any, _: Act | None) -> Iterator[Fout]:
    if act.verzoek is not None and act.verzoek not in casus.verzoeken:
        yield _bestaat_niet("verzoek", "verzoek", "onbekend-verzoek")


_INHOUD: Mapping[type[Act], Callable[[Casus, Any, Act | None], Iterator[Fout]]] = {
    MeldingOntvangen: _melding_ontvangen,
    InformatieIngewonnen: _naar_melding,
    VeiligheidsbeoordelingAfgerond: _naar_melding,
    DienstIngezet: _naar_melding,
    MelderGeinformeerd: _naar_melding,
    OverdrachtVerstuurd: _overdracht_verstuurd,
    OverdrachtAangevuld: _naar_overdracht,
    WarmeOverdrachtGehouden: _naar_overdracht,
    OntvangstBevestigd: _door_ontvanger,
    OverdrachtGeweigerd: _door_ontvanger,
    OverdrachtIngetrokken: _door_afzender,
    OverdrachtNietBezorgd: _naar_overdracht,
    OntvangstGerappelleerd: _naar_overdracht,
    VoorwaardenGesteld: _voorwaarden_gesteld,
    VoorwaardeVoldaan: _naar_voorwaarde,
    VoorwaardeVervallen: _naar_voorwaarde,
    VeiligheidsplanVastgesteld: _plantermijnen,
    MonitorcontactGelegd: _per_voorwaarde,
    VernietigingVerzocht: _vernietiging_verzocht,
    VernietigingBesloten: _naar_verzoek,
    PersoonsgegevensVernietigd: _naar_verzoek,
}
"""What an act refers to; every other act refers to nothing that the ledger must know."""


# --- corrections --------------------------------------------------------------------------------------


def _correctie(
    casus: Casus, aanmelding: Aanmelding, act: GebeurtenisGecorrigeerd, vastgelegd_op: datetime
) -> Iterator[Fout]:
    """Check that a correction names an act that exists, and that its replacement can be read and be true."""
    doel = _gebeurtenis(casus, act.betreft)
    if doel is None:
        yield Fout(
            "gegevens.betreft",
            "onbekende-gebeurtenis",
            "Er is in deze casus geen gebeurtenis met dit nummer.",
        )
        return
    if (act.wijze == "vervangen") != (act.vervanging is not None):
        yield Fout(
            "gegevens.vervanging",
            "vervanging-past-niet",
            "Een vervanging hoort bij de wijze 'vervangen', en alleen daarbij.",
        )
    nieuw: Act = doel.gegevens
    if act.vervanging is not None and act.vervanging.gegevens is not None:
        try:
            nieuw = vervangende_gegevens(doel.soort, act.vervanging.gegevens)
        except Geweigerd as geweigerd:
            yield from geweigerd.fouten
        else:
            yield from _inhoud(casus, nieuw, "gegevens.vervanging.gegevens", doel.gegevens)
    if act.vervanging is not None and act.vervanging.gebeurd_op is not None:
        yield from _moment(
            casus, nieuw, act.vervanging.gebeurd_op, vastgelegd_op, "gegevens.vervanging.gebeurdOp"
        )
    try:
        vervangend_vertrouwelijk(doel.soort, aanmelding.vertrouwelijk)
    except Geweigerd as geweigerd:
        yield from geweigerd.fouten
