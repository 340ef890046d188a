"""What an installation decides: every program reads it here, from variables that begin with `ZICHT_`.

`ZICHT_OMGEVING=productie` asks for more: a database of its own and somebody else's token issuer.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ledger.errors import ZichtError
from ledger.faults import fouten_uit
from ledger.store.embedded import standaard_map
from ledger.values import Id

ONTWIKKEL_ISSUER = "zicht-ontwikkeling"
"""The issuer of tokens that `zicht token` makes; never trusted in production."""


ONTWIKKEL_OORSPRONG = "zicht-ontwikkeling/grootboek"
"""The log of a machine for development; never sealed under that name in production."""


class OngeldigeInstellingen(ZichtError):
    """A setting is missing or cannot be used; names the variable, never its value."""


def _datamap() -> Path:
    return standaard_map(os.environ)


class Instellingen(BaseSettings):
    """The settings of one installation. Field `poort` is the variable `ZICHT_POORT`, and so on."""

    model_config = SettingsConfigDict(
        env_prefix="ZICHT_", frozen=True, extra="forbid", env_ignore_empty=True, hide_input_in_errors=True
    )

    omgeving: Literal["ontwikkeling", "productie"] = "ontwikkeling"
    data_dir: Path = Field(default_factory=_datamap)
    """where the embedded PostgreSQL and the development key live"""

    database_url: SecretStr | None = None
    """a PostgreSQL to use as the application's own role; without it the embedded one"""
    migratie_url: SecretStr | None = None
    """the same database for who may migrate: the owner, or a superuser the first time"""
    verbindingen: Annotated[int, Field(ge=2, le=200)] = 16
    """how many connections one server process may hold"""

    verzegelt: bool = True
    """whether the server also seals; not where `zicht verzegel` runs beside it"""
    zegel_oorsprong: str = ONTWIKKEL_OORSPRONG
    """what the log is called in its checkpoints, for ever, as zicht.example.nl/grootboek"""
    zegel_map: Path | None = None
    """where checkpoints and tiles are published; without it `zegel` below data_dir"""
    zegel_getuigen: Path | None = None
    """a file with the public keys of witnesses, one a line; what they cosign is put below the checkpoint"""
    zegel_sleutel: Path | None = None
    """the key that signs checkpoints, for the sealer only; without it a file below data_dir"""
    hoofdsleutel_bestand: Path | None = None
    """the file with the master keys of the confidential parts; by default `hoofdsleutels` in `data_dir` …"""
    hoofdsleutel_pkcs11_module: Path | None = None
    """… or the library of a hardware module that keeps them (PKCS#11) …"""
    hoofdsleutel_pkcs11_token: str = "zicht"  # noqa: S105 — the name of a token, no secret
    """… in the token with this label …"""
    hoofdsleutel_pkcs11_pin: SecretStr | None = None
    """… that opens with this PIN"""

    medewerker: Id | None = None
    """who is in the read log for what the command line shows; without it the number of the login"""

    afspraken_map: Path | None = None
    """a folder with sets of agreements of one's own, one TOML file each, beside those of Zicht"""
    bewaartermijnen_map: Path | None = None
    """a folder with retention periods of one's own, one TOML file each, before those of the law"""

    host: str = "127.0.0.1"
    poort: Annotated[int, Field(ge=0, le=65535)] = 8000
    publieke_url: str = ""
    """where others reach API and pages, without `/v1`; shown in the OpenAPI document"""
    wachttijd_s: Annotated[float, Field(gt=0, le=30)] = 3.0
    """how long a reader waits for a ledger position (vanafPositie), in seconds"""
    verzoek_bytes: Annotated[int, Field(ge=1024, le=64 * 1024 * 1024)] = 2 * 1024 * 1024
    """the largest body of a request"""
    verwerkingenregister: str = "urn:zicht:verwerking:"
    """where your register of processing activities is; the purpose of a request is put behind it"""
    verzoeken_per_minuut: Annotated[int, Field(ge=1, le=10_000_000)] = 3_000
    """how many requests one employee may send to one server process"""

    pseudoniem_sleutel: Path | None = None
    """the key of the names under which auditors see cases, to keep as long as they do; else in data_dir"""

    token_issuer: str = ONTWIKKEL_ISSUER
    token_audience: str = "zicht"  # noqa: S105 — a name that tokens carry, no secret
    token_speling_s: Annotated[int, Field(ge=0, le=300)] = 30
    """how far the clock of the issuer may be off, in seconds"""
    token_langst_s: Annotated[int, Field(ge=60, le=24 * 3600)] = 3600
    """the longest life of a token in production, in seconds (NL GOV: an hour)"""
    jwks_bestand: Path | None = None
    """the public keys of the issuer, as a file …"""
    jwks_url: str | None = None
    """… or as an address (https, or this machine itself)"""

    oidc_issuer: str | None = None
    """who tells the pages who somebody is (OpenID Connect); without it there are no pages in production"""
    oidc_client_id: str = "zicht"
    """the name under which that issuer knows us"""
    oidc_client_secret: SecretStr | None = None
    """our secret there; without it we are a public client, kept safe by PKCE alone"""
    sessie_uren: Annotated[int, Field(ge=1, le=24)] = 9
    """how long somebody stays logged in to the pages, in hours"""
    sessie_rust_minuten: Annotated[int, Field(ge=5, le=480)] = 60
    """after how many minutes without a request somebody has to log in again"""

    @property
    def pseudoniemen(self) -> Path:
        """Where the key of the pseudonyms is."""
        return self.pseudoniem_sleutel or self.data_dir / "pseudoniemsleutel"

    @property
    def ontwikkelt_zelf(self) -> bool:
        """Whether tokens come from our own development issuer: never in production, nor beside another."""
        return self.omgeving == "ontwikkeling" and self.jwks_bestand is None and self.jwks_url is None

    @property
    def toont_paginas(self) -> bool:
        """Whether there are pages: with an issuer of identities, or the made-up people of development."""
        return self.oidc_issuer is not None or self.ontwikkelt_zelf

    def keur(self) -> None:
        """Check what belongs together, for a program that serves; raises `OngeldigeInstellingen`."""
        if self.jwks_bestand is not None and self.jwks_url is not None:
            raise OngeldigeInstellingen("Geef ZICHT_JWKS_BESTAND of ZICHT_JWKS_URL, niet allebei.")
        self._keur_paginas()
        if self.hoofdsleutel_bestand is not None and self.hoofdsleutel_pkcs11_module is not None:
            raise OngeldigeInstellingen(
                "Geef ZICHT_HOOFDSLEUTEL_BESTAND of ZICHT_HOOFDSLEUTEL_PKCS11_MODULE, niet allebei."
            )
        if self.hoofdsleutel_pkcs11_module is not None and self.hoofdsleutel_pkcs11_pin is None:
            raise OngeldigeInstellingen("Bij PKCS#11 is ZICHT_HOOFDSLEUTEL_PKCS11_PIN verplicht.")
        if self.omgeving != "productie":
            return
        if self.jwks_bestand is None and self.jwks_url is None:
            raise OngeldigeInstellingen("In productie is ZICHT_JWKS_BESTAND of ZICHT_JWKS_URL verplicht.")
        if self.token_issuer == ONTWIKKEL_ISSUER:
            raise OngeldigeInstellingen("In productie is ZICHT_TOKEN_ISSUER verplicht.")
        if self.database_url is None:
            raise OngeldigeInstellingen("In productie is ZICHT_DATABASE_URL verplicht.")
        if self.zegel_oorsprong == ONTWIKKEL_OORSPRONG:
            raise OngeldigeInstellingen("In productie is ZICHT_ZEGEL_OORSPRONG verplicht.")
        if self.hoofdsleutel_bestand is None and self.hoofdsleutel_pkcs11_module is None:
            raise OngeldigeInstellingen(
                "In productie is ZICHT_HOOFDSLEUTEL_BESTAND of ZICHT_HOOFDSLEUTEL_PKCS11_MODULE verplicht."
            )

    def _keur_paginas(self) -> None:
        if self.oidc_issuer is None or self.omgeving != "productie":
            return
        for naam, adres in (
            ("ZICHT_OIDC_ISSUER", self.oidc_issuer),
            ("ZICHT_PUBLIEKE_URL", self.publieke_url),
        ):
            if not adres.startswith("https://"):
                raise OngeldigeInstellingen(
                    f"{naam} moet in productie met https:// beginnen, anders zijn er geen pagina's."
                )


def lees_instellingen(**gekozen: Any) -> Instellingen:
    """Read the settings from the environment; what is given by name wins over it, None leaves it.

    Raises `OngeldigeInstellingen` naming every variable that cannot be used. That includes variables that
    nobody knows: a mistyped ZICHT_OMGEVING must not start a production machine for development.
    """
    bekend = {f"ZICHT_{naam.upper()}" for naam in Instellingen.model_fields}
    onbekend = sorted(
        naam for naam in os.environ if naam.upper().startswith("ZICHT_") and naam.upper() not in bekend
    )
    zinnen = [f"{naam}: deze instelling is niet bekend." for naam in onbekend]
    try:
        instellingen = Instellingen(
            **{naam: waarde for naam, waarde in gekozen.items() if waarde is not None}
        )
    except ValidationError as error:
        zinnen += [f"ZICHT_{fout.veld.upper()}: {fout.melding}" for fout in fouten_uit(error)]
    else:
        if not zinnen:
            return instellingen
    raise OngeldigeInstellingen(" ".join(zinnen))
