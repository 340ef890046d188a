"""The one table: what each role permits, for which kinds of organisation, and how far it sees.

A role that is not here permits nothing. Which right a route needs stands at the route; every route against
every role stands written out in tests/api/test_rechten_per_route.py, which fails for a route that is not in
it. What a right lets somebody see is bounded by the scope of who asks (`bereik_van`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from api.identiteit import Identiteit
from ledger.errors import ZichtError
from ledger.store.bereik import Bereik
from ledger.values import SoortPartij

Recht = Literal[
    "afspraken",  # the agreements; no casus
    "casus",  # that a casus exists, its region and how far it is
    "verantwoordelijkheid",  # who was responsible, and a citation of it
    "tijdlijn",  # lanes, terms and signals of a casus
    "geschiedenis",  # what was recorded in a casus
    "vertrouwelijk",  # the confidential parts of that
    "bundel",  # all of a casus in one file, with its proofs
    "bewijs",  # proofs about the log: hashes, no casus
    "vergelijken",  # two moments of knowledge, two readings
    "lijsten",  # casussen, terms and signals across cases
    "cijfers",  # figures and reports
    "openen",  # a casus, with its first melding
    "vastleggen",  # acts in a casus
    "vernietigen",  # destroy personal data, and see what is due for it
    "register",  # acts outside a casus
    "inzage",  # who looked at a casus
    "noodtoegang",  # asking to break the glass
    "noodbevestiging",  # agreeing as a second person
    "noodinzage",  # what became of it
    "noodbeoordeling",  # reviewing it
    "beheer",  # how the machine is; no casus
    "inzage-organisatie",  # what the people of one's own organisation looked at
]

_TEAM: frozenset[Recht] = frozenset(
    {
        "afspraken",
        "bewijs",
        "casus",
        "verantwoordelijkheid",
        "tijdlijn",
        "geschiedenis",
        "vertrouwelijk",
        "lijsten",
        "vastleggen",
        "noodtoegang",
        "noodinzage",
    }
)

RECHTEN: Mapping[str, frozenset[Recht]] = {
    "medewerker-vt": _TEAM | {"openen", "bundel", "vergelijken", "cijfers", "register"},
    "medewerker-lokaal-team": _TEAM,
    "medewerker-instelling": _TEAM,
    "inspecteur": (_TEAM - {"vastleggen"})
    | {"bundel", "vergelijken", "cijfers", "inzage", "noodbevestiging"},
    "auditor": frozenset({"afspraken", "bewijs", "tijdlijn", "lijsten", "cijfers"}),
    # the acts of the workflow of erasure, and no others (`ledger.bevoegdheid`)
    "privacyfunctionaris": frozenset(
        {
            "afspraken",
            "bewijs",
            "casus",
            "vastleggen",
            "vernietigen",
            "inzage",
            "inzage-organisatie",
            "noodinzage",
            "noodbevestiging",
            "noodbeoordeling",
        }
    ),
    "beheerder": frozenset({"afspraken", "bewijs", "beheer"}),  # runs the machine, sees no casus
}
"""What a role permits."""

_INSTELLINGEN: frozenset[SoortPartij] = frozenset(
    {"instelling", "veiligheidsteam", "zorg-en-veiligheidshuis"}
)
_ALLE: frozenset[SoortPartij] = frozenset(get_args(SoortPartij))

ORGANISATIES: Mapping[str, frozenset[SoortPartij]] = {
    "medewerker-vt": frozenset({"veilig-thuis"}),
    "medewerker-lokaal-team": frozenset({"lokaal-team"}),
    "medewerker-instelling": _INSTELLINGEN,
    "inspecteur": _ALLE,
    "auditor": _ALLE,
    "privacyfunctionaris": _ALLE - {"clientsysteem", "gemeente"},
    "beheerder": _ALLE,
}
"""For which kinds of organisation somebody can have a role."""


class Verboden(ZichtError):
    """Who is asking may not do this; `code` says why."""

    def __init__(
        self, code: str = "niet-toegestaan", melding: str = "De rol in het token mag dit niet."
    ) -> None:
        self.code = code
        super().__init__(melding)


@dataclass(frozen=True, slots=True)
class _Grens:
    """Why somebody sees nothing."""

    code: str
    melding: str


_GEEN_MANDAAT = _Grens("mandaat-ontbreekt", "In het token staat geen mandaat.")
_MANDAAT_GELDT_NIET = _Grens("mandaat-geldt-niet", "Het mandaat in het token geldt nu niet.")
_PAST_NIET = _Grens(
    "organisatie-past-niet-bij-rol", "De organisatie in het token past niet bij de rol die erin staat."
)


def heeft(wie: Identiteit, recht: Recht) -> bool:
    """Whether the role of who asks permits it."""
    return recht in RECHTEN.get(wie.rol, frozenset())


_VAN_HET_VERZOEK = frozenset({"VernietigingVerzocht", "VernietigingBesloten"})


def mag_vastleggen(wie: Identiteit, soort: str) -> bool:
    """Whether who asks may record an act of this soort.

    An act that destroys asks for a right of its own; who has that handles the request for it too, and records
    nothing else.
    """
    if heeft(wie, "vernietigen"):
        return soort in _VAN_HET_VERZOEK or soort == "PersoonsgegevensVernietigd"
    return soort != "PersoonsgegevensVernietigd"


def keur_organisatie(wie: Identiteit) -> None:
    """Refuse a role at a kind of organisation that cannot have it; raises `Verboden`."""
    if wie.organisatie.soort not in ORGANISATIES.get(wie.rol, frozenset()):
        raise _verboden(_PAST_NIET)


def bereik_van(wie: Identiteit, nu: datetime) -> Bereik:
    """Give which cases are in the scope of who asks, at this UTC instant; raises `Verboden`."""
    keur_organisatie(wie)
    organisatie = wie.organisatie
    if wie.rol == "inspecteur" or (wie.rol == "auditor" and wie.mandaat is not None):
        if wie.mandaat is None:
            raise _verboden(_GEEN_MANDAAT)
        if not wie.mandaat.geldt(nu):
            raise _verboden(_MANDAAT_GELDT_NIET)
        return Bereik(regios=tuple(wie.mandaat.regios))
    if wie.rol == "beheerder":
        return Bereik()
    if organisatie.soort == "veilig-thuis":
        return Bereik(regios=(organisatie.id,))
    if wie.rol == "auditor" and organisatie.soort != "gemeente":
        raise _verboden(_GEEN_MANDAAT)
    return Bereik(partij=organisatie)


def eis_regio(bereik: Bereik) -> None:
    """Refuse a figure that cannot be made of the cases of one party or gemeente; raises `Verboden`."""
    if bereik.partij is not None:
        raise Verboden("alleen-per-regio", "Dit overzicht is er alleen voor wie een hele regio mag zien.")


def _verboden(grens: _Grens) -> Verboden:
    return Verboden(grens.code, grens.melding)
