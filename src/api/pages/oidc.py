"""Login by OpenID Connect: the code flow with PKCE, as a client of the issuer in the settings.

The browser carries a code there and back and never a token. We believe an ID token that is signed by a key of
the issuer, meant for us, fresh, and the answer to this very attempt (nonce). From its claims we read what the
tokens of the API carry too: `sub`, `organisatie`, `rol`, `mandaat` and `doel`.
"""

from __future__ import annotations

import hmac
import logging
import secrets
import time
from collections.abc import Mapping
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from pydantic import ValidationError

from api.identiteit import Identiteit
from api.pages.sessies import Poging
from api.sleutels import Sleutelbos, SleutelsOnbereikbaar, lees_jwks
from api.tokens import ALGORITMES, identiteit_uit
from ledger.clock import Klok
from ledger.errors import ZichtError
from ledger.settings import Instellingen

_log = logging.getLogger(__name__)

_GEDULD_S = 5.0
_HOUDBAAR_S = 3600.0
_GROOTSTE_TOKEN = 16384
_HANDTEKENINGEN = JWSRegistry(
    algorithms=[naam for naam in ALGORITMES if naam != "EdDSA"], strict_check_header=False
)


class InloggenMislukt(ZichtError):
    """The issuer did not say who this is, or cannot be believed; on purpose it does not say why."""

    def __init__(self) -> None:
        super().__init__("Inloggen is niet gelukt. Probeer het opnieuw.")


class Aanmelder:
    """Our side of the conversation with the issuer in these settings, at the time of `klok`."""

    def __init__(self, instellingen: Instellingen, klok: Klok) -> None:
        if instellingen.oidc_issuer is None:
            raise AssertionError("without an issuer there is nobody to ask")
        self._issuer = instellingen.oidc_issuer.rstrip("/")
        self._instellingen = instellingen
        self._slot = Lock()
        self._gevonden: Mapping[str, Any] | None = None
        self._gelezen = float("-inf")
        self._sleutels = Sleutelbos(self._haal_sleutels)
        self._eisen = jwt.JWTClaimsRegistry(
            now=lambda: int(klok.nu().timestamp()),
            leeway=instellingen.token_speling_s,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": instellingen.oidc_client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
        )

    def begin(self, terug: str, antwoordadres: str) -> tuple[str, Poging]:
        """Give where to send the browser, and what must come back; raises `SleutelsOnbereikbaar`."""
        gevonden = self._ontdek()
        nonce, verificatie = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        with self._client(antwoordadres) as client:
            adres, staat = client.create_authorization_url(
                gevonden["authorization_endpoint"], nonce=nonce, code_verifier=verificatie
            )
        return adres, Poging(staat, nonce, verificatie, terug)

    def voltooi(self, poging: Poging, antwoord: Mapping[str, str], antwoordadres: str) -> Identiteit:
        """Change the code for an ID token and give who it is; raises `InloggenMislukt`."""
        if not hmac.compare_digest(antwoord.get("state", "").encode(), poging.staat.encode()):
            raise InloggenMislukt
        # RFC 9207: an issuer that says who it is must be ours, or two could be played against each other
        if antwoord.get("iss", self._issuer).rstrip("/") != self._issuer or not antwoord.get("code"):
            raise InloggenMislukt
        try:
            with self._client(antwoordadres) as client:
                tokens = client.fetch_token(
                    self._ontdek()["token_endpoint"],
                    grant_type="authorization_code",
                    code=antwoord["code"],
                    code_verifier=poging.verificatie,
                )
            return self._geloof(str(tokens["id_token"]), poging)
        except (
            AuthlibBaseError,
            httpx2.HTTPError,
            JoseError,
            ValidationError,
            ValueError,
            TypeError,
            KeyError,
        ) as fout:
            _log.warning("inloggen mislukt: %s", type(fout).__name__)
            raise InloggenMislukt from None

    def _client(self, antwoordadres: str) -> OAuth2Client:
        geheim = self._instellingen.oidc_client_secret
        return OAuth2Client(
            self._instellingen.oidc_client_id,
            None if geheim is None else geheim.get_secret_value(),
            token_endpoint_auth_method="none" if geheim is None else "client_secret_basic",
            scope="openid",
            redirect_uri=antwoordadres,
            code_challenge_method="S256",
            timeout=_GEDULD_S,
            follow_redirects=False,
        )

    def _geloof(self, id_token: str, poging: Poging) -> Identiteit:
        if len(id_token) > _GROOTSTE_TOKEN:
            raise ValueError("too large for a token")
        try:
            gelezen = jwt.decode(id_token, self._sleutels.geef(), registry=_HANDTEKENINGEN)
        except InvalidKeyIdError:
            gelezen = jwt.decode(id_token, self._sleutels.vernieuw(), registry=_HANDTEKENINGEN)
        self._eisen.validate(gelezen.claims)
        claims = gelezen.claims
        if not hmac.compare_digest(str(claims["nonce"]).encode(), poging.nonce.encode()):
            raise ValueError("the answer to another attempt")
        if claims.get("azp", self._instellingen.oidc_client_id) != self._instellingen.oidc_client_id:
            raise ValueError("meant for another client")
        return identiteit_uit(claims)

    def _ontdek(self) -> Mapping[str, Any]:
        """Give what the issuer says of itself (OpenID Connect Discovery), read again after an hour."""
        with self._slot:
            if self._gevonden is not None and time.monotonic() - self._gelezen < _HOUDBAAR_S:
                return self._gevonden
            gevonden = self._haal(f"{self._issuer}/.well-known/openid-configuration").json()
            if not isinstance(gevonden, dict) or gevonden.get("issuer", "").rstrip("/") != self._issuer:
                raise SleutelsOnbereikbaar(
                    "De tokenuitgever zegt niet dat hij de uitgever in ZICHT_OIDC_ISSUER is."
                )
            for naam in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                _keur(str(gevonden.get(naam, "")))
            self._gevonden, self._gelezen = gevonden, time.monotonic()
            return gevonden

    def _haal_sleutels(self) -> KeySet:
        return lees_jwks(self._haal(str(self._ontdek()["jwks_uri"])).content)

    def _haal(self, adres: str) -> httpx2.Response:
        _keur(adres)
        try:
            antwoord = httpx2.get(adres, timeout=_GEDULD_S, follow_redirects=False)
            antwoord.raise_for_status()
        except httpx2.HTTPError as fout:
            raise SleutelsOnbereikbaar(
                f"De tokenuitgever is niet bereikbaar ({type(fout).__name__})."
            ) from None
        return antwoord


def _keur(adres: str) -> None:
    """Refuse an address at which somebody on the way could answer in the issuer's place."""
    delen = urlsplit(adres)
    hier = delen.hostname in {"localhost", "127.0.0.1", "::1"}
    if not (delen.scheme == "https" or (delen.scheme == "http" and hier)):
        raise SleutelsOnbereikbaar("De tokenuitgever noemt een adres zonder https.")
