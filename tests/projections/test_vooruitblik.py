"""What an act will do before it is sent, in a sentence and as pieces; the ledger is not touched by it."""

from functools import reduce

import pytest
from tests.verhaal import (
    CASUS,
    DOOR,
    GEZIN,
    WEST,
    beoordeling,
    contact,
    dienst,
    gestopt,
    intrekking,
    lokaal,
    melding,
    overdracht,
    regie,
    terugkoppeling,
    verhaal,
)

from api.generator import genereer
from ledger.casus import Casus, evolve
from ledger.errors import Geweigerd
from ledger.gebeurtenis import Aanmelding
from ledger.regels import lees_gebeurtenis
from projections.stuk import stuk_op
from projections.tijdlijn import maak_oordeel, maak_tijdlijn
from projections.vooruitblik import blik_vooruit

NU = lokaal("2020-03-20 12:00")
MELDING = melding("m1", op="2020-03-02 09:00")
VERSTUURD = overdracht("o1", aan=WEST, op="2020-03-05 11:00")


def staat(*regels):
    acten = verhaal(*regels) if regels else []
    return reduce(evolve, acten, Casus(CASUS))


def vooruit(casus, regel, nu=NU, sinds=None):
    """Look ahead at one line of a story as somebody would report it."""
    (*_, laatste) = verhaal(*([MELDING] if casus.gebeurtenissen else []), regel)
    gemeld = Aanmelding.model_construct(
        soort=laatste.soort, gebeurd_op=laatste.gebeurd_op, gegevens=laatste.gegevens, vertrouwelijk=None
    )
    return blik_vooruit(casus, gemeld, DOOR, nu, sinds)


@pytest.mark.parametrize(
    ("eerder", "handeling", "zin"),
    [
        ((), MELDING, "Vanaf 2 maart 2020 09:00 heeft VT zicht op veiligheid (Z1, §3, §6.1.1)."),
        (
            (MELDING,),
            VERSTUURD,
            (
                "Vanaf 5 maart 2020 11:00 tot 13 maart 2020 00:00 heeft VT zicht op veiligheid, "
                "in afwachting van de overdracht (Z8, §6.1.1, §4.h); vanaf 13 maart 2020 00:00 heeft "
                "wijkteam-west van rechtswege zicht op veiligheid (Z8, §6.1.1, §4.h), en anders VT."
            ),
        ),
        (
            (MELDING,),
            overdracht("o1", aan=GEZIN, op="2020-03-05 11:00"),
            (
                "Vanaf 5 maart 2020 11:00 heeft geen professional zicht op veiligheid: het vervolg ligt bij "
                "het gezin (Z12, §5, bijlage 2), en anders VT."
            ),
        ),
        (
            (MELDING,),
            gestopt(op="2020-03-06 11:00"),
            (
                "Vanaf 6 maart 2020 11:00 heeft niemand zicht op veiligheid "
                "(Z24, bijlage 5, Uitzondering), en anders VT."
            ),
        ),
        (
            (MELDING,),
            beoordeling("geen-vervolg", "m1", op="2020-03-04 10:00"),
            "Vanaf 4 maart 2020 10:00 is zicht op veiligheid beëindigd (Z6, bijlage 2), en anders VT.",
        ),
        (
            (MELDING, VERSTUURD),
            terugkoppeling(door=WEST, op="2020-03-16 10:00"),
            "Aan wie zicht op veiligheid heeft verandert niets.",
        ),
        (
            (MELDING,),
            dienst(op="2020-03-06 10:00"),
            "Aan wie zicht op veiligheid heeft verandert niets; wel aan directe veiligheid.",
        ),
        (
            (MELDING, VERSTUURD),
            regie(door=WEST, op="2020-03-16 10:00"),
            "Aan wie zicht op veiligheid heeft verandert niets; wel aan casusregie.",
        ),
        (
            (MELDING,),
            intrekking(1, op="2020-03-06 11:00"),
            "Vanaf 2 maart 2020 09:00 is er geen zicht op veiligheid, en anders VT.",
        ),
    ],
)  # fmt: skip
def test_it_says_in_a_sentence_what_changes(eerder, handeling, zin):
    assert vooruit(staat(*eerder), handeling).zin == zin.replace("VT", "Veilig Thuis Midden-Brabant")


def test_terms_that_begin_and_are_met_and_signals_are_told():
    blik = vooruit(staat(MELDING, VERSTUURD), contact(door=WEST, op="2020-03-09 09:00"))

    assert [een.soort for een in blik.haalt] == ["eerste-contact"]
    begint = vooruit(staat(MELDING), VERSTUURD)
    assert "ontvangstbevestiging" in {een.soort for een in begint.begint}
    assert "stap-overgeslagen" in {een.code for een in begint.signalen}
    assert all(een.volgnummer == begint.gebeurtenis.volgnummer == 2 for een in begint.signalen)


@pytest.mark.parametrize(
    ("sinds", "van"),
    [
        (None, ["2020-03-05 11:00", "2020-03-13 00:00"]),
        ("2020-03-12 23:59", ["2020-03-05 11:00", "2020-03-13 00:00"]),
        ("2020-03-13 00:00", ["2020-03-13 00:00"]),
    ],
)
def test_a_party_is_told_nothing_of_what_ended_before_it_came(sinds, van):
    blik = vooruit(staat(MELDING), VERSTUURD, sinds=sinds and lokaal(sinds))

    assert [deel.van for deel in blik.verschil["zicht"]] == [lokaal(moment) for moment in van]
    assert ("in afwachting" in blik.zin) == (len(van) == 2)


def test_what_the_ledger_would_refuse_is_refused_now():
    with pytest.raises(Geweigerd) as geweigerd:
        vooruit(staat(MELDING), contact(door=WEST, op="2020-03-21 09:00"))

    assert [fout.code for fout in geweigerd.value.fouten] == ["gebeurd-op-in-toekomst"]


@pytest.mark.parametrize("zaad", [2, 7])
def test_the_pieces_are_the_difference_that_recording_makes(zaad):
    """Of the acts of made-up histories: the look ahead is what came, in every lane."""
    for regels in genereer(4, zaad=zaad):
        acten = [lees_gebeurtenis(regel.encode()) for regel in regels]
        for aantal in range(0, len(acten), 3):
            eerder, laatste = acten[:aantal], acten[aantal]
            casus = reduce(evolve, eerder, Casus(laatste.casus))
            blik = blik_vooruit(casus, laatste, laatste.vastgelegd_door, laatste.vastgelegd_op)

            assert blik.gebeurtenis.volgnummer == laatste.volgnummer
            voor, na = maak_tijdlijn(eerder), maak_tijdlijn(acten[: aantal + 1])
            for baan, delen in blik.verschil.items():
                for deel in delen:
                    assert stuk_op(voor.banen[baan], deel.van) == deel.a
                    assert stuk_op(na.banen[baan], deel.van) == deel.b
            niets = blik.zin.startswith("Aan wie zicht op veiligheid heeft verandert niets")
            toont = [[stuk.vertoon for stuk in een.banen["zicht"]] for een in (voor, na)]
            assert niets == (not blik.verschil["zicht"])
            assert toont[0] == toont[1] or not niets
            assert blik.zin.endswith(".")
            assert set(blik.haalt) <= set(maak_oordeel(acten[: aantal + 1]).termijnen)
