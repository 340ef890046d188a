"""A recorded act (gebeurtenis) and its one line of JSON, in and out.

The same line is used in the export, in bulk import and in the body of a request (there without what the
ledger sets). Reading is strict: every fault of a line is named at once. Source: contract `acts`.
"""

from __future__ import annotations

import operator
from functools import cache, reduce
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    SerializeAsAny,
    Tag,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    create_model,
)

from ledger.acts import ACTEN, CASUS_ACTEN, REGISTER_ACTEN, Act
from ledger.acts.base import VERNIETIGD, VertrouwelijkDeel
from ledger.errors import Fout, Geweigerd
from ledger.faults import fouten_uit
from ledger.values import Actor, Deel, Id, Instant

GEEN_PERSOON = (
    "geen-persoonsgegevens-in-advies",
    "Buiten een melding worden geen persoonsgegevens vastgelegd; dit veld bestaat hier niet.",
)
"""Code and sentence of the fault for what the register of a region has no place for."""

_WOORD, _VELDEN = "(woord)", "(velden)"
_TYPENAMEN = frozenset({*ACTEN, "Partij", "Persoon", "int", "float", _WOORD, _VELDEN})


def _is_type(stap: object) -> bool:
    """Whether a step of pydantic's path names a type of a union and not a field of the JSON."""
    return isinstance(stap, str) and (stap in _TYPENAMEN or stap.startswith(("constrained-", "function-")))


class Aanmelding(Deel):
    """An act as somebody reports it: what took place, when, and what may be said of it."""

    soort: str
    gebeurd_op: Instant
    gegevens: SerializeAsAny[Act]
    vertrouwelijk: SerializeAsAny[VertrouwelijkDeel] | None = None


class Gebeurtenis(Aanmelding):
    """A recorded act. The ledger set `volgnummer`, `vastgelegd_op` and `vastgelegd_door`.

    `gebeurd_op` is the UTC instant at which it took place, `vastgelegd_op` at which it was recorded;
    `geimporteerd_op` only stands on acts that came by bulk import.
    """

    casus: UUID
    volgnummer: Annotated[int, Field(ge=1)]
    versie: int = 1
    vastgelegd_op: Instant
    vastgelegd_door: Actor
    geimporteerd_op: Instant | None = None

    @classmethod
    def bouw(  # noqa: PLR0913 — every field, each by its name
        cls,
        *,
        soort: str,
        gebeurd_op: Instant,
        gegevens: Act,
        vertrouwelijk: VertrouwelijkDeel | None,
        casus: UUID,
        volgnummer: int,
        versie: int,
        vastgelegd_op: Instant,
        vastgelegd_door: Actor,
        geimporteerd_op: Instant | None,
    ) -> Gebeurtenis:
        """Make an act of parts that were checked before.

        What `model_construct` does, without looking for each field by every name that it may have: that took
        half the time of reading an act back.
        """
        velden: dict[str, object] = {
            "soort": soort,
            "gebeurd_op": gebeurd_op,
            "gegevens": gegevens,
            "vertrouwelijk": vertrouwelijk,
            "casus": casus,
            "volgnummer": volgnummer,
            "versie": versie,
            "vastgelegd_op": vastgelegd_op,
            "vastgelegd_door": vastgelegd_door,
            "geimporteerd_op": geimporteerd_op,
        }
        return cls.van_velden(velden, set(velden))

    @classmethod
    def van_velden(cls, velden: dict[str, object], gezet: set[str]) -> Gebeurtenis:
        """Make an act of all its fields, checked before; `gezet` are those that were given."""
        zelf = cls.__new__(cls)
        object.__setattr__(zelf, "__dict__", velden)
        object.__setattr__(zelf, "__pydantic_fields_set__", gezet)
        object.__setattr__(zelf, "__pydantic_extra__", None)
        object.__setattr__(zelf, "__pydantic_private__", None)
        return zelf

    def als_dict(self) -> dict[str, Any]:
        """Give the line as the contract writes it: camelCase, what is absent left out."""
        ruw = self.model_dump(mode="json", exclude_none=True)
        return {naam: ruw[naam] for naam in _VOLGORDE if naam in ruw}


class Registeraanmelding(Deel):
    """An act for the register of a region as somebody reports it; nothing in it can be confidential."""

    soort: str
    gebeurd_op: Instant
    gegevens: SerializeAsAny[Act]


class Registerhandeling(Registeraanmelding):
    """A recorded act in the register of a region; like `Gebeurtenis`, without casus and confidential part."""

    regio: Id
    volgnummer: Annotated[int, Field(ge=1)]
    versie: int = 1
    vastgelegd_op: Instant
    vastgelegd_door: Actor
    geimporteerd_op: Instant | None = None

    def als_dict(self) -> dict[str, Any]:
        """Give the line as `Gebeurtenis.als_dict` does, with `regio` where that has `casus`."""
        ruw = self.model_dump(mode="json", exclude_none=True)
        return {naam: ruw[naam] for naam in _VOLGORDE if naam in ruw}


_VOLGORDE = (
    "casus",
    "regio",
    "volgnummer",
    "soort",
    "versie",
    "gebeurdOp",
    "vastgelegdOp",
    "geimporteerdOp",
    "vastgelegdDoor",
    "gegevens",
    "vertrouwelijk",
)


def _soort(waarde: Any) -> Any:
    return waarde.get("soort") if isinstance(waarde, dict) else getattr(waarde, "soort", None)


WOORD_VERNIETIGD: Any = Annotated[
    Literal["vernietigd"],
    AfterValidator(lambda _: VERNIETIGD),
    WithJsonSchema({"type": "string", "enum": ["vernietigd", "onleesbaar"]}),
]


def _of_vernietigd(deel: type[VertrouwelijkDeel]) -> Any:
    """Give the type of a confidential part, or of the word for one that was destroyed, as exports have it."""
    unie: Any = Annotated[deel, Tag(_VELDEN)] | Annotated[WOORD_VERNIETIGD, Tag(_WOORD)]
    return Annotated[unie, Discriminator(lambda waarde: _WOORD if isinstance(waarde, str) else _VELDEN)]


@cache
def _per_soort(basis: type[Deel], act: type[Act]) -> type[Deel]:
    """Make the model of `basis` for one soort, with the classes of its open and its confidential part."""
    naam = act.__name__
    velden: dict[str, Any] = {"soort": (Literal[naam], ...), "gegevens": (act, ...)}
    if "versie" in basis.model_fields:
        velden["versie"] = (Literal[act.versie], act.versie)
    if "vertrouwelijk" in basis.model_fields:
        deel: Any = act.Vertrouwelijk
        if "volgnummer" in basis.model_fields:  # nobody reports what was destroyed
            deel = _of_vernietigd(act.Vertrouwelijk)
        velden["vertrouwelijk"] = (deel | None, None)
    return create_model(f"{naam}{basis.__name__}", __base__=basis, __doc__=act.__doc__, **velden)


# Made when first asked for: together they take longer than reading some ten thousand lines, and a command
# that reads a file needs none of these.
@cache
def lezer(basis: type[Deel]) -> TypeAdapter[Any]:
    """Give the reader of `Gebeurtenis` and the like, which picks the model by `soort`, in one pass."""
    acten = REGISTER_ACTEN if issubclass(basis, Registeraanmelding) else CASUS_ACTEN
    eerste, *rest = (Annotated[_per_soort(basis, act), Tag(naam)] for naam, act in acten.items())
    unie: Any = reduce(operator.or_, rest, eerste)
    return TypeAdapter(Annotated[unie, Discriminator(_soort)])


@cache
def _gegevenslezer(act: type[Act]) -> TypeAdapter[Act]:
    return TypeAdapter(act)


@cache
def _vertrouwelijklezer(act: type[Act]) -> TypeAdapter[VertrouwelijkDeel]:
    return TypeAdapter(act.Vertrouwelijk)


def lees_streng(adapter: TypeAdapter[Any], json: str | bytes) -> Any:
    """Read a line with one of `lezer`; raises `Geweigerd` naming every fault."""
    try:
        return adapter.validate_json(json, by_alias=True, by_name=False)
    except ValidationError as error:
        raise Geweigerd(fouten_uit(error, weglaten=_is_type)) from None


def lees_aanmelding(json: str | bytes) -> Aanmelding:
    """Read one act as reported in a request; raises `Geweigerd` naming every fault."""
    return cast("Aanmelding", lees_streng(lezer(Aanmelding), json))


def lees_registerhandeling(json: str | bytes) -> Registerhandeling:
    """Read one recorded act of a register; raises `Geweigerd` as `lees_registeraanmelding` does."""
    return cast("Registerhandeling", _lees_zonder_persoon(lezer(Registerhandeling), json))


def lees_registeraanmelding(json: str | bytes) -> Registeraanmelding:
    """Read one act as reported for a register; raises `Geweigerd` naming every fault.

    A field that the register does not have is refused as `geen-persoonsgegevens-in-advies`: outside a
    melding there is no ground to process what it might hold (002; rulebook 8).
    """
    return cast("Registeraanmelding", _lees_zonder_persoon(lezer(Registeraanmelding), json))


def _lees_zonder_persoon(adapter: TypeAdapter[Any], json: str | bytes) -> Any:
    try:
        return lees_streng(adapter, json)
    except Geweigerd as geweigerd:
        raise Geweigerd([_zonder_persoon(fout) for fout in geweigerd.fouten]) from None


def _zonder_persoon(fout: Fout) -> Fout:
    return Fout(fout.veld, *GEEN_PERSOON) if fout.code == "onbekend-veld" else fout


def lees_gegevens(soort: str, json: str | bytes, *, veld: str = "gegevens") -> Act:
    """Read the open part of an act of this soort; `veld` is the path that faults are reported under."""
    try:
        return _gegevenslezer(ACTEN[soort]).validate_json(json, by_alias=True, by_name=False)
    except ValidationError as error:
        raise Geweigerd(fouten_uit(error, vooraf=veld, weglaten=_is_type)) from None


def lees_registergegevens(soort: str, json: str | bytes, *, veld: str) -> Act:
    """Read the open part of an act of a register; refuses as `lees_registeraanmelding` does."""
    try:
        return lees_gegevens(soort, json, veld=veld)
    except Geweigerd as geweigerd:
        raise Geweigerd([_zonder_persoon(fout) for fout in geweigerd.fouten]) from None


def lees_vertrouwelijk(soort: str, json: str | bytes, *, veld: str = "vertrouwelijk") -> VertrouwelijkDeel:
    """Read the confidential part of an act of this soort."""
    try:
        return _vertrouwelijklezer(ACTEN[soort]).validate_json(json, by_alias=True, by_name=False)
    except ValidationError as error:
        raise Geweigerd(fouten_uit(error, vooraf=veld, weglaten=_is_type)) from None
