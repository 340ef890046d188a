"""The trace that a request belongs to, as callers hand it on (W3C Trace Context: `traceparent`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TRACEPARENT = re.compile(
    r"(?P<versie>[0-9a-f]{2})-(?P<trace>[0-9a-f]{32})-(?P<ouder>[0-9a-f]{16})-[0-9a-f]{2}"
)
_NIETS = re.compile("0+")


@dataclass(frozen=True, slots=True)
class Spoor:
    """In hexadecimal: `trace` (16 bytes), our own `span` (8 bytes), and the caller's, if there was one."""

    trace: str
    span: str
    ouder_span: str | None = None


def lees_spoor(traceparent: str | None, *, nieuw: bytes) -> Spoor:
    """Follow the trace of the caller, or begin one; `nieuw` is 24 random bytes of our own.

    A header that cannot be understood begins a new trace, as the standard asks; it is no fault of a request.
    """
    span = nieuw[:8].hex()
    gevonden = _TRACEPARENT.fullmatch((traceparent or "").strip())
    geldig = gevonden is not None and gevonden["versie"] != "ff"
    if (
        gevonden is None
        or not geldig
        or _NIETS.fullmatch(gevonden["trace"])
        or _NIETS.fullmatch(gevonden["ouder"])
    ):
        return Spoor(nieuw[8:24].hex(), span)
    return Spoor(gevonden["trace"], span, gevonden["ouder"])
