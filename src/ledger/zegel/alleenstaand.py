"""The program `verifieer.py`: the files of this room that check a bundle, as one file.

It is put together from the very sources that the product itself runs, so the two cannot differ. It needs
Python 3.11 and `cryptography`, and nothing of Zicht.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from importlib import resources

ONDERDELEN = ("boom", "notitie", "checkpoint", "blad", "kaart", "toets", "programma")
"""In this order: each uses only those before it."""

_KOP = '''#!/usr/bin/env python3
"""Controleer een bewijsbundel van Zicht, zonder netwerk en zonder Zicht.

    python3 verifieer.py BUNDEL.zip --vertrouwen SLEUTEL [--eerder CHECKPOINT]

SLEUTEL is de publieke sleutel van het logboek, of een bestand met sleutels of een beleid (C2SP tlog-policy).
Neem die niet uit de bundel over: vraag haar langs een andere weg. Code 0: in orde; 1: niet, met elke fout.
Nodig: Python 3.11 of nieuwer en het pakket `cryptography`. Licentie: EUPL-1.2.
"""
'''
_VOET = """

if __name__ == "__main__":
    sys.exit(hoofdprogramma())
"""
_EIGEN = "ledger.zegel."


@lru_cache(maxsize=1)
def verifieer_py() -> str:
    """Give the program; raises ValueError when two files of it use the same name for different things."""
    invoer: dict[str, set[str]] = {}
    lijven: list[str] = []
    namen: set[str] = set()
    for onderdeel in ONDERDELEN:
        bron = resources.files("ledger.zegel").joinpath(f"{onderdeel}.py").read_text(encoding="utf-8")
        boom = ast.parse(bron)
        dubbel = namen & _namen(boom)
        if dubbel:
            raise ValueError(f"{onderdeel}: {', '.join(sorted(dubbel))} bestaat al")
        namen |= _namen(boom)
        for regel in _van_elders(boom):
            module = regel.module or "" if isinstance(regel, ast.ImportFrom) else ""
            invoer.setdefault(module, set()).update(naam.name for naam in regel.names)
        lijven.append(_lijf(onderdeel, bron, boom))
    return "\n".join([_KOP, *_invoerregels(invoer), "".join(lijven).rstrip(), _VOET])


def _invoerregels(invoer: dict[str, set[str]]) -> list[str]:
    """Write the imports of all files together; the empty name stands for whole modules."""
    toekomst = invoer.pop("__future__", set())
    heel = [f"import {naam}" for naam in sorted(invoer.pop("", set()))]
    delen = [f"from {module} import {', '.join(sorted(namen))}" for module, namen in sorted(invoer.items())]
    return [f"from __future__ import {', '.join(sorted(toekomst))}", "", *heel, *delen, "", ""]


def _invoer(boom: ast.Module) -> list[ast.Import | ast.ImportFrom]:
    return [regel for regel in boom.body if isinstance(regel, ast.Import | ast.ImportFrom)]


def _van_elders(boom: ast.Module) -> list[ast.Import | ast.ImportFrom]:
    """Give the imports that are not of this room."""
    return [
        regel
        for regel in _invoer(boom)
        if not (isinstance(regel, ast.ImportFrom) and (regel.module or "").startswith(_EIGEN))
    ]


def _namen(boom: ast.Module) -> set[str]:
    """Give the names that a file makes for itself."""
    namen: set[str] = set()
    for regel in boom.body:
        if isinstance(regel, ast.FunctionDef | ast.ClassDef):
            namen.add(regel.name)
        elif isinstance(regel, ast.Assign):
            namen |= {doel.id for doel in regel.targets if isinstance(doel, ast.Name)}
    return namen


def _lijf(onderdeel: str, bron: str, boom: ast.Module) -> str:
    """Give a file without its imports, its docstring as a comment above it."""
    regels = bron.splitlines()
    laatste = max((regel.end_lineno or 0 for regel in _invoer(boom)), default=0)
    uitleg = (ast.get_docstring(boom) or "").splitlines()
    kop = [f"# ── {onderdeel} ".ljust(100, "─"), "#", *(f"# {regel}".rstrip() for regel in uitleg), "", ""]
    return "\n".join([*kop, "\n".join(regels[laatste:]).strip(), "", "", ""])
