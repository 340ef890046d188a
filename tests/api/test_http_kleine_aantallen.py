"""What leaves the organisation has no number from 1 to 4 about cases, and gives none away (rulebook 8)."""

import pytest
from tests.api.conftest import WEST, bevestiging, overdracht

JAAR = {"van": "2020-01-01T00:00:00+01:00", "tot": "2021-01-01T00:00:00+01:00"}
BUITEN = ["auditor", "inspecteur"]
TERMIJN = {"soort": "veiligheidsbeoordeling"}


@pytest.fixture
def buiten(verse_api):
    """Ask as somebody from outside."""

    def vraag(pad, rol="auditor", **parameters):
        antwoord = verse_api.http.get(pad, params=parameters, headers=verse_api.als(rol))
        assert antwoord.status_code == 200, antwoord.text
        return antwoord.json()

    return vraag


@pytest.fixture
def winter(verse_api):
    """Meldingen of which none was assessed: five in January, two in February, seven in March, six in July."""
    dagen = ["2020-01-10"] * 5 + ["2020-02-10"] * 2 + ["2020-03-02"] * 7 + ["2020-05-20"] * 6
    for dag in dagen:
        laatste = verse_api.open(gebeurdOp=f"{dag}T09:00:00Z")
    verse_api.lees("/signalen", vanaf=laatste)


def lapsed(antwoord):
    return [(regel["begin"][:10], regel["totaal"], regel["verstreken"]) for regel in antwoord["norm"]]


@pytest.mark.parametrize("rol", BUITEN)
def test_a_small_month_and_what_would_give_it_away_are_left_out(winter, buiten, verse_api, rol):
    pad, vraag = "/overzichten/binnen-termijn", JAAR | TERMIJN
    maanden = buiten(pad, rol, **vraag)
    kwartalen = buiten(pad, rol, **vraag, stap="kwartaal")

    assert lapsed(maanden) == [
        ("2019-12-31", None, None),
        ("2020-01-31", None, None),
        ("2020-02-29", 7, 7),
        ("2020-04-30", 6, 6),
    ]
    assert [regel["percentage"] for regel in maanden["norm"]] == [None, None, 0, 0]
    assert lapsed(kwartalen) == [("2019-12-31", 14, 14), ("2020-03-31", 6, 6)]
    assert [aantal for _, aantal, _ in lapsed(verse_api.lees(pad, **vraag))] == [5, 2, 7, 6]


def test_a_part_of_the_year_shows_nothing_that_the_year_does_not(winter, buiten):
    pad = "/overzichten/binnen-termijn"
    januari = buiten(pad, **TERMIJN, van=JAAR["van"], tot="2020-02-01T00:00:00+01:00")
    tot_half_maart = buiten(pad, **TERMIJN, van="2020-03-01T00:00:00+01:00", tot="2020-03-15T00:00:00+01:00")

    assert lapsed(januari) == [("2019-12-31", None, None)]
    assert lapsed(tot_half_maart) == [("2020-02-29", None, None)]


def test_counts_per_party_do_not_tell_what_counts_per_status_left_out(verse_api, buiten):
    for nummer in range(20):
        laatste = verse_api.open()
        if nummer < 8:
            laatste = verse_api.meld(laatste["casus"], overdracht())
        if nummer < 6:
            laatste = verse_api.meld(laatste["casus"], bevestiging())
    verse_api.lees("/signalen", vanaf=laatste)
    pad = "/verantwoordelijkheden/aantallen"
    vraag = {"van": "2020-03-14T08:00:00Z", "tot": "2020-03-15T08:00:00Z", "stap": "dag"}
    eerder = {"van": "2020-03-09T14:00:00Z", "tot": "2020-03-09T15:00:00Z", "stap": "dag"}

    # two are in-overdracht, eighteen vast: of the total, which the parties give, neither follows
    assert [een["aantal"] for een in buiten(pad, **eerder)["aantallen"]] == [None, None]
    assert [een["aantal"] for een in buiten(pad, **eerder, per="partij")["aantallen"]] == [6, 14]
    assert [een["aantal"] for een in verse_api.lees(pad, **eerder)["aantallen"]] == [2, 18]
    assert [een["aantal"] for een in buiten(pad, **vraag)["aantallen"]] == [20]
    assert [een["aantal"] for een in buiten(pad, **vraag, per="partij")["aantallen"]] == [8, 12]


def test_times_are_of_five_or_more_and_numbers_stand_elsewhere(verse_api, buiten):
    for nummer in range(6):
        laatste = verse_api.open()
        if nummer < 5:
            laatste = verse_api.meld(laatste["casus"], overdracht())
            verse_api.meld(laatste["casus"], bevestiging(op="2020-03-06T11:00:00+01:00"))
    verse_api.meld(laatste["casus"], overdracht(aan=WEST.model_copy(update={"id": "oost"})))
    laatste = verse_api.meld(laatste["casus"], bevestiging(door=WEST.model_copy(update={"id": "oost"})))
    verse_api.lees("/signalen", vanaf=laatste)

    tijden = {
        regel["partij"]["id"]: (regel["gemeten"], regel["mediaanSeconden"])
        for regel in buiten("/overzichten/doorlooptijden", traject="verstuurd-bevestigd", **JAAR)[
            "resultaten"
        ]
    }
    vastgelegd = {
        regel["soort"]: (regel["aantal"], regel["p90Seconden"] is None)
        for regel in buiten("/overzichten/registratievertraging", **JAAR)["resultaten"]
    }
    tekort = buiten("/overzichten/tekortkomingen", **JAAR)["resultaten"]

    assert tijden == {"wijkteam-west": (None, 24 * 3600), "oost": (None, None)}
    assert vastgelegd["OntvangstBevestigd"] == (6, False)
    assert all(aantal is None or aantal >= 5 for aantal, _ in vastgelegd.values())
    assert {regel["casussen"] for regel in tekort} == {None, 5, 6}
    assert all((regel["aantal"] is None) == (regel["casussen"] is None) for regel in tekort)
