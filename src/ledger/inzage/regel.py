"""One line of the read log: who, for whom, when, which casussen and persons, what of them, why, how it ended.

Nothing in it is free text: pseudonyms, ids, codes, moments and positions only, so that the log itself can
be shown.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar, get_args
from uuid import UUID

from ledger.inzage.spoor import Spoor

Ding = TypeVar("Ding", bound=Hashable)

Kanaal = Literal["http", "pagina", "opdrachtregel"]
"""Over which way in somebody looked."""

Handeling = Literal[
    "inzien", "zoeken", "exporteren", "cijfers", "vastleggen", "noodtoegang", "logboek", "beheer"
]
"""What was done: one casus, over casussen, taking along, figures only, an attempt to record, and so on."""

Resultaat = Literal["gegeven", "geweigerd", "niet-gevonden", "ongeldig", "fout"]
"""How it ended. A casus that somebody may not see is `niet-gevonden`, as in the answer that they got."""

Categorie = Literal[
    "verantwoordelijkheid",
    "handelingen",
    "vertrouwelijk",
    "termijnen",
    "signalen",
    "cijfers",
    "bewijs",
    "inzage",
    "noodtoegang",
    "onbekend",
]
"""What kind of data was shown."""

HANDELINGEN: tuple[Handeling, ...] = get_args(Handeling)
CATEGORIEEN: tuple[Categorie, ...] = get_args(Categorie)


@dataclass(frozen=True, slots=True)
class Kijker:
    """Who looked: an employee by pseudonym, for an organisation, in a role, and on whose behalf (`mandaat`).

    `organisatie_soort` and `organisatie` are absent for who sits at the machine itself.
    """

    medewerker: str
    rol: str
    organisatie_soort: str | None = None
    organisatie: str | None = None
    mandaat: str | None = None
    doel: str | None = None
    reden: str | None = None


@dataclass(frozen=True, slots=True)
class Getoond:
    """What an answer showed: of which casussen (`alles`: of every one) and persons, up to which position.

    `bekend_op` (UTC) is set where the answer was asked as known at an earlier moment. `bestand_sha256`, in
    hex, is of the file that was given, where it was one to keep.
    """

    casussen: tuple[UUID, ...] = ()
    personen: tuple[str, ...] = ()
    categorieen: tuple[Categorie, ...] = ()
    positie: int | None = None
    bekend_op: datetime | None = None
    alles: bool = False
    bestand_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Inzageregel:
    """A line as it is handed to the log, which adds its position and its own time."""

    verzoek: UUID
    wie: Kijker
    kanaal: Kanaal
    actie: str
    handeling: Handeling
    resultaat: Resultaat
    status: int
    begonnen_op: datetime
    vastgelegd_op: datetime
    spoor: Spoor
    getoond: Getoond = Getoond()
    noodtoegang: UUID | None = None

    def als_kolommen(self) -> dict[str, Any]:
        """Give the line as JSON whose keys are the columns of the log."""
        wie, spoor, getoond = self.wie, self.spoor, self.getoond
        return {
            "verzoek": str(self.verzoek),
            "kanaal": self.kanaal,
            "actie": self.actie,
            "handeling": self.handeling,
            "resultaat": self.resultaat,
            "status": self.status,
            "begonnen_op": self.begonnen_op.isoformat(),
            "vastgelegd_op": self.vastgelegd_op.isoformat(),
            "noodtoegang": None if self.noodtoegang is None else str(self.noodtoegang),
            "getoonde_positie": getoond.positie,
            "bekend_op": None if getoond.bekend_op is None else getoond.bekend_op.isoformat(),
            "alles": getoond.alles,
            "bestand_sha256": getoond.bestand_sha256,
            "casussen": [str(casus) for casus in getoond.casussen],
            "personen": list(getoond.personen),
            "categorieen": list(getoond.categorieen),
            "medewerker": wie.medewerker,
            "rol": wie.rol,
            "organisatie_soort": wie.organisatie_soort,
            "organisatie": wie.organisatie,
            "mandaat": wie.mandaat,
            "doel": wie.doel,
            "reden": wie.reden,
            "trace": spoor.trace,
            "span": spoor.span,
            "ouder_span": spoor.ouder_span,
        }


@dataclass(frozen=True, slots=True)
class VastgelegdeInzage:
    """A line as it stands in the log, with its place there; `ontvangen_op` is by the database (UTC)."""

    positie: int
    ontvangen_op: datetime
    regel: Inzageregel

    def als_dict(self) -> dict[str, Any]:
        """Give the line as it goes out."""
        regel, wie, getoond = self.regel, self.regel.wie, self.regel.getoond
        organisatie = None
        if wie.organisatie is not None:
            organisatie = {"soort": wie.organisatie_soort, "id": wie.organisatie}
        return {
            "positie": self.positie,
            "begonnenOp": instant(regel.begonnen_op),
            "vastgelegdOp": instant(regel.vastgelegd_op),
            "medewerker": wie.medewerker,
            "organisatie": organisatie,
            "rol": wie.rol,
            "mandaat": wie.mandaat,
            "doel": wie.doel,
            "reden": wie.reden,
            "kanaal": regel.kanaal,
            "actie": regel.actie,
            "handeling": regel.handeling,
            "resultaat": regel.resultaat,
            "status": regel.status,
            "casussen": [str(casus) for casus in getoond.casussen],
            "alles": getoond.alles,
            "personen": list(getoond.personen),
            "categorieen": list(getoond.categorieen),
            "getoondePositie": getoond.positie,
            "bekendOp": None if getoond.bekend_op is None else instant(getoond.bekend_op),
            "bestandSha256": getoond.bestand_sha256,
            "noodtoegang": None if regel.noodtoegang is None else str(regel.noodtoegang),
            "verzoek": str(regel.verzoek),
            "trace": regel.spoor.trace,
            "span": regel.spoor.span,
        }


def instant(moment: datetime) -> str:
    """Write an instant in UTC with Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def uniek(dingen: Iterable[Ding]) -> tuple[Ding, ...]:
    """Give each once, in order of first appearance."""
    return tuple(dict.fromkeys(dingen))
