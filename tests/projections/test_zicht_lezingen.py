"""Every reading of the agreement (rulebook 9), on both sides of what it changes."""

import pytest
from tests.verhaal import (
    BIJ_WEST,
    BIJ_WEST_NA_DIENST,
    GEZIN,
    GGZ,
    NA_DIENST,
    OOST,
    VT,
    WEST,
    aangevuld,
    baan,
    beoordeling,
    bevestigd,
    contact,
    dienst,
    dossier_dicht,
    gewogen,
    incident,
    melding,
    overdracht,
    regie,
    regie_af,
    regisseur,
    stabiel,
    terugkoppeling,
    terugmelding,
    verhaal,
    zicht,
)

M1 = melding("m1", op="2020-03-02 09:00")
VT_HOUDT = "2020-03-02 09:00 VT vast Z1 #1"
M2_BIJ_WEST = (*BIJ_WEST, melding("m2", op="2020-04-06 10:00"))
M2_BEHANDELD = "2020-04-06 10:00 WEST melding-in-behandeling Z3 #4"
M2_TERMIJN = "2020-04-13 00:00 VT vast Z3 #4 rechtens"


# --- weekdagen, zevende_dag ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lezing", "overdracht_gaat_over", "melding_verstrijkt"),
    [
        ("alle-dagen", "2020-04-10", "2020-04-09"),
        ("maandag-vrijdag", "2020-04-14", "2020-04-13"),
        ("werkdagen", "2020-04-16", "2020-04-15"),  # without Good Friday and Easter Monday
    ],
)
def test_weekdagen(lezing, overdracht_gaat_over, melding_verstrijkt):
    verstuurd = zicht(M1, overdracht(aan=WEST, op="2020-04-02 11:00"), weekdagen=lezing)
    gemeld = zicht(*BIJ_WEST, melding("m2", op="2020-04-02 11:00"), weekdagen=lezing)

    assert verstuurd[-1] == f"{overdracht_gaat_over} 00:00 WEST vast Z8 #2 rechtens"
    assert gemeld[-1] == f"{melding_verstrijkt} 00:00 VT vast Z3 #4 rechtens"


@pytest.mark.parametrize(("lezing", "dag"), [("begin", "2020-04-13"), ("einde", "2020-04-14")])
def test_zevende_dag(lezing, dag):
    assert zicht(*M2_BIJ_WEST, zevende_dag=lezing)[-1] == f"{dag} 00:00 VT vast Z3 #4 rechtens"


@pytest.mark.parametrize("lezing", ["begin", "einde"])
def test_zevende_dag_geldt_niet_voor_de_overdracht(lezing):
    assert zicht(M1, overdracht(aan=WEST, op="2020-03-05 11:00"), zevende_dag=lezing)[-1] == (
        "2020-03-13 00:00 WEST vast Z8 #2 rechtens"
    )


@pytest.mark.parametrize(
    ("naam", "overdracht_gaat_over", "melding_verstrijkt"),
    [
        ("hart-van-brabant-2020", "2020-04-10", "2020-04-09"),
        ("hart-van-brabant-2020-ma-vr", "2020-04-14", "2020-04-13"),
        ("hart-van-brabant-2020-strikt", None, "2020-04-10"),
        ("landelijk-2019", "2020-04-10", "2020-04-09"),  # five werkdagen, without Good Friday
    ],
)
def test_de_vier_afspraken(naam, overdracht_gaat_over, melding_verstrijkt):
    verstuurd = zicht(M1, overdracht(aan=WEST, op="2020-04-02 11:00"), volgens=naam)
    gemeld = zicht(*BIJ_WEST, melding("m2", op="2020-04-02 11:00"), volgens=naam)

    assert gemeld[-1] == f"{melding_verstrijkt} 00:00 VT vast Z3 #4 rechtens"
    if overdracht_gaat_over is None:
        assert verstuurd[-1] == "2020-04-02 11:00 VT in-overdracht Z8 #2"
    else:
        assert verstuurd[-1] == f"{overdracht_gaat_over} 00:00 WEST vast Z8 #2 rechtens"


def test_vijf_werkdagen_zijn_minder_dan_zeven_weekdagen():
    verstuurd = [M1, overdracht(aan=WEST, op="2020-03-05 11:00")]  # Thursday

    assert zicht(*verstuurd, volgens="landelijk-2019")[-1] == "2020-03-13 00:00 WEST vast Z8 #2 rechtens"
    verstuurd = [M1, overdracht(aan=WEST, op="2020-03-09 11:00")]  # Monday
    assert zicht(*verstuurd, volgens="landelijk-2019")[-1] == "2020-03-17 00:00 WEST vast Z8 #2 rechtens"
    verstuurd = [M1, overdracht(aan=WEST, op="2020-03-08 11:00")]  # Sunday
    assert zicht(*verstuurd, volgens="landelijk-2019")[-1] == "2020-03-14 00:00 WEST vast Z8 #2 rechtens"


# --- directe_overdracht (Z8) --------------------------------------------------------------------------

O1 = overdracht("o1", aan=WEST, op="2020-03-05 11:00")


def test_directe_overdracht_verzending():
    assert zicht(M1, O1, directe_overdracht="verzending") == [VT_HOUDT, "2020-03-05 11:00 WEST vast Z8 #2"]


@pytest.mark.parametrize(
    "handeling",
    [bevestigd(door=WEST, op="2020-05-01 10:00"), contact(door=WEST, op="2020-05-01 10:00")],
    ids=["bevestiging", "contact"],
)
def test_directe_overdracht_alleen_belegd(handeling):
    wacht = [VT_HOUDT, "2020-03-05 11:00 VT in-overdracht Z8 #2"]

    assert zicht(M1, O1, directe_overdracht="alleen-belegd") == wacht
    assert zicht(M1, O1, handeling, directe_overdracht="alleen-belegd") == [
        *wacht,
        "2020-05-01 10:00 WEST vast Z8 #3",
    ]


@pytest.mark.parametrize("lezing", ["belegd-of-termijn", "verzending", "alleen-belegd"])
def test_directe_overdracht_gaat_alleen_over_een_lokaal_team(lezing):
    naar_ggz = zicht(M1, overdracht(aan=GGZ, op="2020-03-05 11:00"), directe_overdracht=lezing)

    assert naar_ggz == [VT_HOUDT, "2020-03-05 11:00 VT in-overdracht Z11 #2"]


# --- overdracht_na_dienst (Z9, Z10) -------------------------------------------------------------------

VOLLEDIG = overdracht("o1", aan=WEST, fase=NA_DIENST, op="2020-03-05 11:00")
ONVOLLEDIG = overdracht("o1", aan=WEST, fase=NA_DIENST, zonder=["monitorfunctie"], op="2020-03-05 11:00")


def test_overdracht_na_dienst_verzending():
    assert zicht(M1, VOLLEDIG, overdracht_na_dienst="verzending")[1:] == ["2020-03-05 11:00 WEST vast Z9 #2"]
    assert zicht(M1, ONVOLLEDIG, overdracht_na_dienst="verzending")[1:] == [
        "2020-03-05 11:00 WEST vast Z10 #2"
    ]


@pytest.mark.parametrize(("verstuurd", "regel"), [(VOLLEDIG, "Z9"), (ONVOLLEDIG, "Z10")])
@pytest.mark.parametrize("lezing", ["bevestiging", "bevestiging-of-termijn"])
def test_overdracht_na_dienst_bevestiging(lezing, verstuurd, regel):
    wacht = f"2020-03-05 11:00 VT in-overdracht {regel} #2"
    bevestiging = bevestigd(door=WEST, op="2020-03-12 23:59:59")

    assert zicht(M1, verstuurd, bevestiging, overdracht_na_dienst=lezing)[1:] == [
        wacht,
        f"2020-03-12 23:59:59 WEST vast {regel} #3",
    ]


@pytest.mark.parametrize(("verstuurd", "regel"), [(VOLLEDIG, "Z9"), (ONVOLLEDIG, "Z10")])
@pytest.mark.parametrize(
    "handeling",
    [
        aangevuld(met=("monitorfunctie",), op="2020-03-06 10:00"),
        contact(door=WEST, op="2020-03-06 10:00"),
        bevestigd(door=OOST, op="2020-03-06 10:00"),
    ],
    ids=["aanvulling", "contact", "bevestiging-door-een-ander"],
)
def test_overdracht_na_dienst_bevestiging_en_anders_niets(verstuurd, regel, handeling):
    wacht = f"2020-03-05 11:00 VT in-overdracht {regel} #2"

    assert zicht(M1, verstuurd, handeling, overdracht_na_dienst="bevestiging")[1:] == [wacht]
    assert zicht(M1, verstuurd, handeling, overdracht_na_dienst="bevestiging-of-termijn")[1:] == [
        wacht,
        f"2020-03-13 00:00 WEST vast {regel} #2 rechtens",
    ]


@pytest.mark.parametrize(
    "lezing", ["informatie-volledig", "verzending", "bevestiging", "bevestiging-of-termijn"]
)
def test_overdracht_na_dienst_gaat_alleen_over_een_lokaal_team(lezing):
    naar_ggz = zicht(
        M1, overdracht(aan=GGZ, fase=NA_DIENST, op="2020-03-05 11:00"), overdracht_na_dienst=lezing
    )

    assert naar_ggz[1:] == ["2020-03-05 11:00 VT in-overdracht Z11 #2"]


# --- melding_bij_andere_houder (Z3, Z4, Z7) -----------------------------------------------------------


def test_melding_bij_andere_houder_ontvangst():
    assert zicht(*M2_BIJ_WEST, melding_bij_andere_houder="ontvangst")[3:] == [
        "2020-04-06 10:00 VT vast Z3 #4"
    ]


def test_melding_bij_andere_houder_ontvangst_onder_veilig_thuis_houdt_zijn_termijn():
    """Received while VT held; when zicht passes later by a fase that settles nothing its deadline runs."""
    assert zicht(
        M1,
        overdracht(aan=GGZ, fase="overig", op="2020-03-04 10:00"),
        bevestigd(door=GGZ, op="2020-03-05 10:00"),
        melding_bij_andere_houder="ontvangst",
    )[2:] == [
        "2020-03-05 10:00 GGZ melding-in-behandeling Z11 #3",
        "2020-03-09 00:00 VT vast Z3 #1 rechtens",
    ]


@pytest.mark.parametrize(
    ("handeling", "verwacht"),
    [
        (beoordeling("dienst", "m2", op="2020-04-12 23:59:59"), [M2_BEHANDELD, M2_TERMIJN]),
        (dienst(op="2020-04-12 23:59:59"), [M2_BEHANDELD, M2_TERMIJN]),
        (dienst(op="2020-04-06 09:59:59"), ["2020-04-06 09:59:59 VT vast Z7 #5"]),  # before the melding
        (
            beoordeling("geen-vervolg", "m2", op="2020-04-08 10:00"),
            [M2_BEHANDELD, "2020-04-08 10:00 WEST vast Z6 #5"],
        ),
    ],
    ids=["besluit-dienst", "dienst", "dienst-voor-de-melding", "geen-vervolg-sluit-wel"],
)
def test_melding_bij_andere_houder_alleen_termijn(handeling, verwacht):
    assert zicht(*M2_BIJ_WEST, handeling, melding_bij_andere_houder="alleen-termijn")[3:] == verwacht


def test_alleen_termijn_de_dienst_zelf_loopt_wel_en_de_melding_blijft_open():
    verteld = verhaal(*M2_BIJ_WEST, dienst(op="2020-04-08 10:00"))

    assert baan("directe-veiligheid", verteld, melding_bij_andere_houder="alleen-termijn") == [
        "2020-04-08 10:00 VT vast #5"
    ]
    assert baan("initiatief-dwang", verteld, melding_bij_andere_houder="alleen-termijn")[-1] == (
        "2020-04-06 10:00 VT vast #4"
    )


def test_alleen_termijn_houdt_niets_tegen_zonder_open_melding_of_zonder_houder():
    zonder_melding = zicht(
        *BIJ_WEST, dienst(op="2020-04-08 10:00"), melding_bij_andere_houder="alleen-termijn"
    )
    bij_gezin = zicht(
        M1,
        overdracht(aan=GEZIN, fase="overig", op="2020-03-03 10:00"),
        beoordeling("dienst", op="2020-03-04 10:00"),
        melding_bij_andere_houder="alleen-termijn",
    )

    assert zonder_melding[-1] == "2020-04-08 10:00 VT vast Z7 #4"
    assert bij_gezin[-1] == "2020-03-04 10:00 VT vast Z4 #3"


def test_alleen_termijn_een_melding_zonder_termijn_houdt_niets_tegen():
    assert (
        zicht(
            *M2_BIJ_WEST,
            dienst(op="2020-04-08 10:00"),
            melding_bij_andere_houder="alleen-termijn",
            melding_door_derde="houder-blijft",
        )[-1]
        == "2020-04-08 10:00 VT vast Z7 #5"
    )


# --- melding_door_derde (Z3) --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("door", "verstrijkt"), [(WEST, True), (OOST, False), (None, False), (VT, False)], ids=str
)
def test_melding_door_derde_houder_blijft(door, verstrijkt):
    stukken = zicht(
        *BIJ_WEST, melding("m2", door=door, op="2020-04-06 10:00"), melding_door_derde="houder-blijft"
    )

    assert stukken[3:] == ([M2_BEHANDELD, M2_TERMIJN] if verstrijkt else [M2_BEHANDELD])


@pytest.mark.parametrize(
    ("handeling", "stuk"),
    [
        (beoordeling("dienst", "m2", op="2020-05-08 10:00"), "2020-05-08 10:00 VT vast Z4 #5"),
        (dienst(op="2020-05-08 10:00"), "2020-05-08 10:00 VT vast Z7 #5"),
    ],
    ids=["Z4", "Z7"],
)
def test_melding_door_derde_houder_blijft_tot_z4_of_z7(handeling, stuk):
    assert zicht(*M2_BIJ_WEST, handeling, melding_door_derde="houder-blijft")[3:] == [M2_BEHANDELD, stuk]


def test_melding_door_derde_als_niemand_houdt_komt_zij_niet_van_de_houder():
    """The first melding of all: when zicht passes later by a fase that settles nothing, no term runs."""
    assert zicht(
        M1,
        overdracht(aan=GGZ, fase="overig", op="2020-03-04 10:00"),
        bevestigd(door=GGZ, op="2020-03-05 10:00"),
        melding_door_derde="houder-blijft",
    )[2:] == ["2020-03-05 10:00 GGZ melding-in-behandeling Z11 #3"]


def test_melding_door_derde_houder_blijft_ook_bij_ontvangst():
    lezingen = {"melding_door_derde": "houder-blijft", "melding_bij_andere_houder": "ontvangst"}

    assert zicht(*M2_BIJ_WEST, **lezingen)[3:] == [M2_BEHANDELD]
    assert zicht(*BIJ_WEST, melding("m2", door=WEST, op="2020-04-06 10:00"), **lezingen)[3:] == [
        "2020-04-06 10:00 VT vast Z3 #4"
    ]


# --- terugkoppeling, terugmelding (Z19) ---------------------------------------------------------------

TERUG = {"terugkoppeling": terugkoppeling, "terugmelding": terugmelding}


@pytest.mark.parametrize("lezing", TERUG)
def test_terug_als_melding_door_de_houder(lezing):
    terug = TERUG[lezing](door=WEST, op="2020-04-06 10:00")

    assert zicht(*BIJ_WEST, terug, **{lezing: "als-melding"})[3:] == [M2_BEHANDELD, M2_TERMIJN]


@pytest.mark.parametrize("lezing", TERUG)
def test_terug_als_melding_niet_door_een_ander_en_niet_onder_de_andere_lezing(lezing):
    (ander,) = set(TERUG) - {lezing}
    door_oost = TERUG[lezing](door=OOST, op="2020-04-06 10:00")
    door_west = TERUG[ander](door=WEST, op="2020-04-06 10:00")

    assert zicht(*BIJ_WEST, door_oost, **{lezing: "als-melding"})[3:] == []
    assert zicht(*BIJ_WEST, door_west, **{lezing: "als-melding"})[3:] == []


@pytest.mark.parametrize(
    ("sluit", "stuk"),
    [
        (gewogen(op="2020-04-12 23:59:59"), "2020-04-12 23:59:59 WEST vast Z19 #5"),
        (gewogen(op="2020-04-13 00:00"), M2_TERMIJN),
        (dienst(op="2020-04-08 10:00"), "2020-04-08 10:00 VT vast Z7 #5"),
        (beoordeling("geen-vervolg", "m1", op="2020-04-08 10:00"), M2_TERMIJN),
    ],
    ids=["gewogen", "gewogen-op-de-termijn", "dienst", "besluit-op-een-melding"],
)
@pytest.mark.parametrize("lezing", TERUG)
def test_terug_als_melding_tot_de_weging_of_wat_een_melding_sluit(lezing, sluit, stuk):
    terug = TERUG[lezing](door=WEST, op="2020-04-06 10:00")

    assert zicht(*BIJ_WEST, terug, sluit, **{lezing: "als-melding"})[3:] == [M2_BEHANDELD, stuk]


def test_terug_als_melding_door_veilig_thuis_zelf_houdt_zicht_open():
    """By VT as holder it is open like any melding: a geen-vervolg does not end zicht beside it."""
    verteld = [
        M1,
        terugmelding(door=VT, op="2020-03-03 10:00"),
        beoordeling("geen-vervolg", op="2020-03-04 10:00"),
    ]

    assert zicht(*verteld, terugmelding="als-melding") == [VT_HOUDT]
    assert zicht(*verteld)[-1] == "2020-03-04 10:00 beeindigd Z6 #3"


def test_de_weging_sluit_geen_echte_melding():
    assert zicht(*M2_BIJ_WEST, gewogen(op="2020-04-08 10:00"), terugkoppeling="als-melding")[3:] == [
        M2_BEHANDELD,
        M2_TERMIJN,
    ]


# --- melding_als_incident (Z20) -----------------------------------------------------------------------


def test_melding_als_incident():
    veilig = [*BIJ_WEST, stabiel(door=WEST, op="2020-03-10 10:00")]

    assert zicht(*veilig)[3:] == []
    assert zicht(*veilig, melding_als_incident="nee")[3:] == ["2020-03-10 10:00 beeindigd Z20 #4"]


def test_een_incident_telt_ook_als_een_melding_niet_telt():
    onveilig = [*BIJ_WEST, incident(op="2020-03-09 15:00"), stabiel(door=WEST, op="2020-03-10 10:00")]

    assert zicht(*onveilig, melding_als_incident="nee")[3:] == []


# --- einde_na_directe_overdracht (Z25) ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "door", "eindigt"),
    [
        (BIJ_WEST, WEST, True),
        (BIJ_WEST, VT, False),
        (BIJ_WEST, OOST, False),
        (BIJ_WEST_NA_DIENST, WEST, False),
    ],
    ids=["team", "veilig-thuis", "ander-team", "na-dienst"],
)
def test_einde_na_directe_overdracht_afsluiting_team(begin, door, eindigt):
    dicht = dossier_dicht(door=door, op="2020-05-01 10:00")

    stukken = zicht(*begin, dicht, einde_na_directe_overdracht="afsluiting-team")

    assert ("2020-05-01 10:00 beeindigd Z25 #4" in stukken) is eindigt


def test_afsluiting_team_laat_een_lopende_overdracht_lopen():
    begin = [*BIJ_WEST, overdracht("o2", aan=OOST, van=WEST, op="2020-04-30 10:00")]

    assert zicht(
        *begin, dossier_dicht(door=WEST, op="2020-05-01 10:00"), einde_na_directe_overdracht="afsluiting-team"
    )[-2:] == ["2020-05-01 10:00 beeindigd Z25 #5", "2020-05-08 00:00 OOST vast Z8 #4 rechtens"]


# --- casusregie_geen_mogelijkheden (Z22) --------------------------------------------------------------


@pytest.mark.parametrize(
    ("regie_door", "reden", "onbelegd"),
    [
        (WEST, "geen-mogelijkheden", True),
        (WEST, "stabiel-veilig", False),
        (WEST, "gemeld-bij-veilig-thuis", False),
        (OOST, "geen-mogelijkheden", False),
        (None, "geen-mogelijkheden", False),
    ],
)
def test_casusregie_geen_mogelijkheden_onbelegd(regie_door, reden, onbelegd):
    begin = regie(door=regie_door, op="2020-03-10 10:00") if regie_door else incident(op="2020-03-10 10:00")
    einde = regie_af(reden, door=WEST, op="2020-05-01 10:00")

    stukken = zicht(*BIJ_WEST, begin, einde, casusregie_geen_mogelijkheden="onbelegd")

    assert stukken[3:] == (["2020-05-01 10:00 onbelegd Z22 #5"] if onbelegd else [])


@pytest.mark.parametrize(
    ("verloop", "onbelegd"),
    [
        ([regie(door=OOST, op="2020-03-10 10:00"), regisseur(door=WEST, op="2020-03-11 10:00")], True),
        ([regie(door=WEST, op="2020-03-10 10:00"), regisseur(door=OOST, op="2020-03-11 10:00")], False),
        ([regie(door=WEST, op="2020-03-10 10:00"), regisseur(op="2020-03-11 10:00")], True),
        ([regie(door=OOST, op="2020-03-10 10:00"), regie(door=WEST, op="2020-03-11 10:00")], True),
        ([regisseur(door=WEST, op="2020-03-11 10:00")], False),  # nothing runs
        (
            [
                regie(door=WEST, op="2020-03-10 10:00"),
                regie_af("stabiel-veilig", door=WEST, op="2020-03-11 10:00"),
            ],
            False,
        ),
    ],
    ids=[
        "gewisseld-naar",
        "gewisseld-van",
        "andere-persoon",
        "later-gestart",
        "wissel-zonder-start",
        "afgerond",
    ],
)
def test_casusregie_geen_mogelijkheden_telt_de_partij_van_de_lopende_casusregie(verloop, onbelegd):
    einde = regie_af(door=WEST, op="2020-05-01 10:00")

    stukken = zicht(*BIJ_WEST, *verloop, einde, casusregie_geen_mogelijkheden="onbelegd")

    assert [stuk.split()[2] for stuk in stukken[3:]] == (["onbelegd"] if onbelegd else [])


def test_casusregie_geen_mogelijkheden_als_niemand_houdt_verandert_niets():
    niemand = [M1, overdracht(aan=GEZIN, op="2020-03-04 10:00"), regie_af(door=WEST, op="2020-05-01 10:00")]

    assert zicht(*niemand, casusregie_geen_mogelijkheden="onbelegd") == zicht(*niemand[:2])
