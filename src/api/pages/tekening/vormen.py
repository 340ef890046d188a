"""What a drawing is made of. Sizes are units of the drawing; `soort` becomes a class of the style sheet."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Blok:
    """A piece of a lane: a rectangle, what stands in it, and the pattern over it (None: plain)."""

    x: float
    y: float
    breedte: float
    hoogte: float
    partij: str
    status: str
    patroon: str | None
    opschrift: str
    uitleg: str
    open: bool
    rechtens: bool
    anders: bool = False


@dataclass(frozen=True, slots=True)
class Baanbeeld:
    """A lane: its name, where its name stands, and its blocks; `deel` tells two of one lane apart."""

    titel: str
    y: float
    blokken: tuple[Blok, ...]
    hoogte: float
    leeg: bool
    deel: str = ""


@dataclass(frozen=True, slots=True)
class Streep:
    """A term, a signal or a handover: a line from `x1` to `x2` with a mark at its ends.

    `merk` stands at `x_merk`; `grens` is where a deadline is, None without one.
    """

    nummer: str
    x1: float
    x2: float
    y: float
    soort: str
    uitleg: str
    merk: str | None = None
    x_merk: float = 0.0
    grens: float | None = None
    opschrift: str = ""


@dataclass(frozen=True, slots=True)
class Rijenbeeld:
    """A group of lines, packed into rows under one title; `verborgen` did not fit, the table has them."""

    titel: str
    y: float
    strepen: tuple[Streep, ...]
    verborgen: int
    hoogte: float


@dataclass(frozen=True, slots=True)
class Lijn:
    """A moment: a line over the whole height, with a flag; `buiten` says that it lies outside the drawing."""

    x: float
    letter: str
    tekst: str
    buiten: bool
    links: bool


@dataclass(frozen=True, slots=True)
class Punt:
    """A moment at which something became known; `bekend` at K."""

    x: float
    volgnummer: int
    bekend: bool
    moment: str


@dataclass(frozen=True, slots=True)
class Beeld:
    """The whole drawing."""

    hoogte: float
    banen: tuple[Baanbeeld, ...]
    rijen: tuple[Rijenbeeld, ...]
    punten: tuple[Punt, ...]
    y_punten: float
    t: Lijn
    k: Lijn
    as_y: float
    streepjes: tuple[tuple[float, str], ...]
    begin_ms: int
    eind_ms: int
    gebruikte_statussen: tuple[str, ...] = field(default=())
    gebruikte_partijen: tuple[str, ...] = field(default=())
