"""Questions that somebody keeps: the address of a list or overview under a name, in the database.

They belong to an employee within an organisation, and hold nothing of a casus or a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID, uuid4

from psycopg_pool import ConnectionPool

from api.getoond import uuids_in
from api.identiteit import Identiteit
from ledger.store.connection import Verbinding
from ledger.store.errors import driverfouten

MEESTE = 50
"""How many questions somebody may keep."""

_LANGSTE = 700
_NAAM = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,39}", re.ASCII)
_PAD = re.compile(r"/(casussen|termijnen|signalen|werklijst|overzichten/[a-z-]{1,40})", re.ASCII)
_WAARDE = re.compile(r"[A-Za-z0-9:._-]{1,100}", re.ASCII)
_KEUZES = {
    "op", "bekendOp", "van", "tot", "uiterlijkVan", "uiterlijkTot", "partij", "status", "baan", "soort",
    "ernst", "code", "taak", "urgentie",
}  # fmt: skip
_PLAATS = {"cursor", "na", "pageSize", "limiet", "vanafPositie"}  # where in a list: begins anew when opened

_VAN_WIE = "medewerker = %(medewerker)s AND organisatie_soort = %(soort)s AND organisatie_id = %(id)s"
_LEES = "SELECT vraag, naam, adres FROM sessies.bewaarde_vragen WHERE <van wie> ORDER BY naam"
_BEWAAR = """
    INSERT INTO sessies.bewaarde_vragen
        (bewaard_op, vraag, medewerker, organisatie_soort, organisatie_id, naam, adres)
    SELECT %(nu)s, %(vraag)s, %(medewerker)s, %(soort)s, %(id)s, %(naam)s, %(adres)s
     WHERE (SELECT count(*) FROM sessies.bewaarde_vragen WHERE <van wie>) < %(meeste)s
    ON CONFLICT ON CONSTRAINT bewaarde_vragen_naam_key DO NOTHING
    RETURNING vraag
"""
_VERWIJDER = "DELETE FROM sessies.bewaarde_vragen WHERE vraag = %(vraag)s AND <van wie> RETURNING vraag"


@dataclass(frozen=True, slots=True)
class BewaardeVraag:
    """A question that is kept."""

    vraag: UUID
    naam: str
    adres: str


def is_naam(tekst: str) -> bool:
    """Whether this is a label: letters, digits, spaces and hyphens, forty at most."""
    return _NAAM.fullmatch(tekst) is not None


def adres_van(ruw: str) -> str | None:
    """Give the address to keep of a list or overview, from its beginning; None for any other.

    Only choices of ours are kept, and none that names a casus.
    """
    pad, _, vraag = ruw.partition("?")
    keuzes = [een for een in parse_qsl(vraag, keep_blank_values=True) if een[0] not in _PLAATS]
    goed = all(naam in _KEUZES and _WAARDE.fullmatch(waarde) for naam, waarde in keuzes)
    if _PAD.fullmatch(pad) is None or not goed:
        return None
    adres = f"{pad}?{urlencode(keuzes, safe=':')}" if keuzes else pad
    return None if len(adres) > _LANGSTE or uuids_in(adres) else adres


class BewaardeVragen:
    """The questions of everybody; each method raises the errors of the store."""

    def __init__(self, pool: ConnectionPool[Verbinding]) -> None:
        self._pool = pool

    def van(self, wie: Identiteit) -> list[BewaardeVraag]:
        """Give what this person keeps within this organisation, by name."""
        return [BewaardeVraag(*rij) for rij in self._vraag(_LEES, _wie(wie))]

    def bewaar(self, wie: Identiteit, naam: str, adres: str, nu: datetime) -> bool:
        """Keep a question; False when the name is taken or there are too many already."""
        waarden = {"naam": naam, "adres": adres, "nu": nu, "vraag": uuid4(), "meeste": MEESTE}
        return bool(self._vraag(_BEWAAR, _wie(wie) | waarden))

    def verwijder(self, wie: Identiteit, vraag: UUID) -> None:
        """Keep a question no longer; that of somebody else stays."""
        self._vraag(_VERWIJDER, _wie(wie) | {"vraag": vraag})

    def _vraag(self, vraag: str, waarden: Mapping[str, object]) -> list[tuple[Any, ...]]:
        with driverfouten(), self._pool.connection() as verbinding:
            return verbinding.execute(vraag.replace("<van wie>", _VAN_WIE).encode(), waarden).fetchall()


def _wie(wie: Identiteit) -> dict[str, object]:
    return {"medewerker": wie.medewerker, "soort": wie.organisatie.soort, "id": wie.organisatie.id}
