"""A small issuer of identities for the tests: OpenID Connect over HTTP, code flow with PKCE, nothing else.

It lets everybody in as the person of `/stel`, and can be told there to lie in its next ID token. It is strict
about what it is asked: a code works once, for the same client and address, and with the right verifier.
"""

import base64
import hashlib
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

SLEUTEL, ANDERE = (ECKey.generate_key("P-256", auto_kid=True) for _ in range(2))
IEMAND = {"sub": "mw-echt", "organisatie": {"soort": "instelling", "id": "inspectie"}, "rol": "inspecteur"}

codes: dict[str, dict[str, str]] = {}
gesteld: dict[str, object] = {}


class Uitgever(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def antwoord(self, inhoud, status=200, **koppen):
        lichaam = json.dumps(inhoud).encode()
        self.send_response(status)
        for kop, waarde in {
            "Content-Type": "application/json",
            "Content-Length": str(len(lichaam)),
            **koppen,
        }.items():
            self.send_header(kop, waarde)
        self.end_headers()
        self.wfile.write(lichaam)

    @property
    def zelf(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def do_GET(self):
        delen = urlsplit(self.path)
        vraag = dict(parse_qsl(delen.query))
        match delen.path:
            case "/.well-known/openid-configuration":
                self.antwoord(
                    {
                        "issuer": gesteld.get("uitgever", self.zelf),
                        "authorization_endpoint": f"{self.zelf}/aanmelden",
                        "token_endpoint": f"{self.zelf}/token",
                        "jwks_uri": f"{self.zelf}/jwks",
                    }
                )
            case "/jwks":
                self.antwoord({"keys": [SLEUTEL.as_dict(private=False)]})
            case "/stel":
                gesteld.clear()
                gesteld.update({naam: json.loads(waarde) for naam, waarde in vraag.items()})
                self.antwoord({})
            case "/aanmelden":
                self.meld_aan(vraag)
            case _:
                self.antwoord({}, 404)

    def meld_aan(self, vraag):
        goed = vraag.get("response_type") == "code" and vraag.get("code_challenge_method") == "S256"
        if not goed or "openid" not in vraag.get("scope", "") or not vraag.get("nonce"):
            self.antwoord({"error": "invalid_request"}, 400)
            return
        code = secrets.token_urlsafe(16)
        codes[code] = vraag
        terug = urlencode({"code": code, "state": vraag["state"], "iss": self.zelf})
        self.antwoord({}, 302, Location=f"{vraag['redirect_uri']}?{terug}")

    def do_POST(self):
        lichaam = self.rfile.read(int(self.headers["Content-Length"])).decode()
        vraag = {naam: waarden[0] for naam, waarden in parse_qs(lichaam).items()}
        bekend = codes.pop(vraag.get("code", ""), None)
        proef = hashlib.sha256(vraag.get("code_verifier", "").encode()).digest()
        uitdaging = base64.urlsafe_b64encode(proef).rstrip(b"=").decode()
        if (
            bekend is None
            or uitdaging != bekend["code_challenge"]
            or vraag.get("redirect_uri") != bekend["redirect_uri"]
            or not self.is_client(vraag, bekend)
        ):
            self.antwoord({"error": "invalid_grant"}, 400)
            return
        self.antwoord({"access_token": "x", "token_type": "Bearer", "id_token": self.id_token(bekend)})

    def is_client(self, vraag, bekend):
        geheim = gesteld.get("geheim")
        if geheim is None:
            return vraag.get("client_id") == bekend["client_id"]
        wie = base64.b64encode(f"{bekend['client_id']}:{geheim}".encode()).decode()
        return self.headers["Authorization"] == f"Basic {wie}"

    def id_token(self, bekend):
        nu = int(time.time())
        claims = {
            "iss": self.zelf,
            "aud": bekend["client_id"],
            "iat": nu,
            "exp": nu + 60,
            "nonce": bekend["nonce"],
            **IEMAND,
            **gesteld.get("claims", {}),
        }
        claims = {naam: waarde for naam, waarde in claims.items() if waarde is not None}
        if gesteld.get("ondertekening") == "geen":
            kop, romp = ({"alg": "none"}, claims)
            return (
                ".".join(
                    base64.urlsafe_b64encode(json.dumps(e).encode()).rstrip(b"=").decode()
                    for e in (kop, romp)
                )
                + "."
            )
        sleutel = ANDERE if gesteld.get("ondertekening") == "andere" else SLEUTEL
        return jwt.encode({"alg": "ES256", "kid": SLEUTEL.kid}, claims, sleutel)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Uitgever)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)  # noqa: T201 — how the test learns the port
    server.serve_forever()
