"""Signals on holding zicht, on casusregie and on the plan (rulebook 7, 'Zicht')."""

import pytest
from tests.projections.signaalregels import (
    GOED_DIRECT,
    GOED_NA_DIENST,
    anders,
    direct,
    met,
    plan,
    signalen,
    voorwaarden,
    zinnen,
)
from tests.verhaal import (
    GGZ,
    NA_DIENST,
    VT,
    WEST,
    besloten,
    bevestigd,
    contact,
    dienst,
    dossier_dicht,
    gestopt,
    geweigerd,
    handeling,
    melding,
    opschaling,
    overdracht,
    regie,
    regie_af,
    regisseur,
    stabiel,
    verhaal,
)

from ledger.acts.melding import InformatieIngewonnen
from ledger.acts.terug import OndersteuningGeboden

ONBELEGD = "zicht-onbelegd"
BETWIST = "zicht-betwist"
STIL = "houder-zonder-eigen-handeling"
BEELD = "geen-actueel-beeld"
REGIE = "zicht-zonder-casusregie"
LOSSE_REGIE = "casusregie-zonder-zicht"
TWEE = "twee-casusregisseurs"
PLAN = "plan-ontbreekt"
PLANDELEN = "plan-onvolledig"
DOSSIER = "dossier-gesloten-met-zicht"

ERNSTIG = anders(GOED_DIRECT, 2, met(GOED_DIRECT[1], conclusie=6))
ZWIJGEND = GOED_DIRECT[:5]
"""Nobody confirms: WEST holds from 13 March 00:00, rechtens."""


@pytest.mark.parametrize(
    ("code", "regels", "verwacht"),
    [
        pytest.param(code, regels, verwacht, id=f"{code}: {naam}")
        for code, naam, regels, verwacht in [
            (ONBELEGD, "iemand houdt", GOED_DIRECT, []),
            (
                ONBELEGD,
                "tot een nieuwe melding; het gaat om wie het laatst hield",
                [
                    melding("m1", op="2020-03-02 09:00"),
                    gestopt(op="2020-04-01 09:00"),
                    melding("m2", op="2020-05-01 09:00"),
                ],
                ["#2 VT 2020-04-01 09:00 tot 2020-05-01 09:00"],
            ),
            (
                ONBELEGD,
                "stabiel veilig is beeindigd",
                [*GOED_DIRECT, stabiel(door=WEST, op="2021-03-01 10:00")],
                [],
            ),
            (BETWIST, "niet geweigerd", GOED_DIRECT, []),
            (
                BETWIST,
                "van de weigering tot het besluit",
                [
                    *ZWIJGEND,
                    geweigerd(door=WEST, op="2020-03-06 10:00"),
                    opschaling(door=VT, op="2020-03-10 10:00"),
                    besloten(aan=WEST, op="2020-03-18 10:00"),
                ],
                ["#6 VT 2020-03-06 10:00 tot 2020-03-18 10:00"],
            ),
            # §6.1.1, §6.3
            (STIL, "overgegaan door een handeling", GOED_DIRECT, []),
            (STIL, "niets gedaan", ZWIJGEND, ["#3 WEST 2020-03-13 …"]),
            (
                STIL,
                "tot de eerste eigen handeling; wat een ander voor de houder doet telt niet",
                [
                    *ZWIJGEND,
                    handeling(OndersteuningGeboden(aan=WEST, vorm="anders"), op="2020-03-14 10:00"),
                    bevestigd(door=WEST, op="2020-03-16 10:00"),
                ],
                ["#3 WEST 2020-03-13 tot 2020-03-16 10:00"],
            ),
            (
                STIL,
                "tot zicht de houder verlaat",
                [*ZWIJGEND, dienst(op="2020-03-20 10:00")],
                ["#3 WEST 2020-03-13 tot 2020-03-20 10:00"],
            ),
            (
                STIL,
                "ook Veilig Thuis, na een melding bij een andere houder",
                [
                    *GOED_DIRECT,
                    melding("m2", door=WEST, op="2020-05-04 09:00"),
                    handeling(InformatieIngewonnen(bij="school"), op="2020-05-12 09:00"),
                ],
                ["#7 VT 2020-05-11 tot 2020-05-12 09:00"],
            ),
            # §3.a, §7.1
            (
                BEELD,
                "contact op de laatste dag",
                [
                    *GOED_DIRECT,
                    contact(door=WEST, wijze="telefoon", op="2020-05-04 23:59"),
                    dienst(op="2020-05-06 10:00"),
                ],
                ["#8 VT 2020-07-02 …"],
            ),
            (
                BEELD,
                "tot het volgende contact van de houder zelf, en daarna weer",
                [
                    *GOED_DIRECT,
                    contact(door=GGZ, op="2020-05-01 10:00"),
                    contact(door=WEST, op="2020-05-06 10:00"),
                    dienst(op="2020-07-06 10:00"),
                    contact(door=VT, op="2020-07-07 10:00"),
                ],
                [
                    "#6 WEST 2020-05-05 tot 2020-05-06 10:00",
                    "#8 WEST 2020-07-02 tot 2020-07-06 10:00",
                    "#10 VT 2020-09-02 …",
                ],
            ),
            (
                BEELD,
                "Veilig Thuis had contact bij de beoordeling",
                [*GOED_DIRECT[:1], met(GOED_DIRECT[1], besluit="dienst"), dienst(op="2020-03-06 10:00")],
                ["#2 VT 2020-05-01 …"],
            ),
            (BEELD, "niemand houdt", [GOED_DIRECT[0], gestopt(op="2020-03-03 09:00")], []),
            # §7.3, §4.f
            (REGIE, "conclusie 7 vraagt er geen", GOED_DIRECT, []),
            (REGIE, "na een dienst loopt zij", GOED_NA_DIENST, []),
            (REGIE, "conclusie 6 vraagt haar", ERNSTIG, ["#6 WEST 2020-03-09 14:00 …"]),
            (
                REGIE,
                "tot zij loopt, en weer na het einde, tot zicht eindigt",
                [
                    *ERNSTIG,
                    regie(door=WEST, op="2020-03-16 10:00"),
                    regie_af(door=WEST, op="2020-09-01 10:00"),
                    stabiel(door=WEST, op="2020-10-01 10:00"),
                ],
                [
                    "#6 WEST 2020-03-09 14:00 tot 2020-03-16 10:00",
                    "#8 WEST 2020-09-01 10:00 tot 2020-10-01 10:00",
                ],
            ),
            (
                REGIE,
                "na een dienst, ook zonder beoordeling",
                [
                    melding("m1", op="2020-03-02 09:00"),
                    dienst(op="2020-03-04 11:00"),
                    overdracht(aan=WEST, fase=NA_DIENST, op="2020-04-15 13:00"),
                ],
                ["#3 WEST 2020-04-15 13:00 …"],
            ),
            (
                REGIE,
                "een instelling voert er geen",
                [
                    *ERNSTIG[:2],
                    direct(aan=GGZ, op="2020-03-05 11:00"),
                    bevestigd(door=GGZ, op="2020-03-06 11:00"),
                ],
                [],
            ),
            # §7.3
            (LOSSE_REGIE, "de houder voert haar", GOED_NA_DIENST, []),
            (
                LOSSE_REGIE,
                "een ander voert haar, tot die ook houdt",
                [
                    *GOED_DIRECT[:5],
                    regie(door=WEST, op="2020-03-06 10:00"),
                    bevestigd(door=WEST, op="2020-03-09 14:00"),
                ],
                ["#6 WEST 2020-03-06 10:00 tot 2020-03-09 14:00"],
            ),
            (
                LOSSE_REGIE,
                "nadat zicht de voerder verliet",
                [*GOED_NA_DIENST, dienst(op="2020-06-01 10:00"), regie_af(door=WEST, op="2020-06-08 10:00")],
                ["#11 WEST 2020-06-01 10:00 tot 2020-06-08 10:00"],
            ),
            # bijlage 1
            (TWEE, "een", GOED_NA_DIENST, []),
            (
                TWEE,
                "gewisseld",
                [*GOED_NA_DIENST, regisseur("mw-8", op="2020-05-01 10:00")],
                [],
            ),
            (
                TWEE,
                "afgerond en opnieuw gestart",
                [
                    *GOED_NA_DIENST,
                    regie_af(door=WEST, op="2020-05-01 10:00"),
                    regie("mw-8", door=WEST, op="2020-05-01 10:00"),
                ],
                [],
            ),
            (
                TWEE,
                "een tweede gestart, tot er iets verandert",
                [
                    *GOED_NA_DIENST,
                    regie("mw-8", door=GGZ, op="2020-05-01 10:00"),
                    regie_af(door=WEST, op="2020-05-08 10:00"),
                ],
                ["#11 GGZ 2020-05-01 10:00 tot 2020-05-08 10:00"],
            ),
            (
                TWEE,
                "dezelfde nog eens",
                [*GOED_NA_DIENST, regie(door=WEST, op="2020-05-01 10:00")],
                [],
            ),
            # §7.2
            (PLAN, "er is een plan", GOED_NA_DIENST, []),
            (PLAN, "geen plan", anders(GOED_NA_DIENST, 8), ["#8 WEST 2020-04-15 13:00 …"]),
            (
                PLAN,
                "tot het team er een heeft",
                [
                    *anders(GOED_NA_DIENST, 8),
                    plan(GGZ, op="2020-04-20 10:00"),
                    plan(WEST, op="2020-05-01 10:00"),
                ],
                ["#8 WEST 2020-04-15 13:00 tot 2020-05-01 10:00"],
            ),
            (
                PLAN,
                "zonder voorwaarden is er niets uit te werken",
                [*GOED_NA_DIENST[:3], *GOED_NA_DIENST[8:]],
                [],
            ),
            (PLAN, "niet na een directe overdracht", GOED_DIRECT, []),
            (
                PLAN,
                "tot zicht het team verlaat",
                [*anders(GOED_NA_DIENST, 8), dienst(op="2020-06-01 10:00")],
                ["#8 WEST 2020-04-15 13:00 tot 2020-06-01 10:00"],
            ),
            (PLANDELEN, "volledig", GOED_NA_DIENST, []),
            (
                PLANDELEN,
                "onvolledig, tot het volgende plan",
                [
                    *anders(GOED_NA_DIENST, 8, plan(zonder=("termijnen",), op="2020-04-15 12:00")),
                    plan(GGZ, op="2020-04-16 12:00"),
                    plan(WEST, op="2020-04-20 12:00"),
                ],
                ["#8 WEST 2020-04-15 12:00 tot 2020-04-20 12:00"],
            ),
            # §7.1
            (
                DOSSIER,
                "de houder sluit, tot zicht eindigt",
                [
                    *GOED_DIRECT,
                    dossier_dicht(door=WEST, op="2020-05-01 10:00"),
                    stabiel(door=WEST, op="2020-10-01 10:00"),
                ],
                ["#7 WEST 2020-05-01 10:00 tot 2020-10-01 10:00"],
            ),
            (DOSSIER, "een ander sluit", [*GOED_DIRECT, dossier_dicht(door=VT, op="2020-05-01 10:00")], []),
            (
                DOSSIER,
                "na het einde",
                [
                    *GOED_DIRECT,
                    stabiel(door=WEST, op="2020-10-01 10:00"),
                    dossier_dicht(door=WEST, op="2020-10-02 10:00"),
                ],
                [],
            ),
        ]
    ],
)
def test_signalen_van_zicht(code, regels, verwacht):
    assert signalen(code, verhaal(*regels)) == verwacht


def test_een_lezing_waarin_het_team_zelf_sluit_geeft_geen_signaal():
    regels = verhaal(*GOED_DIRECT, dossier_dicht(door=WEST, op="2020-05-01 10:00"))

    assert signalen(DOSSIER, regels, einde_na_directe_overdracht="afsluiting-team") == []


def test_het_plan_noemt_wat_ontbreekt_op_volgorde():
    een = plan(zonder=("risicofactoren",), op="2020-05-01 10:00")
    twee = plan(zonder=("evaluatiemomenten", "consequenties"), op="2020-05-01 10:00")

    assert zinnen(PLANDELEN, verhaal(*GOED_DIRECT, een)) == [
        "In het veiligheidsplan ontbreekt: risicofactoren."
    ]
    assert zinnen(PLANDELEN, verhaal(*GOED_DIRECT, twee)) == [
        "In het veiligheidsplan ontbreken: consequenties, evaluatiemomenten."
    ]


def test_wie_door_een_weigering_zicht_houdt_krijgt_geen_signaal_van_stilte():
    regels = verhaal(*ZWIJGEND, geweigerd(door=WEST, op="2020-03-12 10:00"))

    assert signalen(STIL, regels) == []


def test_voorwaarden_na_de_overgang_maken_het_plan_niet_met_terugwerkende_kracht_nodig():
    regels = [*anders(anders(GOED_NA_DIENST, 8), 4), voorwaarden(op="2020-05-01 10:00")]

    assert signalen(PLAN, verhaal(*regels)) == []
