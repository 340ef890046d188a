"""Who waits at the same time goes together; nobody waits for ever, whatever happens to the one that leads."""

import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from ledger.store.group import Groep


class Onderbroken(BaseException):
    """As a Ctrl-C is, and nothing that an `except Exception` would see."""


class Postkantoor:
    """Answers each number with its double; holds the first group until told."""

    def __init__(self) -> None:
        self.groepen: list[list[int]] = []
        self.bezig = threading.Event()
        self.door = threading.Event()
        self.tegelijk = 0

    def beantwoord(self, groep: Sequence[int]) -> list[int]:
        self.tegelijk += 1
        assert self.tegelijk == 1
        self.groepen.append(list(groep))
        self.bezig.set()
        assert self.door.wait(10)
        self.tegelijk -= 1
        if -13 in groep[:1]:
            raise Onderbroken
        return [2 * een for een in groep]


class Traag:
    """A door that takes as long as a commit on a slow disk."""

    def wait(self, _: float) -> bool:
        time.sleep(0.02)
        return True


def wachtenden(groep: Groep[int, int], aantal: int) -> None:
    einde = threading.Event()
    while len(groep._rij) < aantal:
        einde.wait(0.005)


@pytest.fixture
def kantoor():
    return Postkantoor()


def maak(kantoor: Postkantoor, grootste_groep: int = 100, grootste_omvang: int = 10_000) -> Groep[int, int]:
    return Groep(
        kantoor.beantwoord, lambda een: een, grootste_groep=grootste_groep, grootste_omvang=grootste_omvang
    )


def begin(functie: Callable[[int], int], een: int) -> Future[int]:
    """Run in a thread that nobody waits for: one that is forgotten has to fail the test, not hang it."""
    antwoord: Future[int] = Future()

    def doe() -> None:
        try:
            antwoord.set_result(functie(een))
        except BaseException as fout:  # noqa: BLE001 — whatever it is, the test gets it
            antwoord.set_exception(fout)

    threading.Thread(target=doe, daemon=True).start()
    return antwoord


def vraag_tegelijk(groep: Groep[int, int], kantoor: Postkantoor, eerste: int, rest: list[int]) -> list[int]:
    """The first goes alone; the rest come while it is away, one after the other."""
    antwoorden = [begin(groep.vraag, eerste)]
    assert kantoor.bezig.wait(10)
    for nummer, een in enumerate(rest, start=1):
        antwoorden.append(begin(groep.vraag, een))
        wachtenden(groep, nummer)
    kantoor.door.set()
    return [antwoord.result(10) for antwoord in antwoorden]


def test_one_alone_does_not_wait(kantoor):
    kantoor.door.set()
    groep = maak(kantoor)

    assert [groep.vraag(een) for een in (1, 2, 3)] == [2, 4, 6]
    assert kantoor.groepen == [[1], [2], [3]]


def test_who_come_while_the_first_is_away_go_together_in_order(kantoor):
    assert vraag_tegelijk(maak(kantoor), kantoor, 1, [2, 3, 4, 5]) == [2, 4, 6, 8, 10]
    assert kantoor.groepen == [[1], [2, 3, 4, 5]]


def test_an_answer_may_be_none(kantoor):
    def beantwoord(groep: Sequence[int]) -> list[None]:
        return [None for _ in kantoor.beantwoord(groep)]

    groep: Groep[int, None] = Groep(beantwoord, lambda _: 1, grootste_groep=100, grootste_omvang=100)

    assert vraag_tegelijk(groep, kantoor, 1, [2, 3, 4, 5]) == [None] * 5
    assert kantoor.groepen == [[1], [2, 3, 4, 5]]


def test_a_group_has_a_largest_number(kantoor):
    assert vraag_tegelijk(maak(kantoor, grootste_groep=2), kantoor, 1, [2, 3, 4, 5, 6]) == [
        2,
        4,
        6,
        8,
        10,
        12,
    ]
    assert kantoor.groepen == [[1], [2, 3], [4, 5], [6]]


def test_a_group_has_a_largest_size_and_what_is_larger_goes_alone(kantoor):
    groep = maak(kantoor, grootste_omvang=100)

    assert vraag_tegelijk(groep, kantoor, 1, [60, 40, 1, 500, 7]) == [2, 120, 80, 2, 1000, 14]
    assert kantoor.groepen == [[1], [60, 40], [1], [500], [7]]


def test_when_the_leader_is_interrupted_the_others_go_with_the_next(kantoor):
    groep = maak(kantoor)
    eerste = begin(groep.vraag, 1)
    assert kantoor.bezig.wait(10)
    onderbroken = begin(groep.vraag, -13)
    wachtenden(groep, 1)
    anderen = [begin(groep.vraag, een) for een in (3, 4)]
    wachtenden(groep, 3)
    kantoor.door.set()

    assert eerste.result(10) == 2
    with pytest.raises(Onderbroken):
        onderbroken.result(10)
    assert [een.result(10) for een in anderen] == [6, 8]
    assert sorted(kantoor.groepen[1]) == [-13, 3, 4]
    assert sorted(kantoor.groepen[2]) == [3, 4]
    assert groep.vraag(5) == 10


@pytest.fixture
def onderbreek():
    """Interrupt who waits here, by a real signal: give it to a thread that says when."""

    def stop(*_: object) -> None:
        raise Onderbroken

    eerder = signal.signal(signal.SIGUSR1, stop)
    hoofddraad = threading.main_thread().ident
    assert hoofddraad is not None
    yield lambda: signal.pthread_kill(hoofddraad, signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, eerder)


@pytest.mark.parametrize("plek", [1, 2])
def test_who_is_interrupted_in_the_row_keeps_nobody_waiting(kantoor, onderbreek, plek):
    groep = maak(kantoor)
    eerste = begin(groep.vraag, 1)
    assert kantoor.bezig.wait(10)
    anderen = [begin(groep.vraag, 5)] if plek == 2 else []
    wachtenden(groep, plek - 1)

    def daarna(een: int) -> int:
        wachtenden(groep, plek)  # the one that will be interrupted
        antwoord = begin(groep.vraag, een)
        wachtenden(groep, plek + 1)
        onderbreek()
        return antwoord.result(10)

    anderen.append(begin(daarna, 4))
    with pytest.raises(Onderbroken):
        groep.vraag(13)
    kantoor.door.set()

    assert eerste.result(10) == 2
    assert [een.result(10) for een in anderen] == ([10, 8] if plek == 2 else [8])
    assert [sorted(een) for een in kantoor.groepen] == [[1], [4, 5] if plek == 2 else [4]]


def test_who_is_interrupted_while_its_group_is_under_way_keeps_nobody_waiting(kantoor, onderbreek):
    groep = maak(kantoor)
    eerste = begin(groep.vraag, 1)
    assert kantoor.bezig.wait(10)
    leider = begin(groep.vraag, 5)
    wachtenden(groep, 1)

    def daarna(een: int) -> int:
        wachtenden(groep, 2)
        antwoord = begin(groep.vraag, een)
        wachtenden(groep, 3)
        tweede, kantoor.door = kantoor.door, threading.Event()
        tweede.set()
        while len(kantoor.groepen) < 2:
            time.sleep(0.005)
        onderbreek()
        return antwoord.result(10)

    ander = begin(daarna, 4)
    with pytest.raises(Onderbroken):
        groep.vraag(13)
    kantoor.door.set()

    assert [een.result(10) for een in (eerste, leider, ander)] == [2, 10, 8]
    assert kantoor.groepen == [[1], [5, 13, 4]]
    assert groep.vraag(6) == 12


@pytest.mark.parametrize("leidt", [True, False])
def test_who_is_interrupted_just_when_it_is_called_hands_on_what_it_was_called_for(
    kantoor, monkeypatch, leidt
):
    """Its turn to lead, or its answer with the next one to wake."""

    class Slot:
        def __init__(self) -> None:
            self._echt = threading.Lock()
            self.release = self._echt.release
            self.__enter__, self.__exit__ = self._echt.__enter__, self._echt.__exit__

        def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:  # noqa: FBT001, FBT002 — as a lock has it
            wacht_op_sein = blocking and self._echt.locked() and threading.current_thread() is onderbroken[0]
            gekregen = self._echt.acquire(blocking, timeout)
            if wacht_op_sein:
                self._echt.release()
                raise Onderbroken
            return gekregen

    onderbroken: list[threading.Thread] = [threading.main_thread()]
    groep = maak(kantoor)
    monkeypatch.setattr("ledger.store.group.Lock", Slot)
    eerste = begin(groep.vraag, 1)
    assert kantoor.bezig.wait(10)
    anderen = [] if leidt else [begin(groep.vraag, 5)]
    wachtenden(groep, len(anderen))

    def vraag(een: int) -> int:
        onderbroken[0] = threading.current_thread()
        return groep.vraag(een)

    weg = begin(vraag, 13)
    wachtenden(groep, len(anderen) + 1)
    anderen.append(begin(groep.vraag, 4))
    wachtenden(groep, len(anderen) + 1)
    kantoor.door.set()

    with pytest.raises(Onderbroken):
        weg.result(10)
    assert eerste.result(10) == 2
    assert [een.result(10) for een in anderen] == ([8] if leidt else [10, 8])
    assert groep.vraag(6) == 12


def test_thousands_of_questions_of_many_threads_each_get_their_own_answer(kantoor):
    kantoor.door.set()
    groep = maak(kantoor, grootste_groep=7)

    with ThreadPoolExecutor(16) as draden:
        antwoorden = list(draden.map(groep.vraag, range(3_000)))

    assert antwoorden == [2 * een for een in range(3_000)]
    assert sum(len(een) for een in kantoor.groepen) == 3_000
    assert max(len(een) for een in kantoor.groepen) <= 7


def test_a_group_stays_for_those_who_come_back_at_once(kantoor, monkeypatch):
    """Two writers that come back within a part of the time it took: soon they go together."""
    monkeypatch.setattr("ledger.store.group._HOOGSTENS_S", 1.0)
    groep = maak(kantoor)

    def schrijf(_: int) -> None:
        for nummer in range(20):
            groep.vraag(nummer)
            time.sleep(0.002)

    kantoor.door = Traag()
    with ThreadPoolExecutor(2) as draden:
        list(draden.map(schrijf, range(2)))

    assert sum(len(een) for een in kantoor.groepen) == 40
    assert len(kantoor.groepen) < 30


def test_one_alone_does_not_stay(kantoor, monkeypatch):
    monkeypatch.setattr("ledger.store.group._HOOGSTENS_S", 60.0)
    monkeypatch.setattr("ledger.store.group._DEEL", 1_000_000.0)
    kantoor.door.set()
    groep = maak(kantoor)
    vroeger = time.monotonic()

    for nummer in range(5):
        groep.vraag(nummer)

    assert time.monotonic() - vroeger < 30
