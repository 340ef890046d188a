"""Answer a request that is plainly right, without working out each time how its route is to be read.

FastAPI looks at every parameter and every dependency of a route again for each request. What it finds is
known when the route is made, so it is laid out here once, as steps. Refusing stays with FastAPI alone: a
request that is not plainly right goes to it untouched, before anything was done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from inspect import iscoroutinefunction, signature
from typing import Any, NamedTuple

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel


class _Veld(NamedTuple):
    """A parameter: where it goes, where it stands (None: it is the whole query), and how it is read."""

    naam: str
    sleutel: str | None
    verplicht: bool
    standaard: Any
    lees: Callable[..., tuple[Any, Sequence[Any]]]


class _Aanroep(NamedTuple):
    """A function, and what it takes: the request by name, and what earlier steps gave, by their number."""

    functie: Callable[..., Any]
    verzoek: str | None
    van_stappen: Sequence[tuple[str, int]]

    def argumenten(self, verzoek: Request, gegeven: Sequence[Any]) -> dict[str, Any]:
        """Give its arguments."""
        argumenten = {naam: gegeven[nummer] for naam, nummer in self.van_stappen}
        if self.verzoek is not None:
            argumenten[self.verzoek] = verzoek
        return argumenten


class Rechtstreeks:
    """A route that `is_recht`: its dependencies in FastAPI's order, then its function."""

    def __init__(self, route: APIRoute) -> None:
        wat = route.dependant
        self._pad = [_veld(een) for een in wat.path_params]
        self._vraag = [_veld(een) for een in wat.query_params]
        self._koppen = [_veld(een) for een in wat.header_params]
        self._stappen: list[_Aanroep] = []
        self._slot = self._leg_uit(wat)

    async def beantwoord(self, verzoek: Request, vraag: Mapping[str, str]) -> Response | None:
        """Answer; None, and nothing was done, when a parameter is not right. `vraag` is the query."""
        waarden: dict[str, Any] = {}
        if not (
            _lees(self._pad, verzoek.path_params, waarden)
            and _lees(self._vraag, vraag, waarden)
            and _lees(self._koppen, verzoek.headers, waarden)
        ):
            return None
        gegeven: list[Any] = []
        for stap in self._stappen:
            gegeven.append(await stap.functie(**stap.argumenten(verzoek, gegeven)))
        waarden |= self._slot.argumenten(verzoek, gegeven)
        antwoord: Response = await run_in_threadpool(self._slot.functie, **waarden)
        return antwoord

    def _leg_uit(self, wat: Dependant) -> _Aanroep:
        """Put the steps that a function needs before it; what is needed twice is one step."""
        van_stappen: list[tuple[str, int]] = []
        for nodig in wat.dependencies:
            stap = self._leg_uit(nodig)
            functies = [een.functie for een in self._stappen]
            if stap.functie not in functies:
                functies.append(stap.functie)
                self._stappen.append(stap)
            if nodig.name is not None:
                van_stappen.append((nodig.name, functies.index(stap.functie)))
        return _Aanroep(_functie(wat), wat.request_param_name, van_stappen)


def is_recht(route: APIRoute) -> bool:
    """Whether a route is as ours are: a function for a thread that makes its own answer."""
    uitkomst = signature(route.endpoint, eval_str=True).return_annotation
    return (
        isinstance(uitkomst, type)
        and issubclass(uitkomst, Response)
        and not iscoroutinefunction(route.endpoint)
        and _is_eenvoudig(route.dependant)
        and all(map(_is_stap, route.dependant.dependencies))
    )


def _is_stap(wat: Dependant) -> bool:
    """Whether a dependency waits on the event loop, and asks for the request and for others like it alone."""
    parameters = (*wat.path_params, *wat.query_params, *wat.header_params)
    return (
        not parameters
        and _is_eenvoudig(wat)
        and iscoroutinefunction(wat.call)
        and all(map(_is_stap, wat.dependencies))
    )


def _is_eenvoudig(wat: Dependant) -> bool:
    anders = (
        wat.websocket_param_name,
        wat.http_connection_param_name,
        wat.response_param_name,
        wat.background_tasks_param_name,
        wat.security_scopes_param_name,
        wat.concurrency,
    )
    return wat.use_cache and not (wat.body_params or wat.cookie_params or any(anders))


def _functie(wat: Dependant) -> Callable[..., Any]:
    if wat.call is None:
        raise TypeError("a route without a function")
    return wat.call


def _veld(veld: Any) -> _Veld:
    soort = veld.field_info.annotation
    is_geheel = isinstance(soort, type) and issubclass(soort, BaseModel)
    verplicht = veld.field_info.is_required()
    return _Veld(
        veld.name,
        None if is_geheel else veld.alias,
        verplicht,
        None if verplicht else veld.get_default(),
        veld.validate,
    )


def _lees(velden: Sequence[_Veld], gegeven: Mapping[str, str], waarden: dict[str, Any]) -> bool:
    """Read parameters as FastAPI does; tell whether all of them are right."""
    for veld in velden:
        ruw: Any = gegeven if veld.sleutel is None else gegeven.get(veld.sleutel)
        if ruw is None and not veld.verplicht:
            waarden[veld.naam] = veld.standaard
            continue
        waarden[veld.naam], fouten = veld.lees(ruw)
        if fouten:
            return False
    return True
