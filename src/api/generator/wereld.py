"""The world of the histories: regions, gemeenten, parties and codes. Teams and institutions are made up."""

from __future__ import annotations

from dataclasses import dataclass

from api.generator.toeval import Verdeling

Partij = dict[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Gemeente:
    """A gemeente by its code of Statistics Netherlands, and its lokale teams."""

    code: str
    naam: str
    teams: tuple[Partij, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Regio:
    """A region: its Veilig Thuis and its gemeenten, by number of inhabitants (thousands)."""

    vt: Partij
    gemeenten: Verdeling[Gemeente]
    veiligheidsteam: Partij
    zorg_en_veiligheidshuis: Partij


def _gemeente(code: str, naam: str, *wijken: str) -> Gemeente:
    kort = naam.lower().replace("'s-", "s-").replace(" ", "-")
    ids = [f"wijkteam-{kort}-{wijk}" for wijk in wijken] or [f"sociaal-team-{kort}"]
    return Gemeente(code, naam, tuple({"soort": "lokaal-team", "id": naam_van_team} for naam_van_team in ids))


def _regio(naam: str, gemeenten: dict[Gemeente, int]) -> Regio:
    return Regio(
        vt={"soort": "veilig-thuis", "id": naam},
        gemeenten=Verdeling(gemeenten),
        veiligheidsteam={"soort": "veiligheidsteam", "id": f"veiligheidsteam-{naam}"},
        zorg_en_veiligheidshuis={"soort": "zorg-en-veiligheidshuis", "id": f"zvh-{naam}"},
    )


# The nine gemeenten Hart van Brabant (003, front page).
MIDDEN_BRABANT = _regio(
    "midden-brabant",
    {
        _gemeente("GM0855", "Tilburg", "noord", "west", "zuid", "centrum", "reeshof"): 224,
        _gemeente("GM0867", "Waalwijk", "oost", "west"): 49,
        _gemeente("GM0797", "Heusden"): 45,
        _gemeente("GM0824", "Oisterwijk"): 32,
        _gemeente("GM0784", "Gilze en Rijen"): 26,
        _gemeente("GM0766", "Dongen"): 26,
        _gemeente("GM0785", "Goirle"): 24,
        _gemeente("GM0809", "Loon op Zand"): 23,
        _gemeente("GM0798", "Hilvarenbeek"): 15,
    },
)
ELDERS = (
    _regio(
        "west-brabant",
        {
            _gemeente("GM0758", "Breda", "noord", "zuid"): 184,
            _gemeente("GM1674", "Roosendaal"): 77,
            _gemeente("GM0748", "Bergen op Zoom"): 67,
        },
    ),
    _regio(
        "zuidoost-brabant",
        {_gemeente("GM0772", "Eindhoven", "gestel", "woensel"): 236, _gemeente("GM0794", "Helmond"): 92},
    ),
    _regio(
        "brabant-noordoost",
        {_gemeente("GM0796", "'s-Hertogenbosch", "noord", "zuid"): 155, _gemeente("GM0828", "Oss"): 92},
    ),
)
REGIOS = Verdeling({MIDDEN_BRABANT: 91, ELDERS[0]: 3, ELDERS[1]: 3, ELDERS[2]: 3})

INSTELLINGEN: tuple[Partij, ...] = tuple(
    {"soort": "instelling", "id": naam}
    for naam in ("ggz-voorbeeld", "jeugdhulp-voorbeeld", "opvang-voorbeeld", "basisschool-voorbeeld")
)
BRONNEN = ("huisarts", "school", "jeugdgezondheidszorg", "politie", "kinderopvang", "wijkverpleging")

MELDERS = Verdeling(
    {"politie": 62, "professional": 22, "particulier": 9, "lokaal-team": 4, "veilig-thuis": 2, "anders": 1}
)
VORMEN = Verdeling(
    {
        "partnergeweld": 30,
        "lichamelijk-geweld": 20,
        "psychisch-geweld": 15,
        "getuige-van-geweld": 12,
        "verwaarlozing": 9,
        "kindermishandeling": 6,
        "stalking": 3,
        "seksueel-geweld": 2,
        "ouderenmishandeling": 2,
        "eergerelateerd-geweld": 1,
    }
)
CONTRA_INDICATIES = (
    "anonieme-melder-niet-open", "acute-onveiligheid", "onderzoek-nodig", "geen-hulp-gewenst",
    "ernstig-letsel", "ongeboren-kind", "acute-psychiatrie", "ouderenmishandeling", "pcf",
    "vrouwelijke-genitale-verminking", "mensenhandel", "loverboy", "eergerelateerd-geweld",
    "seksueel-misbruik", "structureel-geweld", "stalking",
)  # fmt: skip

# §6.1.4, §6.2.4 and §7.2, each in the order of the source
ONDERDELEN_DIRECT = (
    "naw", "contactgegevens", "overdrachtspartij", "melder", "samenvatting-melding", "grootste-zorg",
    "reactie-directbetrokkenen", "contact-geweest", "besluit-en-afwegingen", "verwachtingen",
    "advies-en-aandachtspunten", "verrijking",
)  # fmt: skip
ONDERDELEN_NA_DIENST = (
    "overdrachtspartij", "samenvatting-melding", "verloop-betrokkenheid", "onveilige-situaties",
    "veiligheidsvoorwaarden", "aanvullende-afspraken", "beschermende-factoren", "afspraken-wie-doet-wat",
    "monitorfunctie", "bij-wie-gemonitord", "overzicht-directbetrokkenen",
)  # fmt: skip
MAG_NIET_VAN_TOEPASSING = frozenset({
    "veiligheidsvoorwaarden", "aanvullende-afspraken", "monitorfunctie", "bij-wie-gemonitord", "verrijking",
    "reactie-directbetrokkenen",
})  # fmt: skip
ONDERDELEN_PLAN = (
    "vertaling-voorwaarden", "termijnen", "consequenties", "risicofactoren", "hulp-en-behandeling",
    "evaluatiemomenten",
)  # fmt: skip
