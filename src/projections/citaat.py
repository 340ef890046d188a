"""A citation of an answer: one line that a report can carry and that gives the same bytes again later.

It names case, T, K as a position in the ledger, and the agreements, and holds the digest of the answer. What
was known at a position never changes, so neither does the answer: not by later acts, not by corrections. A
citation whose digest no longer fits says that the rules or the agreements of the program have changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from ledger.acts.dossier import PersoonsgegevensVernietigd
from ledger.errors import Fout, Geweigerd
from ledger.gebeurtenis import Gebeurtenis
from projections.houder import houders_op
from projections.stuk import Baan, instant_als_tekst
from projections.tijdlijn import Tijdlijn

_VORM = re.compile(
    r"zicht1~(?P<casus>[0-9a-f-]{36})~(?P<op>\d{8}T\d{6}(?:\.\d{6})?Z)~(?P<positie>\d{1,18})"
    r"~(?P<afspraken>[A-Za-z0-9][A-Za-z0-9._-]{0,63})~(?P<hash>[0-9a-f]{32})"
)
_HEXCIJFERS = 32  # 128 bits: nobody finds a second answer with the same digest


@dataclass(frozen=True, slots=True)
class Citaat:
    """What a citation says: case, T (UTC), K as position, name of the agreements, digest of the answer."""

    casus: UUID
    op: datetime
    positie: int
    afspraken: str
    hash: str

    def __str__(self) -> str:
        moment = self.op.astimezone(UTC)
        breuk = f".{moment.microsecond:06d}" if moment.microsecond else ""
        op = f"{moment:%Y%m%dT%H%M%S}{breuk}Z"
        return f"zicht1~{self.casus}~{op}~{self.positie}~{self.afspraken}~{self.hash}"


def geen_citaat() -> Geweigerd:
    """Give the refusal of a text that is no citation."""
    return Geweigerd([Fout("citaat", "geen-citaat", "Dit is geen citaat van een antwoord van Zicht.")])


def lees_citaat(tekst: str) -> Citaat:
    """Read a citation; raises `Geweigerd` for a text that is none."""
    gevonden = _VORM.fullmatch(tekst.strip())
    if gevonden is None:
        raise geen_citaat()
    op_tekst = gevonden["op"]
    vorm = "%Y%m%dT%H%M%S.%fZ" if "." in op_tekst else "%Y%m%dT%H%M%SZ"
    try:
        op = datetime.strptime(op_tekst, vorm).replace(tzinfo=UTC)
        casus = UUID(gevonden["casus"])
    except ValueError:
        raise geen_citaat() from None
    return Citaat(casus, op, int(gevonden["positie"]), gevonden["afspraken"], gevonden["hash"])


def antwoord(
    casus: UUID, op: datetime, positie: int, afspraken: str, houders: Mapping[Baan, Any]
) -> dict[str, Any]:
    """Give the answer that is cited: who was responsible (`houders_op`) at `op` (UTC), up to `positie`."""
    return {
        "casus": str(casus),
        "op": instant_als_tekst(op),
        "positie": positie,
        "afspraken": afspraken,
        "verantwoordelijkheid": houders,
    }


_VAST = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def als_bytes(inhoud: dict[str, Any]) -> bytes:
    """Write an answer in its one canonical form: UTF-8 JSON, keys sorted, no spaces."""
    return _VAST.encode(inhoud).encode()


def citeer(casus: UUID, op: datetime, positie: int, tijdlijn: Tijdlijn) -> Citaat:
    """Give the citation of the answer on `op` (UTC) by the acts up to `positie`."""
    return citeer_houders(casus, op, positie, tijdlijn.afspraken.naam, houders_op(tijdlijn, op))


def citeer_houders(
    casus: UUID, op: datetime, positie: int, afspraken: str, houders: Mapping[Baan, Any]
) -> Citaat:
    """Give the same citation where it is known already who was responsible (`houders_op`)."""
    inhoud = als_bytes(antwoord(casus, op, positie, afspraken, houders))
    return Citaat(casus, op, positie, afspraken, hashlib.sha256(inhoud).hexdigest()[:_HEXCIJFERS])


@dataclass(frozen=True, slots=True)
class Herhaling:
    """The answer to a citation given again.

    `gelijk`: it has the digest of the citation. `gecorrigeerd_sinds` and `vernietigd_sinds` are later
    corrections and erasures, by volgnummer for one casus and by position across cases: the answer stands as
    what was known, and this is what came after it.
    """

    inhoud: bytes
    gelijk: bool
    gecorrigeerd_sinds: tuple[int, ...]
    vernietigd_sinds: tuple[int, ...]


def herhaal(citaat: Citaat, tijdlijn: Tijdlijn, later: list[Gebeurtenis]) -> Herhaling:
    """Give the answer again: `tijdlijn` is made of the acts up to the cited position, `later` came after."""
    houders = houders_op(tijdlijn, citaat.op)
    inhoud = als_bytes(antwoord(citaat.casus, citaat.op, citaat.positie, tijdlijn.afspraken.naam, houders))
    return Herhaling(
        inhoud,
        hashlib.sha256(inhoud).hexdigest()[:_HEXCIJFERS] == citaat.hash,
        tuple(g.volgnummer for g in later if g.soort == "GebeurtenisGecorrigeerd"),
        tuple(g.volgnummer for g in later if isinstance(g.gegevens, PersoonsgegevensVernietigd)),
    )
