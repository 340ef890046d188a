"""Terms of what comes in at Veilig Thuis: a melding to assess, a terugkoppeling to weigh (§6.1.1, §6.1.6)."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.acts.dienst import DienstIngezet, VeiligheidsbeoordelingAfgerond
from ledger.acts.melding import MeldingOntvangen
from ledger.acts.terug import TerugkoppelingGewogen, TerugkoppelingOntvangen
from ledger.tijd import einde_van, lokale_datum, nde_weekdag
from projections.beloop import Beloop, Gebeurd
from projections.termijnen.afloop import afloop, een_van, met
from projections.termijnen.termijn import Termijn


def van_meldingen(beloop: Beloop) -> Iterator[Termijn]:
    """Give the assessments: within seven weekdagen, and nationally within five werkdagen."""
    for g in beloop.acten(MeldingOntvangen):
        beoordeeld = met(VeiligheidsbeoordelingAfgerond, melding=g.act.melding)
        for termijn in _beoordelingen(g, beloop):
            yield afloop(beloop, termijn, g.plaats, beoordeeld)


def _beoordelingen(g: Gebeurd[MeldingOntvangen], beloop: Beloop) -> Iterator[Termijn]:
    op = g.op
    yield Termijn(
        "veiligheidsbeoordeling",
        g.volgnummer,
        gestart_op=op,
        uiterlijk=beloop.afspraken.einde_zeven_weekdagen(op),
        partij=beloop.vt,
        grondslag="§6.1.1",
    )
    # werkdagen whatever the set reads in 'weekdagen': this is not its norm but the country's
    werkdagen = beloop.afspraken.termijnen.landelijk_beoordeling_werkdagen
    yield Termijn(
        "veiligheidsbeoordeling-landelijk",
        g.volgnummer,
        gestart_op=op,
        uiterlijk=einde_van(nde_weekdag(lokale_datum(op), werkdagen, "werkdagen")),
        partij=beloop.vt,
        grondslag="Uitvoeringsbesluit Wmo 2015 art. 4.1.7",
    )


def van_terugkoppelingen(beloop: Beloop) -> Iterator[Termijn]:
    """Give the terugkoppelingen of a lokaal team: to be weighed, or answered by a dienst."""
    for g in beloop.acten(TerugkoppelingOntvangen):
        termijn = Termijn(
            "weging-terugkoppeling",
            g.volgnummer,
            gestart_op=g.op,
            uiterlijk=None,
            partij=beloop.vt,
            grondslag="§6.1.6, §6.3",
        )
        yield afloop(beloop, termijn, g.plaats, een_van(TerugkoppelingGewogen, DienstIngezet))
