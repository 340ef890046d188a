"""Acts of the veiligheidsbeoordeling and of the diensten of Veilig Thuis (§5, bijlagen 2, 3 and 4)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ledger.acts.base import Act, ContraIndicatie, PartijOfPersoon, Prioriteit, SoortDienst, VertrouwelijkDeel
from ledger.values import Deel, Id, Medewerker, Partij, Score, Tekst


class VeiligheidsbeoordelingAfgerond(Act):
    """The safety of a melding was assessed and what follows was decided (§5, bijlage 2)."""

    melding: Id
    conclusie: Annotated[int, Field(ge=1, le=8)]
    besluit: Literal["dienst", "overdracht", "geen-vervolg"]
    belegd_bij: Partij | None = None
    beoordelaars: tuple[Medewerker, ...]
    contact_met_directbetrokkenen: bool
    contra_indicaties_getoetst: bool
    contra_indicaties: tuple[ContraIndicatie, ...]
    afwijking_onderbouwd: bool

    class Vertrouwelijk(VertrouwelijkDeel):
        """The weighing behind the decision."""

        afwegingen: Tekst | None = None
        afwijking_onderbouwing: Tekst | None = None


class DienstIngezet(Act):
    """Veilig Thuis started a dienst and takes zicht op veiligheid (bijlage 3)."""

    dienst: SoortDienst
    melding: Id | None = None

    class Vertrouwelijk(VertrouwelijkDeel):
        """Why this dienst."""

        toelichting: Tekst | None = None


class BehandelaarToegewezen(Act):
    """A party said who handles the casus there."""

    door: Partij
    behandelaar: Medewerker


class PlanVanAanpakVastgesteld(Act):
    """The plan for an onderzoek was made together (bijlage 3)."""

    vooronderzoek: bool
    deelnemers: tuple[Medewerker, ...]

    class Vertrouwelijk(VertrouwelijkDeel):
        """The plan itself."""

        plan: Tekst | None = None


class SamenOptrekkenAfgesproken(Act):
    """Veilig Thuis and a party go to the family together (§4.j; 000)."""

    met: Partij

    class Vertrouwelijk(VertrouwelijkDeel):
        """What was agreed."""

        toelichting: Tekst | None = None


class OnderzoekAfgerond(Act):
    """An onderzoek confirmed or refuted the suspicion (bijlage 3)."""

    uitkomst: Literal["bevestigd", "weerlegd", "niet-vast-te-stellen"]

    class Vertrouwelijk(VertrouwelijkDeel):
        """What was found."""

        bevindingen: Tekst | None = None


class VeiligheidsafspraakGemaakt(Act):
    """A safety agreement was made with the family (bijlage 3)."""

    door: Partij
    afspraak: Id

    class Vertrouwelijk(VertrouwelijkDeel):
        """The words of the agreement."""

        tekst: Tekst | None = None


class Voorwaarde(Deel):
    """A veiligheidsvoorwaarde, by id; its words are confidential."""

    id: Id
    prioriteit: Prioriteit
    voor: tuple[Id, ...]


class Voorwaardeteksten(VertrouwelijkDeel):
    """The words of the voorwaarden by id, and the unsafe situations they answer."""

    teksten: dict[Id, Tekst] | None = None
    onveilige_situaties: Tekst | None = None


class VoorwaardenGesteld(Act):
    """Veilig Thuis set veiligheidsvoorwaarden (bijlage 4 §2)."""

    voorwaarden: tuple[Voorwaarde, ...]

    class Vertrouwelijk(Voorwaardeteksten):
        """What the voorwaarden say."""


class VoorwaardenAangescherpt(Act):
    """Voorwaarden were sharpened or added during monitoring (bijlage 5)."""

    voorwaarden: tuple[Voorwaarde, ...]

    class Vertrouwelijk(Voorwaardeteksten):
        """What the voorwaarden say now."""


class VoorwaardeVoldaan(Act):
    """A voorwaarde was met (§7.2)."""

    door: Partij
    voorwaarde: Id

    class Vertrouwelijk(VertrouwelijkDeel):
        """How it was met."""

        toelichting: Tekst | None = None


class VoorwaardeVervallen(Act):
    """A voorwaarde no longer applies (§7.2)."""

    door: Partij
    voorwaarde: Id

    class Vertrouwelijk(VertrouwelijkDeel):
        """Why it no longer applies."""

        toelichting: Tekst | None = None


class VeiligheidGescoord(Act):
    """A person or party gave safety a mark (bijlagen 4 and 5)."""

    door: PartijOfPersoon
    score: Score

    class Vertrouwelijk(VertrouwelijkDeel):
        """The reasons for the mark."""

        onderbouwing: Tekst | None = None


class DirecteVeiligheidBeoordeeld(Act):
    """Veilig Thuis judged whether direct safety is realised, with a mark of at least six (bijlage 4 §1.1)."""

    gerealiseerd: bool
    score: Score
    beproefd: bool | None = None

    class Vertrouwelijk(VertrouwelijkDeel):
        """The reasons for the judgement."""

        onderbouwing: Tekst | None = None


class DienstAfgerond(Act):
    """A dienst was completed (§6.2.1)."""

    dienst: SoortDienst
    vervolg: Literal["overdracht", "geen-vervolg"] | None = None

    class Vertrouwelijk(VertrouwelijkDeel):
        """What is left to say."""

        toelichting: Tekst | None = None
