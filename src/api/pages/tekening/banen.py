"""Lanes as blocks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from api.pages.tekening.schaal import Schaal
from api.pages.tekening.vormen import Baanbeeld, Blok
from projections.stuk import Baan, Status, Stuk
from projections.zegswijzen import BAANNAMEN, STATUSNAMEN
from projections.zinnen import naam, tijdstip

OPSCHRIFT = 15.0
_HOOG: dict[Baan, float] = {"zicht": 38.0}
_GEWOON = 22.0
_SMAL = 12.0
_LETTER = 6.7  # the average width of a letter in a block, in units
_SMALSTE = 1.5


def teken_baan(  # noqa: PLR0913 — what a lane is drawn from, and what it is compared with
    baan: Baan,
    stukken: Sequence[Stuk],
    schaal: Schaal,
    y: float,
    *,
    deel: str = "",
    anders: Sequence[tuple[datetime, datetime | None]] = (),
) -> Baanbeeld:
    """Draw a lane from `y` down; `anders` are the periods in which it differs from the other side."""
    hoogte = _HOOG.get(baan, _GEWOON)
    titel = BAANNAMEN[baan] + (f", {deel}" if deel else "")
    blokken = tuple(
        _blok(stuk, schaal, y + OPSCHRIFT, hoogte, anders=_raakt(stuk, anders))
        for stuk in stukken
        if stuk.van <= schaal.eind
    )
    if not blokken:
        hoogte = _SMAL
    return Baanbeeld(titel, y, blokken, OPSCHRIFT + hoogte, leeg=not blokken, deel=deel)


def _raakt(stuk: Stuk, perioden: Sequence[tuple[datetime, datetime | None]]) -> bool:
    return any(
        (tot is None or stuk.van < tot) and (stuk.tot is None or van < stuk.tot) for van, tot in perioden
    )


def _blok(stuk: Stuk, schaal: Schaal, y: float, hoogte: float, *, anders: bool) -> Blok:
    tot = schaal.eind if stuk.tot is None else min(stuk.tot, schaal.eind)
    x, einde = schaal.x(stuk.van), schaal.x(tot)
    breedte = max(einde - x, _SMALSTE)
    status, partij = stuk.vertoon.status, stuk.vertoon.partij
    wie = STATUSNAMEN[status] if partij is None else naam(partij)
    if stuk.vertoon.regisseur is not None:
        wie = f"{wie} ({stuk.vertoon.regisseur})"
    opschrift = next((een for een in _opschriften(wie, status) if len(een) * _LETTER + 8 <= breedte), "")
    tot_tekst = "open einde" if stuk.tot is None else f"tot {tijdstip(stuk.tot)}"
    waardoor = f"{stuk.reden.regel}, nr. {stuk.reden.volgnummer}"
    return Blok(
        x=x,
        y=y,
        breedte=round(breedte, 1),
        hoogte=hoogte,
        partij="niemand" if partij is None else partij.soort,
        status=status,
        patroon=None if status == "vast" else status,
        opschrift=opschrift,
        uitleg=f"{wie}, {STATUSNAMEN[status]}: {tijdstip(stuk.van)} {tot_tekst} ({waardoor})",
        open=stuk.tot is None or stuk.tot > schaal.eind,
        rechtens=stuk.reden.rechtens,
        anders=anders,
    )


def _opschriften(wie: str, status: Status) -> list[str]:
    """Give what may stand in a block, the longest first."""
    kort = "VT" if wie.startswith("Veilig Thuis") else wie[:9].rstrip("-") + "…"
    if status in {"vast", "onbelegd", "beeindigd", "te-bezien"}:
        return [wie, kort]
    return [f"{wie} – {STATUSNAMEN[status]}", wie, kort]
