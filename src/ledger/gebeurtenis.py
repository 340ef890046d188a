"""A recorded act (gebeurtenis) and its one line of JSON, in and out.

The same line is used in the export, in bulk import and in the body of a request (there without what the
ledger sets). Reading is strict: every fault of a line is named at once. Source: contract `acts`.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache, lru_cache, reduce
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
from pydantic.fields import FieldInfo
from pydantic_core import CoreConfig, CoreSchema, SchemaValidator, core_schema

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


_VERNIETIGD: Any = Annotated[
    Literal["vernietigd"],
    AfterValidator(lambda _: VERNIETIGD),
    WithJsonSchema({"type": "string", "enum": ["vernietigd", "onleesbaar"]}),
]


def _of_vernietigd(deel: type[VertrouwelijkDeel]) -> Any:
    """Give the type of a confidential part, or of the word for one that was destroyed, as exports have it."""
    unie: Any = Annotated[deel, Tag(_VELDEN)] | Annotated[_VERNIETIGD, Tag(_WOORD)]
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


# As every export writes a moment. Any other goes by `Instant` itself, which takes six times as long.
_INSTANT_IN_UTC = core_schema.no_info_after_validator_function(
    datetime.fromisoformat,
    core_schema.str_schema(
        pattern=r"^(19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(\.[0-9]{6})?Z$"
    ),
)


_IN_KOP = ("casus", "volgnummer", "soort", "versie", "gebeurd_op", "vastgelegd_op", "geimporteerd_op")
# As every export writes them; within a text a quote has a backslash before it, so neither can be part of one.
_DOOR, _GEGEVENS = b',"vastgelegdDoor":', b',"gegevens":'
_BEGIN_DELEN = b"{" + _GEGEVENS[1:]


def _een_van(*schemas: CoreSchema) -> CoreSchema:
    return core_schema.union_schema([*schemas], mode="left_to_right")


def _facultatief(schema: CoreSchema) -> CoreSchema:
    return core_schema.with_default_schema(schema, default=None)


def _veldvorm(veld: FieldInfo) -> CoreSchema:
    soort: Any = veld.annotation
    for eis in veld.metadata:
        soort = Annotated[soort, eis]
    return TypeAdapter(soort).core_schema


@cache
def _koplezer() -> SchemaValidator:
    """Make what reads the fields before `vastgelegdDoor`, as far as an act of any soort has them."""
    velden = {naam: _veldvorm(Gebeurtenis.model_fields[naam]) for naam in _IN_KOP}
    velden |= {
        "gebeurd_op": _een_van(_INSTANT_IN_UTC, velden["gebeurd_op"]),
        "vastgelegd_op": _een_van(_INSTANT_IN_UTC, velden["vastgelegd_op"]),
        "geimporteerd_op": _facultatief(velden["geimporteerd_op"]),
    }
    return _veldenlezer(velden)


@lru_cache(maxsize=256)  # a file may name soorten that are none
def _delenlezer(soort: str, versie: int) -> SchemaValidator | None:
    """Make what reads the open and the confidential part of this soort; None when there is no such soort.

    It is put together from shapes that are there, in a small part of the time that making a class takes.
    """
    act = CASUS_ACTEN.get(soort)
    if act is None or versie != act.versie:
        return None
    definities: dict[str, CoreSchema] = {}
    deel = _een_van(_kern(act.Vertrouwelijk, definities), TypeAdapter(_VERNIETIGD).core_schema)
    velden = {
        "gegevens": _kern(act, definities),
        "vertrouwelijk": _facultatief(core_schema.nullable_schema(deel)),
    }
    return _veldenlezer(velden, definities.values())


def _veldenlezer(velden: Mapping[str, CoreSchema], definities: Iterable[CoreSchema] = ()) -> SchemaValidator:
    alles = Gebeurtenis.model_fields
    vorm = core_schema.model_fields_schema({
        naam: core_schema.model_field(schema, validation_alias=alles[naam].alias)
        for naam, schema in velden.items()
    })  # fmt: skip
    geheel = core_schema.definitions_schema(vorm, [*definities])
    return SchemaValidator(geheel, CoreConfig(strict=True, extra_fields_behavior="forbid"))


def _kern(deel: type[Deel], definities: dict[str, CoreSchema]) -> CoreSchema:
    """Give the shape of a part; what it refers to by name is added to `definities`."""
    schema = deel.__pydantic_core_schema__
    if schema["type"] != "definitions":
        return schema
    definities |= {een["ref"]: een for een in cast("Any", schema["definitions"])}
    return cast("CoreSchema", schema["schema"])


@lru_cache(maxsize=4096)  # the same few people record, on many casussen
def _lees_door(json: bytes) -> Actor:
    return Actor.model_validate_json(json, by_alias=True, by_name=False)


def _lees_vlug(regel: bytes) -> Gebeurtenis | None:
    """Read a line as every export writes it; None for any other, and for one with something wrong.

    It is read in three pieces: who recorded it is known from another line. That three pieces are each JSON
    says that they were cut where one field ends; together they take what `lezer(Gebeurtenis)` takes and no
    more.
    """
    begin, _, delen = regel.partition(_GEGEVENS)
    kop, _, door = begin.partition(_DOOR)
    try:
        velden, _, gezet = _koplezer().validate_json(kop + b"}", by_alias=True, by_name=False)
        lezer_van_delen = _delenlezer(velden["soort"], velden["versie"])
        if lezer_van_delen is None:
            return None
        ook, _, ook_gezet = lezer_van_delen.validate_json(_BEGIN_DELEN + delen, by_alias=True, by_name=False)
        velden["vastgelegd_door"] = _lees_door(door)
    except ValidationError:
        return None
    gezet.add("vastgelegd_door")
    return Gebeurtenis.van_velden(velden | ook, gezet | ook_gezet)


@cache
def _gegevenslezer(act: type[Act]) -> TypeAdapter[Act]:
    return TypeAdapter(act)


@cache
def _vertrouwelijklezer(act: type[Act]) -> TypeAdapter[VertrouwelijkDeel]:
    return TypeAdapter(act.Vertrouwelijk)


def _lees(adapter: TypeAdapter[Any], json: str | bytes) -> Any:
    try:
        return adapter.validate_json(json, by_alias=True, by_name=False)
    except ValidationError as error:
        raise Geweigerd(fouten_uit(error, weglaten=_is_type)) from None


def lees_gebeurtenis(json: str | bytes) -> Gebeurtenis:
    """Read one recorded act; raises `Geweigerd` naming every fault."""
    vlug = _lees_vlug(json) if isinstance(json, bytes) else None
    if vlug is not None:
        return vlug
    gelezen = _lees(lezer(Gebeurtenis), json)
    return Gebeurtenis.van_velden(vars(gelezen), gelezen.model_fields_set)


def lees_aanmelding(json: str | bytes) -> Aanmelding:
    """Read one act as reported in a request; raises `Geweigerd` naming every fault."""
    return cast("Aanmelding", _lees(lezer(Aanmelding), json))


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
        return _lees(adapter, json)
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
