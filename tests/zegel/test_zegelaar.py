import hashlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from tests.zegel.opzet import SLEUTEL

from ledger.store.connection import conninfo_als, verbind
from ledger.store.zegel.fouten import (
    AndereOorsprong,
    GatInLogboek,
    LogboekGewijzigd,
    LogboekTeruggezet,
    SleutelbestandOngeldig,
    UitgaveOnleesbaar,
)
from ledger.store.zegel.logboek import grootboek
from ledger.store.zegel.opslag import LeidingVerloren
from ledger.store.zegel.sleutelbestand import lees_sleutelbestand, maak_sleutelbestand
from ledger.store.zegel.stand import Verzegeling, open_zegelpool
from ledger.store.zegel.uitgave import Uitgave
from ledger.store.zegel.zegelaar import CommitOnzeker, Leiding
from ledger.zegel.blad import bladbytes
from ledger.zegel.boom import bladhash, controleer_insluiting, controleer_samenhang
from ledger.zegel.kaart import Kaart, controleer_stand
from ledger.zegel.notitie import COSIGNATUUR, ED25519
from ledger.zegel.ondertekenaar import Ondertekenaar
from ledger.zegel.tegels import Tegel, nummerpad, tegels

HIER = Path(__file__).resolve()
STAPPEN = [
    "gelezen",
    "berekend",
    "geschreven",
    "vastgelegd",
    "ondertekend",
    "tegels geschreven",
    "gepubliceerd",
]


def bladhashes(opzet):
    """The leaf hashes, computed here from what is stored."""
    with psycopg.connect(opzet.eigenaar) as verbinding:
        rijen = verbinding.execute(opzet.logboek.rijen, (0, 2**62, 2**62)).fetchall()
    return [bladhash(bladbytes(opzet.logboek.oorsprong.encode(), rij)) for rij in rijen]


def naief(hashes):
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + naief(hashes[:k]) + naief(hashes[k:])).digest()


def test_wat_is_vastgelegd_wordt_verzegeld_in_volgorde_van_positie(opzet):
    opzet.schrijf()

    checkpoint = opzet.verzegel()

    assert checkpoint.grootte == 12
    assert checkpoint.wortel == naief(bladhashes(opzet))


def test_een_leeg_logboek_heeft_een_checkpoint_van_nul(opzet):
    assert opzet.verzegel().grootte == 0


def test_een_volgend_checkpoint_bouwt_voort_op_het_vorige(opzet):
    opzet.schrijf()
    eerste = opzet.verzegel()
    opzet.schrijf(casussen=90, acten=3)
    tweede = opzet.verzegel()

    with open_zegelpool(opzet.app) as pool:
        pad = Verzegeling(pool, opzet.logboek, opzet.map).samenhang(eerste.grootte, tweede.grootte)
    assert tweede.grootte == 12 + 270
    controleer_samenhang(12, 282, pad, eerste_wortel=eerste.wortel, tweede_wortel=tweede.wortel)


def test_elke_handeling_is_bewijsbaar_en_de_stand_van_haar_casus_ook(opzet):
    casus, *_ = opzet.schrijf(casussen=90, acten=3)
    hoofd = opzet.verzegel()
    hashes = bladhashes(opzet)

    with open_zegelpool(opzet.app) as pool:
        verzegeling = Verzegeling(pool, opzet.logboek, opzet.map)
        paden = verzegeling.insluiting(range(1, 271), hoofd.grootte)
        vak, pad = verzegeling.kaart(casus, hoofd)

    for index, (hash_, insluiting) in enumerate(zip(hashes, paden, strict=True)):
        controleer_insluiting(hash_, index, hoofd.grootte, insluiting, hoofd.wortel)
    assert controleer_stand(casus, vak, pad, hoofd.kaart) == (3, 181)


def test_de_tegels_zijn_de_hashes_en_een_hele_vervangt_de_halve(opzet):
    opzet.schrijf(casussen=50, acten=4)
    opzet.verzegel()
    half = opzet.map / "grootboek/tile/0/000.p/200"
    assert half.read_bytes() == b"".join(bladhashes(opzet))

    opzet.schrijf(casussen=30, acten=4)
    opzet.verzegel()
    hashes = bladhashes(opzet)

    assert not half.exists()
    assert (opzet.map / "grootboek/tile/0/000").read_bytes() == b"".join(hashes[:256])
    assert (opzet.map / "grootboek/tile/0/001.p/64").read_bytes() == b"".join(hashes[256:])
    assert (opzet.map / "grootboek/tile/1/000.p/1").read_bytes() == naief(hashes[:256])


def test_tegels_van_een_log_van_70000_zoals_de_vorm_het_voorbeeld_geeft():
    alle = list(tegels(0, 70_000))

    assert [sum(tegel.niveau == niveau for tegel in alle) for niveau in (0, 1, 2)] == [274, 2, 1]
    assert Tegel(0, 273, 112) in alle
    assert {Tegel(1, 0, 256), Tegel(1, 1, 17), Tegel(2, 0, 1)} <= set(alle)
    assert nummerpad(1_234_067) == "x001/x234/067"
    assert list(tegels(70_000, 70_000)) == []


def test_events_die_niet_van_ons_zijn_worden_ook_verzegeld(opzet):
    opzet.sql(
        "INSERT INTO ledger.gebeurtenissen (positie, ontvangen_op, volgnummer, casus, opdracht, regio, soort,"
        " open) VALUES (1, now(), 0, gen_random_uuid(), gen_random_uuid(), 'x', 'vreemd', '\\x00')"
    )

    assert opzet.verzegel().grootte == 1


@pytest.mark.parametrize("stap", STAPPEN)
def test_een_zegelaar_die_wordt_gedood_laat_niets_te_herstellen_na(opzet, stap):
    opzet.schrijf()
    eerste = opzet.verzegel()
    opzet.schrijf(casussen=100, acten=3)
    opdracht = [sys.executable, HIER.with_name("gedood.py"), opzet.app, opzet.map, stap]

    gedood = subprocess.run(opdracht, env=os.environ | {"PYTHONPATH": str(HIER.parents[2])}, check=False)
    tussen = opzet.gepubliceerd()
    opzet.schrijf()
    laatste = opzet.verzegel()

    assert gedood.returncode == -signal.SIGKILL
    assert tussen.grootte == (312 if stap == "gepubliceerd" else 12)
    assert tussen.grootte == 312 or tussen == eerste
    assert laatste.grootte == 324
    assert laatste.wortel == naief(bladhashes(opzet))
    tegels_ = opzet.map / "grootboek/tile/0/000"
    assert tegels_.read_bytes() == b"".join(bladhashes(opzet)[:256])


def test_van_twee_zegelaars_werkt_er_een_en_de_ander_neemt_het_over(opzet):
    with opzet.zegelaar() as een, opzet.zegelaar() as ander:
        opzet.schrijf()
        wacht_tot(lambda: opzet.checkpointbestand.exists() and opzet.gepubliceerd().grootte == 12)
        een.stop()
        opzet.schrijf()
        wacht_tot(lambda: opzet.gepubliceerd().grootte == 24)
        assert ander.fout is None
    assert opzet.gepubliceerd().wortel == naief(bladhashes(opzet))


def wacht_tot(waar, seconden: float = 20.0) -> None:
    einde = time.monotonic() + seconden
    while not waar():
        assert time.monotonic() < einde, "het duurde te lang"
        time.sleep(0.02)


def test_een_zegelaar_die_is_ingehaald_schrijft_niets_meer(opzet):
    opzet.schrijf()
    als = conninfo_als(opzet.app, "zicht_zegelaar")
    with verbind(als) as oud, verbind(als) as nieuw:
        uitgave = Uitgave(opzet.map / "grootboek")
        vorige = Leiding(oud, opzet.logboek, SLEUTEL, uitgave)
        volgende = Leiding(nieuw, opzet.logboek, SLEUTEL, uitgave)
        with pytest.raises(LeidingVerloren):
            vorige.zegel()
        assert volgende.zegel() == 12

    assert opzet.verzegel().wortel == naief(bladhashes(opzet))


def test_wie_werd_opgehouden_zet_geen_ouder_checkpoint_terug(opzet):
    opzet.schrijf()
    with verbind(conninfo_als(opzet.app, "zicht_zegelaar")) as verbinding:
        vorige = Leiding(verbinding, opzet.logboek, SLEUTEL, Uitgave(opzet.map / "grootboek"))
        vorige.zegel()
        opzet.schrijf()
        laatste = opzet.verzegel()

        with pytest.raises(LogboekGewijzigd):
            vorige.publiceer()

    assert opzet.gepubliceerd() == laatste


@pytest.fixture
def reserve_die_niet_antwoordt(database):
    """Commits that ask for it wait for a standby that is not there, until their time is up."""
    with psycopg.connect(database.eigenaar, autocommit=True) as beheer:
        beheer.execute("ALTER SYSTEM SET synchronous_standby_names = 'reserve'")
        beheer.execute("SELECT pg_reload_conf()")
        yield
        beheer.execute("ALTER SYSTEM RESET synchronous_standby_names")
        beheer.execute("SELECT pg_reload_conf()")


def breek_het_wachten_af(opzet):
    with psycopg.connect(opzet.eigenaar, autocommit=True) as beheer:
        wacht = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
        wacht_tot(lambda: beheer.execute(wacht).fetchone() is not None)


def test_een_commit_die_op_de_reserve_niet_veilig_is_wordt_niet_ondertekend(
    opzet, reserve_die_niet_antwoordt
):
    opzet.schrijf()
    als = conninfo_als(opzet.app, "zicht_zegelaar")
    uitgave = Uitgave(opzet.map / "grootboek")
    with verbind(als) as verbinding, ThreadPoolExecutor(1) as ernaast:
        leiding = Leiding(verbinding, opzet.logboek, SLEUTEL, uitgave)
        verbinding.execute("SET synchronous_commit = on")
        for werk in (leiding.zegel, lambda: Leiding(verbinding, opzet.logboek, SLEUTEL, uitgave)):
            afgebroken = ernaast.submit(breek_het_wachten_af, opzet)
            with pytest.raises(CommitOnzeker):
                werk()
            afgebroken.result()

    assert not opzet.checkpointbestand.exists()


def test_een_database_die_is_teruggezet_krijgt_geen_handtekening_meer(opzet):
    opzet.schrijf(casussen=2)
    opzet.verzegel()
    opzet.sql("CREATE TABLE toen AS SELECT * FROM zegel.logboeken")
    opzet.schrijf(casussen=1)
    laatste = opzet.verzegel()
    opzet.sql("DELETE FROM ledger.gebeurtenissen WHERE positie > 8")
    opzet.sql("DELETE FROM zegel.knopen WHERE plaats >= 8")
    opzet.sql("DELETE FROM zegel.logboeken")
    opzet.sql("INSERT INTO zegel.logboeken SELECT * FROM toen")

    with pytest.raises(LogboekTeruggezet, match="12 bladen gepubliceerd"):
        opzet.verzegel()
    assert opzet.gepubliceerd() == laatste


def test_zegels_die_verloren_gingen_worden_opnieuw_gemaakt_uit_de_rijen(opzet, monkeypatch):
    monkeypatch.setattr("ledger.store.zegel.zegelaar._GROEP", 5)
    opzet.schrijf()
    eerste = opzet.verzegel()
    opzet.sql("TRUNCATE zegel.knopen, zegel.logboeken")

    with opzet.zegelaar() as zegelaar:
        opzet.schrijf(casussen=1)
        wacht_tot(lambda: opzet.gepubliceerd().grootte == 16)

    assert zegelaar.fout is None
    assert eerste.wortel == naief(bladhashes(opzet)[:12])


def test_een_herschreven_zegel_past_niet_bij_wat_is_gepubliceerd(opzet):
    opzet.schrijf()
    eerste = opzet.verzegel()
    opzet.sql("UPDATE ledger.gebeurtenissen SET open = '{}' WHERE positie = 5")
    opzet.sql("TRUNCATE zegel.knopen, zegel.logboeken")

    with pytest.raises(LogboekGewijzigd):
        opzet.verzegel()
    assert opzet.gepubliceerd() == eerste


def test_over_een_gat_heen_wordt_niet_verzegeld(opzet):
    opzet.schrijf()
    opzet.sql("DELETE FROM ledger.gebeurtenissen WHERE positie = 5")

    with pytest.raises(GatInLogboek, match="positie 5, gevonden 6"):
        opzet.verzegel()


def test_een_ander_checkpoint_op_die_plaats_wordt_niet_overschreven(opzet):
    opzet.schrijf()
    checkpoint = opzet.verzegel()
    vreemd = Ondertekenaar.uit_zaad(SLEUTEL.sleutel.naam, b"v" * 32)
    opzet.checkpointbestand.write_text(str(vreemd.onderteken_checkpoint(checkpoint)), encoding="utf-8")

    with pytest.raises(UitgaveOnleesbaar, match="niet ondertekend door"):
        opzet.zegelaar().eenmaal()


def test_een_logboek_verandert_niet_van_naam(opzet):
    opzet.schrijf()
    opzet.verzegel()
    zegelaar = opzet.zegelaar()
    zegelaar._logboek = grootboek("zicht.example/ander")

    with pytest.raises(AndereOorsprong):
        zegelaar.eenmaal()


RECHTEN = {
    "voegt niets toe": "SELECT ledger.voeg_toe(1,'{}','{}','{}','{}','{}','{}','{}','{}','{}','{}','{}')",
    "schrijft niet in het grootboek": "INSERT INTO ledger.gebeurtenissen SELECT * FROM ledger.gebeurtenissen",
    "wist geen zegel": "DELETE FROM zegel.knopen",
    "verandert geen zegel": "UPDATE zegel.knopen SET hash = hash",
    "wist geen hoofd": "DELETE FROM zegel.logboeken",
    "leest geen opdrachten": "SELECT * FROM ledger.opdrachten",
}


@pytest.mark.parametrize("wat", RECHTEN)
def test_wie_verzegelt(opzet, wat):
    with (
        verbind(conninfo_als(opzet.app, "zicht_zegelaar")) as verbinding,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        verbinding.execute(RECHTEN[wat])


@pytest.mark.parametrize("rol", ["zicht_schrijver", "zicht_lezer", "zicht_projectie"])
def test_alleen_wie_verzegelt_schrijft_een_zegel(opzet, rol):
    with verbind(conninfo_als(opzet.app, rol)) as verbinding:
        for opdracht in (
            "INSERT INTO zegel.knopen VALUES (0, 1, 0, sha256(''))",
            "UPDATE zegel.logboeken SET grootte = 0",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                verbinding.execute(opdracht)


def test_een_sleutelbestand_is_alleen_voor_de_eigenaar(tmp_path):
    bestand = tmp_path / "sleutel"
    maak_sleutelbestand(bestand, "zicht.example/grootboek", ED25519)
    eerste = lees_sleutelbestand(bestand, "zicht.example/grootboek", ED25519)
    maak_sleutelbestand(bestand, "zicht.example/grootboek", ED25519)

    assert bestand.stat().st_mode & 0o777 == 0o600
    assert lees_sleutelbestand(bestand, "zicht.example/grootboek", ED25519).sleutel == eerste.sleutel
    for naam, soort in (("zicht.example/ander", ED25519), ("zicht.example/grootboek", COSIGNATUUR)):
        with pytest.raises(SleutelbestandOngeldig, match="verwacht"):
            lees_sleutelbestand(bestand, naam, soort)
    bestand.chmod(0o640)
    with pytest.raises(SleutelbestandOngeldig, match="leesbaar"):
        lees_sleutelbestand(bestand, "zicht.example/grootboek", ED25519)


def test_de_zegelaar_overleeft_dat_de_database_er_even_niet_is(opzet):
    nergens = make_conninfo(opzet.app, host="/nergens")
    zegelaar = opzet.zegelaar()
    zegelaar._conninfo = nergens
    zegelaar.start()
    zegelaar._conninfo = conninfo_als(opzet.app, "zicht_zegelaar")
    opzet.schrijf()

    wacht_tot(lambda: opzet.checkpointbestand.exists() and opzet.gepubliceerd().grootte == 12)
    zegelaar.stop()


def test_de_kaart_is_dezelfde_hoe_zij_ook_groeide():
    standen = [(UUID(int=nummer % 40), nummer // 40 + 1, nummer + 1) for nummer in range(400)]
    ineens, stap_voor_stap = Kaart(), Kaart()
    ineens.werk_bij(standen)
    wortels = []
    for stand in standen:
        stap_voor_stap.werk_bij([stand])
        wortels.append(stap_voor_stap.wortel())

    assert stap_voor_stap.wortel() == ineens.wortel()
    assert len(set(wortels)) == 400
    afwezig = UUID(int=99)
    assert controleer_stand(afwezig, ineens.vak(afwezig), ineens.pad(afwezig), ineens.wortel()) is None
