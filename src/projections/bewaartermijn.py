"""Until when the personal data of a casus are kept. Source: Wmo 2015 art. 5.3.4.

Counted from the last change: the last act that was recorded, other than a destruction. A casus of which
everything was destroyed since its last change keeps nothing any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ledger.acts.dienst import DienstIngezet, VeiligheidsbeoordelingAfgerond
from ledger.acts.dossier import PersoonsgegevensVernietigd
from ledger.acts.overdracht import OverdrachtVerstuurd
from ledger.bewaren import Bewaarboek, Categorie
from ledger.corrections import Feit, staande_feiten
from ledger.gebeurtenis import Gebeurtenis
from ledger.tijd import einde_van, lokale_datum, plus_maanden
from projections.stuk import instant_als_tekst

_MAANDEN = 12


@dataclass(frozen=True, slots=True)
class Bewaring:
    """Until when (UTC) a casus is kept, since which last change, and by which rule."""

    veilig_thuis: str
    categorie: Categorie
    laatste_wijziging: datetime
    tot: datetime
    jaren: int
    grondslag: str
    set: str

    def als_dict(self) -> dict[str, Any]:
        """Give it as it goes out."""
        return {
            "veiligThuis": self.veilig_thuis,
            "categorie": self.categorie,
            "laatsteWijziging": instant_als_tekst(self.laatste_wijziging),
            "bewarenTot": instant_als_tekst(self.tot),
            "jaren": self.jaren,
            "grondslag": self.grondslag,
            "bewaartermijnen": self.set,
        }


def bewaring(acten: Sequence[Gebeurtenis], veilig_thuis: str, boek: Bewaarboek) -> Bewaring | None:
    """Give until when the casus of these acts is kept; None when nothing of it is left to keep."""
    wijzigingen = [een for een in acten if not isinstance(een.gegevens, PersoonsgegevensVernietigd)]
    if not wijzigingen or _alles_vernietigd_na(acten, wijzigingen[-1].volgnummer):
        return None
    laatste = wijzigingen[-1].vastgelegd_op
    categorie = _categorie(staande_feiten(acten))
    termijnen = boek.voor(veilig_thuis)
    termijn = termijnen.voor(categorie)
    tot = einde_van(plus_maanden(lokale_datum(laatste), termijn.jaren * _MAANDEN))
    return Bewaring(veilig_thuis, categorie, laatste, tot, termijn.jaren, termijn.grondslag, termijnen.naam)


def _alles_vernietigd_na(acten: Sequence[Gebeurtenis], volgnummer: int) -> bool:
    return any(
        isinstance(een.gegevens, PersoonsgegevensVernietigd) and een.gegevens.persoon is None
        for een in acten
        if een.volgnummer > volgnummer
    )


def _categorie(feiten: Sequence[Feit]) -> Categorie:
    acten = [feit.gegevens for feit in feiten]
    besluiten = [act.besluit for act in acten if isinstance(act, VeiligheidsbeoordelingAfgerond)]
    vervolgd = any(isinstance(act, DienstIngezet | OverdrachtVerstuurd) for act in acten)
    zonder = bool(besluiten) and not vervolgd and set(besluiten) == {"geen-vervolg"}
    return "zonder-vervolg" if zonder else "dossier"
