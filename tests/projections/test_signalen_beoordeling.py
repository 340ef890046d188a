"""Signals on the assessment and on handing over directly after it (rulebook 7, 'Assessment')."""

import pytest
from tests.projections.signaalregels import GOED_DIRECT, GOED_NA_DIENST, anders, direct, met, signalen
from tests.verhaal import (
    GGZ,
    NA_DIENST,
    OOST,
    VT,
    WEST,
    beoordeling,
    bevestigd,
    contact,
    dienst,
    dienst_af,
    melding,
    overdracht,
    verhaal,
)

from ledger.acts.melding import Melder

ANONIEM = Melder(soort="particulier", anoniem=True)
OORDEEL = GOED_DIRECT[1]
CONTRA = ("acute-onveiligheid",)


def met_oordeel(**velden):
    return anders(GOED_DIRECT, 2, met(OORDEEL, **velden))


@pytest.mark.parametrize(
    ("code", "regels", "verwacht"),
    [
        pytest.param(*rij, id=f"{rij[0]}: {naam}")
        for naam, rij in {
            "twee": ("beoordeeld-door-minder-dan-twee", GOED_DIRECT, []),
            "een": (
                "beoordeeld-door-minder-dan-twee",
                met_oordeel(beoordelaars=("mw-1",)),
                ["#2 VT 2020-03-05 10:00 …"],
            ),
            "twee keer dezelfde": (
                "beoordeeld-door-minder-dan-twee",
                met_oordeel(beoordelaars=("mw-1", "mw-1")),
                ["#2 VT 2020-03-05 10:00 …"],
            ),
            "geen criterium": ("overdracht-ondanks-contra-indicatie", GOED_DIRECT, []),
            "niet onderbouwd": (
                "overdracht-ondanks-contra-indicatie",
                met_oordeel(contra_indicaties=CONTRA),
                ["#3 VT 2020-03-05 11:00 …"],
            ),
            "onderbouwd is geen afwijking": (
                "overdracht-ondanks-contra-indicatie",
                met_oordeel(contra_indicaties=CONTRA, afwijking_onderbouwd=True),
                [],
            ),
            "alleen naar een lokaal team": (
                "overdracht-ondanks-contra-indicatie",
                anders(met_oordeel(contra_indicaties=CONTRA), 3, direct(aan=GGZ, op="2020-03-05 11:00")),
                [],
            ),
            "bij een dienst is het geen bezwaar": (
                "overdracht-ondanks-contra-indicatie",
                anders(
                    GOED_NA_DIENST,
                    2,
                    met(GOED_NA_DIENST[1], contra_indicaties=CONTRA),
                ),
                [],
            ),
            "een eerder oordeel over dezelfde melding telt niet meer": (
                "overdracht-ondanks-contra-indicatie",
                anders(
                    GOED_DIRECT,
                    2,
                    met(OORDEEL, contra_indicaties=CONTRA),
                    beoordeling("overdracht", op="2020-03-05 10:30"),
                ),
                [],
            ),
            "ook die van een andere open melding telt": (
                "overdracht-ondanks-contra-indicatie",
                [
                    melding("m1", op="2020-03-02 09:00"),
                    melding("m2", op="2020-03-02 10:00"),
                    met(beoordeling("overdracht", "m1", op="2020-03-03 10:00"), contra_indicaties=CONTRA),
                    beoordeling("overdracht", "m2", op="2020-03-04 10:00"),
                    direct(op="2020-03-05 11:00"),
                ],
                ["#5 VT 2020-03-05 11:00 …"],
            ),
            "die van wat eerder is overgedragen niet": (
                "overdracht-ondanks-contra-indicatie",
                [
                    melding("m1", op="2020-03-02 09:00"),
                    met(beoordeling("overdracht", "m1", op="2020-03-03 10:00"), contra_indicaties=CONTRA),
                    direct(aan=GGZ, op="2020-03-05 11:00"),
                    bevestigd(door=GGZ, op="2020-03-06 11:00"),
                    melding("m2", op="2020-05-04 10:00"),
                    beoordeling("overdracht", "m2", op="2020-05-05 10:00"),
                    direct("o2", aan=WEST, op="2020-05-05 11:00"),
                ],
                [],
            ),
            "onderbouwd": (
                "contra-indicatie-onderbouwd",
                met_oordeel(contra_indicaties=CONTRA, afwijking_onderbouwd=True),
                ["#3 VT 2020-03-05 11:00 …"],
            ),
            "niets te onderbouwen": ("contra-indicatie-onderbouwd", GOED_DIRECT, []),
            "getoetst": ("contra-indicaties-niet-getoetst", GOED_DIRECT, []),
            "niet getoetst": (
                "contra-indicaties-niet-getoetst",
                met_oordeel(contra_indicaties_getoetst=False),
                ["#3 VT 2020-03-05 11:00 …"],
            ),
            "niet overgedragen": (
                "contra-indicaties-niet-getoetst",
                met_oordeel(contra_indicaties_getoetst=False)[:2],
                [],
            ),
            "anoniem, met contact bij de beoordeling": (
                "anonieme-melder-zonder-contact",
                anders(GOED_DIRECT, 1, met(GOED_DIRECT[0], melder=ANONIEM)),
                [],
            ),
            "anoniem, zonder contact": (
                "anonieme-melder-zonder-contact",
                [
                    met(GOED_DIRECT[0], melder=ANONIEM),
                    met(OORDEEL, contact_met_directbetrokkenen=False),
                    GOED_DIRECT[2],
                ],
                ["#3 VT 2020-03-05 11:00 …"],
            ),
            "anoniem, met een ander contact van Veilig Thuis": (
                "anonieme-melder-zonder-contact",
                [
                    met(GOED_DIRECT[0], melder=ANONIEM),
                    met(OORDEEL, contact_met_directbetrokkenen=False),
                    contact(door=VT, wijze="telefoon", op="2020-03-05 10:30"),
                    GOED_DIRECT[2],
                ],
                [],
            ),
            "niet anoniem, zonder contact": (
                "anonieme-melder-zonder-contact",
                met_oordeel(contact_met_directbetrokkenen=False),
                [],
            ),
            "geen stap": ("stap-overgeslagen", GOED_DIRECT, []),
            "geen stap bij een dienst": ("stap-overgeslagen", GOED_NA_DIENST, []),
            "zonder beoordeling": (
                "stap-overgeslagen",
                [GOED_DIRECT[0], GOED_DIRECT[2]],
                ["#2 VT 2020-03-05 11:00 …"],
            ),
            "een oude beoordeling is er geen van de nieuwe melding": (
                "stap-overgeslagen",
                [
                    *GOED_DIRECT,
                    melding("m2", op="2020-06-01 09:00"),
                    direct("o2", aan=OOST, op="2020-06-02 11:00"),
                ],
                ["#8 VT 2020-06-02 11:00 …"],
            ),
            "zonder dienst": (
                "stap-overgeslagen",
                [*GOED_DIRECT[:2], overdracht(aan=WEST, fase=NA_DIENST, op="2020-03-05 11:00")],
                ["#3 VT 2020-03-05 11:00 …"],
            ),
            "een dienst voor een eerdere melding telt niet": (
                "stap-overgeslagen",
                [
                    *GOED_NA_DIENST,
                    melding("m2", op="2020-06-01 09:00"),
                    beoordeling("overdracht", "m2", op="2020-06-02 09:00"),
                    overdracht("o2", aan=OOST, fase=NA_DIENST, op="2020-06-03 11:00"),
                ],
                ["#13 VT 2020-06-03 11:00 …"],
            ),
            "een dienst die van voor de melding is en intussen is afgerond telt niet": (
                "stap-overgeslagen",
                [
                    melding("m1", op="2020-03-02 09:00"),
                    dienst(op="2020-03-03 09:00"),
                    melding("m2", op="2020-03-04 09:00"),
                    beoordeling("dienst", "m2", op="2020-03-05 09:00"),
                    direct("o1", op="2020-03-06 09:00"),
                    dienst_af(op="2020-06-02 09:00"),
                    overdracht("o2", aan=OOST, fase=NA_DIENST, op="2020-06-03 11:00"),
                ],
                ["#7 VT 2020-06-03 11:00 …"],
            ),
            "een dubbele melding zonder vervolg neemt de dienst niet weg": (
                "stap-overgeslagen",
                [
                    melding("m1", op="2020-03-02 09:00"),
                    beoordeling("dienst", "m1", op="2020-03-03 09:00"),
                    dienst(op="2020-03-04 09:00"),
                    melding("m2", op="2020-03-10 09:00"),
                    beoordeling("geen-vervolg", "m2", op="2020-03-11 09:00"),
                    overdracht(aan=WEST, fase=NA_DIENST, op="2020-04-03 11:00"),
                ],
                [],
            ),
        }.items()
    ],
)
def test_signalen_van_de_beoordeling(code, regels, verwacht):
    assert signalen(code, verhaal(*regels)) == verwacht
