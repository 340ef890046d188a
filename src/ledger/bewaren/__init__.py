"""How long personal data are kept: data per organisation and category, as TOML files."""

from ledger.bewaren.termijnen import Bewaarboek, Bewaartermijnen, Categorie, Termijn, lees_toml

__all__ = ["Bewaarboek", "Bewaartermijnen", "Categorie", "Termijn", "lees_toml"]
