"""Read recorded acts from lines of JSON, by the hundred thousand.

A line as every export writes it is read in pieces, in two thirds of the time; any other, and one with
something wrong, by `gebeurtenis.lezer`, which alone tells what that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import Annotated, Any, cast

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import CoreConfig, CoreSchema, SchemaValidator, core_schema

from ledger.acts import CASUS_ACTEN
from ledger.gebeurtenis import WOORD_VERNIETIGD, Gebeurtenis, lees_streng, lezer
from ledger.values import Actor, Deel


def lees_gebeurtenis(json: str | bytes) -> Gebeurtenis:
    """Read one recorded act; raises `Geweigerd` naming every fault."""
    vlug = _lees_vlug(json) if isinstance(json, bytes) else None
    if vlug is not None:
        return vlug
    gelezen = lees_streng(lezer(Gebeurtenis), json)
    return Gebeurtenis.van_velden(vars(gelezen), gelezen.model_fields_set)


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
    deel = _een_van(_kern(act.Vertrouwelijk, definities), TypeAdapter(WOORD_VERNIETIGD).core_schema)
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
