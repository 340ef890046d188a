from collections.abc import Iterator

import pytest
from tests.zegel.opzet import Opzet

from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder


@pytest.fixture
def opzet(database, kluis, tmp_path) -> Iterator[Opzet]:
    """An empty log in a database of its own."""
    with open_pool(database.app, maximaal=4) as pool:
        yield Opzet(database.app, database.eigenaar, tmp_path / "zegel", LedgerRecorder(pool), kluis)
