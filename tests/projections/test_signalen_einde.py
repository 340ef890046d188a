"""Signals on endings, on the way back and on coercion (rulebook 7, 'Ending', 'Back and coercion')."""

import pytest
from tests.projections.signaalregels import (
    GOED_DIRECT,
    GOED_NA_DIENST,
    anders,
    met,
    monitorcontact,
    signalen,
    zinnen,
)
from tests.verhaal import (
    GGZ,
    OOST,
    VT,
    WEST,
    contact,
    dienst,
    directe_veiligheid,
    gestopt,
    handeling,
    incident,
    melding,
    regie_af,
    stabiel,
    terugkoppeling,
    verhaal,
)

from ledger.acts.lokaal_team import ContactpogingMislukt
from ledger.acts.monitoring import MonitoringAfgesloten
from ledger.acts.terug import VerzoekTotOnderzoekIngediend

STABIEL = "stabiele-veiligheid-onvoldoende-onderbouwd"
SCORE = "directe-veiligheid-score-onder-zes"
AFSTEMMING = "casusregie-afgerond-zonder-afstemming"
VROEG = "monitoring-voortijdig-afgesloten"
ONVEILIG_UIT = "monitoring-geeindigd-zonder-stabiele-veiligheid"
TEGEN = "stabiel-tegen-oordeel-monitor"
OVERLEG = "bemoeienis-gestopt-zonder-overleg"
POGINGEN = "teruggekoppeld-zonder-drie-pogingen"
CONTACT = "verzoek-zonder-eigen-contact"
INITIATIEF = "verzoek-door-andere-partij-dan-initiatief"


def monitoring_af(reden, *, op):
    return handeling(MonitoringAfgesloten(reden=reden), op=op)


def verzoek(door=WEST, bij="raad", *, op):
    return handeling(VerzoekTotOnderzoekIngediend(door=door, bij=bij), op=op)


def poging(wijze, door=WEST, *, op):
    return handeling(ContactpogingMislukt(door=door, wijze=wijze), op=op)


@pytest.mark.parametrize(
    ("code", "regels", "verwacht"),
    [
        pytest.param(code, regels, verwacht, id=f"{code}: {naam}")
        for code, naam, regels, verwacht in [
            # §7.1
            (STABIEL, "onderbouwd", [*GOED_DIRECT, stabiel(door=WEST, op="2020-10-01 10:00")], []),
            (
                STABIEL,
                "een criterium niet",
                [*GOED_DIRECT, stabiel(door=WEST, herstel=False, op="2020-10-01 10:00")],
                ["#7 WEST 2020-10-01 10:00 …"],
            ),
            (
                STABIEL,
                "een incident in zes maanden",
                [
                    *GOED_DIRECT,
                    incident(op="2020-06-01 10:00"),
                    stabiel(door=WEST, op="2020-10-01 10:00"),
                    stabiel(door=WEST, op="2020-12-01 10:00"),
                ],
                ["#8 WEST 2020-10-01 10:00 …"],
            ),
            (
                STABIEL,
                "door een partij die niet houdt",
                [*GOED_DIRECT, stabiel(door=GGZ, op="2020-10-01 10:00")],
                ["#7 GGZ 2020-10-01 10:00 …"],
            ),
            (
                STABIEL,
                "door Veilig Thuis als monitor",
                [*GOED_NA_DIENST, stabiel(door=VT, op="2020-10-01 10:00")],
                [],
            ),
            (
                STABIEL,
                "door Veilig Thuis zonder monitoring",
                [*GOED_DIRECT, stabiel(door=VT, op="2020-10-01 10:00")],
                ["#7 VT 2020-10-01 10:00 …"],
            ),
            # bijlage 4 §1.1
            (SCORE, "een zeven", GOED_NA_DIENST, []),
            (
                SCORE,
                "een vijf",
                anders(GOED_NA_DIENST, 5, directe_veiligheid(score=5, op="2020-04-10 10:00")),
                ["#5 VT 2020-04-10 10:00 …"],
            ),
            (
                SCORE,
                "een vijf, en niet gerealiseerd genoemd",
                anders(
                    GOED_NA_DIENST,
                    5,
                    directe_veiligheid(score=5, gerealiseerd=False, op="2020-04-10 10:00"),
                ),
                [],
            ),
            # §7.3
            (AFSTEMMING, "afgestemd", [*GOED_NA_DIENST, regie_af(door=WEST, op="2020-06-01 10:00")], []),
            (
                AFSTEMMING,
                "niet afgestemd",
                [
                    *GOED_NA_DIENST,
                    met(regie_af(door=WEST, op="2020-06-01 10:00"), afgestemd_met_veilig_thuis=False),
                ],
                ["#11 WEST 2020-06-01 10:00 …"],
            ),
            (
                AFSTEMMING,
                "er wordt niet gemonitord",
                [
                    *GOED_DIRECT,
                    met(regie_af(door=WEST, op="2020-06-01 10:00"), afgestemd_met_veilig_thuis=False),
                ],
                [],
            ),
            # §6.2.6
            (
                VROEG,
                "op de dag na twaalf maanden",
                [*GOED_NA_DIENST, monitoring_af("anders", op="2021-04-15 00:00")],
                [],
            ),
            (
                VROEG,
                "de dag ervoor",
                [*GOED_NA_DIENST, monitoring_af("termijn-bereikt", op="2021-04-14 23:59")],
                ["#11 VT 2021-04-14 23:59 …"],
            ),
            (
                VROEG,
                "eerder, maar stabiel veilig",
                [*GOED_NA_DIENST, monitoring_af("stabiel-veilig", op="2020-12-01 10:00")],
                [],
            ),
            (
                VROEG,
                "er werd niet gemonitord",
                [*GOED_DIRECT, monitoring_af("anders", op="2020-05-01 10:00")],
                [],
            ),
            # bijlage 5
            (ONVEILIG_UIT, "rechtens na achttien maanden", GOED_NA_DIENST, ["#9 VT 2021-10-16 …"]),
            (
                ONVEILIG_UIT,
                "afgesloten om iets anders",
                [*GOED_NA_DIENST, monitoring_af("anders", op="2021-05-01 10:00")],
                ["#11 VT 2021-05-01 10:00 …"],
            ),
            (
                ONVEILIG_UIT,
                "afgesloten als stabiel veilig",
                [*GOED_NA_DIENST, monitoring_af("stabiel-veilig", op="2021-05-01 10:00")],
                [],
            ),
            (
                ONVEILIG_UIT,
                "afgesloten als stabiel veilig, kort na een incident",
                [
                    *GOED_NA_DIENST,
                    incident(op="2021-04-01 10:00"),
                    monitoring_af("stabiel-veilig", op="2021-05-01 10:00"),
                ],
                ["#12 VT 2021-05-01 10:00 …"],
            ),
            (
                ONVEILIG_UIT,
                "Veilig Thuis stelde het zelf vast",
                [*GOED_NA_DIENST, stabiel(door=VT, op="2021-05-01 10:00")],
                [],
            ),
            (
                ONVEILIG_UIT,
                "het laatste contact was stabiel",
                [*GOED_NA_DIENST, monitorcontact("stabiel", op="2021-09-01 10:00")],
                [],
            ),
            (
                ONVEILIG_UIT,
                "het voorlaatste contact was stabiel",
                [
                    *GOED_NA_DIENST,
                    monitorcontact("stabiel", op="2021-09-01 10:00"),
                    monitorcontact("onvoldoende", op="2021-09-02 10:00"),
                ],
                ["#9 VT 2021-10-16 …"],
            ),
            (
                ONVEILIG_UIT,
                "zicht was al beeindigd",
                [*GOED_NA_DIENST, stabiel(door=WEST, op="2021-05-01 10:00")],
                [],
            ),
            (
                ONVEILIG_UIT,
                "zicht kwam terug bij Veilig Thuis",
                [*GOED_NA_DIENST, dienst(op="2021-05-01 10:00")],
                [],
            ),
            (
                ONVEILIG_UIT,
                "Veilig Thuis stopte",
                [*GOED_NA_DIENST, gestopt(op="2021-05-01 10:00")],
                ["#11 VT 2021-05-01 10:00 …"],
            ),
            (
                TEGEN,
                "onvoldoende",
                [
                    *GOED_NA_DIENST,
                    monitorcontact("onvoldoende", op="2020-10-01 10:00"),
                    stabiel(door=WEST, op="2020-10-02 10:00"),
                ],
                ["#12 WEST 2020-10-02 10:00 …"],
            ),
            (
                TEGEN,
                "daarna direct veilig",
                [
                    *GOED_NA_DIENST,
                    monitorcontact("onvoldoende", op="2020-10-01 10:00"),
                    monitorcontact("direct-veilig", op="2020-10-02 10:00"),
                    stabiel(door=WEST, op="2020-10-03 10:00"),
                ],
                [],
            ),
            (
                OVERLEG,
                "zonder het OM",
                [GOED_DIRECT[0], gestopt(op="2020-04-01 10:00")],
                ["#2 VT 2020-04-01 10:00 …"],
            ),
            (
                OVERLEG,
                "met beide",
                [GOED_DIRECT[0], met(gestopt(op="2020-04-01 10:00"), overleg_met=("OM", "politie"))],
                [],
            ),
            # §6.1.6
            (
                POGINGEN,
                "een poging",
                [*GOED_DIRECT, terugkoppeling(door=WEST, op="2020-04-01 10:00")],
                ["#7 WEST 2020-04-01 10:00 …"],
            ),
            (
                POGINGEN,
                "drie, op het formulier of vastgelegd",
                [
                    *GOED_DIRECT,
                    poging("brief", op="2020-03-20 10:00"),
                    poging("huisbezoek", op="2020-03-21 10:00"),
                    terugkoppeling(door=WEST, op="2020-04-01 10:00"),
                ],
                [],
            ),
            (
                POGINGEN,
                "de poging van een ander telt niet",
                [
                    *GOED_DIRECT,
                    poging("brief", op="2020-03-20 10:00"),
                    poging("huisbezoek", GGZ, op="2020-03-21 10:00"),
                    terugkoppeling(door=WEST, op="2020-04-01 10:00"),
                ],
                ["#9 WEST 2020-04-01 10:00 …"],
            ),
            (
                POGINGEN,
                "er was wel contact",
                [
                    *GOED_DIRECT,
                    met(terugkoppeling(door=WEST, op="2020-04-01 10:00"), redenen=("geen-hulpvraag",)),
                ],
                [],
            ),
            # §6.4
            (CONTACT, "eigen contact", [*GOED_NA_DIENST, verzoek(op="2020-05-01 10:00")], []),
            (
                CONTACT,
                "geen contact",
                [*GOED_DIRECT, verzoek(op="2020-05-01 10:00")],
                ["#7 WEST 2020-05-01 10:00 …"],
            ),
            (
                CONTACT,
                "alleen gebeld",
                [
                    *GOED_DIRECT,
                    contact(door=WEST, wijze="telefoon", op="2020-04-01 10:00"),
                    verzoek(op="2020-05-01 10:00"),
                ],
                ["#8 WEST 2020-05-01 10:00 …"],
            ),
            (
                CONTACT,
                "alleen van een lokaal team gevraagd",
                [*GOED_DIRECT, verzoek(GGZ, op="2020-05-01 10:00")],
                [],
            ),
            (INITIATIEF, "wie het initiatief heeft", [*GOED_NA_DIENST, verzoek(op="2020-05-01 10:00")], []),
            (
                INITIATIEF,
                "Veilig Thuis na de overdracht",
                [*GOED_NA_DIENST, verzoek(VT, op="2020-05-01 10:00")],
                ["#11 VT 2020-05-01 10:00 …"],
            ),
            (
                INITIATIEF,
                "het team terwijl er een melding ligt",
                [*GOED_NA_DIENST, melding("m2", op="2020-05-01 09:00"), verzoek(op="2020-05-01 10:00")],
                ["#12 WEST 2020-05-01 10:00 …"],
            ),
            (INITIATIEF, "nog te bezien", [*GOED_DIRECT, verzoek(VT, op="2020-05-01 10:00")], []),
        ]
    ],
)
def test_signalen_van_einde_terug_en_dwang(code, regels, verwacht):
    assert signalen(code, verhaal(*regels)) == verwacht


def test_onder_een_richtlijn_eindigt_monitoring_niet_vanzelf():
    assert signalen(ONVEILIG_UIT, verhaal(*GOED_NA_DIENST), einde_monitoring="richtlijn") == []


def test_de_zin_zegt_wat_er_ontbrak():
    team = [
        *GOED_DIRECT,
        stabiel(door=OOST, risicofactoren=False, op="2020-05-01 10:00"),
        terugkoppeling(door=WEST, op="2020-05-02 10:00"),
        met(gestopt(op="2020-05-03 10:00"), overleg_met=()),
    ]

    assert zinnen(STABIEL, verhaal(*team)) == [
        (
            "Stabiele veiligheid is vastgesteld, maar de risicofactoren zijn niet aangepakt of hanteerbaar "
            "gemaakt, en door een partij die geen zicht op veiligheid had."
        )
    ]
    assert zinnen(POGINGEN, verhaal(*team)) == [
        "Het lokale team kreeg geen contact en koppelde terug zonder te proberen: brief, huisbezoek."
    ]
    assert zinnen(OVERLEG, verhaal(*team)) == [
        "Veilig Thuis is gestopt zonder overleg met politie en het OM."
    ]
