"""What an answer showed, read from the answer itself: no route can forget to tell.

Looked for are the names of fields that hold a casus or a person. Inside a text a quote is escaped, so that
what somebody wrote is never taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.inzage.regel import Categorie, Getoond, uniek

_UUID = rb"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_IS = rb'"\s*:\s*'

_EEN_UUID = re.compile(_UUID)
_CASUS = re.compile(rb'"(?:casus|metCasus)' + _IS + rb'"(' + _UUID + rb')"')
_CASUSSEN = re.compile(rb'"(?:casussen|onleesbaar)' + _IS + rb"\[([^\]{}]*)\]")
# the id of a clientsysteem is the casus
_CLIENTSYSTEEM = re.compile(rb'"soort' + _IS + rb'"clientsysteem"\s*,\s*"id' + _IS + rb'"(' + _UUID + rb')"')
_BETROKKENE = re.compile(rb'"dpl\.core\.data_subject_id' + _IS + rb'"(' + _UUID + rb"):")
_PERSOON = re.compile(rb'"persoon' + _IS + rb'"([A-Za-z0-9._-]{1,64})"')
_PERSONEN = re.compile(rb'"(?:personen|voor)' + _IS + rb"\[([^\]{}]*)\]")
_NAAM = re.compile(rb'"([A-Za-z0-9._-]{1,64})"')
_POSITIE = re.compile(rb'"positie' + _IS + rb"(\d{1,18})")
_VERTROUWELIJK = re.compile(rb'"vertrouwelijk' + _IS + rb"\{")


@dataclass(frozen=True, slots=True)
class Antwoordlezer:
    """Reads answers of one kind: `categorieen` they show, `kennis` the field that says K."""

    categorieen: tuple[Categorie, ...]
    kennis: str

    def lees(self, inhoud: bytes, sinds: datetime) -> Getoond:
        """Say what is in this answer; a K from `sinds` (UTC) on is the present and no K."""
        bekend = _bekend(inhoud, self.kennis)
        positie = int(gevonden[1]) if (gevonden := _POSITIE.search(inhoud)) else None
        if isinstance(bekend, int) and positie is not None:
            positie = min(positie, bekend)
        extra: tuple[Categorie, ...] = ("vertrouwelijk",) if _VERTROUWELIJK.search(inhoud) else ()
        return Getoond(
            casussen=casussen_in(inhoud),
            personen=uniek([naam.decode() for naam in _personen(inhoud)]),
            categorieen=(*self.categorieen, *extra),
            positie=positie,
            bekend_op=bekend if isinstance(bekend, datetime) and bekend < sinds else None,
        )


def casussen_in(inhoud: bytes) -> tuple[UUID, ...]:
    """Every casus that is named in an answer of JSON, each once."""
    gevonden = [
        *_CASUS.findall(inhoud),
        *_CLIENTSYSTEEM.findall(inhoud),
        *_BETROKKENE.findall(inhoud),
        *(een for lijst in _CASUSSEN.findall(inhoud) for een in _EEN_UUID.findall(lijst)),
    ]
    return tuple(UUID(een) for een in uniek([een.decode().lower() for een in gevonden]))


def uuids_in(tekst: str) -> tuple[UUID, ...]:
    """Every UUID in a text, each once: for an address, and for an answer that is not JSON."""
    return tuple(
        UUID(een) for een in uniek([een.decode().lower() for een in _EEN_UUID.findall(tekst.encode())])
    )


def _personen(inhoud: bytes) -> Iterator[bytes]:
    yield from _PERSOON.findall(inhoud)
    for lijst in _PERSONEN.findall(inhoud):
        yield from _NAAM.findall(lijst)


def _bekend(inhoud: bytes, veld: str) -> datetime | int | None:
    gevonden = re.search(rb'"' + veld.encode() + _IS + rb'(?:(\d{1,18})|"([^"]{10,40})")', inhoud)
    if gevonden is None:
        return None
    if gevonden[1] is not None:
        return int(gevonden[1])
    try:
        return datetime.fromisoformat(gevonden[2].decode())
    except ValueError:
        return None
