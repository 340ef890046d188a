"""The inspection report over HTTP and from the command line: who gets it, what is logged, the same bytes."""

import hashlib
import json
from base64 import b64encode
from uuid import UUID, uuid4

import pytest
from tests.api.conftest import WEST, overdracht
from tests.scenarios.programma import zicht_hier

from ledger.store.inzage.lezen import Inzagelezer, Inzagevraag, open_inzagepool


@pytest.fixture
def casus(api):
    """A casus with a person in it and a handover, known up to the position of that act."""
    geopend = api.open()
    persoon = {"soort": "DirectbetrokkeneGeregistreerd", "gebeurdOp": "2020-03-02T10:00:00+01:00"}
    persoon |= {"gegevens": {"persoon": "p-7", "rol": "kind"}, "vertrouwelijk": {"naam": "Kanarie Geel"}}
    api.meld(geopend["casus"], persoon)
    verstuurd = api.meld(geopend["casus"], overdracht(nummer=f"o-{geopend['positie']}"))
    assert api.http.app.state.diensten.verzegeling.wacht_op(verstuurd["positie"], 30)
    return verstuurd


def pad(casus):
    return f"/casussen/{casus['casus']}/rapport"


def vraag(casus, **anders):
    return {"op": "2020-03-08T10:00:00+01:00", "bekendOp": casus["positie"]} | anders


@pytest.mark.parametrize("rol", ["medewerker-vt", "inspecteur"])
def test_whoever_may_read_all_of_the_casus_gets_the_same_report(api, casus, rol):
    antwoord = api.http.get(pad(casus), params=vraag(casus), headers=api.als(rol))
    eigen = api.http.get(pad(casus), params=vraag(casus))

    assert antwoord.status_code == 200, antwoord.text
    assert antwoord.headers["content-type"] == "application/pdf"
    assert antwoord.content == eigen.content
    assert b"Kanarie" not in antwoord.content
    digest = b64encode(hashlib.sha256(antwoord.content).digest()).decode()
    assert antwoord.headers["repr-digest"] == f"sha-256=:{digest}:"
    naam = f"zicht-{casus['casus']}-{casus['positie']}.pdf"
    assert antwoord.headers["content-disposition"] == f'inline; filename="{naam}"'


def test_what_became_known_later_does_not_change_it(api, casus):
    eerder = api.http.get(pad(casus), params=vraag(casus)).content
    bevestigd = {"overdracht": f"o-{casus['positie'] - 2}", "door": WEST.model_dump()}
    api.meld(
        casus["casus"],
        {"soort": "OntvangstBevestigd", "gebeurdOp": "2020-03-06T11:00:00+01:00", "gegevens": bevestigd},
    )

    assert api.http.get(pad(casus), params=vraag(casus)).content == eerder
    assert api.http.get(pad(casus), params={"op": vraag(casus)["op"]}).content != eerder


@pytest.mark.parametrize(
    ("anders", "status"),
    [
        ({"op": "gisteren"}, 400),
        ({"afspraken": "bestaat-niet"}, 400),
        ({"bekendOp": 10**9}, 400),
        ({"bekendOp": "2019-01-01T00:00:00Z"}, 404),
        ({"lezing": "x"}, 400),
    ],
)
def test_a_question_that_cannot_be_answered_gives_no_file(api, casus, anders, status):
    antwoord = api.http.get(pad(casus), params=vraag(casus, **anders))

    assert (antwoord.status_code, antwoord.headers["content-type"]) == (status, "application/problem+json")


def test_a_casus_that_is_not_there_and_a_role_that_may_not_read(api, casus):
    assert api.http.get(f"/casussen/{uuid4()}/rapport").status_code == 404
    assert api.http.get(pad(casus), headers=api.als("beheerder")).status_code == 403


def test_the_read_log_knows_which_file_of_whom_was_taken_along(api, casus):
    antwoord = api.http.get(
        pad(casus), params=vraag(casus), headers=api.als("inspecteur", medewerker="ins-1")
    )

    lezer = api.http.app.state.diensten.inzagelezer
    regel = list(lezer.alle(Inzagevraag(casus=UUID(casus["casus"]))))[-1].regel
    assert (regel.actie, regel.handeling, regel.wie.medewerker) == ("toon_rapport", "exporteren", "ins-1")
    assert regel.getoond.personen == ("p-7",)
    assert regel.getoond.positie == casus["positie"]
    assert regel.getoond.bestand_sha256 == hashlib.sha256(antwoord.content).hexdigest()
    assert "vertrouwelijk" not in regel.getoond.categorieen


def test_the_command_writes_the_file_and_says_its_citation_and_digest(
    database, tmp_path, monkeypatch, capfdbinary
):
    monkeypatch.setenv("ZICHT_DATABASE_URL", database.app)
    monkeypatch.setenv("ZICHT_DATA_DIR", str(tmp_path))
    acten, uitvoer = tmp_path / "acten.jsonl", tmp_path / "rapport.pdf"
    zicht_hier(capfdbinary, "genereer", "--casussen", "1", "--zaad", "3", "--uitvoer", str(acten))
    zicht_hier(capfdbinary, "importeer", str(acten))
    casus = json.loads(acten.read_text().splitlines()[0])["casus"]

    klaar = zicht_hier(
        capfdbinary, "inspectierapport", casus, "--uitvoer", str(uitvoer), "--bekend-op", "5",
    )  # fmt: skip

    citaat, sha = klaar.uit.decode().split()
    assert citaat.startswith(f"zicht1~{casus}~")
    assert sha == hashlib.sha256(uitvoer.read_bytes()).hexdigest()
    with open_inzagepool(database.app) as pool:
        assert [een.regel.getoond.bestand_sha256 for een in Inzagelezer(pool).na(0, 10)] == [sha]
    onbekend = zicht_hier(capfdbinary, "inspectierapport", str(uuid4()), "--uitvoer", str(uitvoer))
    assert onbekend.code == 1
    assert "niet bekend" in onbekend.fout
