"""The garbage collector of a server: what was loaded is left alone, and what goes in circles still goes."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from api.opruimen import laat_liggen


@pytest.fixture(autouse=True)
def zoals_het_was() -> Iterator[None]:
    drempels = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*drempels)


class Kring:
    def __init__(self) -> None:
        self.zelf = self


def test_what_is_loaded_is_not_looked_at_again():
    geladen = [object() for _ in range(10)], Kring()

    laat_liggen()

    assert gc.get_freeze_count() > 0
    assert not any(een is geladen for een in gc.get_objects())


def test_what_goes_in_circles_afterwards_is_still_cleared_away_by_itself():
    laat_liggen()
    weg = weakref.ref(Kring())

    bewaard = [[een] for een in range(100_000)]

    assert weg() is None
    assert len(bewaard) == 100_000
