"""Terms of the diensten: to be started after the besluit, and how long an onderzoek takes (bijlage 3)."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.acts.dienst import DienstIngezet, OnderzoekAfgerond, VeiligheidsbeoordelingAfgerond
from ledger.acts.melding import MeldingOntvangen
from projections.beloop import Beloop
from projections.termijnen.afloop import afloop, een_van
from projections.termijnen.termijn import Termijn, na_weken


def van_besluiten_tot_dienst(beloop: Beloop) -> Iterator[Termijn]:
    """Give the diensten that were decided on: until one is started the casus is on a waiting list."""
    meldingen = staande_meldingen(beloop)
    for g in beloop.acten(VeiligheidsbeoordelingAfgerond):
        if g.act.besluit != "dienst" or g.act.melding not in meldingen:
            continue
        termijn = Termijn(
            "dienst-starten",
            g.volgnummer,
            gestart_op=g.op,
            uiterlijk=None,
            partij=beloop.vt,
            grondslag="§6.1.1, bijlage 3",
        )
        yield afloop(beloop, termijn, g.plaats, een_van(DienstIngezet))


def van_onderzoeken(beloop: Beloop) -> Iterator[Termijn]:
    """Give the onderzoeken: ten weeks at most each, by the national norm."""
    for g in beloop.acten(DienstIngezet):
        if g.act.dienst != "onderzoek":
            continue
        termijn = Termijn(
            "onderzoek-landelijk",
            g.volgnummer,
            gestart_op=g.op,
            uiterlijk=na_weken(g.op, beloop.afspraken.termijnen.landelijk_onderzoek_weken),
            partij=beloop.vt,
            grondslag="landelijke norm, tien weken",
        )
        yield afloop(beloop, termijn, g.plaats, een_van(OnderzoekAfgerond))


def staande_meldingen(beloop: Beloop) -> frozenset[str]:
    """Give the ids of the meldingen that stand; a besluit on any other starts nothing (rulebook 3)."""
    return frozenset(g.act.melding for g in beloop.acten(MeldingOntvangen))
