"""A line of plain Dutch for every act."""

import json
from datetime import UTC, datetime

import pytest
from tests.verhaal import WEST as TEAM
from tests.verhaal import bevestigd, melding, overdracht, verhaal

from ledger.acts import ACTEN
from ledger.gebeurtenis import lees_gegevens
from projections.geschiedenis import maak_geschiedenis
from projections.zinnen import ZINNEN, geschiedenisregel, zin

VT = {"soort": "veilig-thuis", "id": "midden-brabant"}
WEST = {"soort": "lokaal-team", "id": "wijkteam-west"}
GEZIN = {"soort": "clientsysteem", "id": "c-1"}


def act(soort, **gegevens):
    return lees_gegevens(soort, json.dumps(gegevens))


def test_elke_handeling_heeft_een_zin():
    assert set(ZINNEN) == set(ACTEN.values())


def test_een_regel_zegt_wanneer_in_nederlandse_tijd_en_wat():
    verstuurd = act(
        "OverdrachtVerstuurd", overdracht="o1", van=VT, aan=WEST, fase="na-dienst", warm=True, onderdelen=[]
    )
    assert geschiedenisregel(datetime(2020, 3, 5, 10, 0, tzinfo=UTC), verstuurd) == (
        "5 maart 2020 11:00, Veilig Thuis Midden-Brabant droeg over aan wijkteam-west, na een dienst "
        "in een warme overdracht (overdracht o1)"
    )


@pytest.mark.parametrize(
    ("soort", "gegevens", "verwacht"),
    [
        ("ContactGelegd", {"door": WEST, "wijze": "gesprek"},
         "wijkteam-west had contact met het gezin (gesprek)"),
        ("VeiligheidGescoord", {"door": {"persoon": "p1"}, "score": 6.5},
         "persoon p1 gaf de veiligheid een 6.5"),
        ("AfstemmingGehad", {"door": VT, "met": [WEST, GEZIN], "onderwerp": "plan"},
         "Veilig Thuis Midden-Brabant stemde af met wijkteam-west en het gezin over plan"),
        ("BemoeienisGestopt", {"overlegMet": []},
         "Veilig Thuis stopte zijn bemoeienis, na overleg met niemand"),
        ("OpschalingBesloten", {}, "de opschaling werd besloten"),
        ("WoonplaatsGewijzigd", {"gemeente": "GM0855", "perDatum": "2020-04-01"},
         "het gezin verhuist per 1 april 2020 naar gemeente GM0855"),
        ("DwangmaatregelIngezet", {"door": "burgemeester", "maatregel": "huisverbod"},
         "burgemeester zette een dwangmaatregel in (huisverbod)"),
    ],
)  # fmt: skip
def test_een_zin_zegt_wat_er_gebeurde(soort, gegevens, verwacht):
    assert zin(act(soort, **gegevens)) == verwacht


def test_van_een_overdracht_staat_erbij_wat_ervan_werd():
    verteld = verhaal(
        melding("m1", op="2020-03-02 09:00"),
        overdracht("o1", aan=TEAM, fase="na-veiligheidsbeoordeling", op="2020-03-05 11:00"),
        bevestigd("o1", door=TEAM, op="2020-03-09 14:00"),
    )
    zinnen = [regel.als_dict()["zin"] for regel in maak_geschiedenis(verteld[:2])]
    assert zinnen[1] == (
        "5 maart 2020 11:00, Veilig Thuis Midden-Brabant droeg over aan wijkteam-west, direct na de "
        "veiligheidsbeoordeling (overdracht o1), nog niet bevestigd"
    )
    zinnen = [regel.als_dict()["zin"] for regel in maak_geschiedenis(verteld)]
    assert zinnen[1].endswith("(overdracht o1), bevestigd op 9 maart 2020 14:00")
    assert zinnen[2].endswith("wijkteam-west bevestigde de ontvangst van overdracht o1")
