"""Between a recorded act and what is stored of it: plain JSON under a stored name and version.

Nothing stored depends on a Python path: `OverdrachtVerstuurd/1` stays readable when classes move. Casus,
volgnummer and both moments stand in columns of their own and are not repeated in the JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from pydantic import SerializeAsAny, TypeAdapter, ValidationError, create_model

from ledger.acts import ACTEN, CASUS_ACTEN, Act
from ledger.acts.base import VertrouwelijkDeel
from ledger.errors import Geweigerd, OnleesbareGebeurtenis
from ledger.gebeurtenis import Gebeurtenis, lees_vertrouwelijk
from ledger.store.records import OpgeslagenGebeurtenis
from ledger.store.upcasters import opgehoogd
from ledger.values import Actor, Deel, Instant


class OpenDeel(Deel):
    """The JSON of the open part: who recorded it, and what took place."""

    vastgelegd_door: Actor
    geimporteerd_op: Instant | None = None
    gegevens: SerializeAsAny[Act]


def naam_en_versie(soort: str) -> str:
    """Give the stored name of an act: its name and the version of its shape today."""
    return f"{soort}/{ACTEN[soort].versie}"


def codeer(gebeurtenis: Gebeurtenis, regio: str) -> OpgeslagenGebeurtenis:
    """Give what is stored of an act in the ledger of `regio`."""
    deel = OpenDeel.model_construct(
        vastgelegd_door=gebeurtenis.vastgelegd_door,
        geimporteerd_op=gebeurtenis.geimporteerd_op,
        gegevens=gebeurtenis.gegevens,
    )
    vertrouwelijk = gebeurtenis.vertrouwelijk
    return OpgeslagenGebeurtenis(
        originator_id=gebeurtenis.casus,
        originator_version=gebeurtenis.volgnummer,
        topic=naam_en_versie(gebeurtenis.soort),
        state=deel.model_dump_json(exclude_none=True).encode(),
        regio=regio,
        gebeurd_op=gebeurtenis.gebeurd_op,
        vastgelegd_op=gebeurtenis.vastgelegd_op,
        vertrouwelijk=None
        if vertrouwelijk is None
        else vertrouwelijk.model_dump_json(exclude_none=True).encode(),
    )


@lru_cache(maxsize=256)
def _lezer(soort: str) -> TypeAdapter[OpenDeel]:
    model = create_model(f"{soort}OpenDeel", __base__=OpenDeel, gegevens=(ACTEN[soort], ...))
    return cast("TypeAdapter[OpenDeel]", TypeAdapter(model))


def lees_open_deel(naam: str, ruw: bytes, acten: Mapping[str, type[Act]]) -> tuple[str, OpenDeel]:
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
        return soort, _lezer(soort).validate_json(ruw, by_alias=True, by_name=False)
    except (ValidationError, ValueError, KeyError, TypeError):
        # what pydantic found may quote what was stored, so it goes no further
        raise OnleesbareGebeurtenis("onleesbare inhoud") from None


def decodeer(opgeslagen: OpgeslagenGebeurtenis, *, met_vertrouwelijk: bool = True) -> Gebeurtenis:
    """Read an act back; raises `OnleesbareGebeurtenis` for one that this program cannot understand.

    Projections ask for `met_vertrouwelijk=False`: they never need the confidential part.
    """
    if opgeslagen.gebeurd_op is None or opgeslagen.vastgelegd_op is None:
        raise OnleesbareGebeurtenis("geen gebeurtenis van Zicht")
    soort, deel = lees_open_deel(opgeslagen.topic, opgeslagen.state, CASUS_ACTEN)
    vertrouwelijk: VertrouwelijkDeel | None = None
    if met_vertrouwelijk and opgeslagen.vertrouwelijk is not None:
        try:
            vertrouwelijk = lees_vertrouwelijk(soort, opgeslagen.vertrouwelijk)
        except Geweigerd:
            raise OnleesbareGebeurtenis("onleesbaar vertrouwelijk deel") from None
    return Gebeurtenis.model_construct(
        soort=soort,
        gebeurd_op=opgeslagen.gebeurd_op,
        gegevens=deel.gegevens,
        vertrouwelijk=vertrouwelijk,
        casus=cast("UUID", opgeslagen.originator_id),
        volgnummer=opgeslagen.originator_version,
        versie=CASUS_ACTEN[soort].versie,
        vastgelegd_op=opgeslagen.vastgelegd_op,
        vastgelegd_door=deel.vastgelegd_door,
        geimporteerd_op=deel.geimporteerd_op,
    )
