import pytest

from ledger.zegel.checkpoint import Checkpoint, getuigd_op, lees_beleid, lees_checkpoint
from ledger.zegel.notitie import COSIGNATUUR, Notitie, OngeldigeNotitie, lees_notitie, lees_sleutel
from ledger.zegel.ondertekenaar import Ondertekenaar

# The example of the format's first implementation: key, text and the note, to the byte.
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEKST = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
REGEL = (
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

LOGBOEK = Ondertekenaar.uit_zaad("zicht.example/grootboek", b"l" * 32)
INSPECTIE = Ondertekenaar.uit_zaad("inspectie.example/w", b"i" * 32, COSIGNATUUR)
REGIO = Ondertekenaar.uit_zaad("regio.example/w", b"r" * 32, COSIGNATUUR)
HOOFD = Checkpoint("zicht.example/grootboek", 12, b"w" * 32, b"k" * 32)


def met_getuigen(*getuigen: Ondertekenaar, tijd: int = 1_700_000_000) -> bytes:
    notitie = LOGBOEK.onderteken_checkpoint(HOOFD)
    mede = [getuige.medeonderteken(notitie.tekst, tijd) for getuige in getuigen]
    return str(Notitie(notitie.tekst, (*notitie.handtekeningen, *mede))).encode()


def test_het_gepubliceerde_voorbeeld_komt_er_byte_voor_byte_uit():
    ondertekenaar = Ondertekenaar.lees(SKEY)

    assert str(ondertekenaar.sleutel) == VKEY
    assert str(ondertekenaar.onderteken(TEKST)) == f"{TEKST}\n{REGEL}"
    assert ondertekenaar.geheim() == SKEY


def test_het_gepubliceerde_voorbeeld_wordt_herkend():
    notitie = lees_notitie(f"{TEKST}\n{REGEL}".encode())

    assert notitie.geldig_van([lees_sleutel(VKEY)]) == [lees_sleutel(VKEY)]


def test_een_andere_tekst_onder_een_bekende_handtekening_is_een_fout():
    notitie = lees_notitie(f"{TEKST.replace('answer', 'question')}\n{REGEL}".encode())

    with pytest.raises(OngeldigeNotitie, match="handtekening van PeterNeumann klopt niet"):
        notitie.geldig_van([lees_sleutel(VKEY)])


def test_een_onbekende_ondertekenaar_telt_niet():
    notitie = lees_notitie(f"{TEKST}\n{REGEL}".encode())

    assert notitie.geldig_van([LOGBOEK.sleutel]) == []


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "PeterNeumann+c74f20a3",
        VKEY.replace("c74f20a3", "c74f20a4"),
        VKEY.replace("Peter", "Peter "),
        VKEY.replace("ARpc", "AYpc"),
        VKEY[:-4],
        VKEY.replace("ARpc2", "ARp*2"),
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_een_sleutel_die_er_geen_is_wordt_geweigerd(vkey):
    with pytest.raises(OngeldigeNotitie):
        lees_sleutel(vkey)


@pytest.mark.parametrize(
    "ruw",
    [
        b"",
        b"tekst\n",
        TEKST.encode(),
        f"{TEKST}\n".encode(),
        f"{TEKST}\n{REGEL[:-1]}".encode(),
        f"{TEKST}\n{REGEL}{REGEL[2:]}".encode(),
        f"{TEKST}\r\n{REGEL}".encode(),
        f"{TEKST}\n— PeterNeumann x08g\n".encode(),
        b"\xff" + f"{TEKST}\n{REGEL}".encode(),
        f"{TEKST}\n{REGEL * 101}".encode(),
    ],
)
def test_wat_geen_ondertekende_notitie_is_wordt_geweigerd(ruw):
    with pytest.raises(OngeldigeNotitie):
        lees_notitie(ruw)


def test_een_checkpoint_komt_terug_zoals_het_was():
    assert lees_checkpoint(HOOFD.tekst()) == HOOFD
    assert HOOFD.tekst().startswith("zicht.example/grootboek\n12\nd3d3")


@pytest.mark.parametrize(
    "tekst",
    [
        "a\n1\n",
        "a\n01\nd3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3c=\n",
        "a\n-1\nd3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3c=\n",
        "a\n1\nd3d3\n",
        "\n1\nd3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3c=\n",
        HOOFD.tekst() + "casussen d3d3\n",
    ],
)
def test_wat_geen_checkpoint_is_wordt_geweigerd(tekst):
    with pytest.raises(OngeldigeNotitie):
        lees_checkpoint(tekst)


def test_een_getuige_tekent_mee_met_het_moment_erbij():
    notitie = lees_notitie(met_getuigen(INSPECTIE, tijd=1_700_000_001))

    assert getuigd_op(notitie, INSPECTIE.sleutel) == 1_700_000_001
    assert getuigd_op(notitie, REGIO.sleutel) is None


def test_een_medeondertekening_van_iets_anders_is_een_fout():
    vals = INSPECTIE.medeonderteken(HOOFD.tekst().replace("12", "13"), 1)
    notitie = Notitie(HOOFD.tekst(), (vals,))

    with pytest.raises(OngeldigeNotitie, match="getuige"):
        getuigd_op(notitie, INSPECTIE.sleutel)


BELEID = f"""# wie wij vertrouwen
log {LOGBOEK.sleutel} https://zicht.example/v1

witness inspectie {INSPECTIE.sleutel}
witness regio {REGIO.sleutel}
group beide all inspectie regio
"""


@pytest.mark.parametrize(
    ("quorum", "getuigen", "genoeg"),
    [
        ("none", (), True),
        ("inspectie", (), False),
        ("inspectie", (INSPECTIE,), True),
        ("inspectie", (REGIO,), False),
        ("beide", (INSPECTIE,), False),
        ("beide", (INSPECTIE, REGIO), True),
    ],
)
def test_een_beleid_zegt_hoeveel_getuigen_genoeg_zijn(quorum, getuigen, genoeg):
    beleid = lees_beleid(f"{BELEID}quorum {quorum}\n")

    if genoeg:
        assert beleid.controleer(met_getuigen(*getuigen)) == HOOFD
    else:
        with pytest.raises(OngeldigeNotitie, match="te weinig getuigen"):
            beleid.controleer(met_getuigen(*getuigen))


def test_een_sleutel_alleen_is_ook_een_beleid():
    assert lees_beleid(str(LOGBOEK.sleutel)).controleer(met_getuigen()) == HOOFD


def test_de_sleutel_van_een_ander_logboek_is_niet_goed_genoeg():
    ander = Ondertekenaar.uit_zaad("zicht.example/anders", b"l" * 32)
    notitie = ander.onderteken_checkpoint(HOOFD)

    with pytest.raises(OngeldigeNotitie, match="logboek dat u vertrouwt"):
        lees_beleid(str(ander.sleutel)).controleer(str(notitie).encode())


@pytest.mark.parametrize(
    ("regel", "waarom"),
    [
        (f"log {LOGBOEK.sleutel}", "staat er al"),
        (f"log {INSPECTIE.sleutel}", "geen sleutel van een logboek"),
        (f"witness derde {LOGBOEK.sleutel}", "geen sleutel van een getuige"),
        (f"witness derde {REGIO.sleutel}", "deze getuige staat er al"),
        ("group nog any inspectie", "telt maar één keer mee"),
        ("group nog 2 beide", "zoveel leden"),
        ("group nog any", "zoveel leden"),
        ("group beide any beide", "al vergeven"),
        ("quorum onbekend", "hierboven niet staat"),
        ("quorum none\nquorum none", "quorum staat er al"),
        ("quorum", "te weinig of te veel woorden"),
    ],
)
def test_een_beleid_dat_niet_klopt_noemt_de_regel(regel, waarom):
    with pytest.raises(OngeldigeNotitie, match=rf"regel \d+ van het beleid: .*{waarom}"):
        lees_beleid(BELEID + regel + "\n")
