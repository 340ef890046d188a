"""The eventsourcing library's own contract tests, run against our recorder."""

import sys
from collections.abc import Sequence
from typing import Any

import eventsourcing.cryptography
import pytest
from eventsourcing.persistence import AggregateRecorder, StoredEvent

from ledger.store.recorder import LedgerRecorder

# The module with the contract imports a cipher that it does not use here, from a package that we do not have
# (pycryptodome). The library has the same class on top of `cryptography`, which we do have.
sys.modules.setdefault("eventsourcing.cipher", eventsourcing.cryptography)

from eventsourcing.tests import persistence as contract  # noqa: E402 — after the line above


class AlsAggregateRecorder(AggregateRecorder):
    """An aggregate recorder is asked the same but gives no positions: the contract differs in that one
    answer."""

    def __init__(self, recorder: LedgerRecorder) -> None:
        self._recorder = recorder

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> None:
        self._recorder.insert_events(stored_events, **kwargs)

    def select_events(self, *args: Any, **kwargs: Any) -> Sequence[StoredEvent]:
        return self._recorder.select_events(*args, **kwargs)


class Geval:
    """The library's cases ask for their recorder; pytest gives it to the test below, which hands it on."""

    __test__ = False
    recorder: LedgerRecorder

    def create_recorder(self) -> Any:
        return self.recorder


class Casus(Geval, contract.AggregateRecorderTestCase):
    def create_recorder(self) -> Any:
        return AlsAggregateRecorder(self.recorder)


class Grootboek(Geval, contract.ApplicationRecorderTestCase):
    pass


class NietDoorElkaar(Geval, contract.NonInterleavingNotificationIDsBaseCase):
    pass


# All but the ones that only print a speed.
@pytest.mark.parametrize(
    ("geval", "test"),
    [
        (Casus, "test_insert_and_select"),
        (Grootboek, "test_insert_select"),
        (Grootboek, "test_concurrent_no_conflicts"),
        (Grootboek, "test_concurrent_throughput"),
        (Grootboek, "optional_test_insert_subscribe"),
        (NietDoorElkaar, "test"),
    ],
)
def test_contract(recorder: LedgerRecorder, geval: type[Geval], test: str) -> None:
    uitgevoerd = geval(test)
    uitgevoerd.recorder = recorder
    getattr(uitgevoerd, test)()
