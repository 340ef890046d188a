"""Acts around the melding and the people it is about (§3, §6.1; Wmo 2015 art. 5.3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from ledger.acts.base import Act, Klasse, PartijOfCode, Rol, VertrouwelijkDeel
from ledger.values import Bsn, Code, Datum, Deel, Id, Partij, Tekst


class Melder(Deel):
    """Who reported; `veilig-thuis` is a melding by Veilig Thuis itself (ambtshalve)."""

    soort: Literal["politie", "professional", "lokaal-team", "veilig-thuis", "particulier", "anders"]
    organisatie: Partij | None = None
    anoniem: bool


class MeldingAfspraken(Deel):
    """What was agreed with the melder (002)."""

    terugkoppeling: bool


class MeldingOntvangen(Act):
    """Veilig Thuis received a melding about this household; the first one opens the casus (§3, §6.3)."""

    melding: Id
    veilig_thuis: Id
    gemeente: Code
    melder: Melder
    kanaal: Literal["telefoon", "formulier", "corv", "anders"]
    vormen: tuple[Code, ...]
    acuut: bool | None = None
    afspraken: MeldingAfspraken | None = None

    class Vertrouwelijk(VertrouwelijkDeel):
        """Who the melder is, and what was told."""

        behalve: ClassVar[Mapping[str, Klasse]] = {"melder_gegevens": "melder"}

        melder_gegevens: Tekst | None = None
        omschrijving: Tekst | None = None


class InformatieIngewonnen(Act):
    """Verrijking: information was asked of a party (§6.1.4)."""

    bij: PartijOfCode
    melding: Id | None = None

    class Vertrouwelijk(VertrouwelijkDeel):
        """What the party told."""

        uitkomst: Tekst | None = None


class DeskundigeGeraadpleegd(Act):
    """An expert was consulted (bijlage 3)."""

    soort: Literal["vertrouwensarts", "gedragswetenschapper", "aandachtsfunctionaris", "anders"]

    class Vertrouwelijk(VertrouwelijkDeel):
        """The advice given."""

        advies: Tekst | None = None


class AfstemmingGehad(Act):
    """Parties aligned with one another (§3.d, §6.1.2)."""

    door: Partij
    met: tuple[Partij, ...]
    onderwerp: Code

    class Vertrouwelijk(VertrouwelijkDeel):
        """What was said."""

        verslag: Tekst | None = None


class Persoonsgegevens(VertrouwelijkDeel):
    """Personal data of one person; sealed under that person's own key."""

    klasse: ClassVar[Klasse] = "persoon"

    naam: Tekst | None = None
    geboortedatum: Datum | None = None
    bsn: Bsn | None = None
    adres: Tekst | None = None
    telefoon: Tekst | None = None
    email: Tekst | None = None


class DirectbetrokkeneGeregistreerd(Act):
    """A person concerned was recorded; they are told within four weeks (Wmo 5.3.1)."""

    persoon: Id
    rol: Rol

    class Vertrouwelijk(Persoonsgegevens):
        """Who the person is."""


class DirectbetrokkeneGewijzigd(Act):
    """What is recorded of a person changed."""

    persoon: Id
    rol: Rol | None = None

    class Vertrouwelijk(Persoonsgegevens):
        """The personal fields that changed."""


class WoonplaatsGewijzigd(Act):
    """A person (or without `persoon` the household) moved to a gemeente."""

    persoon: Id | None = None
    gemeente: Code
    per_datum: Datum

    class Vertrouwelijk(VertrouwelijkDeel):
        """The new address."""

        klasse: ClassVar[Klasse] = "persoon"

        adres: Tekst | None = None


class DirectbetrokkenenGeinformeerd(Act):
    """People concerned were told of the melding, the handover or the recording (§6.1.3; Wmo 5.3.1)."""

    door: Partij
    over: Literal["melding", "overdracht", "vastlegging"]
    wijze: Literal["brief", "telefoon", "gesprek"]
    personen: tuple[Id, ...] | None = None


class MelderGeinformeerd(Act):
    """The melder was told what followed (§6.1.5, §6.2.5)."""

    melding: Id
    na: Literal["beoordeling", "dienst", "overdracht"]
