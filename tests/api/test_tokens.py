"""Which tokens are believed, and who they say is asking."""

import base64
import hmac
import json
import stat
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

from api.sleutels import (
    ONTWIKKELSLEUTEL,
    Sleutelbos,
    SleutelsOnbereikbaar,
    lees_jwks,
    ontwikkelsleutel,
    sleutelbos,
)
from api.tokens import ALGORITMES, Tokenlezer, TokenOngeldig, TokenuitgifteGeweigerd, maak_ontwikkeltoken
from ledger.settings import OngeldigeInstellingen, lees_instellingen
from ledger.values import Actor, Partij

ISSUER = "https://inloggen.example"
NU = datetime(2026, 3, 2, 9, tzinfo=UTC)
ACTOR = Actor(
    medewerker="mw-204", organisatie=Partij(soort="veilig-thuis", id="midden-brabant"), rol="medewerker-vt"
)
CLAIMS = {
    "iss": ISSUER,
    "aud": "zicht",
    "sub": "mw-204",
    "exp": int((NU + timedelta(hours=1)).timestamp()),
    "organisatie": {"soort": "veilig-thuis", "id": "midden-brabant"},
    "rol": "medewerker-vt",
}
ED = OKPKey.generate_key("Ed25519", {"kid": "ed"})
EC = ECKey.generate_key("P-256", {"kid": "ec"})
RSA = RSAKey.generate_key(2048, {"kid": "rsa"})
INSTELLINGEN = lees_instellingen(token_issuer=ISSUER, jwks_bestand="jwks.json")


class VasteKlok:
    def __init__(self, nu=NU):
        self.tijd = nu

    def nu(self):
        return self.tijd


def lezer(*sleutels, klok=None, bron=None):
    return Tokenlezer(INSTELLINGEN, klok or VasteKlok(), bron or Sleutelbos(lambda: KeySet(list(sleutels))))


def token(sleutel=ED, alg="Ed25519", kop=None, **claims):
    kop = {"alg": alg, "kid": sleutel.kid, **(kop or {})}
    alles = {naam: waarde for naam, waarde in {**CLAIMS, **claims}.items() if waarde is not ...}
    return jwt.encode(
        {naam: waarde for naam, waarde in kop.items() if waarde is not None},
        alles,
        sleutel,
        algorithms=[alg],
    )


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # only because this test signs with that name
@pytest.mark.parametrize(
    ("alg", "sleutel"), [("Ed25519", ED), ("EdDSA", ED), ("ES256", EC), ("PS256", RSA), ("RS256", RSA)]
)
def test_a_token_of_our_issuer_says_who_is_asking(alg, sleutel):
    assert alg in ALGORITMES
    assert lezer(ED, EC, RSA).lees(token(sleutel, alg)).actor == ACTOR


@pytest.mark.parametrize("typ", ["JWT", "at+jwt", "application/at+jwt", None])
def test_the_kinds_of_token_that_issuers_write_are_read(typ):
    kop = {"alg": "Ed25519", "kid": "ed"} | ({"typ": typ} if typ else {})
    ruw = jwt.encode(kop, dict(CLAIMS), ED, algorithms=["Ed25519"], default_type=None)

    assert lezer(ED).lees(ruw).actor == ACTOR


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://iemand-anders.example"},
        {"iss": ...},
        {"aud": "een-andere-dienst"},
        {"aud": ["a", "b"]},
        {"aud": ...},
        {"exp": int((NU - timedelta(seconds=31)).timestamp())},
        {"exp": "morgen"},
        {"exp": float("nan")},
        {"exp": ...},
        {"nbf": int((NU + timedelta(seconds=31)).timestamp())},
        {"iat": int((NU + timedelta(seconds=31)).timestamp())},
        {"sub": ...},
        {"sub": "naam met spaties"},
        {"sub": 204},
        {"organisatie": ...},
        {"organisatie": "veilig-thuis"},
        {"organisatie": {"soort": "onbekend", "id": "x"}},
        {"rol": ...},
        {"rol": ["medewerker-vt"]},
    ],
    ids=str,
)
def test_a_token_that_is_not_ours_or_not_now_is_not_believed(claims):
    with pytest.raises(TokenOngeldig):
        lezer(ED).lees(token(**claims))


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": int((NU - timedelta(seconds=29)).timestamp())},
        {"nbf": int((NU + timedelta(seconds=29)).timestamp())},
        {"aud": ["iets-anders", "zicht"]},
    ],
    ids=str,
)
def test_clocks_may_be_half_a_minute_apart_and_a_token_may_be_for_more_services(claims):
    assert lezer(ED).lees(token(**claims)).actor == ACTOR


def test_a_token_dies_while_the_server_runs():
    klok = VasteKlok()
    een = lezer(ED, klok=klok)
    geldig = token()
    een.lees(geldig)
    klok.tijd = NU + timedelta(hours=2)

    with pytest.raises(TokenOngeldig):
        een.lees(geldig)


def _b64(waarde):
    return base64.urlsafe_b64encode(json.dumps(waarde).encode()).rstrip(b"=").decode()


def _zonder_handtekening():
    return f"{_b64({'alg': 'none', 'kid': 'ed'})}.{_b64(CLAIMS)}."


def _met_publieke_sleutel_als_geheim():
    geheim = RSA.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    ruw = f"{_b64({'alg': 'HS256', 'kid': 'rsa'})}.{_b64(CLAIMS)}"
    mac = hmac.digest(geheim, ruw.encode(), "sha256")
    return f"{ruw}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def _moet_begrepen_worden():
    ruw = f"{_b64({'alg': 'Ed25519', 'kid': 'ed', 'crit': ['exotisch'], 'exotisch': 1})}.{_b64(CLAIMS)}"
    handtekening = ED.private_key.sign(ruw.encode())
    return f"{ruw}.{base64.urlsafe_b64encode(handtekening).rstrip(b'=').decode()}"


def _veranderd():
    kop, _, handtekening = token().split(".")
    return f"{kop}.{_b64({**CLAIMS, 'rol': 'beheerder'})}.{handtekening}"


def _sleutel_meegebracht():
    eigen = OKPKey.generate_key("Ed25519", {"kid": "ed"})
    return token(eigen, kop={"jwk": eigen.as_dict(private=False)})


SLECHT = {
    "unsigned": _zonder_handtekening,
    "public key as a secret": _met_publieke_sleutel_als_geheim,
    "changed after signing": _veranderd,
    "brings its own key": _sleutel_meegebracht,
    "key of another with our key's name": lambda: token(OKPKey.generate_key("Ed25519", {"kid": "ed"})),
    "key we do not know": lambda: token(OKPKey.generate_key("Ed25519", {"kid": "vreemd"})),
    "algorithm of another kind of key": lambda: token(EC, "ES256", kop={"kid": "ed"}),
    "algorithm that is not listed": lambda: token(RSA, "RS512"),
    "names no key where there are more": lambda: token(kop={"kid": None}),
    "must understand what we do not": _moet_begrepen_worden,
    "another kind of token": lambda: token(kop={"typ": "dpop+jwt"}),
    "too long": lambda: token(kop={}, opvulling="x" * 9000),
    "not even text of a token": lambda: "é.é.é",
    "empty": lambda: "",
}


@pytest.mark.parametrize("slecht", SLECHT.values(), ids=SLECHT.keys())
def test_a_forged_token_is_not_believed(slecht):
    vreemd = slecht()

    with pytest.raises(TokenOngeldig) as fout:
        lezer(ED, EC, RSA).lees(vreemd)
    assert str(fout.value) == str(TokenOngeldig()), "it does not say why"


@given(
    st.text(max_size=80)
    | st.tuples(*[st.binary(max_size=60)] * 3).map(
        lambda delen: ".".join(base64.urlsafe_b64encode(deel).rstrip(b"=").decode() for deel in delen)
    )
)
def test_any_text_is_a_bad_token_and_never_an_accident(tekst):
    with pytest.raises(TokenOngeldig):
        lezer(ED).lees(tekst)


@given(
    st.dictionaries(
        st.sampled_from(["alg", "kid", "typ", "crit", "b64", "cty", "zip"]),
        st.none() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=3)),
    )
)
def test_any_header_is_a_bad_token_and_never_an_accident(kop):
    with pytest.raises(TokenOngeldig):
        lezer(ED).lees(f"{_b64(kop)}.{_b64(CLAIMS)}.AAAA")


# --- the keys of the issuer ---------------------------------------------------------------------------


class Bron:
    def __init__(self, *sleutels):
        self.sleutels = list(sleutels)
        self.keren = 0
        self.stuk = False
        self.seconden = 0.0

    def bos(self):
        return Sleutelbos(self, seconden=lambda: self.seconden)

    def __call__(self):
        self.keren += 1
        if self.stuk:
            raise SleutelsOnbereikbaar("stuk")
        return KeySet(list(self.sleutels))


def test_an_unknown_key_makes_us_look_once_and_not_for_every_token():
    bron = Bron(ED)
    een = lezer(bron=bron.bos())
    een.lees(token())
    assert bron.keren == 1
    bron.sleutels.append(EC)
    bron.seconden = 11

    assert een.lees(token(EC, "ES256")).actor == ACTOR
    assert bron.keren == 2
    for _ in range(20):
        with pytest.raises(TokenOngeldig):
            een.lees(token(OKPKey.generate_key("Ed25519", {"kid": "verzonnen"})))
    assert bron.keren == 2


def test_a_key_that_was_withdrawn_is_trusted_for_an_hour_at_most():
    bron = Bron(ED, EC)
    een = lezer(bron=bron.bos())
    een.lees(token())
    bron.sleutels.remove(ED)
    bron.seconden = 3599
    een.lees(token())
    bron.seconden = 3601

    with pytest.raises(TokenOngeldig):
        een.lees(token())


def test_a_signature_is_checked_once_and_again_with_other_keys(monkeypatch):
    bron = Bron(ED, EC)
    een = lezer(bron=bron.bos())
    gecontroleerd = []
    echt = jwt.decode
    monkeypatch.setattr("api.tokens.jwt.decode", lambda *a, **k: gecontroleerd.append(1) or echt(*a, **k))
    gegeven = token()

    assert {een.lees(gegeven).actor.medewerker for _ in range(5)} == {ACTOR.medewerker}
    assert len(gecontroleerd) == 1
    bron.seconden = 3601
    een.lees(gegeven)
    assert len(gecontroleerd) == 2


def test_while_the_issuer_is_away_the_keys_we_have_go_on_and_without_any_we_cannot_judge():
    bron = Bron(ED)
    een = lezer(bron=bron.bos())
    een.lees(token())
    bron.stuk = True
    bron.seconden = 7200
    assert een.lees(token()).actor == ACTOR

    with pytest.raises(SleutelsOnbereikbaar):
        lezer(bron=bron.bos()).lees(token())


@pytest.mark.filterwarnings("ignore:Key size should be")  # it is about a key that is too small
def test_of_a_jwks_only_public_keys_that_sign_and_are_strong_enough_are_used():
    zwak = RSAKey.generate_key(1024, {"kid": "zwak"})
    jwks = {
        "keys": [
            ED.as_dict(private=False),
            EC.as_dict(private=False) | {"use": "enc"},
            zwak.as_dict(private=False),
            {"kty": "oct", "k": "c3ltbWV0cmlzY2g", "kid": "geheim"},
            {"kty": "nieuw"},
            {"kty": "EC", "crv": "P-256"},
        ]
    }

    assert [sleutel.kid for sleutel in lees_jwks(json.dumps(jwks))] == ["ed"]


@pytest.mark.parametrize(
    "tekst", ["", "[]", "{}", '{"keys": []}', '{"keys": [1]}', '{"keys": 1}', "[" * 100_000]
)
def test_what_is_no_jwks_gives_no_keys(tekst):
    with pytest.raises(SleutelsOnbereikbaar):
        lees_jwks(tekst)


def test_keys_come_from_a_file(tmp_path):
    bestand = tmp_path / "jwks.json"
    instellingen = lees_instellingen(token_issuer=ISSUER, jwks_bestand=bestand)
    with pytest.raises(SleutelsOnbereikbaar):
        Tokenlezer(instellingen, VasteKlok()).lees(token())
    bestand.write_text(json.dumps({"keys": [ED.as_dict(private=False)]}))

    assert Tokenlezer(instellingen, VasteKlok()).lees(token()).actor == ACTOR


@pytest.fixture
def jwks_server():
    antwoord = json.dumps({"keys": [ED.as_dict(private=False)]}).encode()

    class Uitgever(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/jwks" else 302)
            self.send_header("Location", "http://uitgever.example:1/elders")
            self.end_headers()
            self.wfile.write(antwoord)

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Uitgever) as server:
        draad = threading.Thread(target=server.serve_forever)
        draad.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        draad.join()


def test_keys_come_from_an_address(jwks_server):
    instellingen = lees_instellingen(token_issuer=ISSUER, jwks_url=f"{jwks_server}/jwks")

    assert Tokenlezer(instellingen, VasteKlok()).lees(token()).actor == ACTOR


def test_an_address_that_sends_us_on_to_an_open_line_gives_no_keys(jwks_server):
    instellingen = lees_instellingen(token_issuer=ISSUER, jwks_url=f"{jwks_server}/elders")

    with pytest.raises(SleutelsOnbereikbaar):
        Tokenlezer(instellingen, VasteKlok()).lees(token())


@pytest.mark.parametrize(
    "url", ["http://inloggen.example/jwks", "file:///etc/hostname", "ftp://a.example", "x"]
)
def test_an_address_is_https_or_this_machine(url):
    with pytest.raises(OngeldigeInstellingen, match="https"):
        sleutelbos(lees_instellingen(jwks_url=url))


# --- our own issuer, for development ------------------------------------------------------------------


def test_a_development_token_is_believed_by_a_server_with_the_same_data_directory(tmp_path):
    instellingen = lees_instellingen(data_dir=tmp_path / "een")
    zelf = maak_ontwikkeltoken(instellingen, ACTOR, VasteKlok(), timedelta(minutes=5))

    assert Tokenlezer(instellingen, VasteKlok()).lees(zelf).actor == ACTOR
    with pytest.raises(TokenOngeldig):
        Tokenlezer(instellingen, VasteKlok(NU + timedelta(minutes=6))).lees(zelf)
    with pytest.raises(TokenOngeldig):
        Tokenlezer(lees_instellingen(data_dir=tmp_path / "ander"), VasteKlok()).lees(zelf)


def test_the_development_key_is_readable_by_its_owner_only(tmp_path):
    ontwikkelsleutel(tmp_path)
    bestand = tmp_path / ONTWIKKELSLEUTEL

    assert stat.S_IMODE(bestand.stat().st_mode) == 0o600
    assert [pad.name for pad in tmp_path.iterdir()] == [ONTWIKKELSLEUTEL]
    bestand.chmod(0o644)
    with pytest.raises(OngeldigeInstellingen, match="0600"):
        ontwikkelsleutel(tmp_path)


def test_two_programs_that_start_together_get_the_same_development_key(tmp_path):
    gekregen = []
    begin = threading.Barrier(8)

    def start():
        begin.wait()
        gekregen.append(ontwikkelsleutel(tmp_path).kid)

    draden = [threading.Thread(target=start) for _ in range(8)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()

    assert len(gekregen) == 8
    assert len(set(gekregen)) == 1


@pytest.mark.parametrize(
    "anders",
    [
        {"omgeving": "productie"},
        {"omgeving": "productie", "jwks_url": "https://inloggen.example/jwks"},
        {"jwks_url": "https://inloggen.example/jwks"},
    ],
    ids=str,
)
def test_production_makes_no_tokens_and_trusts_none_that_development_made(tmp_path, anders):
    zelf = maak_ontwikkeltoken(lees_instellingen(data_dir=tmp_path), ACTOR, VasteKlok())
    productie = lees_instellingen(data_dir=tmp_path, **anders)

    with pytest.raises(TokenuitgifteGeweigerd):
        maak_ontwikkeltoken(productie, ACTOR, VasteKlok())
    if not (productie.jwks_url or productie.jwks_bestand):
        with pytest.raises(OngeldigeInstellingen):
            Tokenlezer(productie, VasteKlok())
    else:
        vreemd = Tokenlezer(productie, VasteKlok(), Sleutelbos(lambda: KeySet([ED])))
        with pytest.raises(TokenOngeldig):
            vreemd.lees(zelf)
