"""Who may do what in the database, as lines of text: to compare with what they should be (`rechten.txt`).

A right that somebody added, a trigger that was switched off, a function with another body, a policy that was
changed: each is a line that should not be there or one that is missing. A superuser can still do anything,
and then put it back; what was done to the acts meanwhile, sealing finds.

The lines are the same on every supported PostgreSQL. After a migration that changes rights:
`python3 dev rechten` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from ledger.store.errors import driverfouten

_BESTAND = Path(__file__).with_name("rechten.txt")
_APP = "(de applicatie)"

WACHTERS = "bewaking "
"""How the lines begin that only a superuser can make true."""

_REGELS = _BESTAND.with_suffix(".sql").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Afwijking:
    """What is not as it should be: lines that are missing and lines too many.

    `onbewaakt`: that nothing stops DROP and ALTER, which is so where no superuser applied the migrations.
    """

    ontbreekt: tuple[str, ...]
    te_veel: tuple[str, ...]
    onbewaakt: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether a right differs; what only a superuser can guard does not count."""
        return bool(self.ontbreekt or self.te_veel)

    def regels(self) -> list[str]:
        """Give every difference, as a line each."""
        weg = [f"- {regel}" for regel in (*self.ontbreekt, *self.onbewaakt)]
        return weg + [f"+ {regel}" for regel in self.te_veel]


@cache
def verwacht() -> frozenset[str]:
    """Give the lines as they should be."""
    return frozenset(
        regel for regel in _BESTAND.read_text("utf-8").splitlines() if regel[:1] not in {"", "#"}
    )


def momentopname(verbinding: psycopg.Connection[Any], app_rol: str | None = None) -> list[str]:
    """Give the lines as they are, sorted; `app_rol` is the login of the application, by default this one."""
    app = app_rol or verbinding.info.user
    with driverfouten():
        rijen = verbinding.execute(_REGELS, {"app": app}).fetchall()
    return sorted({regel for (regel,) in rijen})


def vergelijk(gevonden: Sequence[str], hoort: frozenset[str] | None = None) -> Afwijking:
    """Compare lines with what they should be."""
    hoort = verwacht() if hoort is None else hoort
    weg = sorted(hoort - {*gevonden})
    wachters_weg = not any(regel.startswith(WACHTERS) for regel in gevonden)
    onbewaakt = tuple(regel for regel in weg if wachters_weg and _is_van_wachters(regel))
    ontbreekt = tuple(regel for regel in weg if regel not in onbewaakt)
    return Afwijking(ontbreekt, tuple(sorted({*gevonden} - hoort)), onbewaakt)


def _is_van_wachters(regel: str) -> bool:
    return regel.startswith(WACHTERS)
