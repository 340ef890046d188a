"""From a file: timelines without a database, and bulk import against COPY of the same rows."""

import os
import sys
from pathlib import Path
from subprocess import DEVNULL, run

import psycopg
from tests.benchmarks.harness import Doel, Keuze, Uitslag, Verslag, hoogste_geheugen, klok, meet_klussen
from tests.benchmarks.omgeving import acten, bestand_met, lees_uit, server, vul, zet_in

_ZICHT = Path(sys.executable).with_name("zicht")
# As the program is installed: compiled once, not at every start.
_OMGEVING = {naam: waarde for naam, waarde in os.environ.items() if naam != "PYTHONDONTWRITEBYTECODE"}


def draai(keuze: Keuze) -> Verslag:
    """Measure `zicht tijdlijn` as a person starts it, and the import within this process."""
    inhoud = acten(keuze.acten)
    aantal = inhoud.count(b"\n")
    verslag = Verslag()
    with bestand_met(inhoud) as pad:
        opdracht = [_ZICHT, "tijdlijn", "--invoer", pad, "--uitvoer", "json"]

        def tijdlijn() -> tuple[int, float]:
            with klok() as duur:
                run(opdracht, stdout=DEVNULL, check=True, env=_OMGEVING)
            return aantal, duur()

        uitslag = meet_klussen("zicht tijdlijn", {"zicht": tijdlijn}, keuze, werkers=2)
        geheugen = hoogste_geheugen(opdracht)
    verslag.uitslagen += [uitslag, _importeer(inhoud, keuze)]
    verhouding = verslag.uitslagen[-1].verhouding("zicht", "COPY")
    verslag.doelen += [
        Doel("zicht tijdlijn, twee kernen", 60_000, uitslag.mediaan("zicht"), "acten/s"),
        Doel("zicht importeer / COPY van dezelfde rijen", 0.3, verhouding),
    ]
    verslag.opmerkingen.append(f"zicht tijdlijn: {geheugen:.0f} MB op zijn hoogst in één proces")
    return verslag


def _importeer(inhoud: bytes, keuze: Keuze) -> Uitslag:
    """Bring the file in, and copy the rows that came of it into a table of the same shape and indexes."""
    with server() as bron, psycopg.connect(bron.beheer, autocommit=True) as verbinding:
        vul(bron, inhoud)
        verbinding.execute("CREATE TABLE kopie (LIKE ledger.gebeurtenissen INCLUDING ALL)")
        rijen = lees_uit(verbinding, "ledger.gebeurtenissen")
        aantal = inhoud.count(b"\n")

        def kopie() -> tuple[int, float]:
            verbinding.execute("TRUNCATE kopie")
            with klok() as duur:
                zet_in(verbinding, "kopie", rijen)
            return aantal, duur()

        def zicht() -> tuple[int, float]:
            with server() as leeg:
                with klok() as duur:
                    gedaan = vul(leeg, inhoud).gebeurtenissen
                return gedaan, duur()

        return meet_klussen("inlezen", {"COPY": kopie, "zicht": zicht}, keuze)
