"""How far a long command is: on standard error, and only when a person looks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def toon_voortgang(wat: str, totaal: int) -> Iterator[Callable[[int], None]]:
    """Show a bar that the given function moves on; in a pipe or a file nothing is shown."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    kolommen = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*kolommen, console=Console(stderr=True), transient=True) as balk:
        taak = balk.add_task(wat, total=totaal)
        yield lambda stap: balk.advance(taak, stap)
