"""Seal what was recorded: one sealer at a time, from the stored rows, in order of positie.

Of a batch the hashes and the new head are committed together, under a compare-and-set on the size; only when
that COMMIT returned, and nobody warned that it is not safe elsewhere, is the head signed and published. A
sealer that is killed between any two steps leaves nothing to repair: the next one goes on from the head.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import psycopg

from ledger.store.achtergrond import RUST_S, Achtergrondwerk
from ledger.store.connection import Verbinding, conninfo_als, verbind
from ledger.store.listen import seinen
from ledger.store.zegel.fouten import GatInLogboek, LogboekGewijzigd, Zegelfout
from ledger.store.zegel.logboek import Logboek, casusstanden
from ledger.store.zegel.opslag import (
    SLOT_ZEGELAAR,
    LeidingVerloren,
    Voortzetting,
    lees_hoofd,
    lezer,
    neem_leiding,
    schrijf,
)
from ledger.store.zegel.uitgave import Stap, Uitgave
from ledger.zegel.boom import bladhash
from ledger.zegel.notitie import Notitie, Sleutel, lees_notitie
from ledger.zegel.ondertekenaar import Ondertekenaar

_log = logging.getLogger(__name__)

_GROEP = 5_000
_PAUZE_S = 0.2  # at most so many checkpoints a second: each is synced to disk
_ALLES = 2**63 - 1


class CommitOnzeker(Exception):
    """The database warned while committing: it may not be safe on the machine beside it."""


class Leiding:
    """The right to seal a log, over one connection that holds the lock; it seals batch by batch."""

    def __init__(
        self,
        verbinding: Verbinding,
        logboek: Logboek,
        ondertekenaar: Ondertekenaar,
        uitgave: Uitgave,
        stap: Stap = lambda _: None,
    ) -> None:
        self._verbinding = verbinding
        self._logboek = logboek
        self._ondertekenaar = ondertekenaar
        self._uitgave = uitgave
        self._stap = stap
        self._waarschuwingen: list[str] = []
        verbinding.add_notice_handler(self._hoor)
        self._voortzetting: Voortzetting = neem_leiding(verbinding, logboek)
        self._veilig()

    def _hoor(self, melding: psycopg.errors.Diagnostic) -> None:
        if melding.severity_nonlocalized == "WARNING":
            self._waarschuwingen.append(melding.sqlstate or "")

    def _veilig(self) -> None:
        """Go on only when what was committed last, and so all before it, is safe."""
        if self._waarschuwingen:
            raise CommitOnzeker

    def zegel(self) -> int:
        """Seal and commit the next batch of acts; give how many there were."""
        logboek, voortzetting = self._logboek, self._voortzetting
        was = voortzetting.bereik.grootte
        with self._verbinding.cursor(binary=True) as cursor:
            rijen = cursor.execute(logboek.rijen, (was, _ALLES, _GROEP), prepare=True).fetchall()
        if not rijen:
            return 0
        _dicht(rijen, was)
        self._stap("gelezen")
        oorsprong = logboek.oorsprong.encode()
        knopen = voortzetting.bereik.voeg_toe(bladhash(logboek.blad(oorsprong, rij)) for rij in rijen)
        if voortzetting.kaart is not None:
            voortzetting.kaart.werk_bij(casusstanden(rijen))
        self._stap("berekend")
        self._waarschuwingen.clear()
        with self._verbinding.transaction():
            schrijf(self._verbinding, logboek, was, voortzetting, knopen)
            self._stap("geschreven")
        self._veilig()
        self._stap("vastgelegd")
        return len(rijen)

    def haalt_het_gepubliceerde(self) -> bool:
        """Whether as much is sealed as was published: not yet, where the tables of the seal were lost."""
        gepubliceerd = self._uitgave.gepubliceerd(self._ondertekenaar.sleutel)
        return gepubliceerd is None or gepubliceerd[1].grootte <= self._voortzetting.bereik.grootte

    def publiceer(self) -> Notitie:
        """Sign the head as it was committed, publish it, and give it."""
        hoofd = lees_hoofd(self._verbinding, self._logboek)
        bereik = self._voortzetting.bereik
        if hoofd is None or (hoofd.grootte, hoofd.wortel) != (bereik.grootte, bereik.wortel()):
            raise LogboekGewijzigd(bereik.grootte)
        kaart = self._voortzetting.kaart
        if kaart is not None and hoofd.kaart != kaart.wortel():
            raise LogboekGewijzigd(bereik.grootte)
        lees = lezer(self._verbinding, self._logboek)
        return self._uitgave.publiceer(hoofd, self._ondertekenaar, lees, self._stap)


def _dicht(rijen: Sequence[Sequence[Any]], was: int) -> None:
    for verwacht, rij in enumerate(rijen, was + 1):
        if rij[0] != verwacht:
            raise GatInLogboek(verwacht, rij[0])


class Zegelaar(Achtergrondwerk):
    """Seals a log until it is stopped: in a thread (`start`), in this one (`draai`), or `eenmaal`.

    `conninfo` names a login that is a member of zicht_zegelaar; `map_` is where the log is published. What
    `getuigen` leave there is put below the checkpoint.
    """

    def __init__(  # noqa: PLR0913 — what it works with, and who looks on
        self,
        conninfo: str,
        logboek: Logboek,
        ondertekenaar: Ondertekenaar,
        map_: Path,
        *,
        getuigen: Sequence[Sleutel] = (),
        stap: Stap = lambda _: None,
    ) -> None:
        super().__init__("zicht verzegelt")
        self._getuigen = getuigen
        self._conninfo = conninfo_als(conninfo, "zicht_zegelaar")
        self._logboek = logboek
        self._ondertekenaar = ondertekenaar
        self.uitgave = Uitgave(map_ / logboek.naam)
        """Where the log is published."""
        self._stap = stap
        self.fout: str | None = None
        """Why it does not seal, as a stable code; None when all is well."""

    def eenmaal(self) -> Notitie:
        """Seal all there is, publish it and give the checkpoint; waits for another sealer to let go.

        Raises `Zegelfout` and the errors of the driver.
        """
        with verbind(self._conninfo, naam="zicht verzegelt", statement_timeout_ms=0) as verbinding:
            verbinding.execute("SELECT pg_advisory_lock(%s)", [self._slot])
            leiding = self._neem(verbinding)
            while leiding.zegel():
                pass
            leiding.publiceer()
            self.uitgave.verzamel(self._getuigen)
            return lees_notitie(self.uitgave.lees() or b"")

    def draai(self) -> None:
        """Seal until `stop`; the database may come and go. What a person must look at stops nothing else."""
        mislukt = 0
        while not self._gestopt.is_set():
            try:
                with verbind(self._conninfo, naam="zicht verzegelt") as verbinding:
                    if self._krijgt_de_leiding(verbinding, self._slot):
                        leiding = self._neem(verbinding)
                        mislukt = 0
                        self._leid(leiding)
            except Zegelfout as fout:
                if self.fout != fout.code:
                    _log.error("verzegelen staat stil: %s", fout)
                self.fout = fout.code
                mislukt = len(RUST_S) - 1
            except (psycopg.Error, LeidingVerloren, CommitOnzeker, OSError) as fout:
                # the driver's message may quote a row, so only its code goes to the log
                _log.warning("verzegelen onderbroken (%s), wordt hervat", _code(fout))
            if not self._gestopt.is_set():
                self._gestopt.wait(RUST_S[min(mislukt, len(RUST_S) - 1)])
                mislukt += 1

    @property
    def _slot(self) -> int:
        return SLOT_ZEGELAAR + self._logboek.nummer

    def _neem(self, verbinding: Verbinding) -> Leiding:
        return Leiding(verbinding, self._logboek, self._ondertekenaar, self.uitgave, self._stap)

    def _leid(self, leiding: Leiding) -> None:
        # The seal can be made again from the rows; what was published is then the least there has to be.
        while not leiding.haalt_het_gepubliceerde() and not self._gestopt.is_set() and leiding.zegel():
            pass
        leiding.publiceer()  # what a predecessor committed and did not get to publish
        self.fout = None
        wekker = cast("Generator[None]", seinen(self._conninfo, self._gestopt.is_set))
        with closing(wekker):
            for _ in wekker:
                while not self._gestopt.is_set() and leiding.zegel():
                    leiding.publiceer()
                    self._gestopt.wait(_PAUZE_S)
                self.uitgave.verzamel(self._getuigen)


def _code(fout: Exception) -> str:
    return getattr(fout, "sqlstate", None) or type(fout).__name__
