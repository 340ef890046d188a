"""Signals on handovers: what they bring with them, and who is told (rulebook 7, 'Handover')."""

import pytest
from tests.projections.signaalregels import (
    GOED_DIRECT,
    GOED_NA_DIENST,
    ONDERDELEN_DIRECT,
    anders,
    direct,
    geinformeerd,
    melder_gehoord,
    met,
    signalen,
    voorwaarden,
    zinnen,
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
    bevestigd,
    contact,
    dienst,
    directe_veiligheid,
    gestopt,
    handeling,
    ingetrokken,
    melding,
    onderzoek_af,
    overdracht,
    verhaal,
)

from ledger.acts.melding import DirectbetrokkeneGeregistreerd, Melder
from ledger.acts.overdracht import OverdrachtAangekondigd, WarmeOverdrachtGehouden

ONVOLLEDIG = met(
    direct(op="2020-03-05 11:00"),
    onderdelen=tuple(deel for deel in ONDERDELEN_DIRECT if deel not in {"melder", "verrijking"}),
)
DOCUMENT = "overdrachtsdocument-onvolledig"
BIJ_DIRECT = "voorwaarden-bij-directe-overdracht"
WARM = "warm-niet-gehouden"
DIRECT_VEILIG = "overdracht-zonder-directe-veiligheid"
BESCHERMING = "bescherming-zonder-directe-veiligheid"
BETROKKENEN = "direct-betrokkenen-niet-geinformeerd"
MELDER = "melder-niet-geinformeerd"
OPGESCHREVEN = GOED_NA_DIENST[8]
ZONDER_CONTACT = met(GOED_DIRECT[1], contact_met_directbetrokkenen=False)
ZONDER_BRIEF = [*GOED_DIRECT[:3], GOED_DIRECT[5]]


def gesprek(overdracht=None, *, op):
    return handeling(WarmeOverdrachtGehouden(overdracht=overdracht, deelnemers=(VT, WEST)), op=op)


def aangekondigd(*, op):
    return handeling(OverdrachtAangekondigd(aan=WEST, warm=True), op=op)


def betrokkene(persoon, *, op):
    return handeling(DirectbetrokkeneGeregistreerd(persoon=persoon, rol="kind"), op=op)


def naar_bescherming(*, op):
    return overdracht("o9", aan=GGZ, fase="naar-bescherming", op=op)


@pytest.mark.parametrize(
    ("code", "regels", "verwacht"),
    [
        pytest.param(code, regels, verwacht, id=f"{code}: {naam}")
        for code, naam, regels, verwacht in [
            # §6.1.4, §6.2.4
            (DOCUMENT, "volledig", GOED_DIRECT, []),
            (DOCUMENT, "volledig na een dienst", GOED_NA_DIENST, []),
            (DOCUMENT, "delen ontbreken", anders(GOED_DIRECT, 3, ONVOLLEDIG), ["#3 VT 2020-03-05 11:00 …"]),
            (
                DOCUMENT,
                "tot alles is aangevuld",
                [
                    *anders(GOED_DIRECT, 3, ONVOLLEDIG),
                    aangevuld(met=("melder",), op="2020-03-20 10:00"),
                    aangevuld("o2", nvt=("verrijking",), op="2020-03-21 10:00"),
                    aangevuld(nvt=("verrijking",), op="2020-03-22 10:00"),
                ],
                ["#3 VT 2020-03-05 11:00 tot 2020-03-22 10:00"],
            ),
            (
                DOCUMENT,
                "tot de overdracht vervalt",
                [*GOED_DIRECT[:2], ONVOLLEDIG, ingetrokken(op="2020-03-06 10:00")],
                ["#3 VT 2020-03-05 11:00 tot 2020-03-06 10:00"],
            ),
            (
                DOCUMENT,
                "dan niet van toepassing wat dat niet mag zijn",
                anders(GOED_DIRECT, 3, met(ONVOLLEDIG, niet_van_toepassing=("melder", "verrijking"))),
                ["#3 VT 2020-03-05 11:00 …"],
            ),
            (
                DOCUMENT,
                "niet naar een instelling",
                anders(GOED_DIRECT, 3, met(ONVOLLEDIG, aan=GGZ)),
                [],
            ),
            # §6.1
            (BIJ_DIRECT, "geen", GOED_DIRECT, []),
            (
                BIJ_DIRECT,
                "gesteld voor het versturen",
                anders(GOED_DIRECT, 2, GOED_DIRECT[1], voorwaarden(op="2020-03-05 10:30")),
                ["#4 VT 2020-03-05 11:00 …"],
            ),
            (
                BIJ_DIRECT,
                "in het document",
                anders(
                    GOED_DIRECT,
                    3,
                    met(GOED_DIRECT[2], onderdelen=(*ONDERDELEN_DIRECT, "veiligheidsvoorwaarden")),
                ),
                ["#3 VT 2020-03-05 11:00 …"],
            ),
            (
                BIJ_DIRECT,
                "gesteld nadat het team zicht heeft",
                [*GOED_DIRECT, voorwaarden(op="2020-03-20 10:00")],
                ["#7 VT 2020-03-20 10:00 …"],
            ),
            (
                BIJ_DIRECT,
                "gesteld in een nieuwe dienst",
                [
                    *GOED_DIRECT,
                    melding("m2", op="2020-04-01 10:00"),
                    dienst(op="2020-04-02 10:00"),
                    voorwaarden(op="2020-04-03 10:00"),
                ],
                [],
            ),
            # bijlage 4
            ("voorwaarden-ontbreken", "gesteld", GOED_NA_DIENST, []),
            (
                "voorwaarden-ontbreken",
                "niet gesteld",
                anders(GOED_NA_DIENST, 4),
                ["#8 VT 2020-04-15 13:00 …"],
            ),
            (
                "voorwaarden-ontbreken",
                "tot zij er zijn",
                [*anders(GOED_NA_DIENST, 4), voorwaarden(op="2020-05-01 13:00")],
                ["#8 VT 2020-04-15 13:00 tot 2020-05-01 13:00"],
            ),
            (
                "voorwaarden-ontbreken",
                "weerlegd",
                anders(GOED_NA_DIENST, 4, onderzoek_af("weerlegd", op="2020-03-20 15:00")),
                [],
            ),
            (
                "voorwaarden-ontbreken",
                "niet vast te stellen is niet weerlegd",
                anders(GOED_NA_DIENST, 4, onderzoek_af("niet-vast-te-stellen", op="2020-03-20 15:00")),
                ["#9 VT 2020-04-15 13:00 …"],
            ),
            # bijlage 5
            ("monitorafspraken-ontbreken", "gemaakt", GOED_NA_DIENST, []),
            (
                "monitorafspraken-ontbreken",
                "niet gemaakt",
                anders(GOED_NA_DIENST, 9, met(OPGESCHREVEN, monitorafspraken=None)),
                ["#9 VT 2020-04-15 13:00 …"],
            ),
            (
                "monitorafspraken-ontbreken",
                "bij het gezin wordt niet gemonitord",
                anders(GOED_NA_DIENST, 9, met(OPGESCHREVEN, monitorafspraken=None, aan=GEZIN)),
                [],
            ),
            # §6.2.2
            (WARM, "niet aangekondigd", GOED_NA_DIENST, []),
            (
                WARM,
                "aangekondigd, niet gehouden",
                [*GOED_NA_DIENST[:5], aangekondigd(op="2020-04-13 10:00"), *GOED_NA_DIENST[5:]],
                ["#10 VT 2020-04-15 13:00 …"],
            ),
            (
                WARM,
                "warm verstuurd, later gehouden",
                [
                    *anders(GOED_NA_DIENST, 9, met(OPGESCHREVEN, warm=True)),
                    gesprek("o2", op="2020-04-17 10:00"),
                    gesprek("o1", op="2020-04-20 10:00"),
                ],
                ["#9 VT 2020-04-15 13:00 tot 2020-04-20 10:00"],
            ),
            (
                WARM,
                "gehouden voor het document",
                anders(GOED_NA_DIENST, 9, gesprek(op="2020-04-15 12:00"), met(OPGESCHREVEN, warm=True)),
                [],
            ),
            (
                WARM,
                "verstuurd maar niet overgegaan",
                [*GOED_DIRECT[:2], met(GOED_DIRECT[2], warm=True), ingetrokken(op="2020-03-06 10:00")],
                [],
            ),
            # rulebook 4
            ("overdracht-door-niet-houder", "Veilig Thuis", GOED_DIRECT, []),
            (
                "overdracht-door-niet-houder",
                "de houder",
                [*GOED_DIRECT, overdracht("o2", van=WEST, aan=OOST, fase="overig", op="2020-04-01 10:00")],
                [],
            ),
            (
                "overdracht-door-niet-houder",
                "een ander, en dan niets anders",
                [*GOED_DIRECT, met(ONVOLLEDIG, overdracht="o2", van=OOST, aan=GGZ)],
                ["#7 OOST 2020-03-05 11:00 …"],
            ),
            # bijlage 4 §1.2
            (DIRECT_VEILIG, "gerealiseerd", GOED_NA_DIENST, []),
            (DIRECT_VEILIG, "geen dienst, niets te realiseren", GOED_DIRECT, []),
            (
                DIRECT_VEILIG,
                "niet gerealiseerd, tot het er is",
                [*anders(GOED_NA_DIENST, 5), directe_veiligheid(score=8, op="2020-05-01 10:00")],
                ["#8 VT 2020-04-15 13:00 tot 2020-05-01 10:00"],
            ),
            (
                DIRECT_VEILIG,
                "met een score onder de zes",
                anders(GOED_NA_DIENST, 5, directe_veiligheid(score=5, op="2020-04-10 10:00")),
                ["#9 VT 2020-04-15 13:00 …"],
            ),
            (
                DIRECT_VEILIG,
                "niet beproefd",
                anders(GOED_NA_DIENST, 5, met(GOED_NA_DIENST[4], beproefd=False)),
                ["#9 VT 2020-04-15 13:00 …"],
            ),
            (
                DIRECT_VEILIG,
                "tot zicht het team verlaat",
                [*anders(GOED_NA_DIENST, 5), dienst(op="2020-06-01 10:00")],
                ["#8 VT 2020-04-15 13:00 tot 2020-06-01 10:00"],
            ),
            # bijlage 5
            (
                BESCHERMING,
                "gerealiseerd",
                [*GOED_NA_DIENST, naar_bescherming(op="2020-05-01 10:00")],
                [],
            ),
            (
                BESCHERMING,
                "nooit beoordeeld",
                [*GOED_DIRECT, naar_bescherming(op="2020-05-01 10:00")],
                ["#7 VT 2020-05-01 10:00 …"],
            ),
            (
                BESCHERMING,
                "niet meer gerealiseerd",
                [
                    *GOED_NA_DIENST,
                    directe_veiligheid(score=3, gerealiseerd=False, op="2020-04-20 10:00"),
                    naar_bescherming(op="2020-05-01 10:00"),
                ],
                ["#12 VT 2020-05-01 10:00 …"],
            ),
            # §6.1.3
            (BETROKKENEN, "per brief", GOED_DIRECT, []),
            (BETROKKENEN, "niet", ZONDER_BRIEF, ["#4 VT 2020-03-09 14:00 …"]),
            (
                BETROKKENEN,
                "na een overgang door tijdsverloop",
                ZONDER_BRIEF[:3],
                ["#3 VT 2020-03-13 …"],
            ),
            (
                BETROKKENEN,
                "tot de brief; telefoon, melding of het team is niet genoeg",
                [
                    *ZONDER_BRIEF,
                    geinformeerd(wijze="telefoon", op="2020-03-10 10:00"),
                    geinformeerd(over="melding", op="2020-03-11 10:00"),
                    geinformeerd(WEST, op="2020-03-12 10:00"),
                    geinformeerd(op="2020-03-13 10:00"),
                ],
                ["#4 VT 2020-03-09 14:00 tot 2020-03-13 10:00"],
            ),
            (
                BETROKKENEN,
                "tot allen die bekend waren bericht hebben",
                [
                    GOED_DIRECT[0],
                    betrokkene("p1", op="2020-03-03 09:00"),
                    betrokkene("p2", op="2020-03-03 09:00"),
                    *ZONDER_BRIEF[1:],
                    betrokkene("p3", op="2020-04-01 09:00"),
                    geinformeerd(personen=("p1",), op="2020-04-02 10:00"),
                    geinformeerd(personen=("p2",), op="2020-04-03 10:00"),
                ],
                ["#6 VT 2020-03-09 14:00 tot 2020-04-03 10:00"],
            ),
            (
                BETROKKENEN,
                "een brief over een eerdere overdracht telt niet",
                [
                    *GOED_DIRECT[:3],
                    geinformeerd(op="2020-03-05 12:00"),
                    direct("o2", aan=OOST, op="2020-03-06 11:00"),
                    bevestigd("o2", door=OOST, op="2020-03-06 12:00"),
                ],
                ["#6 VT 2020-03-06 12:00 …"],
            ),
            (
                BETROKKENEN,
                "zonder contact ook het team, over de melding",
                [
                    *anders(GOED_DIRECT, 2, ZONDER_CONTACT),
                    geinformeerd(WEST, "overdracht", "gesprek", op="2020-03-10 10:00"),
                    geinformeerd(WEST, "melding", "gesprek", op="2020-03-11 10:00"),
                ],
                ["#6 WEST 2020-03-09 14:00 tot 2020-03-11 10:00"],
            ),
            (
                BETROKKENEN,
                "zonder contact niets gedaan, tot zicht het team verlaat",
                [*anders(ZONDER_BRIEF, 2, ZONDER_CONTACT), dienst(op="2020-04-01 10:00")],
                ["#4 WEST 2020-03-09 14:00 tot 2020-04-01 10:00", "#4 VT 2020-03-09 14:00 …"],
            ),
            (
                BETROKKENEN,
                "met een ander contact van Veilig Thuis hoeft het team niet",
                anders(GOED_DIRECT, 2, ZONDER_CONTACT, contact(door=VT, op="2020-03-05 10:30")),
                [],
            ),
            (BETROKKENEN, "niet na een dienst", GOED_NA_DIENST, []),
            # §6.1.5, §6.2.5
            (MELDER, "gehoord", GOED_DIRECT, []),
            (MELDER, "gehoord na de dienst", GOED_NA_DIENST, []),
            (MELDER, "niet gehoord", anders(GOED_DIRECT, 5), ["#5 VT 2020-03-09 14:00 …"]),
            (
                MELDER,
                "tot de melder het hoort, en dat het om de overdracht gaat",
                [
                    *anders(GOED_DIRECT, 5),
                    melder_gehoord(na="dienst", op="2020-03-10 10:00"),
                    melder_gehoord(op="2020-03-11 10:00"),
                ],
                ["#5 VT 2020-03-09 14:00 tot 2020-03-11 10:00"],
            ),
            (
                MELDER,
                "elke melder",
                [
                    GOED_DIRECT[0],
                    melding("m2", op="2020-03-02 10:00"),
                    *GOED_DIRECT[1:],
                    melder_gehoord("m2", op="2020-03-12 10:00"),
                ],
                ["#7 VT 2020-03-09 14:00 tot 2020-03-12 10:00"],
            ),
            (
                MELDER,
                "ambtshalve is er geen",
                [met(GOED_DIRECT[0], melder=Melder(soort="veilig-thuis", anoniem=False)), *ZONDER_BRIEF[1:]],
                [],
            ),
            (
                MELDER,
                "het team dat het krijgt weet het",
                [
                    met(
                        GOED_DIRECT[0],
                        melder=Melder(soort="lokaal-team", organisatie=WEST, anoniem=False),
                    ),
                    *ZONDER_BRIEF[1:],
                ],
                [],
            ),
        ]
    ],
)
def test_signalen_van_de_overdracht(code, regels, verwacht):
    assert signalen(code, verhaal(*regels)) == verwacht


def test_het_document_noemt_wat_ontbreekt_op_volgorde():
    een = met(ONVOLLEDIG, onderdelen=ONDERDELEN_DIRECT[:-1])

    assert zinnen(DOCUMENT, verhaal(*GOED_DIRECT[:2], ONVOLLEDIG)) == [
        "In het overdrachtsdocument ontbreken: melder, verrijking."
    ]
    assert zinnen(DOCUMENT, verhaal(*GOED_DIRECT[:2], een)) == [
        "In het overdrachtsdocument ontbreekt: verrijking."
    ]


def test_wat_niet_overgaat_hoeft_niemand_te_horen():
    ingetrokken_voor_de_overgang = [*GOED_DIRECT[:3], ingetrokken(op="2020-03-06 10:00")]
    gestopt_voor_de_overgang = [*GOED_DIRECT[:3], gestopt(op="2020-03-06 10:00")]

    for regels in (ingetrokken_voor_de_overgang, gestopt_voor_de_overgang):
        assert signalen(BETROKKENEN, verhaal(*regels)) == []
        assert signalen(MELDER, verhaal(*regels)) == []


def test_een_overdracht_na_dienst_door_een_team_vraagt_niets_van_veilig_thuis():
    regels = [
        *GOED_NA_DIENST,
        overdracht("o2", van=WEST, aan=OOST, fase=NA_DIENST, op="2020-05-01 10:00"),
        beoordeling("geen-vervolg", op="2020-05-02 10:00"),
    ]

    assert signalen("monitorafspraken-ontbreken", verhaal(*regels)) == []
    assert signalen(MELDER, verhaal(*regels)) == []
    assert signalen("stap-overgeslagen", verhaal(*regels)) == []
