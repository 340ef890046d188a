"""A line of the read log in plain Dutch, for the person that a casus is about. No employee is named in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ledger.inzage.regel import Categorie, Handeling, Inzageregel, Kijker, VastgelegdeInzage
from ledger.values import Partij
from projections.zinnen import naam, tijdstip

_WAT: Mapping[Categorie, str] = {
    "verantwoordelijkheid": "wie verantwoordelijk is",
    "handelingen": "wat er is vastgelegd",
    "vertrouwelijk": "de vertrouwelijke gegevens",
    "termijnen": "de termijnen",
    "signalen": "de signalen",
    "cijfers": "aantallen",
    "bewijs": "het bewijs dat er niets is veranderd",
    "inzage": "wie er heeft gekeken",
    "noodtoegang": "de noodtoegang",
    "onbekend": "gegevens",
}
_GEGEVEN: Mapping[Handeling, str] = {
    "inzien": "bekeek {wie}: {wat}",
    "zoeken": "stond uw dossier in een lijst die {wie} opvroeg: {wat}",
    "exporteren": "nam {wie} gegevens mee: {wat}",
    "cijfers": "vroeg {wie} aantallen op",
    "vastleggen": "legde {wie} iets vast",
    "noodtoegang": "deed {wie} iets met noodtoegang",
    "logboek": "bekeek {wie} wie er heeft gekeken",
    "beheer": "deed {wie} onderhoud",
}
_ROLLEN = {
    "medewerker-vt": "een medewerker",
    "medewerker-lokaal-team": "een medewerker",
    "medewerker-instelling": "een medewerker",
    "inspecteur": "een inspecteur",
    "auditor": "een auditor",
    "privacyfunctionaris": "de privacyfunctionaris",
    "beheerder": "een beheerder",
}
_NIET = {
    "geweigerd": "wilde {wie} uw dossier zien; dat mocht niet, er is niets getoond",
    "niet-gevonden": "wilde {wie} uw dossier zien; dat kon niet, er is niets getoond",
    "ongeldig": "stelde {wie} een vraag over uw dossier die niet klopte; er is niets getoond",
    "fout": "wilde {wie} uw dossier zien; door een storing is er niets getoond",
}


def inzagezin(een: VastgelegdeInzage) -> str:
    """Say who did what, when (local time) and what for."""
    regel = een.regel
    vorm = _GEGEVEN[regel.handeling] if regel.resultaat == "gegeven" else _NIET[regel.resultaat]
    wat = vorm.format(wie=kijker(regel.wie), wat=_wat(regel.getoond.categorieen))
    return f"Op {tijdstip(regel.begonnen_op)} {wat}.{''.join(_erbij(regel))}"


def kijker(wie: Kijker) -> str:
    """Name who looked by role and organisation."""
    rol = _ROLLEN.get(wie.rol, "iemand")
    if wie.organisatie is None:
        return f"{rol} van het systeem"
    organisatie = Partij.model_validate({"soort": wie.organisatie_soort, "id": wie.organisatie})
    return f"{rol} van {naam(organisatie)}"


def _wat(categorieen: Iterable[Categorie]) -> str:
    delen = [_WAT[categorie] for categorie in categorieen]
    if len(delen) < 2:  # noqa: PLR2004 — one needs no comma
        return "".join(delen)
    return f"{', '.join(delen[:-1])} en {delen[-1]}"


def _erbij(regel: Inzageregel) -> Iterator[str]:
    if regel.wie.doel is not None:
        yield f" Doel: {regel.wie.doel}."
    if regel.wie.reden is not None:
        yield f" Reden: {regel.wie.reden}."
    if regel.wie.mandaat is not None:
        yield f" Op grond van mandaat {regel.wie.mandaat}."
    if regel.noodtoegang is not None:
        yield " Dit was met noodtoegang."
