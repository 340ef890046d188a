"""What a token says beyond who is asking: on whose behalf, for what, and how it was made (NL GOV)."""

from datetime import UTC, datetime, timedelta

import pytest
from joserfc.jwk import KeySet
from tests.api.test_tokens import CLAIMS, ED, INSTELLINGEN, NU, VasteKlok, lezer, token

from api.identiteit import Mandaat
from api.sleutels import Sleutelbos
from api.tokens import Tokenlezer, TokenOngeldig
from ledger.settings import lees_instellingen

MANDAAT = {
    "regios": ["midden-brabant", "utrecht"],
    "begin": "2026-03-01T00:00:00Z",
    "einde": "2026-04-01T00:00:00+02:00",
    "kenmerk": "IGJ-2026-7",
}


def productielezer(**anders):
    instellingen = INSTELLINGEN.model_copy(update={"omgeving": "productie", **anders})
    return Tokenlezer(instellingen, VasteKlok(), Sleutelbos(lambda: KeySet([ED])))


def test_a_mandate_and_a_purpose_are_read():
    gelezen = lezer(ED).lees(token(mandaat=MANDAAT, doel="toezicht"))

    assert gelezen.doel == "toezicht"
    assert gelezen.mandaat == Mandaat(
        regios=["midden-brabant", "utrecht"],
        begin=datetime(2026, 3, 1, tzinfo=UTC),
        einde=datetime(2026, 3, 31, 22, tzinfo=UTC),
        kenmerk="IGJ-2026-7",
    )


def test_without_either_there_is_none():
    gelezen = lezer(ED).lees(token())

    assert (gelezen.mandaat, gelezen.doel) == (None, None)


@pytest.mark.parametrize(
    "fout",
    [
        {"mandaat": MANDAAT | {"regios": []}},
        {"mandaat": MANDAAT | {"regios": ["a,b"]}},
        {"mandaat": MANDAAT | {"regios": "midden-brabant"}},
        {"mandaat": MANDAAT | {"begin": "2026-03-01T00:00:00"}},
        {"mandaat": MANDAAT | {"begin": MANDAAT["einde"]}},
        {"mandaat": MANDAAT | {"einde": 1774994400}},
        {"mandaat": MANDAAT | {"erbij": "x"}},
        {"mandaat": {naam: waarde for naam, waarde in MANDAAT.items() if naam != "kenmerk"}},
        {"mandaat": "alles"},
        {"doel": "een zin met spaties"},
        {"doel": ["toezicht"]},
        {"cnf": {"jkt": "x"}},
        {"nonce": "x"},
        {"at_hash": "x"},
    ],
    ids=str,
)
def test_a_token_that_says_it_in_another_way_is_no_token(fout):
    with pytest.raises(TokenOngeldig):
        lezer(ED).lees(token(**fout))


IN_PRODUCTIE = {"iat": int(NU.timestamp()) - 10, "jti": "een-kenmerk"}


def test_in_production_a_token_of_the_profile_is_believed():
    assert productielezer().lees(token(**IN_PRODUCTIE | {"exp": CLAIMS["exp"] - 60})).medewerker == "mw-204"


@pytest.mark.parametrize(
    "fout",
    [
        {"iat": ...},
        {"jti": ...},
        {"jti": 7},
        {"iat": int((NU + timedelta(minutes=5)).timestamp())},
        {"exp": int((NU + timedelta(minutes=60)).timestamp())},  # made ten seconds ago: an hour and ten
    ],
    ids=str,
)
def test_in_production_a_token_without_a_mark_or_that_lives_too_long_is_not(fout):
    with pytest.raises(TokenOngeldig):
        productielezer().lees(token(**IN_PRODUCTIE | fout))


def test_how_long_is_too_long_is_a_setting():
    lang = token(**IN_PRODUCTIE | {"exp": int((NU + timedelta(hours=7)).timestamp())})

    assert productielezer(token_langst_s=8 * 3600).lees(lang).medewerker == "mw-204"
    assert lees_instellingen().token_langst_s == 3600
