"""The leaf of a line: one way to write it, and no other line has the same."""

import hashlib
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ledger.inzage.blad import blad
from ledger.inzage.regel import Getoond, Inzageregel, Kijker, VastgelegdeInzage
from ledger.inzage.spoor import Spoor

DIGEST = "9fe9b54825339d84688b08fb24dd0e7547bd9dd5fde3b62e2b617c57c7a3d95e"
NU = datetime(2026, 3, 2, 9, 0, 0, 1, tzinfo=UTC)
LEEG = Inzageregel(
    verzoek=UUID(int=1),
    wie=Kijker("mw-1", "auditor"),
    kanaal="http",
    actie="toon_casus",
    handeling="inzien",
    resultaat="gegeven",
    status=200,
    begonnen_op=NU,
    vastgelegd_op=NU,
    spoor=Spoor("a" * 32, "b" * 16),
)
REGEL = VastgelegdeInzage(7, NU, LEEG)

ANDERS = [
    replace(REGEL, positie=8),
    replace(REGEL, ontvangen_op=NU + timedelta(microseconds=1)),
    *(
        replace(REGEL, regel=replace(LEEG, **anders))
        for anders in (
            {"verzoek": UUID(int=2)},
            {"kanaal": "pagina"},
            {"actie": "toon_tijdlijn"},
            {"handeling": "zoeken"},
            {"resultaat": "geweigerd"},
            {"status": 201},
            {"begonnen_op": NU - timedelta(microseconds=1)},
            {"vastgelegd_op": NU + timedelta(microseconds=1)},
            {"noodtoegang": UUID(int=3)},
            {"spoor": Spoor("c" * 32, "b" * 16)},
            {"spoor": Spoor("a" * 32, "c" * 16)},
            {"spoor": Spoor("a" * 32, "b" * 16, "d" * 16)},
            *({"wie": replace(LEEG.wie, **{veld.name: "x"})} for veld in fields(Kijker)),
            {"wie": replace(LEEG.wie, mandaat="")},
            {"getoond": Getoond(casussen=(UUID(int=4),))},
            {"getoond": Getoond(casussen=(UUID(int=5),))},
            {"getoond": Getoond(personen=("kind-1",))},
            {"getoond": Getoond(personen=("kind-1", "kind-2"))},
            {"getoond": Getoond(personen=("kind-2", "kind-1"))},
            {"getoond": Getoond(categorieen=("termijnen",))},
            {"getoond": Getoond(positie=12)},
            {"getoond": Getoond(bekend_op=NU)},
            {"getoond": Getoond(alles=True)},
            {"getoond": Getoond(bestand_sha256="e" * 64)},
        )
    ),
]


def test_every_field_is_in_the_leaf_and_none_stands_in_for_another():
    bladen = [blad("zicht.example/inzage", een) for een in (REGEL, *ANDERS)]

    assert len(set(bladen)) == len(bladen)


def test_a_leaf_belongs_to_one_log():
    assert blad("zicht.example/inzage", REGEL) != blad("elders.example/inzage", REGEL)


def test_what_was_sealed_once_is_written_the_same_for_ever():
    """A stored example: whoever changes the leaf breaks every seal on the read log."""
    assert hashlib.sha256(blad("zicht.example/inzage", REGEL)).hexdigest() == DIGEST


@pytest.mark.parametrize("veld", [veld.name for veld in fields(Inzageregel)])
def test_a_field_of_a_line_that_is_added_gets_a_place_here(veld):
    assert any(getattr(een.regel, veld) != getattr(LEEG, veld) for een in ANDERS)


@pytest.mark.parametrize("veld", [veld.name for veld in fields(Getoond)])
def test_a_field_of_what_was_shown_that_is_added_gets_a_place_here(veld):
    assert any(getattr(een.regel.getoond, veld) != getattr(LEEG.getoond, veld) for een in ANDERS)
