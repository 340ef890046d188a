"""The agreements that a casus is judged by: terms, required parts and readings, as named, dated data.

A set is a TOML file in this package (or a file of the region's own). Code holds the rules; a set holds what
may differ per region, year or reading. Source: rulebook 1.5, 6 and 9.
"""

from ledger.agreements.loader import STANDAARD, Boek, alle, gebruik, in_gebruik, lees_toml, met_naam, voor
from ledger.agreements.model import Afspraken, Lezingen, Termijnen
from ledger.agreements.uitleg import Parameteruitleg, uitleg

__all__ = [
    "STANDAARD",
    "Afspraken",
    "Boek",
    "Lezingen",
    "Parameteruitleg",
    "Termijnen",
    "alle",
    "gebruik",
    "in_gebruik",
    "lees_toml",
    "met_naam",
    "uitleg",
    "voor",
]
