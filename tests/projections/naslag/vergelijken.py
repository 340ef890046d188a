"""The lanes of a history by the naslag and by the fold of the product, in the same plain tuples."""

import json

from tests.projections.naslag.lezingen import LEZINGEN
from tests.projections.naslag.vouw import naslag
from tests.verhaal import afspraken

from ledger.regels import lees_gebeurtenis
from projections.stuk import BANEN
from projections.tijdlijn import bekend_op, maak_tijdlijn


def als_gebeurtenissen(acts):
    return [lees_gebeurtenis(json.dumps(act)) for act in acts]


def gekozen(lezingen):
    """Give the agreements with these readings."""
    aantal = lezingen["weekdagen_aantal"]
    basis = afspraken(**{naam: waarde for naam, waarde in lezingen.items() if naam in LEZINGEN})
    return basis.model_copy(update={"termijnen": basis.termijnen.model_copy(update={"weekdagen": aantal})})


def volgens_de_naslag(acts, k, lezingen):
    """Give each lane as plain tuples; only zicht names its reasons, the other lanes leave those free."""
    return {
        baan: [
            (stuk.van, stuk.tot, stuk.partij, stuk.status, stuk.regisseur)
            + ((stuk.reden.regel, stuk.reden.volgnummer, stuk.reden.rechtens) if baan == "zicht" else ())
            for stuk in stukken
        ]
        for baan, stukken in naslag(acts, k, lezingen).items()
    }


def volgens_de_vouw(acts, k, lezingen):
    """Give the same by the fold of the product, from the JSON of the acts."""
    tijdlijn = maak_tijdlijn(bekend_op(als_gebeurtenissen(acts), k), gekozen(lezingen))
    return {baan: [_als_rij(stuk, baan) for stuk in tijdlijn.banen[baan]] for baan in BANEN}


def _als_rij(stuk, baan):
    vertoon, reden = stuk.vertoon, stuk.reden
    wie = None if vertoon.partij is None else (vertoon.partij.soort, vertoon.partij.id)
    rij = (stuk.van, stuk.tot, wie, vertoon.status, vertoon.regisseur)
    return rij + ((reden.regel, reden.volgnummer, reden.rechtens) if baan == "zicht" else ())
