"""Between a recorded act and what is stored of it: plain JSON under a stored name and version.

Nothing stored depends on a Python path: `OverdrachtVerstuurd/1` stays readable when classes move. Casus,
volgnummer and both moments stand in columns of their own and are not repeated in the JSON. The confidential
part is only stored sealed (`envelop`), with keys that come from elsewhere (`sleutels`).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from pydantic import SerializeAsAny, TypeAdapter, ValidationError, create_model

from ledger.acts import ACTEN, CASUS_ACTEN, Act
from ledger.acts.base import ONLEESBAAR, VERNIETIGD, Klasse, Verdwenen, VertrouwelijkDeel
from ledger.errors import Geweigerd, OnleesbareGebeurtenis
from ledger.gebeurtenis import Gebeurtenis, lees_vertrouwelijk
from ledger.store.envelop import (
    Datasleutel,
    EnvelopOngeldig,
    Plaats,
    VerzegeldDeel,
    lees_envelop,
    plaats_van,
    verzegel,
)
from ledger.store.records import OpgeslagenGebeurtenis
from ledger.store.upcasters import opgehoogd
from ledger.values import Actor, Deel, Instant
from ledger.vertrouwelijk import Sleutelnaam, Velden, voeg_samen, zonder

_log = logging.getLogger(__name__)

Geheimen = Mapping[UUID, bytes | None]
"""Keys by id; None for one that was destroyed. One that is not there is missing."""


class SleutelsNodig(Exception):
    """A confidential part came without a key to seal or open it with: a mistake of the program."""


class Kop(Deel):
    """The head of an open part: who recorded it, and of an act that was imported when that was."""

    vastgelegd_door: Actor
    geimporteerd_op: Instant | None = None


class OpenDeel(Kop):
    """The JSON of the open part: who recorded it, and what took place."""

    gegevens: SerializeAsAny[Act]


_INSTANT = TypeAdapter(Instant)


def naam_en_versie(soort: str) -> str:
    """Give the stored name of an act: its name and the version of its shape today."""
    return f"{soort}/{ACTEN[soort].versie}"


def codeer(
    gebeurtenis: Gebeurtenis,
    regio: str,
    verdeeld: Mapping[Sleutelnaam, Velden] | None = None,
    sleutels: Mapping[Sleutelnaam, Datasleutel] | None = None,
    *,
    geimporteerd_op: datetime | None = None,
) -> OpgeslagenGebeurtenis:
    """Give what is stored of an act in the ledger of `regio`; `geimporteerd_op` takes the place of its own.

    Its confidential part comes divided (see `vertrouwelijk.verdeel`), with a key for each piece; raises
    `SleutelsNodig` when it does not.
    """
    naam = naam_en_versie(gebeurtenis.soort)
    vertrouwelijk: bytes | None = None
    if gebeurtenis.vertrouwelijk is not None:
        if verdeeld is None:
            raise SleutelsNodig
        plaats = Plaats(regio, gebeurtenis.casus, gebeurtenis.volgnummer, naam)
        vertrouwelijk = verzegeld(verdeeld, sleutels or {}, plaats)
    return OpgeslagenGebeurtenis(
        originator_id=gebeurtenis.casus,
        originator_version=gebeurtenis.volgnummer,
        topic=naam,
        state=open_deel(
            gebeurtenis.vastgelegd_door, geimporteerd_op or gebeurtenis.geimporteerd_op, gebeurtenis.gegevens
        ),
        regio=regio,
        gebeurd_op=gebeurtenis.gebeurd_op,
        vastgelegd_op=gebeurtenis.vastgelegd_op,
        vertrouwelijk=vertrouwelijk,
    )


def open_deel(door: Actor, geimporteerd_op: datetime | None, gegevens: Act) -> bytes:
    """Give the JSON of an open part, as `OpenDeel` does: put together, because making one takes longer."""
    moment = b"" if geimporteerd_op is None else b',"geimporteerdOp":' + _instant(geimporteerd_op)
    return b'{"vastgelegdDoor":%b%b,"gegevens":%b}' % (_json(door), moment, _json(gegevens))


def _json(deel: Deel) -> bytes:
    return deel.__pydantic_serializer__.to_json(deel, by_alias=True, exclude_none=True)


@lru_cache(maxsize=16)  # a file comes in at one moment
def _instant(moment: datetime) -> bytes:
    return _INSTANT.dump_json(moment)


def verzegeld(
    verdeeld: Mapping[Sleutelnaam, Velden], sleutels: Mapping[Sleutelnaam, Datasleutel], plaats: Plaats
) -> bytes:
    """Seal a confidential part, each piece with its key; raises `SleutelsNodig` for one without."""
    if not verdeeld.keys() <= sleutels.keys():
        raise SleutelsNodig
    return verzegel([(naam.klasse, sleutels[naam], velden) for naam, velden in verdeeld.items()], plaats)


_GEGEVENS = b',"gegevens":'  # as `open_deel` writes it; within a text a quote has a backslash before it


@lru_cache(maxsize=4096)  # the same few people record, on many casussen
def _kop(ruw: bytes) -> Kop:
    kop: Kop = Kop.__pydantic_validator__.validate_json(ruw, by_alias=True, by_name=False)
    return kop


@lru_cache(maxsize=256)
def _lezer(soort: str) -> TypeAdapter[OpenDeel]:
    model = create_model(f"{soort}OpenDeel", __base__=OpenDeel, gegevens=(ACTEN[soort], ...))
    return cast("TypeAdapter[OpenDeel]", TypeAdapter(model))


def _lees(act: type[Act], ruw: bytes) -> tuple[Kop, Act]:
    """Read an open part of this shape; raises `ValidationError`."""
    kop, _, gegevens = ruw.partition(_GEGEVENS)
    try:
        # head and rest apart, because the head was read before: half the time. What does not come apart like
        # this is read whole, and so is what is wrong
        gelezen: Act = act.__pydantic_validator__.validate_json(gegevens[:-1], by_alias=True, by_name=False)
        if gegevens.endswith(b"}"):
            return _kop(kop + b"}"), gelezen
    except ValidationError:
        pass
    deel = _lezer(act.__name__).validate_json(ruw, by_alias=True, by_name=False)
    return deel, deel.gegevens


def lees_open_deel(naam: str, ruw: bytes, acten: Mapping[str, type[Act]]) -> tuple[str, Kop, Act]:
    """Read the open part of one of `acten` by its stored name; raises `OnleesbareGebeurtenis`."""
    soort, _, versie_tekst = naam.partition("/")
    act = acten.get(soort)
    if act is None or not versie_tekst.isdecimal():
        raise OnleesbareGebeurtenis("onbekende naam")
    versie = int(versie_tekst)
    if versie > act.versie:
        raise OnleesbareGebeurtenis("versie uit de toekomst")
    try:
        if versie < act.versie:
            oud: dict[str, Any] = json.loads(ruw)
            nieuw = {**oud, "gegevens": opgehoogd(soort, versie, act.versie, oud["gegevens"])}
            ruw = json.dumps(nieuw).encode()
        return soort, *_lees(act, ruw)
    except (ValidationError, ValueError, KeyError, TypeError):
        # what pydantic found may quote what was stored, so it goes no further
        raise OnleesbareGebeurtenis("onleesbare inhoud") from None


def decodeer(
    opgeslagen: OpgeslagenGebeurtenis, geheimen: Geheimen | None = None, *, met_vertrouwelijk: bool = True
) -> Gebeurtenis:
    """Read an act back; raises `OnleesbareGebeurtenis` for one that this program cannot understand.

    `geheimen` are the keys of its confidential part. What was destroyed reads as `Verdwenen`, and so does
    what does not open: that is reported in the log, by place. Projections ask for `met_vertrouwelijk=False`:
    they never need the confidential part.
    """
    if opgeslagen.gebeurd_op is None or opgeslagen.vastgelegd_op is None:
        raise OnleesbareGebeurtenis("geen gebeurtenis van Zicht")
    soort, kop, gegevens = lees_open_deel(opgeslagen.topic, opgeslagen.state, CASUS_ACTEN)
    vertrouwelijk: VertrouwelijkDeel | None = None
    if met_vertrouwelijk and opgeslagen.vertrouwelijk is not None:
        vertrouwelijk = _lees_verzegeld(soort, gegevens, opgeslagen, geheimen)
    return Gebeurtenis.bouw(
        soort=soort,
        gebeurd_op=opgeslagen.gebeurd_op,
        gegevens=gegevens,
        vertrouwelijk=vertrouwelijk,
        casus=cast("UUID", opgeslagen.originator_id),
        volgnummer=opgeslagen.originator_version,
        versie=gegevens.versie,
        vastgelegd_op=opgeslagen.vastgelegd_op,
        vastgelegd_door=kop.vastgelegd_door,
        geimporteerd_op=kop.geimporteerd_op,
    )


def _lees_verzegeld(
    soort: str, act: Act, opgeslagen: OpgeslagenGebeurtenis, geheimen: Geheimen | None
) -> VertrouwelijkDeel:
    if geheimen is None:
        raise SleutelsNodig
    try:
        delen = lees_envelop(opgeslagen.vertrouwelijk or b"")
    except EnvelopOngeldig:
        return _meld(opgeslagen)
    over: list[Velden] = []
    weg: dict[Klasse, Verdwenen] = {}
    for een in delen:
        velden = _open(een, opgeslagen, geheimen)
        if isinstance(velden, Verdwenen):
            weg[een.klasse] = velden
        else:
            over.append(velden)
    samen = voeg_samen(over)
    if weg:
        return zonder(act, samen, weg, iets_over=bool(over))
    try:
        return lees_vertrouwelijk(soort, json.dumps(samen))
    except Geweigerd:
        raise OnleesbareGebeurtenis("onleesbaar vertrouwelijk deel") from None


def _open(deel: VerzegeldDeel, opgeslagen: OpgeslagenGebeurtenis, geheimen: Geheimen) -> Velden | Verdwenen:
    if deel.sleutel in geheimen and geheimen[deel.sleutel] is None:
        return VERNIETIGD
    geheim = geheimen.get(deel.sleutel)
    velden = None if geheim is None else deel.open(geheim, plaats_van(opgeslagen))
    return _meld(opgeslagen) if velden is None else velden


def _meld(opgeslagen: OpgeslagenGebeurtenis) -> Verdwenen:
    _log.error(
        "vertrouwelijk deel gaat niet open: casus %s volgnummer %s",
        opgeslagen.originator_id,
        opgeslagen.originator_version,
    )
    return ONLEESBAAR
