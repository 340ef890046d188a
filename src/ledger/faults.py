"""From pydantic's findings to faults that name the field, with a stable code and a Dutch sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ledger.errors import Fout

# pydantic's error type → (our code, sentence); a sentence may use the context of the error
_VERTALING: dict[str, tuple[str, str]] = {
    "missing": ("verplicht", "Dit veld is verplicht."),
    "extra_forbidden": ("onbekend-veld", "Dit veld is niet bekend."),
    "literal_error": ("onbekende-code", "Deze code is niet bekend; verwacht: {expected}."),
    "enum": ("onbekende-code", "Deze code is niet bekend; verwacht: {expected}."),
    "string_pattern_mismatch": (
        "ongeldig-id",
        "Een id of code heeft 1 tot 64 letters, cijfers, punten, streepjes of lage streepjes.",
    ),
    "string_too_short": ("te-kort", "De tekst is leeg of te kort."),
    "string_too_long": ("te-lang", "De tekst is te lang (hoogstens {max_length} tekens)."),
    "timezone_aware": ("zonder-offset", "Het tijdstip heeft een tijdzone-offset nodig, zoals +01:00 of Z."),
    "greater_than_equal": ("buiten-bereik", "De waarde is te klein (minstens {ge})."),
    "less_than_equal": ("buiten-bereik", "De waarde is te groot (hoogstens {le})."),
    "finite_number": ("buiten-bereik", "De waarde moet een eindig getal zijn."),
    "uuid_parsing": ("ongeldig-uuid", "Dit is geen geldig UUID."),
    "uuid_type": ("ongeldig-uuid", "Dit is geen geldig UUID."),
    "json_invalid": ("geen-json", "Dit is geen geldige JSON."),
    "union_tag_not_found": ("verplicht", "Dit veld is verplicht."),
    "union_tag_invalid": ("onbekende-soort", "Deze soort gebeurtenis is niet bekend."),
    "jaar_buiten_bereik": ("jaar-buiten-bereik", "Het jaar ligt buiten het bereik."),
    "onleesbaar_teken": ("onleesbaar-teken", "De tekst bevat een teken dat niet bewaard kan worden."),
    "ongeldige_bsn": ("ongeldige-bsn", "Het BSN voldoet niet aan de elfproef."),
}
_VERWACHT: tuple[tuple[str, str], ...] = (
    ("datetime", "een tijdstip (jjjj-mm-ddTuu:mm:ss met offset)"),
    ("date", "een datum (jjjj-mm-dd)"),
    ("string", "tekst"),
    ("bool", "waar of onwaar (true, false)"),
    ("int", "een geheel getal"),
    ("float", "een getal"),
    ("tuple", "een lijst"),
    ("list", "een lijst"),
    ("dict", "een object"),
    ("model", "een object"),
    ("uuid", "een UUID"),
)


def _vertaald(fout: ErrorDetails) -> tuple[str, str]:
    soort = fout["type"]
    if soort in _VERTALING:
        code, zin = _VERTALING[soort]
        return code, zin.format(**fout.get("ctx", {})).replace("' or '", "' of '")
    for begin, verwacht in _VERWACHT:
        if soort.startswith(begin):
            return "verkeerd-type", f"Hier wordt {verwacht} verwacht."
    return "ongeldig", "De waarde is niet geldig."


def _pad(loc: Sequence[int | str], weglaten: Callable[[int | str], bool]) -> str:
    return ".".join(str(deel) for deel in loc if not weglaten(deel))


def fouten_uit(
    error: ValidationError, *, vooraf: str = "", weglaten: Callable[[Any], bool] = lambda _: False
) -> list[Fout]:
    """Every fault in `error`, ordered by field.

    `vooraf` is put before each path; `weglaten` says which steps of a path are no JSON names (the tag of
    a union). The offending value is left out on purpose.
    """
    gevonden: dict[tuple[str, str], Fout] = {}
    for fout in error.errors(include_url=False, include_input=False):
        code, zin = _vertaald(fout)
        pad = _pad(fout["loc"], weglaten)
        if fout["type"].startswith("union_tag"):
            pad = f"{pad}.soort" if pad else "soort"
        veld = ".".join(deel for deel in (vooraf, pad) if deel) or "regel"
        gevonden.setdefault((veld, code), Fout(veld, code, zin))
    return sorted(gevonden.values(), key=lambda fout: (fout.veld, fout.code))
