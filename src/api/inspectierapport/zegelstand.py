"""How far the acts of a report are sealed: the same words for as long as the seal stands."""

from __future__ import annotations

from api.inspectierapport.inhoud import Zegel
from ledger.store.zegel.stand import Verzegeling
from ledger.zegel.notitie import als_base64


def zegel_op(verzegeling: Verzegeling, positie: int, geduld_s: float = 0) -> Zegel | None:
    """Give the root of the log as it was at `positie`, None where that is not sealed within `geduld_s`.

    Not the latest checkpoint: that is another one tomorrow, and this root is for ever.
    """
    verzegeling.wacht_op(positie, geduld_s)
    checkpoint = verzegeling.dekt(positie)
    if checkpoint is None:
        return None
    return Zegel(checkpoint.oorsprong, positie, als_base64(verzegeling.wortel(positie)))
