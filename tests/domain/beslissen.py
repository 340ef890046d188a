"""Given these lines, when this act is reported: the casus it becomes, or what it is refused for."""

from datetime import datetime, timedelta

from tests.verhaal import CASUS, DOOR, Regel

from ledger.casus import Casus, decide, evolve
from ledger.errors import Geweigerd
from ledger.gebeurtenis import Aanmelding


def aangemeld(regel: Regel) -> Aanmelding:
    """Give the line as somebody would report it."""
    return Aanmelding(soort=type(regel.act).__name__, gebeurd_op=regel.op, gegevens=regel.act)


def doe(casus: Casus, regel: Regel, nu: datetime | None = None) -> Casus:
    """Decide and evolve; `nu` is when it is recorded, by default what the line says or a minute later."""
    moment = nu or regel.vast or regel.op + timedelta(minutes=1)
    return evolve(casus, decide(casus, aangemeld(regel), DOOR, moment))


def gegeven(*regels: Regel) -> Casus:
    """Give the casus in which these acts were recorded, one after the other."""
    casus = Casus(CASUS)
    for regel in regels:
        casus = doe(casus, regel)
    return casus


def fouten(casus: Casus, regel: Regel, nu: datetime | None = None) -> list[tuple[str, str]]:
    """Give field and code of every fault the act is refused for; none when it is recorded."""
    try:
        doe(casus, regel, nu)
    except Geweigerd as geweigerd:
        return [(fout.veld, fout.code) for fout in geweigerd.fouten]
    return []
