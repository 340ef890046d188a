"""Acts of the party that holds zicht after a handover: contact, plan, casusregie, stable safety (§4, §7)."""

from __future__ import annotations

from typing import Literal

from ledger.acts.base import Act, Planonderdeel, VertrouwelijkDeel
from ledger.values import Code, Datum, Deel, Id, Medewerker, Partij, Tekst


class ContactGelegd(Act):
    """A party was in contact with the family (§4.d, §4.i)."""

    door: Partij
    wijze: Literal["telefoon", "huisbezoek", "gesprek", "video"]
    personen: tuple[Id, ...] | None = None

    class Vertrouwelijk(VertrouwelijkDeel):
        """What was seen and said."""

        verslag: Tekst | None = None


class ContactpogingMislukt(Act):
    """A party tried to reach the family in vain (§6.1.6: telefoon, brief, huisbezoek)."""

    door: Partij
    wijze: Literal["telefoon", "brief", "huisbezoek"]


class Voorwaardetermijn(Deel):
    """By which local date a voorwaarde must be met (§7.2)."""

    voorwaarde: Id
    uiterlijk: Datum


class VeiligheidsplanVastgesteld(Act):
    """The veiligheids-, hulpverlenings- en herstelplan was made (§7.2)."""

    door: Partij
    onderdelen: tuple[Planonderdeel, ...]
    evaluatiemomenten: tuple[Datum, ...]
    termijnen: tuple[Voorwaardetermijn, ...] | None = None

    class Vertrouwelijk(VertrouwelijkDeel):
        """The plan itself."""

        plan: Tekst | None = None


class VeiligheidsplanGeevalueerd(Act):
    """The plan was evaluated (§7.2)."""

    door: Partij
    bijgesteld: bool

    class Vertrouwelijk(VertrouwelijkDeel):
        """What was found."""

        bevindingen: Tekst | None = None


class CasusregieGestart(Act):
    """A party started casusregie and named the casusregisseur (§7.3, bijlage 1)."""

    door: Partij
    regisseur: Medewerker


class CasusregisseurGewisseld(Act):
    """Another casusregisseur, and perhaps another party, took over (§7.3)."""

    regisseur: Medewerker
    door: Partij | None = None


class CasusregieAfgerond(Act):
    """Casusregie was completed (§7.3)."""

    door: Partij
    reden: Literal["stabiel-veilig", "gemeld-bij-veilig-thuis", "geen-mogelijkheden"]
    afgestemd_met_veilig_thuis: bool

    class Vertrouwelijk(VertrouwelijkDeel):
        """Why it was completed."""

        toelichting: Tekst | None = None


class IncidentGeregistreerd(Act):
    """An incident of unsafety took place (§7.1); it may lie before the first melding."""

    vorm: Code
    door: Partij

    class Vertrouwelijk(VertrouwelijkDeel):
        """What happened."""

        omschrijving: Tekst | None = None


class StabieleVeiligheidVastgesteld(Act):
    """A party concluded that the family is stably safe (§7.1, §4.n, bijlage 5)."""

    door: Partij
    risicofactoren_aangepakt: bool
    herstel_gestart: bool

    class Vertrouwelijk(VertrouwelijkDeel):
        """The reasons for the conclusion."""

        onderbouwing: Tekst | None = None


class DossierGesloten(Act):
    """A party closed its file; zicht does not end by that (§7.1)."""

    door: Partij
    reden: Code
