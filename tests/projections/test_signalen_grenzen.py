"""Where a signal looks and where it does not: which melding, which period, which party, which instant."""

import pytest
from tests.projections.signaalregels import (
    GOED_DIRECT,
    GOED_NA_DIENST,
    ONDERDELEN_DIRECT,
    anders,
    direct,
    met,
    monitorcontact,
    plan,
    signalen,
    voorwaarden,
)
from tests.verhaal import (
    GEZIN,
    GGZ,
    NA_DIENST,
    OOST,
    VT,
    WEST,
    aangevuld,
    beoordeling,
    besloten,
    bevestigd,
    contact,
    dienst,
    directe_veiligheid,
    dossier_dicht,
    gestopt,
    geweigerd,
    handeling,
    ingetrokken,
    melding,
    onderzoek_af,
    overdracht,
    regie,
    regie_af,
    regisseur,
    terugkoppeling,
    verhaal,
)

from ledger.acts.lokaal_team import ContactpogingMislukt
from ledger.acts.melding import Melder
from ledger.acts.overdracht import OverdrachtAangekondigd, WarmeOverdrachtGehouden
from ledger.acts.terug import VerzoekTotOnderzoekIngediend

CONTRA = {"contra_indicaties": ("stalking",)}
ANONIEM = Melder(soort="particulier", anoniem=True)
ZONDER_CONTACT = met(GOED_DIRECT[1], contact_met_directbetrokkenen=False)
ONVOLLEDIG = met(direct(op="2020-03-05 11:00"), onderdelen=ONDERDELEN_DIRECT[:-1])
TWEEDE_KEER = (
    melding("m2", op="2020-06-01 09:00"),
    dienst(op="2020-06-02 10:00"),
    overdracht("o2", aan=WEST, fase=NA_DIENST, op="2020-07-01 10:00"),
)
"""After GOED_NA_DIENST: #11 to #13, a second dienst and a second handover to the same team."""
GESPREK = handeling(WarmeOverdrachtGehouden(deelnemers=(VT, WEST)), op="2020-04-15 12:00")
AANGEKONDIGD = handeling(OverdrachtAangekondigd(aan=WEST, warm=True), op="2020-04-14 12:00")
VERZOEK = handeling(VerzoekTotOnderzoekIngediend(door=WEST, bij="raad"), op="2020-05-01 10:00")
TERUG = (geweigerd("o1", door=WEST, op="2020-04-20 09:00"), besloten(aan=VT, op="2020-05-01 09:00"))
NA_DIENST_TERUG = (*GOED_NA_DIENST, *TERUG)
"""#11 and #12: WEST refused afterwards (Z15), and zicht was laid with VT again (Z18)."""
WEERLEGD_TERUG = (
    *GOED_NA_DIENST[:2],
    dienst("onderzoek", op="2020-03-04 11:00"),
    onderzoek_af("weerlegd", op="2020-04-10 10:00"),
    overdracht("o1", aan=WEST, fase=NA_DIENST, op="2020-04-15 13:00"),
    *TERUG,
)
"""#1 to #7: the same after an onderzoek that refuted, without voorwaarden."""
STIL = GOED_DIRECT[:5]
"""WEST holds from 13 March 00:00, rechtens."""


@pytest.mark.parametrize(
    ("code", "regels", "verwacht"),
    [
        pytest.param(code, regels, verwacht, id=f"{code}: {naam}")
        for code, naam, regels, verwacht in [
            # which melding
            (
                "overdracht-ondanks-contra-indicatie",
                "een team dat doorgeeft beoordeelt niet",
                [
                    *anders(GOED_DIRECT, 2, met(GOED_DIRECT[1], **CONTRA)),
                    direct("o2", van=WEST, aan=OOST, op="2020-04-01 10:00"),
                ],
                ["#3 VT 2020-03-05 11:00 …"],
            ),
            (
                "overdracht-ondanks-contra-indicatie",
                "van voor het stoppen telt niet meer",
                [
                    melding("m1", op="2020-03-02 09:00"),
                    met(beoordeling("dienst", op="2020-03-03 10:00"), **CONTRA),
                    dienst(op="2020-03-03 11:00"),
                    gestopt(op="2020-04-01 10:00"),
                    melding("m2", op="2020-05-01 09:00"),
                    beoordeling("overdracht", "m2", op="2020-05-02 10:00"),
                    direct(op="2020-05-02 11:00"),
                ],
                [],
            ),
            (
                "overdracht-ondanks-contra-indicatie",
                "van een melding die alsnog geen vervolg kreeg telt niet",
                [
                    melding("m1", op="2020-03-02 09:00"),
                    dienst(op="2020-03-03 11:00"),
                    met(beoordeling("geen-vervolg", "m1", op="2020-03-04 10:00"), **CONTRA),
                    melding("m2", op="2020-03-05 09:00"),
                    beoordeling("overdracht", "m2", op="2020-03-06 10:00"),
                    direct(op="2020-03-06 11:00"),
                ],
                [],
            ),
            (
                "anonieme-melder-zonder-contact",
                "contact na de overdracht, of voor de melding, telt niet",
                [
                    GOED_DIRECT[0],
                    contact(door=VT, op="2020-03-02 10:00"),
                    met(melding("m2", op="2020-03-03 09:00"), melder=ANONIEM),
                    met(ZONDER_CONTACT, melding="m2"),
                    GOED_DIRECT[2],
                    contact(door=VT, op="2020-03-05 12:00"),
                ],
                ["#5 VT 2020-03-05 11:00 …"],
            ),
            (
                "stap-overgeslagen",
                "een melding van tussen versturen en overgaan is nog niet overgedragen",
                [
                    *STIL,
                    melding("m2", op="2020-03-06 09:00"),
                    bevestigd(door=WEST, op="2020-03-06 10:00"),
                    direct("o2", aan=OOST, op="2020-03-06 11:00"),
                ],
                ["#8 VT 2020-03-06 11:00 …"],
            ),
            (
                "stap-overgeslagen",
                "een dienst die nog loopt telt, hoe lang al ook",
                [
                    *GOED_NA_DIENST[:3],
                    overdracht("o1", aan=GEZIN, op="2020-03-06 10:00"),
                    melding("m2", op="2020-04-01 10:00"),
                    beoordeling("overdracht", "m2", op="2020-04-01 11:00"),
                    overdracht("o2", aan=WEST, fase=NA_DIENST, op="2020-04-02 10:00"),
                ],
                [],
            ),
            (
                "stap-overgeslagen",
                "na een weigering terug bij Veilig Thuis, is de dienst geweest",
                [*NA_DIENST_TERUG, overdracht("o2", aan=OOST, fase=NA_DIENST, op="2020-05-10 10:00")],
                [],
            ),
            (
                "voorwaarden-ontbreken",
                "na een weigering terug bij Veilig Thuis, blijft weerlegd wat weerlegd was",
                [*WEERLEGD_TERUG, overdracht("o2", aan=OOST, fase=NA_DIENST, op="2020-05-10 10:00")],
                [],
            ),
            (
                "voorwaarden-ontbreken",
                "wat over een eerdere melding is weerlegd, is dat niet over een nieuwe",
                [
                    *WEERLEGD_TERUG,
                    melding("m2", op="2020-05-02 10:00"),
                    overdracht("o2", aan=OOST, fase=NA_DIENST, op="2020-05-10 10:00"),
                ],
                ["#9 VT 2020-05-10 10:00 …"],
            ),
            (
                "melder-niet-geinformeerd",
                "na een dienst voor twee meldingen, ook de melder van de onbeoordeelde",
                [GOED_NA_DIENST[0], melding("m2", op="2020-03-02 10:00"), *GOED_NA_DIENST[1:]],
                ["#10 VT 2020-04-15 13:00 …"],
            ),
            # which period
            (
                "voorwaarden-bij-directe-overdracht",
                "die van een eerdere dienst tellen niet",
                [
                    *GOED_NA_DIENST,
                    dienst(op="2020-06-01 10:00"),
                    direct("o2", aan=OOST, op="2020-06-02 10:00"),
                ],
                [],
            ),
            (
                "voorwaarden-bij-directe-overdracht",
                "aangescherpt als monitor, nadat het team doorgaf",
                [
                    *GOED_NA_DIENST,
                    direct("o2", van=WEST, aan=OOST, op="2020-05-01 10:00"),
                    bevestigd("o2", door=OOST, op="2020-05-02 10:00"),
                    voorwaarden(op="2020-05-03 10:00"),
                ],
                [],
            ),
            (
                "voorwaarden-bij-directe-overdracht",
                "gesteld in een dienst die nog loopt",
                [*GOED_NA_DIENST[:3], direct(op="2020-03-05 10:00"), voorwaarden(op="2020-03-06 10:00")],
                [],
            ),
            (
                "voorwaarden-bij-directe-overdracht",
                "tegelijk met het versturen is een keer",
                [*GOED_DIRECT[:3], voorwaarden(op="2020-03-05 11:00")],
                ["#3 VT 2020-03-05 11:00 …"],
            ),
            (
                "warm-niet-gehouden",
                "het gesprek van een eerdere overdracht telt niet",
                [*anders(GOED_NA_DIENST, 8, GESPREK), *TWEEDE_KEER[:2], met(TWEEDE_KEER[2], warm=True)],
                ["#13 VT 2020-07-01 10:00 …"],
            ),
            (
                "warm-niet-gehouden",
                "de aankondiging van een eerdere overdracht evenmin",
                [*anders(GOED_NA_DIENST, 8, AANGEKONDIGD, GESPREK), *TWEEDE_KEER],
                [],
            ),
            (
                "overdracht-zonder-directe-veiligheid",
                "een oordeel uit een eerdere periode telt niet",
                [
                    *GOED_NA_DIENST,
                    directe_veiligheid(score=3, gerealiseerd=False, op="2020-05-01 10:00"),
                    TWEEDE_KEER[0],
                    TWEEDE_KEER[2],
                ],
                [],
            ),
            (
                "overdracht-zonder-directe-veiligheid",
                "tot zij vervalt; terug naar Veilig Thuis is er geen",
                [
                    melding("m1", op="2020-03-02 09:00"),
                    dienst(op="2020-03-03 09:00"),
                    overdracht(aan=WEST, fase=NA_DIENST, zonder=("monitorfunctie",), op="2020-03-20 10:00"),
                    ingetrokken(op="2020-03-21 10:00"),
                    overdracht("o2", aan=GGZ, fase="overig", op="2020-03-22 10:00"),
                    bevestigd("o2", door=GGZ, op="2020-03-22 10:00"),
                    overdracht("o3", van=GGZ, aan=VT, fase="overig", op="2020-03-23 10:00"),
                    bevestigd("o3", door=VT, op="2020-03-23 11:00"),
                ],
                [
                    "#3 VT 2020-03-20 10:00 tot 2020-03-21 10:00",
                    "#5 VT 2020-03-22 10:00 tot 2020-03-23 11:00",
                ],
            ),
            (
                "plan-ontbreekt",
                "na een tweede dienst hoort een nieuw plan",
                [*GOED_NA_DIENST, *TWEEDE_KEER],
                ["#13 WEST 2020-07-01 10:00 …"],
            ),
            (
                "monitoring-geeindigd-zonder-stabiele-veiligheid",
                "een contact uit de vorige monitoring telt niet",
                [*GOED_NA_DIENST, monitorcontact("stabiel", op="2020-05-20 10:00"), *TWEEDE_KEER],
                ["#14 VT 2022-01-02 …"],
            ),
            (
                "teruggekoppeld-zonder-drie-pogingen",
                "pogingen van voor het versturen tellen niet",
                [
                    *GOED_DIRECT[:2],
                    handeling(ContactpogingMislukt(door=WEST, wijze="brief"), op="2020-03-05 10:30"),
                    *GOED_DIRECT[2:],
                    handeling(ContactpogingMislukt(door=WEST, wijze="huisbezoek"), op="2020-03-20 10:30"),
                    terugkoppeling(door=WEST, op="2020-04-01 10:00"),
                ],
                ["#9 WEST 2020-04-01 10:00 …"],
            ),
            (
                "verzoek-zonder-eigen-contact",
                "contact van voor het versturen telt niet",
                [
                    *GOED_DIRECT[:2],
                    contact(door=WEST, op="2020-03-05 10:30"),
                    *GOED_DIRECT[2:],
                    VERZOEK,
                ],
                ["#8 WEST 2020-05-01 10:00 …"],
            ),
            # which party
            (
                "overdrachtsdocument-onvolledig",
                "aan zichzelf, of aangevuld voor het versturen",
                [
                    *GOED_DIRECT[:2],
                    aangevuld(met=("verrijking",), op="2020-03-05 10:30"),
                    ONVOLLEDIG,
                    bevestigd(door=WEST, op="2020-03-06 10:00"),
                    met(direct("o2", van=WEST, op="2020-03-07 10:00"), onderdelen=()),
                ],
                ["#4 VT 2020-03-05 11:00 …"],
            ),
            (
                "plan-onvolledig",
                "van een partij die niet houdt blijft staan",
                [*GOED_DIRECT, plan(GGZ, zonder=("termijnen",), op="2020-05-01 10:00")],
                ["#7 GGZ 2020-05-01 10:00 …"],
            ),
            (
                "plan-onvolledig",
                "van de houder, tot zicht die verlaat",
                [*GOED_DIRECT, plan(zonder=("termijnen",), op="2020-05-01 10:00"), TWEEDE_KEER[1]],
                ["#7 WEST 2020-05-01 10:00 tot 2020-06-02 10:00"],
            ),
            (
                "zicht-zonder-casusregie",
                "een overdracht van een andere soort vraagt haar niet",
                [
                    melding("m1", op="2020-03-02 09:00"),
                    beoordeling("overdracht", conclusie=1, op="2020-03-03 09:00"),
                    overdracht(aan=WEST, fase="overig", op="2020-03-04 09:00"),
                    bevestigd(door=WEST, op="2020-03-05 09:00"),
                ],
                [],
            ),
            # which instant
            (
                "zicht-zonder-casusregie",
                "wat nul tijd duurde laat geen spoor na",
                [
                    *anders(GOED_NA_DIENST, 7),
                    regie(door=WEST, op="2020-05-01 10:00"),
                    regie_af(door=WEST, op="2020-05-01 10:00"),
                ],
                ["#8 WEST 2020-04-15 13:00 …"],
            ),
            (
                "dossier-gesloten-met-zicht",
                "op het moment dat zicht de houder verlaat",
                [
                    *GOED_DIRECT,
                    dossier_dicht(door=WEST, op="2020-05-01 10:00"),
                    dienst(op="2020-05-01 10:00"),
                ],
                [],
            ),
        ]
    ],
)
def test_grenzen_van_signalen(code, regels, verwacht):
    assert signalen(code, verhaal(*regels)) == verwacht


@pytest.mark.parametrize(
    "regels",
    [
        pytest.param(regels, id=naam)
        for naam, regels in {
            "een overdracht": [overdracht("o2", van=WEST, aan=GGZ, fase="overig", op="2020-03-14 10:00")],
            "een melding": [melding("m2", door=WEST, op="2020-03-14 10:00")],
            "een gesprek": [
                handeling(WarmeOverdrachtGehouden(deelnemers=(VT, WEST)), op="2020-03-14 10:00"),
            ],
            "een poging": [
                handeling(ContactpogingMislukt(door=WEST, wijze="brief"), op="2020-03-14 10:00"),
            ],
        }.items()
    ],
)
def test_ook_dit_is_een_eigen_handeling(regels):
    gevonden = signalen("houder-zonder-eigen-handeling", verhaal(*STIL, *regels))

    assert gevonden[:1] == ["#3 WEST 2020-03-13 tot 2020-03-14 10:00"]


def test_wie_casusregie_voert_wisselt_zelf_de_regisseur():
    regels = [*STIL, regie(door=WEST, op="2020-03-06 10:00"), regisseur("mw-8", op="2020-03-14 10:00")]

    assert signalen("houder-zonder-eigen-handeling", verhaal(*regels)) == [
        "#3 WEST 2020-03-13 tot 2020-03-14 10:00"
    ]
