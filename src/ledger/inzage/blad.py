"""The leaf by which a line of the read log is sealed, version 1.

Length-prefixed fields in a fixed order, no JSON: a proof must be checked by somebody who has only this
page. A field that is absent differs from an empty one by its marker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from ledger.inzage.regel import VastgelegdeInzage

FORMAAT = "zicht-inzage-blad/1"

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


def blad(oorsprong: str, vastgelegd: VastgelegdeInzage) -> bytes:
    """Give the entry of one line; `oorsprong` is the name of the log. Its leaf index is `positie` - 1."""
    return b"".join(_veld(deel) for deel in (FORMAAT, oorsprong, *_velden(vastgelegd)))


def _velden(vastgelegd: VastgelegdeInzage) -> Iterator[str | None]:
    regel, wie, getoond, spoor = (
        vastgelegd.regel, vastgelegd.regel.wie, vastgelegd.regel.getoond, vastgelegd.regel.spoor,
    )  # fmt: skip
    yield str(vastgelegd.positie)
    yield _moment(vastgelegd.ontvangen_op)
    yield str(regel.verzoek)
    yield from (_moment(regel.begonnen_op), _moment(regel.vastgelegd_op))
    yield from (
        wie.medewerker,
        wie.organisatie_soort,
        wie.organisatie,
        wie.rol,
        wie.mandaat,
        wie.doel,
        wie.reden,
    )
    yield from (regel.kanaal, regel.actie, regel.handeling, regel.resultaat, str(regel.status))
    yield None if regel.noodtoegang is None else str(regel.noodtoegang)
    yield None if getoond.positie is None else str(getoond.positie)
    yield None if getoond.bekend_op is None else _moment(getoond.bekend_op)
    yield str(int(getoond.alles))
    yield getoond.bestand_sha256
    yield from _reeks(str(casus) for casus in getoond.casussen)
    yield from _reeks(getoond.personen)
    yield from _reeks(getoond.categorieen)
    yield from (spoor.trace, spoor.span, spoor.ouder_span)


def _reeks(delen: Iterable[str]) -> Iterator[str]:
    vast = list(delen)
    yield str(len(vast))
    yield from vast


def _moment(instant: datetime) -> str:
    """Give microseconds since 1970 UTC, without the rounding of a float."""
    return str((instant - _BEGIN) // timedelta(microseconds=1))


def _veld(deel: str | None) -> bytes:
    if deel is None:
        return b"\x00"
    inhoud = deel.encode()
    return b"\x01" + len(inhoud).to_bytes(4, "big") + inhoud
