"""The keys that tokens are judged by: a JWKS from a file or an address, or the key of our own issuer.

Public keys are kept for an hour. A token that names a key we do not have makes us look again, once in a while
and not more: whoever sends made-up key names must not make us hammer the issuer.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet, OKPKey, RSAKey

from ledger.errors import ZichtError
from ledger.settings import Instellingen, OngeldigeInstellingen

_log = logging.getLogger(__name__)

ONTWIKKELSLEUTEL = "ontwikkelsleutel.jwk"
_SOORTEN = ("RSA", "EC", "OKP")
_KLEINSTE_RSA = 2048
_GROOTSTE_JWKS = 1024 * 1024
_HAALTIJD_S = 5.0
_HOUDBAAR_S = 3600.0
_RUST_S = 10.0


class SleutelsOnbereikbaar(ZichtError):
    """The keys of the issuer cannot be had, so no token can be judged."""


def sleutelbos(instellingen: Instellingen) -> Sleutelbos:
    """Give the keys that these settings trust; raises `OngeldigeInstellingen`."""
    if instellingen.ontwikkelt_zelf:
        eigen = KeySet([ontwikkelsleutel(instellingen.data_dir)])
        return Sleutelbos(lambda: eigen)
    if instellingen.jwks_bestand is not None:
        bestand = instellingen.jwks_bestand
        return Sleutelbos(lambda: _uit_bestand(bestand))
    if instellingen.jwks_url is not None:
        url = _gekeurd(instellingen.jwks_url)
        return Sleutelbos(lambda: _van_url(url))
    raise OngeldigeInstellingen("ZICHT_JWKS_BESTAND of ZICHT_JWKS_URL is verplicht.")


class Sleutelbos:
    """Keys from `lees`, kept for a while; safe for many threads."""

    def __init__(self, lees: Callable[[], KeySet], *, seconden: Callable[[], float] = time.monotonic) -> None:
        self._lees = lees
        self._seconden = seconden
        self._slot = Lock()
        self._sleutels: KeySet | None = None
        self._gelezen = self._geprobeerd = float("-inf")

    @property
    def bij_de_hand(self) -> KeySet | None:
        """The keys when they are less than an hour old; None when they have to be read first."""
        return self._sleutels if self._seconden() - self._gelezen < _HOUDBAAR_S else None

    def geef(self) -> KeySet:
        """Give the keys, read again when they are an hour old; raises `SleutelsOnbereikbaar`."""
        sleutels = self.bij_de_hand
        return self.vernieuw() if sleutels is None else sleutels

    def vernieuw(self) -> KeySet:
        """Read the keys again, unless that was done a moment ago.

        When that fails the ones we have go on; raises `SleutelsOnbereikbaar` when there are none.
        """
        with self._slot:
            if self._seconden() - self._geprobeerd >= _RUST_S:
                self._geprobeerd = self._seconden()
                try:
                    self._sleutels = self._lees()
                    self._gelezen = self._geprobeerd
                except SleutelsOnbereikbaar as fout:
                    _log.warning("%s", fout)
            if self._sleutels is None:
                raise SleutelsOnbereikbaar("De sleutels van de tokenuitgever zijn niet te lezen.")
            return self._sleutels


def lees_jwks(tekst: str | bytes) -> KeySet:
    """Read the public keys that can sign; what we do not know or is too weak is left out.

    Raises `SleutelsOnbereikbaar` when this is no JWKS or nothing is left.
    """
    try:
        ruw = json.loads(tekst)["keys"]
        sleutels = [sleutel for jwk in ruw if (sleutel := _bruikbaar(jwk)) is not None]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SleutelsOnbereikbaar("De sleutels van de tokenuitgever zijn geen JWKS.") from None
    if not sleutels:
        raise SleutelsOnbereikbaar("De JWKS van de tokenuitgever heeft geen bruikbare sleutel.")
    return KeySet(sleutels)


def _bruikbaar(jwk: Any) -> Key | None:
    if not isinstance(jwk, dict) or jwk.get("kty") not in _SOORTEN or jwk.get("use", "sig") != "sig":
        return None
    try:
        sleutel = JWKRegistry.import_key(jwk)
        if isinstance(sleutel, RSAKey) and sleutel.public_key.key_size < _KLEINSTE_RSA:
            return None
    except (JoseError, ValueError, KeyError, TypeError):
        return None
    return sleutel


def _uit_bestand(bestand: Path) -> KeySet:
    try:
        return lees_jwks(bestand.read_bytes())
    except OSError as fout:
        raise SleutelsOnbereikbaar(
            f"De JWKS is niet te lezen uit ZICHT_JWKS_BESTAND ({fout.strerror})."
        ) from None


def _gekeurd(url: str) -> str:
    delen = urlsplit(url)
    hier = delen.hostname in {"localhost", "127.0.0.1", "::1"}
    if delen.scheme == "https" or (delen.scheme == "http" and hier):
        return url
    raise OngeldigeInstellingen("ZICHT_JWKS_URL moet met https beginnen.")


def _van_url(url: str) -> KeySet:
    try:
        with urlopen(  # noqa: S310 — checked above: https, or this machine
            Request(url, headers={"Accept": "application/json"}),  # noqa: S310 — the same address
            timeout=_HAALTIJD_S,
        ) as antwoord:
            _gekeurd(antwoord.url)  # also after a redirect
            return lees_jwks(antwoord.read(_GROOTSTE_JWKS))
    except (URLError, OSError, OngeldigeInstellingen) as fout:
        raise SleutelsOnbereikbaar(
            f"De JWKS is niet op te halen van ZICHT_JWKS_URL ({type(fout).__name__})."
        ) from None


def ontwikkelsleutel(data_dir: Path) -> OKPKey:
    """Give the private key of the development issuer; made the first time, readable by us alone.

    Raises `OngeldigeInstellingen` when the file cannot be used, or others can read it.
    """
    bestand = data_dir / ONTWIKKELSLEUTEL
    try:
        if not bestand.exists():
            _maak_ontwikkelsleutel(bestand)
        if bestand.stat().st_mode & 0o077:
            raise OngeldigeInstellingen(f"{bestand} is voor anderen leesbaar; geef het rechten 0600.")
        return OKPKey.import_key(json.loads(bestand.read_bytes()))
    except OSError as fout:
        raise OngeldigeInstellingen(f"{bestand}: {fout.strerror}.") from None
    except (ValueError, TypeError, KeyError, JoseError):
        raise OngeldigeInstellingen(
            f"{bestand} is geen sleutel; verwijder het, dan komt er een nieuwe."
        ) from None


def _maak_ontwikkelsleutel(bestand: Path) -> None:
    bestand.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sleutel = OKPKey.generate_key("Ed25519", auto_kid=True)
    eigen = bestand.with_name(f"{bestand.name}.{secrets.token_hex(8)}")
    beschrijving = os.open(eigen, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(beschrijving, "w") as uit:
            json.dump(sleutel.as_dict(private=True), uit)
        # a link and not a rename: when another program was first, its key is the key
        os.link(eigen, bestand)
    except FileExistsError:
        pass
    finally:
        eigen.unlink()
