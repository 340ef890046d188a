"""Acts on the way back to Veilig Thuis, of coercion and of disagreement (§6.1.6, §6.3, §6.4, §6.5)."""

from __future__ import annotations

from typing import Literal

from ledger.acts.base import Act, PartijOfCode, VertrouwelijkDeel
from ledger.values import Datum, Id, Partij, Tekst

VerzoekBij = Literal["jeugdbeschermingstafel", "raad", "politie"]


class TerugkoppelingOntvangen(Act):
    """A lokaal team reported back by the form of bijlage 6 (§6.1.6); it moves no zicht by itself."""

    door: Partij
    redenen: tuple[
        Literal["geen-contact", "geen-hulpvraag", "geen-veiligheidsafspraken", "zorgen-groter"], ...
    ]
    pogingen: tuple[Literal["telefoon", "brief", "huisbezoek"], ...] = ()
    overdrachtsvraag_beantwoord: bool | None = None
    casusnummer: Id | None = None
    ontvangstdatum_zvh: Datum | None = None

    class Vertrouwelijk(VertrouwelijkDeel):
        """The written fields of the form."""

        toelichting: Tekst | None = None
        geprobeerd: Tekst | None = None
        stappen_eigen_organisatie: Tekst | None = None
        verwachting: Tekst | None = None
        contactgegevens: Tekst | None = None


class TerugkoppelingGewogen(Act):
    """Veilig Thuis weighed whether it is needed again (§6.1.6)."""

    betrokkenheid_nodig: bool

    class Vertrouwelijk(VertrouwelijkDeel):
        """The weighing."""

        afweging: Tekst | None = None


class TerugmeldingOntvangen(Act):
    """A lokaal team came back while Veilig Thuis monitors (§6.3)."""

    door: Partij
    redenen: tuple[Literal["hulp-niet-langer-gewenst", "veiligheid-niet-hersteld"], ...]

    class Vertrouwelijk(VertrouwelijkDeel):
        """What was told."""

        toelichting: Tekst | None = None


class OndersteuningGeboden(Act):
    """Veilig Thuis supported the party that holds zicht (§6.3)."""

    aan: Partij
    vorm: Literal["casusoverleg", "gezamenlijk-gesprek", "netwerkgesprek", "anders"]

    class Vertrouwelijk(VertrouwelijkDeel):
        """What was done."""

        verslag: Tekst | None = None


class VerzoekTotOnderzoekIngediend(Act):
    """A party asked for a coercive inquiry (§6.4)."""

    door: Partij
    bij: VerzoekBij

    class Vertrouwelijk(VertrouwelijkDeel):
        """The grounds."""

        onderbouwing: Tekst | None = None


class VerzoekBeantwoord(Act):
    """The request for an inquiry was answered (§6.4)."""

    bij: VerzoekBij
    uitkomst: Literal["onderzoek", "afgewezen", "maatregel"]

    class Vertrouwelijk(VertrouwelijkDeel):
        """What was answered."""

        toelichting: Tekst | None = None


class DwangmaatregelIngezet(Act):
    """A coercive measure was taken (§6.3)."""

    door: PartijOfCode
    maatregel: Literal["huisverbod", "strafrechtelijk", "bewindvoering", "ondertoezichtstelling", "anders"]
    tot: Datum | None = None


class OpschalingGestart(Act):
    """Parties that disagree took it to a higher level (§6.5)."""

    door: Partij
    niveau: Literal["gedragswetenschapper", "coordinator", "bestuur"]
    onderwerp: Literal["zicht", "overdracht", "inhoud"]

    class Vertrouwelijk(VertrouwelijkDeel):
        """What they disagree on."""

        aanleiding: Tekst | None = None


class OpschalingBesloten(Act):
    """The higher level decided, perhaps who holds zicht (§6.5)."""

    toegewezen_aan: Partij | None = None

    class Vertrouwelijk(VertrouwelijkDeel):
        """The decision in words."""

        besluit: Tekst | None = None
