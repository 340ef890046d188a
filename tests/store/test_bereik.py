"""Which cases the database shows: SQL by hand under each role, within each scope, and no longer."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors
from tests.conftest import onderhoud

from ledger.store.bereik import GEEN, Bereik
from ledger.store.binnen import lees_binnen
from ledger.store.connection import GEHEEL, conninfo_als, open_pool, verbind
from ledger.store.recorder import LedgerRecorder
from ledger.store.records import OpgeslagenGebeurtenis, Toevoeging
from ledger.values import Partij

WEST = Partij(soort="lokaal-team", id="wijkteam-west")
OOST = Partij(soort="lokaal-team", id="wijkteam-oost")
KLINIEK = Partij(soort="instelling", id="kliniek")
GEMEENTE = Partij(soort="gemeente", id="GM0855")
BEGIN = datetime(2020, 3, 2, 9, tzinfo=UTC)
TABELLEN = ["ledger.gebeurtenissen", "toegang.betrokken", "projecties.geparkeerd"]
VIEWS = [
    f"projecties.gelezen_{een}_1" for een in ("stukken", "casussen", "termijnen", "signalen", "meldingen")
]


def act(casus, nummer, soort, dag, regio, gegevens):  # noqa: PLR0913, PLR0917 — what an act is
    """An act on a day of March, recorded at once."""
    op = BEGIN + timedelta(days=dag)
    return OpgeslagenGebeurtenis(
        originator_id=casus,
        originator_version=nummer,
        topic=f"{soort}/1",
        state=json.dumps({"gegevens": gegevens}).encode(),
        regio=regio,
        gebeurd_op=op,
        vastgelegd_op=op,
        vertrouwelijk=None,
    )


def melding(regio, gemeente="GM0855"):
    return "MeldingOntvangen", 0, {"veiligThuis": regio, "gemeente": gemeente}


def verstuurd(aan, dag=3, **anders):
    return "OverdrachtVerstuurd", dag, {"aan": aan.model_dump()} | anders


def correctie(betreft, dag=8, **vervanging):
    gegevens = {"betreft": betreft, "wijze": "vervangen" if vervanging else "ingetrokken"}
    return "GebeurtenisGecorrigeerd", dag, gegevens | ({"vervanging": vervanging} if vervanging else {})


@pytest.fixture
def leg(recorder):
    """Record acts of one casus at once; give its id."""

    def vast(*acten, regio="midden-brabant", casus=None):
        casus = casus or uuid4()
        recorder.voeg_toe(
            Toevoeging(
                uuid4(), b"", [act(casus, n, s, d, regio, g) for n, (s, d, g) in enumerate(acten, start=1)]
            )
        )
        return casus

    return vast


@pytest.fixture
def ziet(database):
    """Ask as zicht_lezer which volgnummers of which casussen a scope shows."""
    with verbind(conninfo_als(database.app, "zicht_lezer")) as lezer:

        def vraag(bereik):
            gevonden: dict[UUID, list[int]] = {}
            zin = "SELECT casus, volgnummer FROM ledger.gebeurtenissen ORDER BY casus, volgnummer"
            for casus, volgnummer in lees_binnen(lezer, bereik, zin):
                gevonden.setdefault(casus, []).append(volgnummer)
            return gevonden

        yield vraag


CONTACT = ("ContactGelegd", 5, {})


def test_a_region_sees_its_own_cases_and_no_others(leg, ziet):
    hier, daar = leg(melding("midden-brabant"), CONTACT), leg(melding("utrecht"), CONTACT, regio="utrecht")

    assert ziet(Bereik(regios=("midden-brabant",))) == {hier: [1, 2]}
    assert ziet(Bereik(regios=("utrecht", "elders"))) == {daar: [1, 2]}
    assert ziet(Bereik(regios=("midden-brabant", "utrecht"))) == {hier: [1, 2], daar: [1, 2]}
    assert ziet(Bereik(regios=("midden",))) == ziet(GEEN) == {}


@pytest.mark.parametrize(
    ("acten", "partij", "nummers"),
    [
        ([verstuurd(WEST), CONTACT], WEST, [2, 3]),
        ([verstuurd(WEST), CONTACT], OOST, []),
        ([verstuurd(WEST, medeontvangers=[KLINIEK.model_dump()]), CONTACT], KLINIEK, [2, 3]),
        # recorded late, but it happened since; and the other way round
        ([CONTACT, verstuurd(WEST, 3)], WEST, [2, 3]),
        ([CONTACT, verstuurd(WEST, 6)], WEST, [3]),
        # announced is not sent
        ([("OverdrachtAangekondigd", 1, {"aan": WEST.model_dump()}), CONTACT], WEST, []),
        # by opschaling
        ([("OpschalingBesloten", 4, {"toegewezenAan": OOST.model_dump()}), CONTACT], OOST, [2, 3]),
        # withdrawn, refused or corrected away: who got it has to account for it
        ([verstuurd(WEST), ("OverdrachtIngetrokken", 4, {}), CONTACT], WEST, [2, 3, 4]),
        ([verstuurd(WEST), correctie(2), CONTACT], WEST, [2, 3, 4]),
        # corrected to another party: from then on that one too
        ([verstuurd(WEST), correctie(2, gegevens={"aan": OOST.model_dump()})], OOST, [2, 3]),
        # corrected to an earlier day
        ([CONTACT, verstuurd(WEST, 6), correctie(3, gebeurdOp="2020-03-04T00:00:00Z")], WEST, [2, 3, 4]),
        # a correction of a correction
        ([verstuurd(WEST), correctie(2), correctie(3, gegevens={
            "betreft": 2, "wijze": "vervangen", "vervanging": {"gegevens": {"aan": OOST.model_dump()}}})],
         OOST, [2, 3, 4]),
        # who corrects something else brings nobody in
        ([("OverdrachtAangekondigd", 1, {}), correctie(2, gegevens={"aan": OOST.model_dump()})], OOST, []),
        # the family sees nothing, whatever its id
        ([verstuurd(Partij(soort="clientsysteem", id="x"))], Partij(soort="clientsysteem", id="x"), []),
        # a gemeente has timelines and figures, never acts
        ([CONTACT], GEMEENTE, []),
    ],
    ids=range(15),
)  # fmt: skip
def test_a_party_sees_what_happened_since_its_handover(leg, ziet, acten, partij, nummers):
    casus = leg(melding("midden-brabant"), *acten)

    assert ziet(Bereik(partij=partij)).get(casus, []) == nummers


def test_act_by_act_gives_the_same_as_all_at_once(leg, recorder, database):
    acten = [melding("midden-brabant"), verstuurd(WEST), correctie(2, gegevens={"aan": OOST.model_dump()})]
    samen, apart = leg(*acten), uuid4()
    for nummer, (soort, dag, gegevens) in enumerate(acten, start=1):
        een = act(apart, nummer, soort, dag, "midden-brabant", gegevens)
        recorder.voeg_toe(Toevoeging(uuid4(), b"", [een]))

    with psycopg.connect(database.eigenaar) as eigenaar:
        rijen = eigenaar.execute(
            "SELECT casus, volgnummer, partij_soort, partij_id, vanaf_op FROM toegang.betrokken"
        ).fetchall()
        opnieuw = eigenaar.execute(
            """SELECT g.casus, g.volgnummer, o.partij_soort, o.partij_id, o.vanaf_op
                 FROM ledger.gebeurtenissen g,
                      toegang.ontvangers(g.casus, g.soort, g.open, g.gebeurd_op) o"""
        ).fetchall()

    assert {rij[1:] for rij in rijen if rij[0] == samen} == {rij[1:] for rij in rijen if rij[0] == apart}
    assert sorted(rijen) == sorted(opnieuw), "who sees what follows from the acts, at any time again"
    assert len(rijen) == 2 * 3


@pytest.mark.parametrize(
    "inhoud", [b"geen json", b'{"gegevens": []}', b"\xff", b'{"gegevens": {"aan": 7}}', b"{}"]
)
def test_an_act_that_cannot_be_read_is_stored_all_the_same(leg, database, inhoud):
    casus = leg(melding("midden-brabant"))
    for nummer, soort in enumerate(["OverdrachtVerstuurd/1", "GebeurtenisGecorrigeerd/9"], start=2):
        with psycopg.connect(database.eigenaar) as eigenaar:
            eigenaar.execute(
                """INSERT INTO ledger.gebeurtenissen (positie, gebeurd_op, vastgelegd_op, ontvangen_op,
                                                      volgnummer, casus, opdracht, regio, soort, open)
                   VALUES (%s, now(), now(), now(), %s, %s, gen_random_uuid(), 'midden-brabant', %s, %s)""",
                [nummer, nummer, casus, soort, inhoud],
            )


@pytest.mark.parametrize("rol", ["zicht_lezer", "zicht_schrijver", "zicht_inzage", "zicht_sleutels", None])
def test_without_a_scope_nothing_of_any_casus_is_seen_by_hand(leg, database, rol):
    leg(melding("midden-brabant"), verstuurd(WEST))
    with psycopg.connect(database.app if rol is None else conninfo_als(database.app, rol)) as verbinding:
        for naam in TABELLEN + VIEWS:
            try:
                with verbinding.transaction():
                    zin = f"SELECT count(*) FROM {naam}"  # noqa: S608 — a name of ours
                    assert verbinding.execute(zin).fetchone() == (0,)
            except errors.InsufficientPrivilege:
                continue


@pytest.mark.parametrize(
    "tabel", [f"projecties.{een}_2" for een in ("stukken", "casussen", "termijnen", "signalen")]
)
def test_who_reads_has_no_right_on_what_lies_under_the_views(database, tabel):
    with (
        psycopg.connect(conninfo_als(database.app, "zicht_lezer")) as lezer,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        lezer.execute(f"SELECT FROM {tabel}")


def test_a_confidential_part_is_not_for_who_reads_within_a_scope(database):
    with psycopg.connect(conninfo_als(database.app, "zicht_lezer")) as lezer:
        for kolom in ("vertrouwelijk", "*"):
            with pytest.raises(errors.InsufficientPrivilege), lezer.transaction():
                lezer.execute(f"SELECT {kolom} FROM ledger.gebeurtenissen")  # noqa: S608 — a name of ours


@pytest.mark.parametrize("rol", [GEHEEL, "zicht_projectie", "zicht_zegelaar"])
def test_who_decides_follows_or_seals_sees_the_whole_ledger(leg, database, rol):
    leg(melding("midden-brabant")), leg(melding("utrecht"), regio="utrecht")

    with psycopg.connect(conninfo_als(database.app, rol)) as verbinding:
        assert verbinding.execute("SELECT count(casus) FROM ledger.gebeurtenissen").fetchone() == (2,)


def test_with_one_connection_no_scope_stays_for_the_next(leg, recorder, database):
    hier, daar = leg(melding("midden-brabant")), leg(melding("utrecht"), regio="utrecht")
    with open_pool(conninfo_als(database.app, "zicht_lezer"), maximaal=1) as pool:
        brabant, utrecht, west, niemand = (
            recorder.binnen(pool, bereik)
            for bereik in (
                Bereik(regios=("midden-brabant",)),
                Bereik(regios=("utrecht",)),
                Bereik(partij=WEST),
                GEEN,
            )
        )
        for _ in range(3):
            assert (len(brabant.lees_casus(hier)), len(brabant.lees_casus(daar))) == (1, 0)
            assert (len(niemand.lees_casus(hier)), len(niemand.lees_geheel(daar))) == (0, 0)
            assert (len(utrecht.lees_casus(hier)), len(utrecht.lees_geheel(daar))) == (0, 1)
            assert (len(west.lees_casus(hier)), len(west.lees_geheel(daar))) == (0, 0)
            with pool.connection() as verbinding:
                stand = (
                    "SELECT current_setting('zicht.regios', true), count(casus) FROM ledger.gebeurtenissen"
                )
                assert verbinding.execute(stand).fetchone() in {("", 0), (None, 0)}


def test_a_question_that_fails_takes_its_scope_along(leg, database):
    leg(melding("midden-brabant"))
    with open_pool(conninfo_als(database.app, "zicht_lezer"), maximaal=1) as pool:
        with pool.connection() as verbinding, pytest.raises(errors.DivisionByZero):
            lees_binnen(verbinding, Bereik(regios=("midden-brabant",)), "SELECT 1 / 0")
        with pool.connection() as verbinding:
            assert verbinding.execute("SELECT count(casus) FROM ledger.gebeurtenissen").fetchone() == (0,)
            assert lees_binnen(verbinding, GEEN, "SELECT casus FROM ledger.gebeurtenissen") == []


def test_a_party_reads_a_case_whole_to_fold_it_and_knows_from_when_on_it_may_be_shown(
    leg, recorder, database
):
    casus = leg(melding("midden-brabant"), CONTACT, verstuurd(WEST, 6))
    with open_pool(conninfo_als(database.app, "zicht_lezer"), maximaal=1) as pool:
        west, oost = (recorder.binnen(pool, Bereik(partij=partij)) for partij in (WEST, OOST))

        assert [een.originator_version for een in west.lees_geheel(casus)] == [1, 2, 3]
        assert [een.originator_version for een in west.lees_casus(casus)] == [3]
        assert west.sinds(casus) == BEGIN + timedelta(days=6)
        assert not west.ziet_geheel(casus)
        assert (oost.lees_geheel(casus), oost.sinds(casus), oost.ziet(casus)) == ([], None, False)


def test_what_is_known_of_who_may_see_stays(leg, database):
    leg(melding("midden-brabant"), verstuurd(WEST))
    with psycopg.connect(database.eigenaar) as eigenaar, pytest.raises(errors.InsufficientPrivilege):
        eigenaar.execute("DELETE FROM toegang.betrokken")
    with onderhoud(database.eigenaar) as eigenaar:
        eigenaar.execute("DELETE FROM toegang.betrokken")


def test_the_length_of_the_ledger_is_everybodys(leg, recorder, database):
    leg(melding("midden-brabant"), verstuurd(WEST))
    with open_pool(conninfo_als(database.app, "zicht_lezer"), maximaal=1) as pool:
        assert recorder.binnen(pool, GEEN).hoogste_positie() == 2
        assert LedgerRecorder(pool).hoogste_positie() == 2
