"""A canary in every confidential field of every act, and where it must not be found.

A canary is a text that occurs nowhere else. `VERHAAL` is a casus in which every act of the vocabulary takes
place, each with all its confidential fields, and corrections of some of them.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.domain.voorbeelden import EERSTE

from ledger.acts import CASUS_ACTEN

KANARIE = "Kanarie"
BSN = "910000062"
GEBOREN = "1903-07-29"
OP = "2020-03-05T10:00:00Z"

_TWEE_SOORTEN = ("GebeurtenisGecorrigeerd", "PersoonsgegevensVernietigd")


def _met_kanaries(waarde: Any, pad: str) -> Any:
    if isinstance(waarde, dict):
        return {naam: _met_kanaries(deel, f"{pad}-{naam}") for naam, deel in waarde.items()}
    if isinstance(waarde, list):
        return [_met_kanaries(deel, f"{pad}-{nummer}") for nummer, deel in enumerate(waarde)]
    if pad.endswith("-bsn"):
        return BSN
    return GEBOREN if pad.endswith("-geboortedatum") else f"{KANARIE}-{pad}-ë"


def _acten() -> Iterator[dict[str, Any]]:
    for naam in CASUS_ACTEN:
        voorbeeld = EERSTE[naam]
        gegevens = dict(voorbeeld.gegevens)
        if naam == "OverdrachtIngetrokken":  # by its sender, in a casus where it was sent
            gegevens["door"] = EERSTE["OverdrachtVerstuurd"].gegevens["van"]
        if naam in _TWEE_SOORTEN:
            continue
        act = {"soort": naam, "gebeurdOp": OP, "gegevens": gegevens}
        if voorbeeld.vertrouwelijk is not None:
            act["vertrouwelijk"] = _met_kanaries(voorbeeld.vertrouwelijk, naam)
        yield act


def _correctie(acten: list[dict[str, Any]], soort: str) -> dict[str, Any]:
    """A correction of an act, with a canary of its own in every field."""
    betreft = 1 + next(plaats for plaats, act in enumerate(acten) if act["soort"] == soort)
    velden = EERSTE[soort].vertrouwelijk
    deel = {"toelichting": "x", "vervanging": velden}
    gegevens = {"betreft": betreft, "wijze": "vervangen", "vervanging": {}, "reden": "invoerfout"}
    return {
        "soort": "GebeurtenisGecorrigeerd",
        "gebeurdOp": OP,
        "gegevens": gegevens,
        "vertrouwelijk": _met_kanaries(deel, f"Correctie-{soort}"),
    }


def _verhaal() -> list[dict[str, Any]]:
    acten = list(_acten())
    gecorrigeerd = ("MeldingOntvangen", "DirectbetrokkeneGeregistreerd", "ContactGelegd")
    return [*acten, *(_correctie(acten, soort) for soort in gecorrigeerd)]


VERHAAL = _verhaal()
PERSOON = EERSTE["DirectbetrokkeneGeregistreerd"].gegevens["persoon"]


def kanaries(waarde: Any) -> set[str]:
    """Every canary in a JSON value."""
    tekst = json.dumps(waarde, ensure_ascii=False)
    return {*re.findall(rf"{KANARIE}-[\w-]+", tekst)}


def nesten(*plaatsen: Path) -> list[str]:
    """The files below these places in which a canary is found, whatever kind of file it is."""
    woorden = [argument for woord in (KANARIE, BSN, GEBOREN) for argument in ("-e", woord)]
    gezocht = subprocess.run(
        ["grep", "-rlaF", *woorden, "--", *map(str, plaatsen)], capture_output=True, text=True, check=False
    )
    assert gezocht.returncode in (0, 1), gezocht.stderr
    return gezocht.stdout.splitlines()
