"""What a form may fill in or suggest: parties and ids that are in the casus, and one's own party."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from api.formulier.veld import Formulier, Veld
from api.identiteit import Identiteit
from ledger.casus import Casus
from ledger.values import Deel, Partij
from projections.zinnen import naam

_NIEUW = {
    ("MeldingOntvangen", "melding"),
    ("OverdrachtVerstuurd", "overdracht"),
    ("VernietigingVerzocht", "verzoek"),
    ("DirectbetrokkeneGeregistreerd", "persoon"),
    ("VeiligheidsafspraakGemaakt", "afspraak"),
}
"""Acts that give an id for the first time."""

_IDS = ("melding", "overdracht", "persoon", "verzoek", "voorwaarde", "afspraak")
_ZELF = ("door", "van")


@dataclass(frozen=True, slots=True)
class Suggesties:
    """The parties of a casus by `soort:id` with their name, its ids by field, and who fills in the form."""

    partijen: Mapping[str, str]
    ids: Mapping[str, Sequence[str]]
    eigen: Partij

    def vooraf(self, vorm: Formulier) -> dict[str, list[str]]:
        """Give what is filled in already."""
        waarden: dict[str, list[str]] = {}
        for veld in vorm.velden:
            sleutel = veld.pad.rpartition(".")[2]
            if veld.soort == "partij" and sleutel in _ZELF:
                waarden |= {f"{veld.pad}.soort": [self.eigen.soort], f"{veld.pad}.id": [self.eigen.id]}
            elif sleutel == "veiligThuis" and self.eigen.soort == "veilig-thuis":
                waarden[veld.pad] = [self.eigen.id]
            elif (waarde := self._id(vorm.soort, sleutel, veld)) is not None:
                waarden[veld.pad] = [waarde]
        return waarden

    def _id(self, soort: str, sleutel: str, veld: Veld) -> str | None:
        bekende = self.ids.get(sleutel, ())
        if (soort, sleutel) in _NIEUW:
            return f"{sleutel}-{len(bekende) + 1}"
        return bekende[0] if len(bekende) == 1 and veld.verplicht else None


def suggesties_van(casus: Casus, wie: Identiteit, zichtbaar: Collection[int] | None = None) -> Suggesties:
    """Look for what is in a casus, in the acts with these volgnummers; None: in all."""
    partijen = {str(wie.organisatie): naam(wie.organisatie)}
    ids: dict[str, dict[str, None]] = {}
    for een in casus.gebeurtenissen:
        if zichtbaar is not None and een.volgnummer not in zichtbaar:
            continue
        _verzamel(een.gegevens, partijen, ids)
    gezin = Partij(soort="clientsysteem", id=str(casus.id))
    partijen.setdefault(str(gezin), naam(gezin))
    return Suggesties(partijen, {wat: tuple(gevonden) for wat, gevonden in ids.items()}, wie.organisatie)


def _verzamel(deel: Deel, partijen: dict[str, str], ids: dict[str, dict[str, None]]) -> None:
    for veld, waarde in deel:
        for een in waarde if isinstance(waarde, tuple) else (waarde,):
            if isinstance(een, Partij):
                partijen.setdefault(str(een), naam(een))
            elif isinstance(een, Deel):
                _verzamel(een, partijen, ids)
            elif veld in _IDS and isinstance(een, str):
                ids.setdefault(veld, {})[een] = None
