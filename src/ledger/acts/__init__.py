"""The vocabulary: every act of the contract, a page per phase of the process.

`ACTEN` maps each stored name to its class. A name or a version, once stored, never changes.
"""

from __future__ import annotations

from types import ModuleType

from ledger.acts import dienst, dossier, lokaal_team, melding, monitoring, overdracht, register, terug
from ledger.acts.base import Act, RegisterAct, VertrouwelijkDeel


def _op_pagina(pagina: ModuleType) -> list[type[Act]]:
    return [
        soort
        for soort in vars(pagina).values()
        if isinstance(soort, type) and issubclass(soort, Act) and soort.__module__ == pagina.__name__
    ]


PAGINAS = (melding, dienst, overdracht, lokaal_team, terug, monitoring, dossier, register)

ACTEN: dict[str, type[Act]] = {soort.__name__: soort for pagina in PAGINAS for soort in _op_pagina(pagina)}
"""Every act by its stored name, in the order of the pages."""

CASUS_ACTEN = {naam: soort for naam, soort in ACTEN.items() if not issubclass(soort, RegisterAct)}
"""The acts that take place in a casus."""

CORRECTIE = dossier.GebeurtenisGecorrigeerd.__name__
"""The one act that takes place in a casus and in a register."""

REGISTER_ACTEN = {
    naam: soort for naam, soort in ACTEN.items() if issubclass(soort, RegisterAct) or naam == CORRECTIE
}
"""The acts in the register of a region."""

__all__ = ["ACTEN", "CASUS_ACTEN", "CORRECTIE", "REGISTER_ACTEN", "Act", "RegisterAct", "VertrouwelijkDeel"]
