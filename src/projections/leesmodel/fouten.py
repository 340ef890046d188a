"""What can go wrong with the read model, beside what goes wrong with the database (`ledger.store.errors`).

ZichtError
├── HerbouwBezig     a rebuild runs already
└── GeenLeesmodel    the database has no read model that can be read
"""

from __future__ import annotations

from ledger.errors import ZichtError


class HerbouwBezig(ZichtError):
    """Another rebuild of this read model runs; it is not disturbed."""

    def __init__(self) -> None:
        super().__init__("Er loopt al een herbouw van dit leesmodel. Wacht tot die klaar is.")


class GeenLeesmodel(ZichtError):
    """No set of tables is marked as the one to read: the database was not migrated as a whole."""

    def __init__(self) -> None:
        super().__init__("Het leesmodel ontbreekt in deze database. Voer de migraties uit.")
