"""From a file: timelines without a database, and bulk import against COPY of the same rows."""

import sys
from pathlib import Path

import psycopg
from tests.benchmarks.harness import Doel, Keuze, Verslag, hoogste_geheugen, meet_klussen
from tests.benchmarks.omgeving import acten, bestand_met, kopieer, server, vul
from subprocess import DEVNULL, run

_ZICHT = Path(sys.executable).with_name("zicht")
_KOLOMMEN = "positie, gebeurd_op, vastgelegd_op, ontvangen_op, volgnummer, casus, opdracht, regio, soort, open, vertrouwelijk"


def draai(keuze: Keuze) -> Verslag:
    """Measure `zicht tijdlijn` and `zicht importeer` as a person starts them."""
    inhoud = acten(keuze.acten)
    aantal = inhoud.count(b"\n")
    verslag = Verslag()
    with bestand_met(inhoud) as pad:
        opdracht = [_ZICHT, "tijdlijn", "--invoer", pad, "--uitvoer", "json"]

        def tijdlijn() -> int:
            run(opdracht, stdout=DEVNULL, check=True)
            return aantal

        uitslag = meet_klussen("zicht tijdlijn", {"zicht": tijdlijn}, keuze, werkers=2)
        verslag.uitslagen.append(uitslag)
        verslag.doelen.append(
            Doel("zicht tijdlijn, twee kernen", 60_000, uitslag.mediaan("zicht"), "acten/s")
        )
        geheugen = hoogste_geheugen(opdracht)
        verslag.opmerkingen.append(f"zicht tijdlijn: {geheugen:.0f} MB op zijn hoogst in één proces")
    verslag.uitslagen.append(_importeer(inhoud, keuze))
    verhouding = verslag.uitslagen[-1].verhouding("zicht", "COPY")
    verslag.doelen.append(Doel("zicht importeer / COPY van dezelfde rijen", 0.3, verhouding))
    return verslag


def _importeer(inhoud: bytes, keuze: Keuze):
    """Bring the file in, and copy the rows that came of it into a table of the same shape and indexes."""
    with server() as bron:
        vul(bron, inhoud)

        def zicht() -> int:
            with server() as leeg:
                return vul(leeg, inhoud).gebeurtenissen

        with psycopg.connect(bron.beheer, autocommit=True) as verbinding:
            verbinding.execute("CREATE TABLE kopie (LIKE ledger.gebeurtenissen INCLUDING ALL)")

            def kopie() -> int:
                verbinding.execute("TRUNCATE kopie")
                kopieer(verbinding, f"ledger.gebeurtenissen ({_KOLOMMEN})", f"kopie ({_KOLOMMEN})")
                return inhoud.count(b"\n")

            return meet_klussen("inlezen", {"COPY": kopie, "zicht": zicht}, keuze)
