"""People who do not exist: names that say so, numbers that nobody has."""

from __future__ import annotations

from typing import Any

from api.generator.kalender import DAG, datum
from api.generator.toeval import Toeval, Verdeling
from api.generator.wereld import Gemeente

ROLLEN = Verdeling(
    {"ouder": 30, "partner": 14, "kind": 30, "ex-partner": 10, "huisgenoot": 6, "oudere": 6, "anders": 2}
)
ONGEBOREN = "ongeboren-kind"

_VOORNAMEN = (
    "Noa",
    "Sam",
    "Robin",
    "Bo",
    "Jip",
    "Luca",
    "Mika",
    "Sascha",
    "Kim",
    "Yara",
    "Daan",
    "Fenna",
    "Ilias",
    "Zoë",
)
_ACHTERNAMEN = (
    "Voorbeeld",
    "Verzonnen",
    "van Fictie",
    "de Proef",
    "Testers",
    "Denkbeeldig",
    "el Fictif",
    "Bedachten",
)
_STRATEN = ("Voorbeeldstraat", "Proefweg", "Fictieplein", "Testlaan", "Verzonnenhof")
_LEEFTIJDEN = {"kind": (0, 17), "oudere": (66, 90)}
_GEWICHTEN = (9, 8, 7, 6, 5, 4, 3, 2)


def bsn(toeval: Toeval) -> str:
    """Give a number that passes the eleven-test from a range (999…) that is never handed out."""
    while True:
        begin = f"999{toeval.geheel(0, 99_999):05}"
        controle = sum(int(cijfer) * gewicht for cijfer, gewicht in zip(begin, _GEWICHTEN, strict=True)) % 11
        if controle < 10:  # noqa: PLR2004 — one digit
            return f"{begin}{controle}"


def adres(toeval: Toeval, gemeente: Gemeente) -> str:
    """Give an address in a street that does not exist."""
    return f"{toeval.kies(_STRATEN)} {toeval.geheel(1, 240)}, {gemeente.naam}"


def telefoon(toeval: Toeval) -> str:
    """Give a number in a series that is not in use."""
    return f"06-0000{toeval.geheel(0, 9_999):04}"


def persoonsgegevens(toeval: Toeval, rol: str, gemeente: Gemeente, op: int) -> dict[str, Any] | None:
    """Give what is known of a person at moment `op`; of an unborn child nothing is."""
    if rol == ONGEBOREN:
        return None
    voornaam = toeval.kies(_VOORNAMEN)
    achternaam = toeval.kies(_ACHTERNAMEN)
    jongste, oudste = _LEEFTIJDEN.get(rol, (19, 64))
    bekend: dict[str, Any] = {"naam": f"{voornaam} {achternaam}"}
    if toeval.kans(0.9):
        bekend["geboortedatum"] = datum(op - toeval.geheel(jongste * 365 + 1, oudste * 365 + 364) * DAG)
    if toeval.kans(0.8):
        bekend["bsn"] = bsn(toeval)
    bekend["adres"] = adres(toeval, gemeente)
    if jongste and toeval.kans(0.5):
        bekend["telefoon"] = telefoon(toeval)
    if jongste and toeval.kans(0.3):
        bekend["email"] = f"{voornaam.lower().replace('ë', 'e')}.{toeval.geheel(1, 999)}@voorbeeld.example"
    return bekend
