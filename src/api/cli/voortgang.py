"""How far a long command is: on standard error, and only when a person looks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


class Voortgang(Protocol):
    """A bar that can be moved."""

    def verder(self, stap: int) -> None:
        """Move it on by `stap`."""

    def naar(self, gedaan: int, totaal: int) -> None:
        """Move it to `gedaan` of `totaal`."""


class _Geen:
    def verder(self, stap: int) -> None:
        del stap

    def naar(self, gedaan: int, totaal: int) -> None:
        del gedaan, totaal


class _Balk:
    def __init__(self, balk: Progress, taak: TaskID) -> None:
        self._balk = balk
        self._taak = taak

    def verder(self, stap: int) -> None:
        self._balk.advance(self._taak, stap)

    def naar(self, gedaan: int, totaal: int) -> None:
        self._balk.update(self._taak, completed=gedaan, total=totaal)


@contextmanager
def toon_voortgang(wat: str, totaal: int, *, ook_regels: bool = False) -> Iterator[Voortgang]:
    """Show a bar; in a pipe or a file nothing is shown.

    `ook_regels` says that the command itself writes to standard output: no bar comes between lines on a
    terminal.
    """
    if not sys.stderr.isatty() or (ook_regels and sys.stdout.isatty()):
        yield _Geen()
        return
    kolommen = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*kolommen, console=Console(stderr=True), transient=True) as balk:
        yield _Balk(balk, balk.add_task(wat, total=totaal))
