"""Acts of the register of a region, a line each; everything in them is made up."""

from datetime import date, timedelta

from tests.verhaal import DOOR, VT, WEST, lokaal

from ledger.acts import Act
from ledger.acts import register as acten
from ledger.acts.dossier import GebeurtenisGecorrigeerd, Vervanging
from ledger.gebeurtenis import Registeraanmelding, Registerhandeling
from ledger.register import Register, decide, evolve

NU = lokaal("2021-06-01 12:00")


def advies(nummer="adv-1", datum="2020-06-01", gemeente="GM0855", **anders):
    velden = {"vrager": "professional", "vormen": ("partnergeweld",)} | anders
    return acten.AdviesGegeven(advies=nummer, datum=date.fromisoformat(datum), gemeente=gemeente, **velden)


def afgenomen(van="2020-01-01", tot="2021-01-01", gemeente="GM0855", bedrag_cent=1_000_00, **anders):
    velden = {"plustaken": ("voorlichting",)} | anders
    return acten.PlustakenAfgenomen(
        gemeente=gemeente,
        van=date.fromisoformat(van),
        tot=date.fromisoformat(tot),
        bedrag_cent=bedrag_cent,
        **velden,
    )


def activiteit(datum="2020-06-01", gemeente="GM0855", **anders):
    velden = {"plustaak": "voorlichting", "doelgroep": "kinderopvang", "deelnemers": 20, "uren": 2.5} | anders
    return acten.PlustaakActiviteitGeregistreerd(gemeente=gemeente, datum=date.fromisoformat(datum), **velden)


def geevalueerd(van="2020-01-01", tot="2021-01-01", gemeente="GM0855", besluit="voortzetten"):
    return acten.PlustakenGeevalueerd(
        gemeente=gemeente, van=date.fromisoformat(van), tot=date.fromisoformat(tot), besluit=besluit
    )


def geinformeerd(bericht="b-1", gemeente="GM0855", over=WEST, aanleiding="herhaald-te-laat"):
    return acten.GemeenteGeinformeerd(bericht=bericht, gemeente=gemeente, over=over, aanleiding=aanleiding)


def gereageerd(bericht="b-1", stappen=("gesprek",)):
    return acten.GemeenteGereageerd(bericht=bericht, stappen=stappen)


def gecorrigeerd(betreft=1, op=None, **gegevens):
    """A correction: of the moment or the open part, or without those a withdrawal."""
    vervanging = {} if op is None else {"gebeurd_op": lokaal(op)}
    if gegevens:
        vervanging["gegevens"] = gegevens
    return GebeurtenisGecorrigeerd(
        betreft=betreft,
        wijze="vervangen" if vervanging else "ingetrokken",
        vervanging=Vervanging(**vervanging) if vervanging else None,
        reden="invoerfout",
    )


def gemeld(act: Act, op="2020-06-01 12:00") -> Registeraanmelding:
    return Registeraanmelding(soort=type(act).__name__, gebeurd_op=lokaal(op), gegevens=act)


def register(*acten_met_moment: tuple[Act, str] | Act, regio=VT.id) -> list[Registerhandeling]:
    """Record these acts one after the other, each a minute after it took place."""
    staat, reeks = Register(regio), []
    for een in acten_met_moment:
        act, op = een if isinstance(een, tuple) else (een, "2020-06-01 12:00")
        handeling = decide(staat, gemeld(act, op), DOOR, lokaal(op) + timedelta(minutes=1), betreft=reeks)
        reeks.append(handeling)
        staat = evolve(staat, handeling)
    return reeks
