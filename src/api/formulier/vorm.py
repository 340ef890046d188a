"""From the class of an act to its form: no field of the contract is missing, for it is read from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from pydantic import JsonValue

from api.formulier.teksten import HANDELINGEN, codenaam, hulp, label
from api.formulier.veld import JA, NEE, Element, Formulier, Keuze, Veld, Veldsoort
from ledger.acts import CASUS_ACTEN
from ledger.acts.base import PartijOfCode, PartijOfPersoon
from ledger.values import Bsn, Datum, Deel, Id, Instant, Partij, Score, Tekst

_KORT = frozenset({"naam", "adres", "telefoon", "email"})
_JA_NEE = (Keuze(JA, "Ja"), Keuze(NEE, "Nee"))
_ENKEL: Mapping[Any, Veldsoort] = {
    Id: "code",
    Tekst: "lange-tekst",
    Bsn: "tekst",
    Datum: "datum",
    Instant: "tijdstip",
    Score: "getal",
    UUID: "uuid",
    bool: "ja-nee",
    int: "geheel",
}
_ELEMENT: Mapping[Any, Element] = {
    Id: "code",
    Datum: "datum",
    Partij: "partij",
    PartijOfPersoon: "partij-of-persoon",
    PartijOfCode: "partij-of-code",
}


@cache
def maak_formulier(soort: str) -> Formulier:
    """Make the form of an act that takes place in a casus; raises `KeyError` for another name."""
    act = CASUS_ACTEN[soort]
    titel, uitleg = HANDELINGEN[soort]
    moment = Veld(
        "gebeurdOp", "tijdstip", label(soort, "gebeurdOp"), hulp(soort, "gebeurdOp"), verplicht=True
    )
    open_deel = _velden(soort, act, "gegevens.")
    vertrouwelijk = _velden(soort, act.Vertrouwelijk, "vertrouwelijk.")
    return Formulier(soort, titel, uitleg, (moment, *open_deel, *vertrouwelijk))


def _velden(soort: str, deel: type[Deel], voor: str) -> Iterator[Veld]:
    typen = get_type_hints(deel, include_extras=True)
    for naam, veld in deel.model_fields.items():
        json_naam = veld.alias or naam
        yield _veld(soort, f"{voor}{json_naam}", json_naam, typen[naam], verplicht=veld.is_required())


def _veld(soort: str, pad: str, naam: str, type_: Any, *, verplicht: bool) -> Veld:
    type_ = _zonder_none(type_)
    vorm, keuzes, velden, element = _vorm(soort, pad, naam, type_)
    return Veld(pad, vorm, label(soort, naam), hulp(soort, naam), verplicht, keuzes, velden, element)


_Vorm = tuple[Veldsoort, tuple[Keuze, ...], tuple[Veld, ...], Element | None]


def _vorm(  # noqa: PLR0911 — a line for each kind
    soort: str, pad: str, naam: str, type_: Any
) -> _Vorm:
    """Tell what a field of this type is; raises `TypeError` for one that no form has yet."""
    if naam in _KORT and type_ is Tekst:
        return "tekst", (), (), None
    if type_ in _ENKEL:
        return _ENKEL[type_], _JA_NEE if type_ is bool else (), (), None
    if type_ in _ELEMENT and type_ is not Partij:
        return "verwijzing", (), (), _ELEMENT[type_]
    match get_origin(type_):
        case origin if origin is Literal:
            return "keuze", _keuzes(type_), (), None
        case origin if origin is tuple:
            return _reeks(soort, get_args(type_)[0])
        case origin if origin is dict:
            return ("teksten" if get_args(type_) == (Id, Tekst) else _json(type_)), (), (), None
        case None if isinstance(type_, type) and issubclass(type_, Deel):
            vorm: Veldsoort = "partij" if type_ is Partij else "groep"
            return vorm, (), tuple(_velden(soort, type_, f"{pad}.")), None
        case _ if getattr(type_, "__metadata__", None) and get_args(type_)[0] is int:
            return "geheel", (), (), None
    raise TypeError(f"{soort}: geen veld voor {pad}")


def _reeks(soort: str, type_: Any) -> _Vorm:
    if get_origin(type_) is Literal:
        return "meerkeuze", _keuzes(type_), (), None
    if type_ in _ELEMENT:
        return "lijst", (), (), _ELEMENT[type_]
    return "rijen", (), tuple(_velden(soort, type_, "")), None


def _json(type_: Any) -> Veldsoort:
    if get_args(type_) != (str, JsonValue):
        raise TypeError(f"geen veld voor {type_}")
    return "json"


def _keuzes(type_: Any) -> tuple[Keuze, ...]:
    return tuple(Keuze(code, codenaam(code)) for code in get_args(type_))


def _zonder_none(type_: Any) -> Any:
    if get_origin(type_) not in {Union, UnionType}:
        return type_
    rest = [een for een in get_args(type_) if een is not NoneType]
    if len(rest) == len(get_args(type_)):
        return type_
    return rest[0] if len(rest) == 1 else Union[tuple(rest)]  # noqa: UP007 — made of a list
