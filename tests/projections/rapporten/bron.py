"""A source of acts in memory, as a report asks for them."""

from dataclasses import replace
from uuid import UUID

from tests.verhaal import Regel, melding, verhaal

from ledger.acts.melding import Melder


class Geheugen:
    """These stories of casussen and these registers."""

    def __init__(self, *casussen, register=()):
        self._casussen = casussen
        self._register = register

    def acten(self, *soorten):
        return [act for casus in self._casussen for act in casus if act.soort in soorten]

    def register(self, *soorten):
        return [handeling for handeling in self._register if handeling.soort in soorten]


def casus(nummer: int, *regels: Regel):
    """Give the acts of a casus of its own."""
    return verhaal(*regels, casus=UUID(int=nummer))


def gemeld(nummer="m1", *, op, gemeente="GM0855", melder="professional", vormen=("partnergeweld",)) -> Regel:
    """Give a melding in which gemeente, kind of melder and forms of violence matter."""
    regel = melding(nummer, op=op)
    wie = Melder(soort=melder, anoniem=False)
    act = regel.act.model_copy(update={"gemeente": gemeente, "melder": wie, "vormen": vormen})
    return replace(regel, act=act)
