"""Terms of the rights of the people in a file: to be told, and to have their data destroyed (Wmo 2015).

These rest on the law and not on zicht, so every act that stands counts, also one before the first melding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from ledger.acts.dossier import (
    InformerenUitgesteld,
    PersoonsgegevensVernietigd,
    VernietigingBesloten,
    VernietigingVerzocht,
)
from ledger.acts.melding import DirectbetrokkeneGeregistreerd, DirectbetrokkenenGeinformeerd
from ledger.corrections import Feit
from ledger.tijd import einde_van, lokale_datum
from projections.beloop import Beloop
from projections.termijnen.termijn import Termijn, na_maanden, weken_later


def te_informeren(beloop: Beloop, vastgelegd_op: Mapping[int, datetime]) -> Iterator[Termijn]:
    """Give the persons to be told, within four weeks of their recording, that their data were recorded.

    `vastgelegd_op` is when each act was recorded (UTC). What was told or postponed before that counts.
    """
    eerste: dict[str, int] = {}
    for feit in sorted(beloop.feiten_van(DirectbetrokkeneGeregistreerd), key=lambda feit: feit.volgnummer):
        if isinstance(feit.gegevens, DirectbetrokkeneGeregistreerd):
            eerste.setdefault(feit.gegevens.persoon, feit.volgnummer)
    if not eerste:
        return
    verteld = beloop.feiten_van(
        DirectbetrokkenenGeinformeerd, PersoonsgegevensVernietigd, InformerenUitgesteld
    )
    for persoon, volgnummer in eerste.items():
        yield _informeren(beloop, verteld, persoon, volgnummer, vastgelegd_op[volgnummer])


def _informeren(
    beloop: Beloop, verteld: Sequence[Feit], persoon: str, volgnummer: int, op: datetime
) -> Termijn:
    lengtes = beloop.afspraken.termijnen
    dag = weken_later(lokale_datum(op), lengtes.informeren_weken)
    termijn = Termijn(
        "informeren-betrokkene",
        volgnummer,
        gestart_op=op,
        uiterlijk=einde_van(dag),
        partij=beloop.vt,
        grondslag="Wmo 2015 art. 5.3.1",
        betreft=persoon,
    )
    for feit in verteld:
        act = feit.gegevens
        if isinstance(act, DirectbetrokkenenGeinformeerd):
            if act.over == "vastlegging" and persoon in (act.personen or ()):
                return _gehaald(termijn, feit)
        elif isinstance(act, PersoonsgegevensVernietigd):
            if act.persoon in (persoon, None):
                return termijn._replace(vervallen_op=feit.gebeurd_op)
        # a term that has lapsed cannot be postponed any more
        elif (
            isinstance(act, InformerenUitgesteld)
            and act.persoon == persoon
            and feit.gebeurd_op < einde_van(dag)
        ):
            uiterste = weken_later(dag, lengtes.informeren_uitstel_weken)
            dag = max(dag, min(act.tot, uiterste))
            termijn = _uitgesteld(termijn, feit, einde_van(dag))
    return termijn


def _uitgesteld(termijn: Termijn, feit: Feit, uiterlijk: datetime) -> Termijn:
    if termijn.uiterlijk is None or termijn.uiterlijk == uiterlijk:
        return termijn
    eerder = (*termijn.eerder_uiterlijk, (feit.gebeurd_op, termijn.uiterlijk))
    return termijn._replace(uiterlijk=uiterlijk, eerder_uiterlijk=eerder)


def te_beslissen(beloop: Beloop) -> Iterator[Termijn]:
    """Give the requests for destruction: three months to decide, and to carry out what was granted."""
    maanden = beloop.afspraken.termijnen.vernietiging_maanden
    feiten = beloop.feiten_van(VernietigingVerzocht, VernietigingBesloten, PersoonsgegevensVernietigd)
    for plaats, feit in enumerate(feiten):
        if not isinstance(feit.gegevens, VernietigingVerzocht):
            continue
        termijn = Termijn(
            "beslissen-vernietiging",
            feit.volgnummer,
            gestart_op=feit.gebeurd_op,
            uiterlijk=na_maanden(feit.gebeurd_op, maanden),
            partij=beloop.vt,
            grondslag="Wmo 2015 art. 5.3.5",
        )
        yield _beslist(termijn, feiten[plaats + 1 :], feit.gegevens)


def _beslist(termijn: Termijn, daarna: Sequence[Feit], verzoek: VernietigingVerzocht) -> Termijn:
    toegewezen = vernietigd = False
    for feit in daarna:
        match feit.gegevens:
            case VernietigingBesloten(verzoek=van, besluit=besluit) if van == verzoek.verzoek:
                if besluit != "toegewezen":
                    return _gehaald(termijn, feit)
                toegewezen = True
            case PersoonsgegevensVernietigd() as act if _voldoet(act, verzoek):
                vernietigd = True
            case _:
                continue
        if toegewezen and vernietigd:
            return _gehaald(termijn, feit)
    return termijn


def _gehaald(termijn: Termijn, feit: Feit) -> Termijn:
    return termijn._replace(gehaald_op=feit.gebeurd_op, gehaald_door=feit.volgnummer)


def _voldoet(act: PersoonsgegevensVernietigd, verzoek: VernietigingVerzocht) -> bool:
    """Whether this destroyed what was asked for: by name of the request, or the data of that person."""
    return act.verzoek == verzoek.verzoek or act.persoon in {verzoek.persoon, None}
