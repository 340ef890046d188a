"""What an act will do before it is sent: the casus with it beside the casus without it.

Pure: the act is decided as the ledger would, at a moment that is given, and folded; nothing is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.casus import Casus, decide
from ledger.gebeurtenis import Aanmelding, Gebeurtenis
from ledger.values import Actor
from projections.signalen import Signaal
from projections.stuk import Baan, Status, Stuk
from projections.termijnen import Termijn
from projections.tijdlijn import maak_oordeel
from projections.verschil import Onderscheid, Verschil, verschil_in_kennis
from projections.zegswijzen import BAANNAMEN, moment
from projections.zinnen import naam

_MEESTE = 3
"""How many periods the sentence tells of; all of them are in `verschil`."""

_DAARBIJ: Mapping[Status, str] = {
    "in-overdracht": "in afwachting van de overdracht",
    "melding-in-behandeling": "met een open melding bij Veilig Thuis",
    "betwist": "betwist",
}
_ZONDER_HOUDER: Mapping[Status, str] = {
    "onbelegd": "heeft niemand zicht op veiligheid",
    "beeindigd": "is zicht op veiligheid beëindigd",
    "bij-clientsysteem": "heeft geen professional zicht op veiligheid: het vervolg ligt bij het gezin",
}


@dataclass(frozen=True, slots=True)
class Vooruitblik:
    """What an act would do: in a sentence, and as pieces.

    `gebeurtenis` is the act as it would be recorded. `verschil` compares without (a) and with it (b), per
    lane. `begint` are the terms that it would start, `haalt` those it would meet, `signalen` the departures
    from a norm that it would give at once.
    """

    gebeurtenis: Gebeurtenis
    zin: str
    verschil: Verschil
    begint: tuple[Termijn, ...]
    haalt: tuple[Termijn, ...]
    signalen: tuple[Signaal, ...]


def blik_vooruit(
    casus: Casus, aanmelding: Aanmelding, actor: Actor, nu: datetime, sinds: datetime | None = None
) -> Vooruitblik:
    """Tell what this act would do if it were recorded at `nu` (UTC); to a party, from `sinds` on.

    Raises `Geweigerd` with every fault for which the ledger would refuse it.
    """
    nieuw = decide(casus, aanmelding, actor, nu)
    bekende = list(casus.gebeurtenissen)
    verschil = {
        baan: [deel for deel in delen if sinds is None or deel.tot is None or deel.tot > sinds]
        for baan, delen in verschil_in_kennis(bekende, [nieuw]).items()
    }
    zonder, met = maak_oordeel(bekende), maak_oordeel([*bekende, nieuw])
    return Vooruitblik(
        nieuw,
        _zin(verschil),
        verschil,
        begint=_erbij(zonder.termijnen, met.termijnen, nieuw.volgnummer),
        haalt=tuple(een for een in met.termijnen if een.gehaald_door == nieuw.volgnummer),
        signalen=tuple(
            een
            for een in met.signalen
            if een.volgnummer == nieuw.volgnummer and een.van <= nieuw.vastgelegd_op
        ),
    )


def _erbij(zonder: Sequence[Termijn], met: Sequence[Termijn], nummer: int) -> tuple[Termijn, ...]:
    """Give the terms that this act starts, and those that start because it makes a handover pass."""
    was = {(een.soort, een.volgnummer, een.gestart_op, een.betreft) for een in zonder}
    return tuple(
        een
        for een in met
        if een.volgnummer == nummer and (een.soort, een.volgnummer, een.gestart_op, een.betreft) not in was
    )


def _zin(verschil: Verschil) -> str:
    delen = verschil["zicht"]
    if not delen:
        return f"Aan wie zicht op veiligheid heeft verandert niets{_andere_banen(verschil)}."
    zinnen = [_periode(deel) for deel in delen[:_MEESTE]]
    over = len(delen) - _MEESTE
    if over > 0:
        zinnen.append(f"en zo nog {over} {'periode' if over == 1 else 'perioden'}")
    zin = "; ".join(zinnen)
    return f"{zin[:1].upper()}{zin[1:]}."


def _andere_banen(verschil: Verschil) -> str:
    anders = [BAANNAMEN[baan].lower() for baan in _andere(verschil)]
    if not anders:
        return ""
    *begin, laatste = anders
    return f"; wel aan {', '.join(begin) + ' en ' if begin else ''}{laatste}"


def _andere(verschil: Verschil) -> list[Baan]:
    return [baan for baan, delen in verschil.items() if delen and baan != "zicht"]


def _periode(deel: Onderscheid) -> str:
    """Say what holds in an interval, by which rule, and what would hold there without the act."""
    tot = "" if deel.tot is None else f" tot {moment(deel.tot)}"
    return f"vanaf {moment(deel.van)}{tot} {_met(deel.b)}{_anders(deel)}"


def _met(stuk: Stuk | None) -> str:
    if stuk is None:
        return "is er geen zicht op veiligheid"
    rechtens = " van rechtswege" if stuk.reden.rechtens else ""
    waarom = f" ({stuk.reden.regel}, {stuk.reden.grondslag})"
    status, partij = stuk.vertoon.status, stuk.vertoon.partij
    if partij is None or status == "bij-clientsysteem":
        return f"{_ZONDER_HOUDER[status]}{waarom}"
    daarbij = f", {_DAARBIJ[status]}" if status in _DAARBIJ else ""
    return f"heeft {naam(partij)}{rechtens} zicht op veiligheid{daarbij}{waarom}"


def _anders(deel: Onderscheid) -> str:
    """Say who would hold it otherwise, where that is another."""
    if deel.a is None:
        return ""
    partij = deel.a.vertoon.partij
    if deel.b is not None and deel.b.vertoon.partij == partij:
        return ""
    return f", en anders {'niemand' if partij is None else naam(partij)}"
