"""Style sheets, scripts and fonts: each under an address that holds the digest of its content.

So a browser may keep it for ever, and a new version has a new address.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter, Response

from api.http.problems import NietGevonden

router = APIRouter()

PAD = "/statisch"
_SOORTEN = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "ttf": "font/ttf",
    "svg": "image/svg+xml",
}
_VERWIJZING = re.compile(r'url\("([^"]+)"\)')
_EEUWIG = {"Cache-Control": "public, max-age=31536000, immutable"}
_HEXCIJFERS = 16


@lru_cache(maxsize=1)
def _alle() -> dict[str, tuple[str, bytes, str]]:
    """Give by name: the name with its digest, the content, and the media type."""
    alle: dict[str, tuple[str, bytes, str]] = {}
    gevonden = sorted(_onder(files("api.pages") / "statisch", ""))
    # fonts before the sheets that name them: an address in a sheet has a digest too
    for naam, bestand in sorted(gevonden, key=lambda een: een[0].endswith(".css")):
        soort = naam.rpartition(".")[2]
        if soort not in _SOORTEN:
            continue  # a licence, for who reads the source
        inhoud = bestand.read_bytes()
        if soort == "css":
            inhoud = _VERWIJZING.sub(
                lambda treffer: f'url("{PAD}/{alle[treffer[1]][0]}")', inhoud.decode()
            ).encode()
        hash_ = hashlib.sha256(inhoud).hexdigest()[:_HEXCIJFERS]
        stam = naam.rpartition("/")[2].removesuffix(f".{soort}")
        alle[naam] = (f"{stam}.{hash_}.{soort}", inhoud, _SOORTEN[soort])
    return alle


def _onder(map_: Traversable, voor: str) -> list[tuple[str, Traversable]]:
    gevonden: list[tuple[str, Traversable]] = []
    for een in map_.iterdir():
        gevonden += _onder(een, f"{voor}{een.name}/") if een.is_dir() else [(f"{voor}{een.name}", een)]
    return gevonden


@lru_cache(maxsize=1)
def _op_adres() -> dict[str, tuple[bytes, str]]:
    return {adres: (inhoud, soort) for adres, inhoud, soort in _alle().values()}


def adres(naam: str) -> str:
    """Give the address of a file under `statisch/`, by its name there; raises `KeyError`."""
    return f"{PAD}/{_alle()[naam][0]}"


@router.get(PAD + "/{bestand}", include_in_schema=False)
def geef_bestand(bestand: str) -> Response:
    """Give a file, to be kept for ever; open to all, for the login page has style too."""
    if (gevonden := _op_adres().get(bestand)) is None:
        raise NietGevonden("niet-gevonden", "Dit adres bestaat niet.")
    inhoud, soort = gevonden
    return Response(inhoud, headers=_EEUWIG, media_type=soort)
