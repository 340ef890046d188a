"""A citation of an answer across cases, or of a comparison: one line, and the same bytes again later.

`zicht2~question~parameters~position~digest`. The parameters are those of the question as they stand in its
query, T among them, without what has its ordinary value. K is the position, or an instant among the
parameters with the position beside it: what is imported later with an older moment of recording was not
known. A citation names casus, parties, codes and moments, and nothing of a person. For who was responsible
for one casus there is `citaat`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from projections.citaat import als_bytes, geen_citaat

_VORM = re.compile(
    r"zicht2~(?P<vraag>[a-z]+(?:[.-][a-z]+)*)~(?P<parameters>[A-Za-z0-9=&:._-]*)"
    r"~(?P<positie>\d{1,18})~(?P<hash>[0-9a-f]{32})"
)
_HEXCIJFERS = 32

BEGIN = "zicht2~"
"""How a citation of a question begins."""


@dataclass(frozen=True, slots=True)
class Vraagcitaat:
    """Which question (`termijnen`, `overzichten.binnen-termijn`), of what, K as position, and the digest."""

    vraag: str
    parameters: Mapping[str, str]
    positie: int
    hash: str

    def __str__(self) -> str:
        parameters = "&".join(f"{naam}={waarde}" for naam, waarde in sorted(self.parameters.items()))
        return f"{BEGIN}{self.vraag}~{parameters}~{self.positie}~{self.hash}"


def lees_vraagcitaat(tekst: str) -> Vraagcitaat:
    """Read a citation of a question; raises `Geweigerd` for any other text, also for another spelling."""
    gevonden = _VORM.fullmatch(tekst.strip())
    if gevonden is None:
        raise geen_citaat()
    paren = [paar.partition("=")[::2] for paar in gevonden["parameters"].split("&") if paar]
    citaat = Vraagcitaat(gevonden["vraag"], dict(paren), int(gevonden["positie"]), gevonden["hash"])
    if str(citaat) != tekst.strip():
        raise geen_citaat()
    return citaat


def vraag_als_bytes(
    vraag: str, parameters: Mapping[str, str], positie: int, inhoud: Mapping[str, Any]
) -> bytes:
    """Write the answer that is cited in its one form."""
    return als_bytes({"vraag": vraag, "parameters": dict(parameters), "positie": positie, **inhoud})


def citeer_vraag(
    vraag: str, parameters: Mapping[str, str], positie: int, inhoud: Mapping[str, Any]
) -> Vraagcitaat:
    """Give the citation of an answer; `inhoud` is what it says beside the question and K."""
    return Vraagcitaat(
        vraag, parameters, positie, digest(vraag_als_bytes(vraag, parameters, positie, inhoud))
    )


def digest(inhoud: bytes) -> str:
    """Give the digest that a citation holds: 128 bits."""
    return hashlib.sha256(inhoud).hexdigest()[:_HEXCIJFERS]
