"""Requests that are plainly right skip what FastAPI works out again each time, and get the same answer."""

import asyncio
import json
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field

from api.http.app import ROUTERS
from api.http.rechtstreeks import Rechtstreeks, is_recht

Gang = list[str]


class Vraag(BaseModel):
    model_config = ConfigDict(extra="forbid")

    op: Annotated[int | None, Field(alias="opDag")] = None
    namen: list[str] = []


def _route(functie: Any) -> APIRoute:
    app = FastAPI()
    app.add_api_route("/dingen/{ding}", functie, response_model=None)
    (route,) = [een for een in app.routes if isinstance(een, APIRoute)]
    return route


def _verzoek(ding: str, koppen: dict[str, str] | None = None) -> Request:
    ruw = [(naam.lower().encode(), waarde.encode()) for naam, waarde in (koppen or {}).items()]
    return Request({"type": "http", "method": "GET", "path_params": {"ding": ding}, "headers": ruw})


def _antwoord(route: APIRoute, verzoek: Request, **vraag: str) -> Any:
    antwoord = asyncio.run(Rechtstreeks(route).beantwoord(verzoek, vraag))
    return None if antwoord is None else json.loads(bytes(antwoord.body))


def _met_stappen(gang: Gang) -> Any:
    async def eerst(verzoek: Request) -> str:
        gang.append("eerst")
        return verzoek.headers.get("x-naam", "niemand")

    async def dan(wie: Annotated[str, Depends(eerst)]) -> str:
        gang.append("dan")
        return wie.upper()

    def toon(  # noqa: PLR0913, PLR0917 — a parameter of each kind
        groot: Annotated[str, Depends(dan)],
        klein: Annotated[str, Depends(eerst)],
        ding: int,
        vraag: Annotated[Vraag, Query()],
        verzoek: Request,
        kop: Annotated[int, Header(alias="X-Kop")] = 7,
    ) -> Response:
        gang.append("toon")
        return JSONResponse([groot, klein, ding, vraag.op, vraag.namen, kop, verzoek.method])

    return toon


def test_every_route_of_the_api_goes_straight_but_one_whose_right_depends_on_its_path() -> None:
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    assert [route.name for route in routes if not is_recht(route)] == ["herhaal_antwoord"]


def test_a_plain_request_is_answered_with_each_dependency_asked_once_and_in_order() -> None:
    gang: Gang = []
    route = _route(_met_stappen(gang))
    assert is_recht(route)
    gegeven = _antwoord(route, _verzoek("3", {"X-Naam": "mw", "X-Kop": "5"}), opDag="12")
    assert gegeven == ["MW", "mw", 3, 12, [], 5, "GET"]
    assert gang == ["eerst", "dan", "toon"]


def test_what_is_not_given_has_its_default() -> None:
    assert _antwoord(_route(_met_stappen([])), _verzoek("3")) == ["NIEMAND", "niemand", 3, None, [], 7, "GET"]


def test_a_request_that_is_not_plainly_right_is_left_to_fastapi_before_anything_is_done() -> None:
    gang: Gang = []
    route = _route(_met_stappen(gang))
    assert _antwoord(route, _verzoek("drie")) is None
    assert _antwoord(route, _verzoek("3"), opDag="morgen") is None
    assert _antwoord(route, _verzoek("3"), opdag="12") is None
    assert _antwoord(route, _verzoek("3"), namen="een") is None, "a list is for FastAPI to gather"
    assert _antwoord(route, _verzoek("3", {"X-Kop": "vijf"})) is None
    assert gang == []


def test_a_route_with_anything_else_is_left_to_fastapi() -> None:
    async def op_de_lus(ding: int) -> Response:
        return Response(str(ding))

    def leest_inhoud(ding: int, inhoud: dict[str, Any]) -> Response:
        return JSONResponse([ding, inhoud])

    def geeft_geen_antwoord(ding: int) -> dict[str, int]:
        return {"ding": ding}

    def op_een_draad(ding: int) -> int:
        return ding

    def hangt_af_van_een_draad(ding: int, ander: Annotated[int, Depends(op_een_draad)]) -> Response:
        return JSONResponse([ding, ander])

    def zet_koppen(ding: int, antwoord: Response) -> Response:
        return JSONResponse([ding, dict(antwoord.headers)])

    for functie in (op_de_lus, leest_inhoud, geeft_geen_antwoord, hangt_af_van_een_draad, zet_koppen):
        assert not is_recht(_route(functie)), functie.__name__
