"""The head of a log as a signed note (C2SP tlog-checkpoint), cosignatures, and whom to trust (policy)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ledger.zegel.boom import HASHLENGTE
from ledger.zegel.notitie import (
    COSIGNATUUR,
    ED25519,
    Notitie,
    OngeldigeNotitie,
    Sleutel,
    als_base64,
    lees_notitie,
    lees_sleutel,
    uit_base64,
)

_GROOTTE = re.compile(r"0|[1-9][0-9]{0,18}")
_MINSTE_REGELS = 3
_TIJDLENGTE = 8
_KAART = "casussen "
_GEEN = "none"


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log: which log, how many leaves, the root over them.

    `kaart` is the root over how many acts each casus has (see `kaart`), None for a log without casussen; it
    stands in the note as an extension line, `casussen <base64>`.
    """

    oorsprong: str
    grootte: int
    wortel: bytes
    kaart: bytes | None = None

    def tekst(self) -> str:
        """Give the text that is signed."""
        regels = [self.oorsprong, str(self.grootte), als_base64(self.wortel)]
        if self.kaart is not None:
            regels.append(_KAART + als_base64(self.kaart))
        return "".join(f"{regel}\n" for regel in regels)


def lees_checkpoint(tekst: str) -> Checkpoint:
    """Read the text of a checkpoint, without its signatures; raises `OngeldigeNotitie`."""
    regels = tekst.removesuffix("\n").split("\n")
    if len(regels) < _MINSTE_REGELS or not all(regels):
        raise OngeldigeNotitie("een checkpoint heeft minstens drie regels en geen lege")
    oorsprong, grootte, wortel, *meer = regels
    if _GROOTTE.fullmatch(grootte) is None:
        raise OngeldigeNotitie("de grootte van het checkpoint is geen getal")
    kaarten = [uit_base64(regel.removeprefix(_KAART)) for regel in meer if regel.startswith(_KAART)]
    hashes = [uit_base64(wortel), *kaarten]
    if len(kaarten) > 1 or any(len(een) != HASHLENGTE for een in hashes):
        raise OngeldigeNotitie("een hash van het checkpoint heeft niet de lengte van SHA-256")
    return Checkpoint(oorsprong, int(grootte), hashes[0], kaarten[0] if kaarten else None)


def cosignatuurtekst(tijd: int, tekst: str) -> bytes:
    """Give what a witness signs: the text of a checkpoint, and when (seconds since 1970)."""
    return f"cosignature/v1\ntime {tijd}\n{tekst}".encode()


def getuigd_op(notitie: Notitie, getuige: Sleutel) -> int | None:
    """Give when this witness cosigned (seconds since 1970), None when it did not.

    Raises `OngeldigeNotitie` when a cosignature names this witness and is wrong.
    """
    momenten = []
    for handtekening in notitie.van(getuige):
        tijd = int.from_bytes(handtekening.inhoud[:_TIJDLENGTE], "big")
        if not getuige.klopt(handtekening.inhoud[_TIJDLENGTE:], cosignatuurtekst(tijd, notitie.tekst)):
            raise OngeldigeNotitie(f"de handtekening van getuige {getuige.naam} klopt niet")
        momenten.append(tijd)
    return max(momenten, default=None)


@dataclass(frozen=True)
class Beleid:
    """Whom somebody trusts: logs by their key, witnesses, and how many of those must have signed."""

    logboeken: tuple[Sleutel, ...]
    getuigen: Mapping[str, Sleutel] = field(default_factory=dict)
    groepen: Mapping[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    quorum: str = _GEEN

    def _getuigt(self, naam: str, aanwezig: frozenset[str]) -> bool:
        if naam == _GEEN or naam in aanwezig:
            return True
        nodig, leden = self.groepen.get(naam, (1, ()))
        return sum(self._getuigt(lid, aanwezig) for lid in leden) >= nodig

    def controleer(self, ruw: bytes) -> Checkpoint:
        """Give the checkpoint in this note if a trusted log signed it and enough witnesses did.

        Raises `OngeldigeNotitie` saying what is wrong. The name of the key has to be the origin of the log.
        """
        notitie = lees_notitie(ruw)
        checkpoint = lees_checkpoint(notitie.tekst)
        van = notitie.geldig_van(self.logboeken)
        if not any(sleutel.naam == checkpoint.oorsprong for sleutel in van):
            raise OngeldigeNotitie("geen handtekening van een logboek dat u vertrouwt")
        aanwezig = {
            naam for naam, getuige in self.getuigen.items() if getuigd_op(notitie, getuige) is not None
        }
        if not self._getuigt(self.quorum, frozenset(aanwezig)):
            raise OngeldigeNotitie(
                f"te weinig getuigen: {len(aanwezig)} van {len(self.getuigen)} tekenden mee"
            )
        return checkpoint


def lees_beleid(tekst: str) -> Beleid:
    """Read a policy (C2SP tlog-policy), or lines with a key each (logs; no witness needed).

    Raises `OngeldigeNotitie` naming the line.
    """
    lezer = _Beleidlezer()
    for nummer, regel in enumerate(tekst.splitlines(), 1):
        woorden = regel.split()
        if woorden and not woorden[0].startswith("#"):
            try:
                lezer.lees(woorden)
            except (OngeldigeNotitie, ValueError) as fout:
                raise OngeldigeNotitie(f"regel {nummer} van het beleid: {fout}") from None
    if not lezer.logboeken:
        raise OngeldigeNotitie("het beleid noemt geen logboek")
    return Beleid(tuple(lezer.logboeken), lezer.getuigen, lezer.groepen, lezer.quorum or _GEEN)


class _Beleidlezer:
    def __init__(self) -> None:
        self.logboeken: list[Sleutel] = []
        self.getuigen: dict[str, Sleutel] = {}
        self.groepen: dict[str, tuple[int, tuple[str, ...]]] = {}
        self.quorum: str | None = None
        self._lid: set[str] = set()

    def lees(self, woorden: list[str]) -> None:
        lezers: dict[str, Callable[..., None]] = {
            "log": self._log,
            "witness": self._getuige,
            "group": self._groep,
            "quorum": self._quorum,
        }
        if woorden[0] in lezers:
            try:
                lezers[woorden[0]](*woorden[1:])
            except TypeError:
                raise ValueError("een regel met te weinig of te veel woorden") from None
        else:
            self._log(*woorden)

    def _log(self, vkey: str, _url: str = "") -> None:
        sleutel = lees_sleutel(vkey)
        if sleutel.soort != ED25519:
            raise ValueError("dit is geen sleutel van een logboek")
        if any(sleutel.publiek == ander.publiek for ander in self.logboeken):
            raise ValueError("deze sleutel staat er al")
        self.logboeken.append(sleutel)

    def _getuige(self, naam: str, vkey: str, _url: str = "") -> None:
        sleutel = lees_sleutel(vkey)
        if sleutel.soort != COSIGNATUUR:
            raise ValueError("dit is geen sleutel van een getuige")
        if any(sleutel.publiek == ander.publiek for ander in self.getuigen.values()):
            raise ValueError("deze getuige staat er al")
        self._nieuw(naam)
        self.getuigen[naam] = sleutel

    def _groep(self, naam: str, nodig: str, *leden: str) -> None:
        self._bestaan(leden)
        if self._lid & set(leden) or len(set(leden)) != len(leden):
            raise ValueError("een getuige of groep telt maar één keer mee")
        aantal = {"any": 1, "all": len(leden)}.get(nodig) or int(nodig)
        if not 1 <= aantal <= len(leden):
            raise ValueError("zoveel leden heeft deze groep niet")
        self._nieuw(naam)
        self._lid.update(leden)
        self.groepen[naam] = (aantal, leden)

    def _quorum(self, naam: str) -> None:
        if self.quorum is not None:
            raise ValueError("het quorum staat er al")
        if naam != _GEEN:
            self._bestaan([naam])
        self.quorum = naam

    def _nieuw(self, naam: str) -> None:
        if naam == _GEEN or naam in self.getuigen or naam in self.groepen:
            raise ValueError("deze naam is al vergeven")

    def _bestaan(self, namen: Iterable[str]) -> None:
        if any(naam not in self.getuigen and naam not in self.groepen for naam in namen):
            raise ValueError("een getuige of groep die hierboven niet staat")
