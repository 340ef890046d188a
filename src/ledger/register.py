"""The register of a region as the ledger sees it: advice, plustaken, messages to a gemeente (rulebook 8).

Like `casus`: `decide` answers a reported act with the act to record or with every reason to refuse it, and
`evolve` never refuses. Refused is what cannot be true, what cannot be understood, and whatever could point at
a person: outside a melding Veilig Thuis may not process personal data without consent (002).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.acts import Act
from ledger.acts.dossier import GebeurtenisGecorrigeerd
from ledger.acts.register import (
    AdviesGegeven,
    GemeenteGeinformeerd,
    GemeenteGereageerd,
    PlustaakActiviteitGeregistreerd,
    PlustakenAfgenomen,
    PlustakenGeevalueerd,
)
from ledger.errors import Fout, Geweigerd
from ledger.gebeurtenis import GEEN_PERSOON, Registeraanmelding, Registerhandeling, lees_registergegevens
from ledger.tijd import lokale_datum
from ledger.values import Actor

_GEMEENTE = re.compile(r"GM[0-9]{4}", re.ASCII)
_CODE = re.compile(r"[a-z]+(-[a-z0-9]+)*", re.ASCII)
_LIJKT_OP_BSN = re.compile(r"[0-9]{8,9}", re.ASCII)


class Ids:
    """A set of ids that never changes, to which one more is added without copying it whole.

    It is kept in layers, each at most half as large as the one before.
    """

    __slots__ = ("_lagen",)

    def __init__(self, lagen: tuple[frozenset[str], ...] = ()) -> None:
        self._lagen = lagen

    def __contains__(self, nummer: str) -> bool:
        return any(nummer in laag for laag in self._lagen)

    def met(self, nieuwe: Iterable[str]) -> Ids:
        """Give these ids and the new ones."""
        laag, lagen = frozenset(nieuwe), self._lagen
        if not laag:
            return self
        while lagen and len(lagen[-1]) < 2 * len(laag):
            laag, lagen = laag | lagen[-1], lagen[:-1]
        return Ids((*lagen, laag))


_GEEN = Ids()


@dataclass(frozen=True, slots=True)
class Register:
    """What `decide` must know of a register: how far it is, and which ids were given."""

    regio: str
    volgnummer: int = 0
    vastgelegd_op: datetime | None = None
    adviezen: Ids = _GEEN
    berichten: Ids = _GEEN


def evolve(register: Register, *handelingen: Registerhandeling) -> Register:
    """Apply recorded acts, in order of volgnummer."""
    if not handelingen:
        return register
    return Register(
        register.regio,
        handelingen[-1].volgnummer,
        handelingen[-1].vastgelegd_op,
        register.adviezen.met(_adviezen(handelingen)),
        register.berichten.met(_berichten(handelingen)),
    )


def _adviezen(handelingen: Iterable[Registerhandeling]) -> Iterator[str]:
    return (h.gegevens.advies for h in handelingen if isinstance(h.gegevens, AdviesGegeven))


def _berichten(handelingen: Iterable[Registerhandeling]) -> Iterator[str]:
    return (h.gegevens.bericht for h in handelingen if isinstance(h.gegevens, GemeenteGeinformeerd))


def decide(  # noqa: PLR0913 — as in a casus, and what a correction is about
    register: Register,
    aanmelding: Registeraanmelding,
    actor: Actor,
    nu: datetime,
    *,
    betreft: Sequence[Registerhandeling] = (),
    geimporteerd_op: datetime | None = None,
) -> Registerhandeling:
    """Give the act to record, or raise `Geweigerd` with every fault.

    `nu` is the present UTC instant; as in a casus, `vastgelegd_op` never decreases within a register.
    `betreft` is, for a correction, the earlier act with the number that it names, if there is one.
    """
    vastgelegd_op = nu if register.vastgelegd_op is None else max(nu, register.vastgelegd_op)
    fouten = list(_weigeringen(register, aanmelding, vastgelegd_op, betreft))
    if fouten:
        raise Geweigerd(fouten)
    return Registerhandeling.model_construct(
        regio=register.regio,
        volgnummer=register.volgnummer + 1,
        soort=aanmelding.soort,
        versie=aanmelding.gegevens.versie,
        gebeurd_op=aanmelding.gebeurd_op,
        vastgelegd_op=vastgelegd_op,
        vastgelegd_door=actor,
        geimporteerd_op=geimporteerd_op,
        gegevens=aanmelding.gegevens,
    )


def _weigeringen(
    register: Register,
    aanmelding: Registeraanmelding,
    vastgelegd_op: datetime,
    betreft: Sequence[Registerhandeling],
) -> Iterator[Fout]:
    act = aanmelding.gegevens
    yield from _moment(aanmelding.gebeurd_op, vastgelegd_op, "gebeurdOp")
    if isinstance(act, GebeurtenisGecorrigeerd):
        yield from _correctie(register, act, vastgelegd_op, betreft)
        return
    yield from _inhoud(register, act, vastgelegd_op, "gegevens")
    match act:
        case AdviesGegeven(advies=advies):
            yield from _nieuw(advies, register.adviezen, "gegevens.advies")
        case GemeenteGeinformeerd(bericht=bericht):
            yield from _nieuw(bericht, register.berichten, "gegevens.bericht")
        case _:
            pass


def _moment(op: datetime, vastgelegd_op: datetime, veld: str) -> Iterator[Fout]:
    if op > vastgelegd_op:
        yield Fout(veld, "gebeurd-op-in-toekomst", "De handeling ligt in de toekomst.")


def _inhoud(register: Register, act: Act, vastgelegd_op: datetime, veld: str) -> Iterator[Fout]:
    """Check what an act says, but for the id that it gives."""
    yield from _codes(act, veld)
    match act:
        case AdviesGegeven(datum=datum) | PlustaakActiviteitGeregistreerd(datum=datum):
            if datum > lokale_datum(vastgelegd_op):
                yield Fout(f"{veld}.datum", "datum-in-toekomst", "De datum ligt in de toekomst.")
        case PlustakenAfgenomen(van=van, tot=tot) | PlustakenGeevalueerd(van=van, tot=tot):
            if van >= tot:
                yield Fout(f"{veld}.tot", "periode-leeg", "De periode moet na haar begin eindigen.")
        case GemeenteGereageerd(bericht=bericht) if bericht not in register.berichten:
            yield Fout(f"{veld}.bericht", "onbekend-bericht", "Dit bericht is in deze regio niet bekend.")
        case _:
            pass


def _correctie(
    register: Register,
    act: GebeurtenisGecorrigeerd,
    vastgelegd_op: datetime,
    betreft: Sequence[Registerhandeling],
) -> Iterator[Fout]:
    """As in a casus (rulebook 1.3); an id stays what it was: others may refer to it.

    A correction can be withdrawn, and that can be withdrawn in turn; it cannot be replaced.
    """
    doel = next((een for een in betreft if een.volgnummer == act.betreft <= register.volgnummer), None)
    if doel is None:
        zin = "Er is in dit register geen eerdere handeling met dit nummer."
        yield Fout("gegevens.betreft", "onbekende-gebeurtenis", zin)
        return
    veld = "gegevens.vervanging"
    if (act.wijze == "vervangen") != (act.vervanging is not None):
        zin = "Een vervanging hoort bij de wijze 'vervangen', en alleen daarbij."
        yield Fout(veld, "vervanging-past-niet", zin)
    if act.vervanging is None:
        return
    if isinstance(doel.gegevens, GebeurtenisGecorrigeerd):
        zin = "Een correctie kan hier alleen worden ingetrokken."
        yield Fout(veld, "vervanging-past-niet", zin)
        return
    if act.vervanging.gebeurd_op is not None:
        yield from _moment(act.vervanging.gebeurd_op, vastgelegd_op, f"{veld}.gebeurdOp")
    if act.vervanging.gegevens is not None:
        veld = f"{veld}.gegevens"
        try:
            nieuw = lees_registergegevens(doel.soort, json.dumps(act.vervanging.gegevens), veld=veld)
        except Geweigerd as geweigerd:
            yield from geweigerd.fouten
            return
        yield from _inhoud(register, nieuw, vastgelegd_op, veld)
        for naam in ("advies", "bericht"):
            if getattr(nieuw, naam, None) != getattr(doel.gegevens, naam, None):
                yield Fout(f"{veld}.{naam}", "id-anders", "Het id moet hetzelfde blijven.")


def _nieuw(nummer: str, bekend: Ids, veld: str) -> Iterator[Fout]:
    if nummer in bekend:
        yield Fout(veld, "id-bestaat-al", "Dit id is in deze regio al gegeven.")
    if _LIJKT_OP_BSN.fullmatch(nummer):
        yield Fout(veld, GEEN_PERSOON[0], "Dit kan een BSN zijn; kies een eigen kenmerk met een letter.")


def _codes(act: Act, veld: str) -> Iterator[Fout]:
    """Check codes more strictly than in a casus: a name or a number of a person must not fit in one."""
    gemeente = getattr(act, "gemeente", None)
    if gemeente is not None and not _GEMEENTE.fullmatch(gemeente):
        yield Fout(f"{veld}.gemeente", "ongeldige-gemeente", "Verwacht een gemeentecode als GM0855.")
    losse = [(naam, getattr(act, naam, None)) for naam in ("doelgroep", "aanleiding")]
    lijsten = [
        (f"{naam}.{plaats}", code)
        for naam in ("vormen", "stappen")
        for plaats, code in enumerate(getattr(act, naam, ()))
    ]
    for plek, code in (*losse, *lijsten):
        if code is not None and not _CODE.fullmatch(code):
            zin = "Een code heeft hier kleine letters, cijfers en streepjes, en begint met een letter."
            yield Fout(f"{veld}.{plek}", "ongeldige-code", zin)
