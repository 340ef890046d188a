"""The casus as the ledger sees it: `LEEG`, `evolve` and `decide`.

`decide` answers a reported act with the act to record or with every reason to refuse it. Facts are recorded,
norms are judged: refused is only what cannot be true or cannot be understood (rulebook 1.1), never what was
late, incomplete or against the agreement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from ledger.acts import Act
from ledger.acts.dienst import VoorwaardenAangescherpt, VoorwaardenGesteld
from ledger.acts.dossier import GebeurtenisGecorrigeerd, PersoonsgegevensVernietigd, VernietigingVerzocht
from ledger.acts.lokaal_team import IncidentGeregistreerd
from ledger.acts.melding import MeldingOntvangen
from ledger.acts.overdracht import OverdrachtVerstuurd
from ledger.corrections import staande_feiten, vervangend_vertrouwelijk, vervangende_gegevens
from ledger.errors import Fout, Geweigerd
from ledger.gebeurtenis import Aanmelding, Gebeurtenis
from ledger.values import Actor
from ledger.verwijzingen import fouten_in

_GEEN: Mapping[Any, Any] = MappingProxyType({})


class Casus(NamedTuple):
    """What `decide` must know of a casus. `regio` is the id of its Veilig Thuis.

    Ids that were once given stay known, also when the act that gave them was withdrawn or replaced: an act
    that refers to one can still be understood, and no other act may take it.
    """

    id: UUID
    gebeurtenissen: tuple[Gebeurtenis, ...] = ()
    regio: str | None = None
    eerste_melding_op: datetime | None = None
    meldingen: frozenset[str] = frozenset()
    voorwaarden: frozenset[str] = frozenset()
    verzoeken: Mapping[str, str] = _GEEN
    """Of every request for destruction, the person it is about."""
    personen: frozenset[str] = frozenset()
    """Of whom something may be recorded under a key of their own."""
    overdrachten: Mapping[str, tuple[OverdrachtVerstuurd, ...]] = _GEEN
    vernietigd: Mapping[str | None, int] = _GEEN
    """The volgnummer by which the data of a person (None: of everybody) were last destroyed."""

    @property
    def volgnummer(self) -> int:
        """The volgnummer of the last act; 0 before the first."""
        return self.gebeurtenissen[-1].volgnummer if self.gebeurtenissen else 0

    @property
    def vastgelegd_op(self) -> datetime | None:
        """When the last act was recorded (UTC)."""
        return self.gebeurtenissen[-1].vastgelegd_op if self.gebeurtenissen else None

    def gebeurtenis(self, volgnummer: int) -> Gebeurtenis | None:
        """Give one act as it was recorded."""
        return next((g for g in self.gebeurtenissen if g.volgnummer == volgnummer), None)


def evolve(casus: Casus, gebeurtenis: Gebeurtenis) -> Casus:
    """Apply one recorded act; never refuses."""
    casus = casus._replace(gebeurtenissen=(*casus.gebeurtenissen, gebeurtenis))
    act = gebeurtenis.gegevens
    if type(act) is MeldingOntvangen or type(act) is GebeurtenisGecorrigeerd:
        casus = casus._replace(eerste_melding_op=_eerste_melding_op(casus))
    if type(act) is GebeurtenisGecorrigeerd:
        vervangen = _vervangen_act(casus, act)
        return casus if vervangen is None else _onthoud(casus, vervangen)
    if type(act) is PersoonsgegevensVernietigd:
        # as recorded, whatever is said of it later: what was destroyed then is gone
        return casus._replace(vernietigd={**casus.vernietigd, act.persoon: gebeurtenis.volgnummer})
    return _onthoud(casus, act)


def _eerste_melding_op(casus: Casus) -> datetime | None:
    """Give when the first melding that stands took place; None where all were withdrawn."""
    try:
        feiten = staande_feiten(casus.gebeurtenissen)
    except Geweigerd:  # an unreadable replacement, recorded by an earlier program: what was known stays
        return casus.eerste_melding_op
    return next((feit.gebeurd_op for feit in feiten if isinstance(feit.gegevens, MeldingOntvangen)), None)


def _vervangen_act(casus: Casus, act: GebeurtenisGecorrigeerd) -> Act | None:
    doel = casus.gebeurtenis(act.betreft)
    if doel is None or act.vervanging is None or act.vervanging.gegevens is None:
        return None
    try:
        nieuw = vervangende_gegevens(doel.soort, act.vervanging.gegevens)
    except Geweigerd:  # recorded by an earlier program or an import; it gives no ids
        return None
    return _vervangen_act(casus, nieuw) if isinstance(nieuw, GebeurtenisGecorrigeerd) else nieuw


def _onthoud(casus: Casus, act: Act) -> Casus:
    onthoud = _ONTHOUDEN.get(type(act))
    if onthoud is not None:
        return onthoud(casus, act)
    return _kent(casus, getattr(act, "persoon", None)) if act.Vertrouwelijk.klasse == "persoon" else casus


def _melding(casus: Casus, act: MeldingOntvangen) -> Casus:
    return casus._replace(meldingen=casus.meldingen | {act.melding}, regio=casus.regio or act.veilig_thuis)


def _voorwaarden(casus: Casus, act: VoorwaardenGesteld | VoorwaardenAangescherpt) -> Casus:
    return casus._replace(voorwaarden=casus.voorwaarden | {v.id for v in act.voorwaarden})


def _verzoek(casus: Casus, act: VernietigingVerzocht) -> Casus:
    return _kent(casus, act.persoon)._replace(verzoeken={**casus.verzoeken, act.verzoek: act.persoon})


def _overdracht(casus: Casus, act: OverdrachtVerstuurd) -> Casus:
    eerder = casus.overdrachten.get(act.overdracht, ())
    return casus._replace(overdrachten={**casus.overdrachten, act.overdracht: (*eerder, act)})


# looked up by type: asking of each act whether it is one of these costs more than all the rest of evolve
_ONTHOUDEN: Mapping[type[Act], Callable[[Casus, Any], Casus]] = {
    MeldingOntvangen: _melding,
    VoorwaardenGesteld: _voorwaarden,
    VoorwaardenAangescherpt: _voorwaarden,
    VernietigingVerzocht: _verzoek,
    OverdrachtVerstuurd: _overdracht,
}


def _kent(casus: Casus, persoon: str | None) -> Casus:
    return casus if persoon is None else casus._replace(personen=casus.personen | {persoon})


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
    fouten = bezwaren(casus, aanmelding, vastgelegd_op)
    if fouten:
        raise Geweigerd(fouten)
    return Gebeurtenis.bouw(
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


def bezwaren(casus: Casus, aanmelding: Aanmelding, vastgelegd_op: datetime) -> list[Fout]:
    """Give every reason why `decide` would refuse this act as the next one, recorded then (UTC)."""
    return list(_weigeringen(casus, aanmelding, vastgelegd_op))


def _weigeringen(casus: Casus, aanmelding: Aanmelding, vastgelegd_op: datetime) -> Iterator[Fout]:
    act = aanmelding.gegevens
    if not casus.gebeurtenissen and type(act) is not MeldingOntvangen:
        yield Fout(
            "soort", "eerste-gebeurtenis-geen-melding", "De eerste gebeurtenis van een casus is een melding."
        )
        return
    yield from _moment(casus, act, aanmelding.gebeurd_op, vastgelegd_op, "gebeurdOp")
    if type(act) is GebeurtenisGecorrigeerd:
        yield from _correctie(casus, act, casus.volgnummer + 1, vastgelegd_op, "gegevens")
        yield from _vertrouwelijke_vervanging(casus, aanmelding, act)
    else:
        yield from fouten_in(casus, act, "gegevens")


def _moment(casus: Casus, act: Act, op: datetime, vastgelegd_op: datetime, veld: str) -> Iterator[Fout]:
    if op > vastgelegd_op:
        yield Fout(veld, "gebeurd-op-in-toekomst", "De handeling ligt in de toekomst.")
    # an earlier melding becomes the first melding itself: it was late in the ledger, not untrue
    if type(act) is IncidentGeregistreerd or type(act) is MeldingOntvangen:
        return
    eerste = casus.eerste_melding_op
    if eerste is not None and op < eerste:
        yield Fout(
            veld, "gebeurd-op-voor-eerste-melding", "De handeling ligt vóór de eerste melding van deze casus."
        )


# --- corrections --------------------------------------------------------------------------------------


def _correctie(
    casus: Casus, act: GebeurtenisGecorrigeerd, nummer: int, vastgelegd_op: datetime, veld: str
) -> Iterator[Fout]:
    """Check that correction `nummer` names an earlier act, and that its replacement can be read and be true.

    What takes the place of a correction is a correction again, and is checked like one.
    """
    doel = casus.gebeurtenis(act.betreft)
    if doel is None or doel.volgnummer >= nummer:
        zin = "Er is in deze casus geen eerdere gebeurtenis met dit nummer."
        yield Fout(f"{veld}.betreft", "onbekende-gebeurtenis", zin)
        return
    yield from _onomkeerbaar(doel.gegevens, act, veld)
    veld = f"{veld}.vervanging"
    if (act.wijze == "vervangen") != (act.vervanging is not None):
        zin = "Een vervanging hoort bij de wijze 'vervangen', en alleen daarbij."
        yield Fout(veld, "vervanging-past-niet", zin)
    if act.vervanging is None:
        return
    nieuw: Act = doel.gegevens
    if act.vervanging.gegevens is not None:
        try:
            nieuw = vervangende_gegevens(doel.soort, act.vervanging.gegevens, veld=f"{veld}.gegevens")
        except Geweigerd as geweigerd:
            yield from geweigerd.fouten
        else:
            if isinstance(nieuw, GebeurtenisGecorrigeerd):
                yield from _correctie(casus, nieuw, doel.volgnummer, vastgelegd_op, f"{veld}.gegevens")
            else:
                yield from fouten_in(casus, nieuw, f"{veld}.gegevens", doel.gegevens)
    if act.vervanging.gebeurd_op is not None:
        yield from _moment(casus, nieuw, act.vervanging.gebeurd_op, vastgelegd_op, f"{veld}.gebeurdOp")


def _onomkeerbaar(doel: Act, act: GebeurtenisGecorrigeerd, veld: str) -> Iterator[Fout]:
    """Refuse to say that what was destroyed was not, or that it was of somebody else: it is gone."""
    if not isinstance(doel, PersoonsgegevensVernietigd):
        return
    gegevens = None if act.vervanging is None else act.vervanging.gegevens
    if act.wijze == "ingetrokken" or (gegevens is not None and gegevens.get("persoon") != doel.persoon):
        zin = "Wat vernietigd is, is weg: dat kan niet worden ingetrokken of van een ander zijn geweest."
        yield Fout(f"{veld}.betreft", "vernietiging-onomkeerbaar", zin)


def _vertrouwelijke_vervanging(
    casus: Casus, aanmelding: Aanmelding, act: GebeurtenisGecorrigeerd
) -> Iterator[Fout]:
    doel = casus.gebeurtenis(act.betreft)
    if doel is None:
        return
    try:
        vervangend_vertrouwelijk(doel.soort, aanmelding.vertrouwelijk)
    except Geweigerd as geweigerd:
        yield from geweigerd.fouten
