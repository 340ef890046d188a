"""Who is asking: from a bearer token (JWT) to the actor, and for development the other way round.

A token is believed when it is signed by a known key with a listed asymmetric algorithm, comes from our
issuer, is meant for us, and is valid now. The claims that we read: `sub` (the employee's pseudonym),
`organisatie` (`{"soort", "id"}`), `rol`, and where there is one `mandaat` (`{"regios", "begin", "einde",
"kenmerk"}`) and `doel` (why, as a code).

Of the NL GOV profiles for OAuth and OpenID Connect, what bears on a resource server: signed with a public
key, `iss`, `aud` and `exp` checked by name; in production also `iat` and `jti`, and no longer life than
ZICHT_TOKEN_LANGST_S. A token that is bound to a key or certificate of its sender (`cnf`) is refused, because
we cannot see that it is in the right hands; so is an ID token, which is for a client and not for us.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwa import JWSAlgModel
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from pydantic import TypeAdapter, ValidationError

from api.identiteit import Identiteit, Mandaat
from api.sleutels import Sleutelbos, ontwikkelsleutel, sleutelbos
from ledger.clock import Klok
from ledger.errors import ZichtError
from ledger.settings import Instellingen
from ledger.store.geheugen import Geheugen
from ledger.values import Actor, Code

ALGORITMES = ("Ed25519", "EdDSA", "ES256", "PS256", "RS256")
_SOORTEN = (None, "jwt", "at+jwt", "application/at+jwt")
_GROOTSTE_TOKEN = 8192
ONTHOUDEN = 1_000
"""How many tokens are remembered as they were read."""
_VAN_EEN_ID_TOKEN = ("nonce", "at_hash", "c_hash")
_TIJDEN = frozenset({"exp", "iat", "nbf"})  # the claims that are true at one moment and not at another
_DOEL: TypeAdapter[str] = TypeAdapter(Code)
GELDIG = timedelta(hours=8)
"""How long a token of the development issuer lasts: a working day."""


class TokenOngeldig(ZichtError):
    """No token, or one that is not believed; on purpose it does not say why."""

    def __init__(self) -> None:
        super().__init__("Dit verzoek heeft een geldig token nodig.")


class TokenuitgifteGeweigerd(ZichtError):
    """The development issuer does not work here."""

    def __init__(self) -> None:
        super().__init__(
            "Zicht maakt alleen tokens in ontwikkeling, zonder ZICHT_JWKS_BESTAND of ZICHT_JWKS_URL; "
            "in productie komen ze van de eigen tokenuitgever."
        )


class _Handtekeningen(JWSRegistry):
    """The listed algorithms; `EdDSA` is the older name under which issuers sign with Ed25519."""

    def get_alg(self, name: str) -> JWSAlgModel:
        return super().get_alg("Ed25519" if name == "EdDSA" else name)


_HANDTEKENINGEN = _Handtekeningen(algorithms=ALGORITMES, strict_check_header=False)


@dataclass(frozen=True, slots=True)
class _Geloofd:
    """What is kept of a token that was examined; that it is valid now is looked at each time."""

    sleutels: KeySet
    tijden: dict[str, Any]
    identiteit: Identiteit


class Tokenlezer:
    """Judges tokens by these settings, at the time of `klok`."""

    def __init__(self, instellingen: Instellingen, klok: Klok, sleutels: Sleutelbos | None = None) -> None:
        self._sleutels = sleutels or sleutelbos(instellingen)
        self._geloofd: Geheugen[bytes, _Geloofd] = Geheugen(ONTHOUDEN)
        productie = instellingen.omgeving == "productie"
        self._langst_s = instellingen.token_langst_s if productie else None
        speling = instellingen.token_speling_s
        self._tijdseisen = jwt.JWTClaimsRegistry(now=lambda: int(klok.nu().timestamp()), leeway=speling)
        self._eisen = jwt.JWTClaimsRegistry(
            now=lambda: int(klok.nu().timestamp()),
            leeway=speling,
            iss={"essential": True, "value": instellingen.token_issuer},
            aud={"essential": True, "value": instellingen.token_audience},
            exp={"essential": True},
            sub={"essential": True},
            iat={"essential": productie},
            jti={"essential": productie},
        )

    def herken(self, token: str) -> Identiteit | None:
        """Give who this token is, without waiting for anything; None when that needs `lees`.

        Raises `TokenOngeldig` for one that was believed once and is valid no longer.
        """
        onthouden = self._onthouden(token, self._sleutels.bij_de_hand)
        return None if onthouden is None else self._nog_geldig(onthouden)

    def lees(self, token: str) -> Identiteit:
        """Give who this token is; raises `TokenOngeldig`, or `SleutelsOnbereikbaar` when it cannot tell."""
        if len(token) > _GROOTSTE_TOKEN or not token.isascii():
            raise TokenOngeldig
        sleutels = self._sleutels.geef()
        try:
            return self._nog_geldig(self._onthouden(token, sleutels) or self._onderzoek(token, sleutels))
        # the library lets some broken input through as an error of Python
        except (JoseError, ValidationError, ValueError, TypeError, KeyError, AttributeError):
            raise TokenOngeldig from None

    def _onthouden(self, token: str, sleutels: KeySet | None) -> _Geloofd | None:
        """Give what is kept of a token that was examined before with the very same keys."""
        onthouden = self._geloofd.geef(naam_van(token))
        return onthouden if onthouden is not None and onthouden.sleutels is sleutels else None

    def _onderzoek(self, token: str, sleutels: KeySet) -> _Geloofd:
        """Check the signature and all that does not change with time; for an unknown key look for it."""
        try:
            gelezen = _ontcijfer(token, sleutels)
        except InvalidKeyIdError:
            sleutels = self._sleutels.vernieuw()
            gelezen = _ontcijfer(token, sleutels)
        self._eisen.validate(gelezen.claims)
        self._keur(gelezen)
        tijden = {naam: waarde for naam, waarde in gelezen.claims.items() if naam in _TIJDEN}
        geloofd = _Geloofd(sleutels, tijden, identiteit_uit(gelezen.claims))
        self._geloofd.onthoud(naam_van(token), geloofd)
        return geloofd

    def _nog_geldig(self, geloofd: _Geloofd) -> Identiteit:
        try:
            self._tijdseisen.validate(geloofd.tijden)
        except JoseError:
            raise TokenOngeldig from None
        return geloofd.identiteit

    def _keur(self, token: jwt.Token) -> None:
        """Refuse a token of another kind, one that lives too long, and one that is bound to its sender."""
        soort = token.header.get("typ")
        claims = token.claims
        te_lang = self._langst_s is not None and claims["exp"] - claims["iat"] > self._langst_s
        if (
            (soort if soort is None else str(soort).lower()) not in _SOORTEN
            or te_lang
            or "cnf" in claims
            or any(naam in claims for naam in _VAN_EEN_ID_TOKEN)
        ):
            raise TokenOngeldig


def naam_van(token: str) -> bytes:
    """Name a token to remember it by: what is believed elsewhere too is not kept itself."""
    return sha256(token.encode()).digest()


def _ontcijfer(token: str, sleutels: KeySet) -> jwt.Token:
    return jwt.decode(token, sleutels, registry=_HANDTEKENINGEN)


def identiteit_uit(claims: dict[str, Any]) -> Identiteit:
    """Read who it is from claims that are believed; raises `ValidationError`, `KeyError`."""
    actor = Actor.model_validate(
        {"medewerker": claims["sub"], "organisatie": claims["organisatie"], "rol": claims["rol"]}
    )
    mandaat, doel = claims.get("mandaat"), claims.get("doel")
    return Identiteit(
        actor,
        None if mandaat is None else Mandaat.model_validate(mandaat),
        None if doel is None else _DOEL.validate_python(doel, strict=True),
    )


def maak_ontwikkeltoken(  # noqa: PLR0913 — what is in a token
    instellingen: Instellingen,
    actor: Actor,
    klok: Klok,
    geldig: timedelta = GELDIG,
    *,
    mandaat: Mandaat | None = None,
    doel: str | None = None,
) -> str:
    """Make a token for trying things out; raises `TokenuitgifteGeweigerd` in production."""
    if not instellingen.ontwikkelt_zelf:
        raise TokenuitgifteGeweigerd
    sleutel = ontwikkelsleutel(instellingen.data_dir)
    nu = int(klok.nu().timestamp())
    claims = {
        "iss": instellingen.token_issuer,
        "aud": instellingen.token_audience,
        "iat": nu,
        "exp": nu + int(geldig.total_seconds()),
        "sub": actor.medewerker,
        "organisatie": actor.organisatie.model_dump(),
        "rol": actor.rol,
        "jti": str(uuid4()),
        **({} if mandaat is None else {"mandaat": mandaat.model_dump(mode="json")}),
        **({} if doel is None else {"doel": doel}),
    }
    return jwt.encode(
        {"alg": "Ed25519", "kid": sleutel.kid, "typ": "at+jwt"}, claims, sleutel, registry=_HANDTEKENINGEN
    )
