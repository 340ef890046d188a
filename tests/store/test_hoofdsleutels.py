"""Master keys: in a file and in a hardware module (SoftHSM2), and replaced while the ledger is in use."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pkcs11
import psycopg
import pytest
from tests.conftest import ontbreekt
from tests.sleutels import nieuw_sleutelbestand

from ledger.store.connection import conninfo_als, verbind
from ledger.store.sleutels.bestand import Sleutelbestand
from ledger.store.sleutels.hoofdsleutel import HoofdsleutelOngeldig, HoofdsleutelOntbreekt, InpakkenMislukt
from ledger.store.sleutels.kluis import ROL, Kluis, open_kluis
from ledger.store.sleutels.pkcs11 import Pkcs11Sleutels
from ledger.store.sleutels.roteren import roteer, stand, vernietig
from ledger.vertrouwelijk import Sleutelnaam

SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "1234"
GEHEIM = bytes(range(32))
ZICHT = Path(sys.executable).with_name("zicht")


@pytest.fixture(scope="session")
def token(tmp_path_factory):
    """A token of SoftHSM2; its library reads its settings once, so there is one for the whole run."""
    if not SOFTHSM.exists() or shutil.which("softhsm2-util") is None:
        ontbreekt("SoftHSM2 ontbreekt: apt-get install softhsm2")
    plaats = tmp_path_factory.mktemp("softhsm")
    (plaats / "tokens").mkdir()
    (plaats / "softhsm2.conf").write_text(f"directories.tokendir = {plaats}/tokens\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as anders:
        anders.setenv("SOFTHSM2_CONF", str(plaats / "softhsm2.conf"))
        maak = ["softhsm2-util", "--init-token", "--free", "--label", "zicht", "--pin", PIN, "--so-pin", PIN]
        subprocess.run(maak, check=True, capture_output=True)
        yield plaats


@pytest.fixture(params=["bestand", "pkcs11"])
def hoofdsleutels(request, tmp_path):
    """Where master keys are kept, with one in it."""
    if request.param == "bestand":
        yield nieuw_sleutelbestand(tmp_path)
        return
    request.getfixturevalue("token")
    module = Pkcs11Sleutels(SOFTHSM, "zicht", PIN)
    for oud in module.aanwezig():
        module.vernietig(oud)
    module.maak()
    yield module
    module.sluit()


@pytest.fixture
def verbinding(database):
    with verbind(conninfo_als(database.app, ROL)) as verbinding:
        yield verbinding


def test_what_is_wrapped_comes_out_the_same_and_only_for_its_own_id(hoofdsleutels):
    (hoofdsleutel,) = hoofdsleutels.aanwezig()
    sleutel = uuid4()

    ingepakt = hoofdsleutels.pak_in(hoofdsleutel, sleutel, GEHEIM)

    assert GEHEIM not in ingepakt
    assert hoofdsleutels.pak_in(hoofdsleutel, sleutel, GEHEIM) != ingepakt
    assert hoofdsleutels.pak_uit(hoofdsleutel, sleutel, ingepakt) == GEHEIM
    geknoeid = ingepakt[:-1] + bytes([ingepakt[-1] ^ 1])
    for ander, kapot in ((uuid4(), ingepakt), (sleutel, geknoeid), (sleutel, b"")):
        with pytest.raises(InpakkenMislukt):
            hoofdsleutels.pak_uit(hoofdsleutel, ander, kapot)


def test_a_master_key_that_is_destroyed_opens_nothing(hoofdsleutels):
    een, twee = *hoofdsleutels.aanwezig(), hoofdsleutels.maak()
    ingepakt = {naam: hoofdsleutels.pak_in(naam, een, GEHEIM) for naam in (een, twee)}

    hoofdsleutels.vernietig(een)
    hoofdsleutels.vernietig(een)

    assert hoofdsleutels.aanwezig() == [twee]
    assert hoofdsleutels.pak_uit(twee, een, ingepakt[twee]) == GEHEIM
    with pytest.raises(HoofdsleutelOntbreekt):
        hoofdsleutels.pak_uit(een, een, ingepakt[een])
    with pytest.raises(HoofdsleutelOntbreekt):
        hoofdsleutels.pak_in(een, een, GEHEIM)


@pytest.mark.parametrize(
    ("module", "label", "pin"),
    [(SOFTHSM, "zicht", "9999"), (SOFTHSM, "elders", PIN), (Path("/niets.so"), "zicht", PIN)],
)
def test_a_module_that_does_not_open_says_so_without_the_pin(token, module, label, pin):
    with pytest.raises(HoofdsleutelOngeldig) as ongeldig:
        Pkcs11Sleutels(module, label, pin)
    assert pin not in str(ongeldig.value)


def test_the_key_in_a_module_cannot_be_taken_out(token):
    module = Pkcs11Sleutels(SOFTHSM, "zicht", PIN)
    greep = module._zoek(module.maak())

    with pytest.raises(pkcs11.AttributeSensitive):
        greep[pkcs11.Attribute.VALUE]
    module.sluit()


# --- rotation -----------------------------------------------------------------------------------------


def test_every_key_is_wrapped_anew_and_the_old_master_key_can_go(database, hoofdsleutels, verbinding):
    gevraagd = [(uuid4(), Sleutelnaam("casus")) for _ in range(1200)]
    with open_kluis(database.app, hoofdsleutels) as kluis:
        eerst = kluis.geef(gevraagd)
        (oud,) = stand(verbinding)
        with psycopg.connect(database.eigenaar) as eigenaar:
            reservekopie = dict(eigenaar.execute("SELECT id, ingepakt FROM sleutels.datasleutels").fetchall())

        nieuw = roteer(verbinding, hoofdsleutels)
        vernietig(verbinding, hoofdsleutels, oud.id)

        assert [(een.id, een.datasleutels) for een in stand(verbinding)] == [(oud.id, 0), (nieuw, 1200)]
        assert kluis.geef([(uuid4(), Sleutelnaam("casus"))])  # who had the old one in mind asks again
    with open_kluis(database.app, hoofdsleutels) as vers:
        assert vers.geef(gevraagd) == eerst
    een = next(iter(eerst.values())).id
    with pytest.raises(HoofdsleutelOntbreekt):  # a back-up of the table opens nothing any more
        hoofdsleutels.pak_uit(oud.id, een, reservekopie[een])


def test_what_was_destroyed_stays_destroyed(database, hoofdsleutels, verbinding, kluis):
    gevraagd = [(uuid4(), Sleutelnaam("casus")), (uuid4(), Sleutelnaam("casus"))]
    sleutels = Kluis(kluis._pool, hoofdsleutels).geef(gevraagd)
    with psycopg.connect(database.eigenaar) as eigenaar:
        eigenaar.execute("SELECT sleutels.vernietig(%s, 9, NULL)", [gevraagd[0][0]])

    roteer(verbinding, hoofdsleutels)

    with psycopg.connect(database.eigenaar) as eigenaar:
        over = eigenaar.execute("SELECT id FROM sleutels.datasleutels WHERE ingepakt IS NOT NULL").fetchall()
    assert over == [(sleutels[gevraagd[1]].id,)]


class Stervend:
    """Master keys that fail after so many were wrapped."""

    def __init__(self, echt, na):
        self._echt, self._na = echt, na

    def __getattr__(self, naam):
        return getattr(self._echt, naam)

    def pak_in(self, *argumenten):
        self._na -= 1
        if self._na < 0:
            raise KeyboardInterrupt
        return self._echt.pak_in(*argumenten)


@pytest.mark.parametrize("na", [0, 499, 700])
def test_a_rotation_that_was_cut_short_goes_on_with_the_same_new_key(database, verbinding, tmp_path, na):
    hoofdsleutels = nieuw_sleutelbestand(tmp_path)
    gevraagd = [(uuid4(), Sleutelnaam("casus")) for _ in range(1200)]
    with open_kluis(database.app, hoofdsleutels) as kluis:
        eerst = kluis.geef(gevraagd)
    with verbind(conninfo_als(database.app, ROL)) as ander, pytest.raises(KeyboardInterrupt):
        roteer(ander, Stervend(hoofdsleutels, na))
    (oud, nieuw) = stand(verbinding)
    assert (oud.datasleutels, nieuw.datasleutels) == (1200 - na // 500 * 500, na // 500 * 500)
    with pytest.raises(HoofdsleutelOngeldig):
        vernietig(verbinding, hoofdsleutels, oud.id)

    assert roteer(verbinding, hoofdsleutels) == nieuw.id

    vernietig(verbinding, hoofdsleutels, oud.id)
    with open_kluis(database.app, Sleutelbestand(tmp_path / "hoofdsleutels")) as vers:
        assert vers.geef(gevraagd) == eerst


def test_at_the_terminal(database, tmp_path, kluis):
    kluis.geef([(uuid4(), Sleutelnaam("casus"))])
    omgeving = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("ZICHT_")} | {
        "ZICHT_DATABASE_URL": database.app,
        "ZICHT_HOOFDSLEUTEL_BESTAND": str(tmp_path / "hoofdsleutels"),
    }

    def zicht(*argumenten):
        opdracht = [ZICHT, "sleutels", *argumenten]
        klaar = subprocess.run(opdracht, env=omgeving, capture_output=True, text=True, check=False)
        return klaar.returncode, klaar.stdout.splitlines(), klaar.stderr

    _, (voor,), _ = zicht("toon")
    oud = voor.split()[0]
    assert voor.endswith("1 sleutels")
    assert "in gebruik" in voor
    assert zicht("vernietig", oud)[0] == 1

    code, (nieuw, weg), _ = zicht("roteer", "--vernietig-oude")

    assert (code, weg) == (0, f"vernietigd: {oud}")
    getoond = [tuple(regel.split()[:2]) for regel in zicht("toon")[1]]
    assert getoond == [(oud, "vernietigd"), (nieuw.split()[-1], "in")]
