"""Acts of Veilig Thuis while it monitors, and of stopping (§6.2.6, bijlage 5)."""

from __future__ import annotations

from typing import Literal

from ledger.acts.base import Act, PartijOfPersoon, VertrouwelijkDeel
from ledger.values import Code, Datum, Deel, Id, Tekst


class PerVoorwaarde(Deel):
    """Whether one voorwaarde is met, as found at a monitor contact."""

    voorwaarde: Id
    voldaan: bool


class MonitorcontactGelegd(Act):
    """Veilig Thuis checked on the voorwaarden and on safety (§6.2.6, bijlage 5)."""

    met: tuple[PartijOfPersoon, ...]
    voorwaarden_voldaan: bool
    per_voorwaarde: tuple[PerVoorwaarde, ...] | None = None
    aandacht_voor_herstel: bool | None = None
    risicofactoren_aangepakt: bool | None = None
    oordeel: Literal["stabiel", "direct-veilig", "onvoldoende"]
    vervolg: tuple[
        Literal["voorwaarden-aanscherpen", "plan-aanpassen", "naar-bescherming", "nieuwe-datum"], ...
    ]
    volgend_contact_op: Datum | None = None

    class Vertrouwelijk(VertrouwelijkDeel):
        """What was found."""

        bevindingen: Tekst | None = None


class MonitoringAfgesloten(Act):
    """Veilig Thuis closed the monitoring (§6.2.6)."""

    reden: Literal["stabiel-veilig", "termijn-bereikt", "anders"]

    class Vertrouwelijk(VertrouwelijkDeel):
        """Why it was closed."""

        toelichting: Tekst | None = None


class BemoeienisGestopt(Act):
    """Veilig Thuis stopped, awaiting a new melding (bijlage 5, Uitzondering)."""

    overleg_met: tuple[Code, ...]

    class Vertrouwelijk(VertrouwelijkDeel):
        """The reasons for stopping."""

        onderbouwing: Tekst | None = None
