"""Whether the rights in the database are as they should be: asked at the start and now and then after it.

In production a service with other rights does not serve: it says what differs and ends. A database that
cannot be reached at the start is asked as soon as somebody asks the service something; until it could be
asked, nothing is answered.
"""

from __future__ import annotations

import logging
import time
from threading import Lock

from ledger.errors import ZichtError
from ledger.store.connection import verbind
from ledger.store.errors import Opslagfout, driverfouten
from ledger.store.rechten import Afwijking, momentopname, vergelijk

_log = logging.getLogger(__name__)

_HOUDBAAR_S = 60.0
_GETOOND = 20


class RechtenWijkenAf(ZichtError):
    """The rights in the database are not what they should be, so nothing is answered."""

    def __init__(self) -> None:
        super().__init__(
            "De rechten in de database wijken af van wat ze horen te zijn; `zicht rechten` zegt waarin."
        )


class Zelfcontrole:
    """Compares the rights of the database of `conninfo`, the application's own login; safe for many threads.

    With `streng` an application with other rights does not work at all.
    """

    def __init__(self, conninfo: str, *, streng: bool) -> None:
        self._conninfo = conninfo
        self._streng = streng
        self._slot = Lock()
        self._gezien: Afwijking | None = None
        self._gekeken = float("-inf")

    @property
    def is_vers(self) -> bool:
        """Whether `eis` would let through without looking again, and so without waiting for anything."""
        return not self._streng or (self._is_gezien and not self._gezien)

    @property
    def _is_gezien(self) -> bool:
        return self._gezien is not None and time.monotonic() - self._gekeken <= _HOUDBAAR_S

    def kijk(self) -> Afwijking:
        """Give what differs, looked at no more than a minute ago; raises the errors of the store."""
        with self._slot:
            if self._gezien is None or not self._is_gezien:
                with driverfouten(), verbind(self._conninfo, naam="zicht controleert") as verbinding:
                    self._gezien = vergelijk(momentopname(verbinding))
                self._gekeken = time.monotonic()
                self._meld(self._gezien)
            return self._gezien

    def begin(self) -> None:
        """Look at the start; raises `RechtenWijkenAf`. A database that is away is asked later."""
        try:
            afwijking = self.kijk()
        except Opslagfout:
            _log.warning("de database is er niet; de rechten worden later nagekeken")
            return
        if self._streng and afwijking:
            raise RechtenWijkenAf

    def eis(self) -> None:
        """Let through what may be answered; raises `RechtenWijkenAf`, and the errors of the store."""
        if self._streng and self.kijk():
            raise RechtenWijkenAf

    def _meld(self, afwijking: Afwijking) -> None:
        if afwijking:
            _log.error("de rechten in de database wijken af:\n%s", "\n".join(afwijking.regels()[:_GETOOND]))
        elif afwijking.onbewaakt:
            _log.warning("DROP en ALTER van het grootboek worden niet tegengehouden: zie zicht rechten")
