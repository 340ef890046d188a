"""One casus that cannot be read or folded stands still, with its reason; all others go on."""

import logging
from uuid import uuid4

import pytest
from tests.projections.leesmodel.verhalen import BEGIN, REGIO, gebeurtenis, melding, vertel

from ledger.acts.dienst import DienstIngezet
from ledger.acts.melding import AfstemmingGehad
from ledger.store import upcasters
from ledger.store.codec import codeer
from projections.leesmodel.herbouw import herbouw
from projections.leesmodel.volger import herkans
from projections.tijdlijn import maak_tijdlijn

GOED = codeer(gebeurtenis(uuid4(), 1, BEGIN, BEGIN, DienstIngezet(dienst="onderzoek")), REGIO).state
GEHEIM = b"Hanneke Voorbeeld"

CORRECTIE = (
    b'"betreft":1,"wijze":"vervangen","reden":"invoerfout","vervanging":{"gegevens":{"x":"%s"}}' % GEHEIM
)
DIENST = b'"dienst":"onderzoek"'

# name: stored name, stored JSON, what the reader of the list of parked cases is told
ONLEESBAAR = {
    "geen JSON": ("DienstIngezet/1", b"{" + GEHEIM, "onleesbare inhoud"),
    "geen UTF-8": ("DienstIngezet/1", b"\xff\xfe" + GEHEIM, "onleesbare inhoud"),
    "onbekende naam": ("Gefluisterd/1", GOED, "onbekende naam"),
    "geen versie": ("DienstIngezet", GOED, "onbekende naam"),
    "versie uit de toekomst": ("DienstIngezet/2", GOED, "versie uit de toekomst"),
    "veel te lange versie": ("DienstIngezet/" + "9" * 5000, GOED, "ValueError"),
    "ontbrekend veld": ("DienstIngezet/1", GOED.replace(DIENST, b""), "onleesbare inhoud"),
    "onbekend veld": ("DienstIngezet/1", GOED.replace(DIENST, b'"%s":1' % GEHEIM), "onleesbare inhoud"),
    "onleesbare correctie": ("GebeurtenisGecorrigeerd/1", GOED.replace(DIENST, CORRECTIE), "Geweigerd"),
}


def eerste(keuzes):
    return keuzes[0]


def test_poisoned_casussen_are_parked_and_the_others_go_on(opstelling, caplog):
    verhalen = {geval: vertel(eerste, uuid4(), 2) for geval in ONLEESBAAR}
    voor = {geval: opstelling.leg(verhaal)[-1] for geval, verhaal in verhalen.items()}
    gif = {
        geval: opstelling.leg_ruw(verhalen[geval][0].casus, 3, soort, inhoud)
        for geval, (soort, inhoud, _) in ONLEESBAAR.items()
    }
    ander = vertel(eerste, uuid4(), 2)
    opstelling.leg(ander)

    with caplog.at_level(logging.DEBUG):
        opstelling.volg()

    antwoord = opstelling.leesmodel.tijdlijn(ander[0].casus, regios=None)
    assert (antwoord.tijdlijn, antwoord.geparkeerd) == (maak_tijdlijn(ander), None)
    lijst = {een.casus: een for een in opstelling.leesmodel.geparkeerde_casussen(regios=None)}
    assert len(lijst) == len(ONLEESBAAR)
    for geval, verhaal in verhalen.items():
        geparkeerd = lijst[verhaal[0].casus]
        assert (geparkeerd.volgnummer, geparkeerd.positie, geparkeerd.regio) == (3, gif[geval], REGIO)
        soort = "onleesbare-correctie" if geval == "onleesbare correctie" else "onleesbare-gebeurtenis"
        assert (geparkeerd.reden, geparkeerd.toelichting) == (soort, ONLEESBAAR[geval][2])
        antwoord = opstelling.leesmodel.tijdlijn(verhaal[0].casus, bekend=voor[geval], regios=None)
        assert antwoord.tijdlijn == maak_tijdlijn(verhaal)
        assert (antwoord.geparkeerd, antwoord.volgnummer) == (geparkeerd, 2)
    stand = opstelling.leesmodel.stand()
    assert (stand.achterstand, stand.achterstand_s, stand.geparkeerd) == (0, 0, len(ONLEESBAAR))
    assert stand.oudste_geparkeerd_s > 0
    assert caplog.text.count("geparkeerd bij volgnummer 3") == len(ONLEESBAAR)
    assert GEHEIM.decode() not in caplog.text


def test_a_first_act_that_cannot_be_read_is_parked_too(opstelling):
    casus = uuid4()
    opstelling.leg_ruw(casus, 1, "MeldingOntvangen/1", b"")
    opstelling.volg()

    antwoord = opstelling.leesmodel.tijdlijn(casus, regios=None)

    assert antwoord.bekend
    assert (antwoord.volgnummer, antwoord.geparkeerd and antwoord.geparkeerd.volgnummer) == (0, 1)
    assert set(antwoord.tijdlijn.banen.values()) == {()}


def test_an_event_that_is_not_ours_is_parked_and_moves_the_position(opstelling):
    casus = uuid4()
    opstelling.beheer.execute(
        """INSERT INTO ledger.gebeurtenissen
                  (positie, ontvangen_op, volgnummer, casus, opdracht, regio, soort, open)
           VALUES (1, now(), 0, %s, gen_random_uuid(), 'onbekend', 'van-een-ander', '')""",
        [casus],
    )
    opstelling.volg()

    (geparkeerd,) = opstelling.leesmodel.geparkeerde_casussen(regios=None)
    assert (geparkeerd.casus, geparkeerd.toelichting) == (casus, "geen gebeurtenis van Zicht")
    assert opstelling.leesmodel.stand().positie == 1


def test_every_later_act_tries_a_parked_casus_again(opstelling):
    casus = uuid4()
    opstelling.leg([gebeurtenis(casus, 1, BEGIN, BEGIN, melding(1))])
    opstelling.leg_ruw(casus, 2, "DienstIngezet/2", GOED)
    opstelling.volg()
    (voor,) = opstelling.leesmodel.geparkeerde_casussen(regios=None)
    opstelling.leg_ruw(casus, 3, "DienstIngezet/1", GOED)
    opstelling.volg()

    (na,) = opstelling.leesmodel.geparkeerde_casussen(regios=None)

    assert (voor.pogingen, na.pogingen) == (1, 2)
    assert (na.sinds, na.volgnummer, na.positie) == (voor.sinds, 2, voor.positie)


@pytest.mark.parametrize("hoe", ["herkans", "herbouw", "volgende handeling"])
def test_a_program_that_can_read_the_act_frees_the_casus(opstelling, database, monkeypatch, hoe):
    casus = uuid4()
    begin = gebeurtenis(casus, 1, BEGIN, BEGIN, melding(1))
    posities = opstelling.leg([begin])
    posities.append(opstelling.leg_ruw(casus, 2, "AfstemmingGehad/1", GOED))
    posities.append(opstelling.leg_ruw(casus, 3, "DienstIngezet/2", GOED))
    opstelling.volg()
    assert herkans(database.app) == 1

    met_een_nieuwer_programma(monkeypatch)
    if hoe == "herkans":
        assert herkans(database.app) == 0
    elif hoe == "herbouw":
        assert herbouw(database.app).geparkeerd == 0
    else:
        posities.append(opstelling.leg_ruw(casus, 4, "DienstIngezet/1", GOED))
        opstelling.volg()

    antwoord = opstelling.leesmodel.tijdlijn(casus, regios=None)
    assert (antwoord.geparkeerd, antwoord.volgnummer) == (None, len(posities))
    assert opstelling.leesmodel.geparkeerde_casussen(regios=None) == []
    assert [stuk.reden.volgnummer for stuk in antwoord.tijdlijn.banen["directe-veiligheid"]] == [3]
    voor = opstelling.leesmodel.tijdlijn(casus, bekend=posities[1], regios=None)
    assert voor.tijdlijn == maak_tijdlijn([begin])


def met_een_nieuwer_programma(monkeypatch):
    """As if a later version of the program ran, which knows the shapes that this one does not."""
    monkeypatch.setattr(DienstIngezet, "versie", 2)
    monkeypatch.setitem(upcasters.OPHOGINGEN, ("DienstIngezet", 1), lambda gegevens: gegevens)
    monkeypatch.setattr(AfstemmingGehad, "versie", 2)
    monkeypatch.setitem(
        upcasters.OPHOGINGEN, ("AfstemmingGehad", 1),
        lambda _: {"door": {"soort": "gemeente", "id": "g"}, "met": [], "onderwerp": "x"},
    )  # fmt: skip


def test_rows_that_the_database_refuses_park_only_their_own_casus(opstelling):
    verhaal, ander = vertel(eerste, uuid4(), 2), vertel(eerste, uuid4(), 2)
    eerste_positie, _ = opstelling.leg(verhaal)
    opstelling.leg(ander)
    # a row that stands where the follower is about to write
    opstelling.beheer.execute(
        """INSERT INTO projecties.stukken_1
                  (casus, van, bekend_van, bekend_van_positie, sleutel, volgnummer, rechtens,
                   regio, baan, status, regel, grondslag, afspraken)
           VALUES (%s, %s, %s, %s, 0, 1, false, %s, 'zicht', 'vast', 'Z1', '§3', 'x')""",
        [verhaal[0].casus, BEGIN, BEGIN, eerste_positie, REGIO],
    )
    opstelling.volg()

    (geparkeerd,) = opstelling.leesmodel.geparkeerde_casussen(regios=None)
    assert (geparkeerd.casus, geparkeerd.reden) == (verhaal[0].casus, "opslag-geweigerd")
    assert geparkeerd.toelichting == "23505"
    assert opstelling.leesmodel.tijdlijn(ander[0].casus, regios=None).tijdlijn == maak_tijdlijn(ander)
    assert opstelling.leesmodel.stand().achterstand == 0


def test_parked_casussen_are_shown_to_who_may_see_their_region(opstelling):
    opstelling.leg_ruw(uuid4(), 1, "Gefluisterd/1", GOED)
    opstelling.volg()

    assert opstelling.leesmodel.geparkeerde_casussen(regios=["elders"]) == []
    assert len(opstelling.leesmodel.geparkeerde_casussen(regios=[REGIO])) == 1
