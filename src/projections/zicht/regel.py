"""What every rule of zicht is made with: what it looks at, what it answers, and the § it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ledger.agreements import Afspraken
from ledger.corrections import Feit
from projections.stuk import Reden
from projections.zicht.toestand import Toestand

GRONDSLAG = {
    "Z1": "§3, §6.1.1",
    "Z3": "§6.3",
    "Z4": "§6.3, bijlage 3",
    "Z5": "§5, §6.1",
    "Z6": "bijlage 2",
    "Z7": "bijlage 3",
    "Z13": "§6.1",
    "Z14": "§6.5",  # not regulated; by analogy
    "Z15": "§6.2.1, §6.5",
    "Z16": "§6.1.1",
    "Z17": "§6.5",
    "Z18": "§6.5",
    "Z19": "§6.1.6, §6.3",
    "Z20": "§7.1, §4.n",
    "Z22": "§7.1, §7.3",
    "Z23": "bijlage 3",
    "Z24": "bijlage 5, Uitzondering",
    "Z25": "§7",
}
"""The § that each rule rests on; a handover (Z8 to Z12) names its own."""


class Omstandigheden(NamedTuple):
    """What a rule may look at beside the state: acts that stand, the meldingen among them, agreements."""

    feiten: Sequence[Feit]
    afspraken: Afspraken
    meldingen: frozenset[str]


Uitkomst = tuple[Toestand, Reden | None]
"""The state after an act, and why; without a reason nothing that the lane shows has changed."""


def om(feit: Feit, regel: str) -> Reden:
    """Give the reason: this act, by this rule."""
    return Reden(feit.volgnummer, regel, GRONDSLAG[regel])
