"""Which casussen have been kept long enough, from the ledger; and the periods of one's own organisation."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from ledger.bewaren import Bewaarboek, lees_toml
from ledger.bewaren.termijnen import OngeldigeBewaartermijnen
from ledger.errors import Geweigerd, OnleesbareGebeurtenis
from ledger.store.codec import decodeer
from ledger.store.recorder import LedgerRecorder
from projections.bewaartermijn import Bewaring, bewaring

_BEGIN = UUID(int=0)


def lees_bewaarboek(plaats: Path | None) -> Bewaarboek:
    """Read the sets in folder `plaats` beside the law; raises `OngeldigeBewaartermijnen`."""
    if plaats is None:
        return Bewaarboek()
    if not plaats.is_dir():
        raise OngeldigeBewaartermijnen("De map in ZICHT_BEWAARTERMIJNEN_MAP bestaat niet.")
    return Bewaarboek(lees_toml(_tekst(pad), herkomst=pad.name) for pad in sorted(plaats.glob("*.toml")))


def _tekst(pad: Path) -> str:
    try:
        return pad.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise OngeldigeBewaartermijnen(f"{pad.name}: niet te lezen.") from None


@dataclass(frozen=True, slots=True)
class Verlopen:
    """A page of casussen: those that are due, those that cannot be read, and after which the next begins."""

    bekeken: int
    resultaten: list[tuple[UUID, Bewaring]]
    onleesbaar: list[UUID]
    volgende: UUID | None

    def als_dict(self) -> dict[str, Any]:
        """Give the page as it goes out."""
        return {
            "bekeken": self.bekeken,
            "onleesbaar": [str(casus) for casus in self.onleesbaar],
            "resultaten": [{"casus": str(casus), **een.als_dict()} for casus, een in self.resultaten],
            "volgende": None if self.volgende is None else str(self.volgende),
        }


def verlopen(  # noqa: PLR0913 — a question, each part with its name
    recorder: LedgerRecorder,
    boek: Bewaarboek,
    op: datetime,
    *,
    regios: Collection[str] | None = None,
    na: UUID | None = None,
    limiet: int = 500,
) -> Verlopen:
    """Give the casussen whose period is over at `op` (UTC), of the first `limiet` after `na` in order of id.

    `regios` are the ids of the Veilig Thuis whose casussen count; None for all.
    """
    positie = recorder.hoogste_positie()
    casussen = recorder.lees_casussen(na or _BEGIN, tot=positie, limiet=limiet)
    resultaten, onleesbaar = [], []
    for casus in casussen:
        rijen = recorder.lees_casus(casus)
        if regios is not None and rijen[0].regio not in regios:
            continue
        try:
            een = bewaring([decodeer(r, met_vertrouwelijk=False) for r in rijen], rijen[0].regio, boek)
        except (OnleesbareGebeurtenis, Geweigerd):
            onleesbaar.append(casus)
            continue
        if een is not None and een.tot <= op:
            resultaten.append((casus, een))
    volgende = casussen[-1] if len(casussen) == limiet else None
    return Verlopen(len(casussen), resultaten, onleesbaar, volgende)


def alle_verlopen(recorder: LedgerRecorder, boek: Bewaarboek, op: datetime) -> Iterator[Verlopen]:
    """Give every page."""
    na: UUID | None = None
    while True:
        bladzijde = verlopen(recorder, boek, op, na=na)
        yield bladzijde
        if (na := bladzijde.volgende) is None:
            return
