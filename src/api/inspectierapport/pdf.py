"""From what a report says to a PDF that can be archived and read aloud: PDF/A-2a and PDF/UA-1 in one file.

The same content gives the same bytes: no clock, no fonts of the machine, nothing fetched. Texts go in as data
and are never read as markup.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from threading import BoundedSemaphore
from typing import Any

import typst

from api.inspectierapport.gegevens import Rapportgegevens
from api.inspectierapport.inhoud import Zegel, maak_inhoud

_SJABLOON = (resources.files(__package__) / "rapport.typ").read_bytes()

# Setting a report takes the better part of a second of one core: the server has other things to do too.
_TEGELIJK = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Rapport:
    """The file, and the SHA-256 by which it can be known again."""

    inhoud: bytes
    sha256: bytes

    @property
    def kop(self) -> str:
        """The digest as the header `Repr-Digest` writes it (RFC 9530)."""
        return f"sha-256=:{b64encode(self.sha256).decode()}:"


def maak_rapport(gegevens: Rapportgegevens, zegel: Zegel | None = None) -> Rapport:
    """Make the report; raises `Geweigerd` for a stored correction that cannot be read."""
    return zet(maak_inhoud(gegevens, zegel), gegevens.positie, gegevens.laatst_vastgelegd)


def zet(inhoud: Mapping[str, Any], positie: int, datum: datetime) -> Rapport:
    """Set the content as a PDF dated `datum` (UTC)."""
    heel = datum.replace(microsecond=0)
    data = {**inhoud, "positie": str(positie), "datum": heel.timetuple()[:6]}
    with _TEGELIJK:
        pdf = typst.compile(
            _SJABLOON,
            ignore_system_fonts=True,
            pdf_standards=["a-2a", "ua-1"],
            sys_inputs={"rapport": json.dumps(data, ensure_ascii=False)},
            timestamp=int(heel.timestamp()),
        )
    return Rapport(pdf, hashlib.sha256(pdf).digest())
