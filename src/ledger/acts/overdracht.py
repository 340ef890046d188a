"""Acts of the handover: announced, sent, completed, received, refused, withdrawn (§4.h, §6.1, §6.2)."""

from __future__ import annotations

from typing import Literal

from ledger.acts.base import Act, Fase, Onderdeel, PartijOfPersoon, VertrouwelijkDeel
from ledger.values import Code, Datum, Deel, Id, Medewerker, Partij, Tekst


class OverdrachtAangekondigd(Act):
    """Veilig Thuis told a party that a handover is coming (§6.2.2)."""

    aan: Partij
    warm: bool
    voorwaarden_verwacht_op: Datum | None = None


class Monitorafspraken(Deel):
    """How Veilig Thuis will monitor, as agreed at the handover (bijlage 5)."""

    eerste_contact_op: Datum
    met: tuple[PartijOfPersoon, ...]
    wijze: Code
    toets_op: tuple[Code, ...]


class OverdrachtVerstuurd(Act):
    """A handover was sent; when zicht passes depends on its fase and its receiver (§6.1.1, §6.2.1)."""

    overdracht: Id
    van: Partij
    aan: Partij
    medeontvangers: tuple[Partij, ...] | None = None
    fase: Fase
    warm: bool
    onderdelen: tuple[Onderdeel, ...]
    niet_van_toepassing: tuple[Onderdeel, ...] | None = None
    monitorafspraken: Monitorafspraken | None = None

    class Vertrouwelijk(VertrouwelijkDeel):
        """The letter and the document."""

        brief: Tekst | None = None
        document: Tekst | None = None


class OverdrachtAangevuld(Act):
    """Missing parts of the document were sent after it (§6.2.4)."""

    overdracht: Id
    onderdelen: tuple[Onderdeel, ...]
    niet_van_toepassing: tuple[Onderdeel, ...] | None = None

    class Vertrouwelijk(VertrouwelijkDeel):
        """The parts that were added."""

        document: Tekst | None = None


class WarmeOverdrachtGehouden(Act):
    """The talk of a warm handover took place; it may come before the document (§6.2.2)."""

    overdracht: Id | None = None
    deelnemers: tuple[PartijOfPersoon, ...]

    class Vertrouwelijk(VertrouwelijkDeel):
        """What was said."""

        verslag: Tekst | None = None


class OntvangstBevestigd(Act):
    """The receiver confirmed the handover, and where possible who takes the casus up (§4.h)."""

    overdracht: Id
    door: Partij
    behandelaar: Medewerker | None = None


class OverdrachtGeweigerd(Act):
    """The receiver refused the handover; the agreement does not know this act (§6.5 by analogy)."""

    overdracht: Id
    door: Partij
    reden: Literal[
        "geen-capaciteit",
        "onvoldoende-kennis",
        "onvolledig",
        "niet-bevoegd",
        "verhuisd",
        "verkeerd-geadresseerd",
        "anders",
    ]

    class Vertrouwelijk(VertrouwelijkDeel):
        """Why it was refused."""

        toelichting: Tekst | None = None


class OverdrachtIngetrokken(Act):
    """The sender took the handover back (§6.1.1)."""

    overdracht: Id
    door: Partij

    class Vertrouwelijk(VertrouwelijkDeel):
        """Why it was taken back."""

        toelichting: Tekst | None = None


class OverdrachtNietBezorgd(Act):
    """The handover turned out not to have been delivered (§6.1.1)."""

    overdracht: Id


class OntvangstGerappelleerd(Act):
    """The receiver was reminded to confirm (§4.h)."""

    overdracht: Id


class BeschikkingAfgegeven(Act):
    """A lokaal team granted a provision (§4.f)."""

    door: Partij
    voorziening: Code

    class Vertrouwelijk(VertrouwelijkDeel):
        """What was granted."""

        toelichting: Tekst | None = None
