"""The made-up people of development: one for each role, to look at the pages through their eyes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.identiteit import Identiteit, Mandaat
from ledger.values import Actor, Partij


@dataclass(frozen=True, slots=True)
class Verzonnen:
    """A person who does not exist: a name for on the button, and what they come to do."""

    naam: str
    komt_voor: str
    identiteit: Identiteit


def _iemand(
    naam: str, komt_voor: str, rol: str, organisatie: Partij, mandaat: Mandaat | None = None
) -> Verzonnen:
    actor = Actor(medewerker=f"mw-{naam.split(maxsplit=1)[0].lower()}", organisatie=organisatie, rol=rol)
    return Verzonnen(naam, komt_voor, Identiteit(actor, mandaat))


_VT = Partij(soort="veilig-thuis", id="midden-brabant")
_TEAM = Partij(soort="lokaal-team", id="wijkteam-tilburg-reeshof")
_INSTELLING = Partij(soort="instelling", id="jeugdhulp-voorbeeld")
_INSPECTIE = Partij(soort="instelling", id="inspectie")
_MANDAAT = Mandaat.model_validate(
    {
        "regios": ["midden-brabant", "west-brabant", "zuidoost-brabant", "brabant-noordoost"],
        "begin": "2020-01-01T00:00:00Z",
        "einde": "2100-01-01T00:00:00Z",
        "kenmerk": "verzonnen-mandaat",
    }
)

_MENSEN = (
    _iemand("Iris Inspecteur", "reconstrueert wie zicht had en waarom", "inspecteur", _INSPECTIE, _MANDAAT),
    _iemand("Vera Veiligthuis", "legt handelingen vast bij Veilig Thuis", "medewerker-vt", _VT),
    _iemand("Lotte Lokaalteam", "bevestigt overdrachten in de wijk", "medewerker-lokaal-team", _TEAM),
    _iemand("Inge Instelling", "werkt bij een instelling", "medewerker-instelling", _INSTELLING),
    _iemand("Anton Auditor", "vraagt over alle casussen heen", "auditor", _INSPECTIE, _MANDAAT),
    _iemand("Petra Privacy", "bewaakt de rechten van betrokkenen", "privacyfunctionaris", _VT),
    _iemand("Bram Beheerder", "houdt de machine draaiend, ziet geen casus", "beheerder", _VT),
)

MENSEN: Mapping[str, Verzonnen] = {een.identiteit.medewerker: een for een in _MENSEN}
"""By their pseudonym."""
