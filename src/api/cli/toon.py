"""`zicht toon`: one casus of the ledger for a person: who holds what at T, as known at K, and its history."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import typer
from rich import box
from rich.table import Table

from api.cli.databank import open_databank
from api.cli.inzage import Doel, Kijk
from api.cli.keuzes import (
    AndereAfspraken,
    BekendOp,
    Kennis,
    Uitvoer,
    gekozen,
    kies_afspraken,
    lees_casus,
    lees_moment,
)
from api.cli.tabel import scherm, tijd, toon_signalen, toon_termijnen
from ledger.clock import Systeemklok
from ledger.corrections import staande_feiten
from ledger.gebeurtenis import Gebeurtenis
from ledger.inzage.regel import Categorie, Getoond
from ledger.store.codec import decodeer
from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder
from projections.geschiedenis import Regel, maak_geschiedenis
from projections.houder import houders_op
from projections.stuk import Baan, instant_als_tekst, stuk_op
from projections.tijdlijn import Oordeel, maak_oordeel
from projections.tijdlijn import bekend_op as bekend_op_moment
from projections.weergave import oordeel_als_dict
from projections.zinnen import naam, tijdstip, zin

_KOPPEN = (
    "volgnummer", "gebeurdOp", "vastgelegdOp", "soort", "wat", "status", "correcties", "medewerker",
    "organisatie",
)  # fmt: skip
_SOORTEN: tuple[Categorie, ...] = ("verantwoordelijkheid", "termijnen", "signalen", "handelingen")
_LAAT_DAGEN = 1
"""From how many days on it is worth telling that an act was recorded late."""


@dataclass(frozen=True, slots=True)
class _Beeld:
    """What is shown: the acts known at K (`bekend_op`, UTC) and what follows from them, at T (`op`, UTC)."""

    op: datetime
    bekend_op: datetime
    gebeurtenissen: Sequence[Gebeurtenis]
    oordeel: Oordeel

    @property
    def wat(self) -> Mapping[int, str]:
        """What each act that stands says, by volgnummer."""
        return {feit.volgnummer: zin(feit.gegevens) for feit in staande_feiten(self.gebeurtenissen)}


def toon(  # noqa: PLR0913 — an option each
    *,
    casus: Annotated[UUID, typer.Argument(parser=lees_casus, metavar="CASUS", help="Het id van de casus.")],
    op: Annotated[
        datetime | None, typer.Option(parser=lees_moment, metavar="T", help="Wie op dit moment; zonder: nu.")
    ] = None,
    bekend_op: BekendOp = None,
    afspraken: AndereAfspraken = None,
    uitvoer: Annotated[
        Uitvoer | None, typer.Option(help="Zonder keuze: tabel op een terminal, json in een pijp.")
    ] = None,
    doel: Doel = None,
) -> None:
    """Toon een casus: wie waarvoor verantwoordelijk is en waarom, en alles wat er gebeurde.

    Vertrouwelijke delen blijven weg.
    """
    gekozen_afspraken = kies_afspraken(afspraken)
    nu = Systeemklok().nu()
    kennis = bekend_op or Kennis()
    gebeurtenissen = _lees(casus, kennis, doel)
    if not gebeurtenissen:
        toen = "" if bekend_op is None else "toen "
        sys.stderr.write(f"zicht: casus {casus} is hier {toen}niet bekend.\n")
        raise typer.Exit(1)
    beeld = _Beeld(
        op or nu, kennis.moment or nu, gebeurtenissen, maak_oordeel(gebeurtenissen, gekozen_afspraken)
    )
    vormen = {Uitvoer.json: _schrijf_json, Uitvoer.csv: _schrijf_csv, Uitvoer.tabel: _toon}
    vormen[gekozen(uitvoer)](beeld)


def _lees(casus: UUID, kennis: Kennis, doel: str | None) -> list[Gebeurtenis]:
    with open_databank() as bank, open_pool(bank.app, naam="zicht toont", maximaal=2) as pool:
        kijk = Kijk.begin(bank, "zicht toon", "inzien", doel)
        opgeslagen = LedgerRecorder(pool).lees_casus(casus)
        if kennis.positie is not None:
            opgeslagen = [een for een in opgeslagen if een.positie <= kennis.positie]
        acten = bekend_op_moment(
            [decodeer(een, met_vertrouwelijk=False) for een in opgeslagen], kennis.moment
        )
        if acten:
            kijk.toont(Getoond((casus,), categorieen=_SOORTEN, positie=opgeslagen[len(acten) - 1].positie))
        else:
            kijk.vindt_niet(casus)
    return acten


def _als_dict(beeld: _Beeld) -> dict[str, Any]:
    return {
        **oordeel_als_dict(beeld.gebeurtenissen[0].casus, beeld.bekend_op, beeld.oordeel, beeld.op),
        "op": instant_als_tekst(beeld.op),
        "verantwoordelijkheid": houders_op(beeld.oordeel.tijdlijn, beeld.op),
        "geschiedenis": [regel.als_dict() for regel in maak_geschiedenis(beeld.gebeurtenissen)],
    }


def _schrijf_json(beeld: _Beeld) -> None:
    sys.stdout.write(json.dumps(_als_dict(beeld), ensure_ascii=False) + "\n")


def _schrijf_csv(beeld: _Beeld) -> None:
    """Write a line per act, instants in UTC, with a heading."""
    schrijver = csv.writer(sys.stdout, lineterminator="\n")
    schrijver.writerow(_KOPPEN)
    for regel in maak_geschiedenis(beeld.gebeurtenissen):
        gebeurtenis = regel.gebeurtenis
        door = gebeurtenis.vastgelegd_door
        schrijver.writerow([
            gebeurtenis.volgnummer,
            instant_als_tekst(gebeurtenis.gebeurd_op),
            instant_als_tekst(gebeurtenis.vastgelegd_op),
            gebeurtenis.soort,
            regel.wat,
            regel.status,
            " ".join(map(str, regel.correcties)),
            door.medewerker,
            str(door.organisatie),
        ])  # fmt: skip


def _toon(beeld: _Beeld) -> None:
    console = scherm()
    gegevens = _als_dict(beeld)
    console.print(f"Casus {gegevens['casus']}", style="bold")
    console.print(
        f"Op {tijdstip(beeld.op)}, zoals bekend op {tijdstip(beeld.bekend_op)} (Nederlandse tijd), "
        f"naar de afspraken {gegevens['afspraken']}:"
    )
    console.print(_houders(beeld, houders_op(beeld.oordeel.tijdlijn, beeld.op)))
    lopend = [termijn for termijn in gegevens["termijnen"] if termijn["status"] in {"open", "verstreken"}]
    toon_termijnen(console, lopend)
    toon_signalen(console, gegevens["signalen"], alleen_lopend=True)
    console.print(_geschiedenis(maak_geschiedenis(beeld.gebeurtenissen)))


def _houders(beeld: _Beeld, houders: Mapping[Baan, Mapping[str, Any] | None]) -> Table:
    """Say per lane who, since when and by which act; that is what the casus is opened for."""
    tabel = Table("baan", "wie", "status", "sinds", "waarom", box=box.SIMPLE_HEAD)
    for baan, houder in houders.items():
        stuk = stuk_op(beeld.oordeel.tijdlijn.banen[baan], beeld.op)
        if houder is None or stuk is None:
            tabel.add_row(baan, "–", "–", "–", "")
            continue
        regisseur = houder.get("casusregisseur") or houder.get("regisseur")
        wie = "niemand" if stuk.vertoon.partij is None else naam(stuk.vertoon.partij)
        hoe = "van rechtswege, na" if stuk.reden.rechtens else "door"
        wat = beeld.wat.get(stuk.reden.volgnummer, "")
        tabel.add_row(
            baan,
            f"{wie} (casusregisseur {regisseur})" if regisseur else wie,
            stuk.vertoon.status,
            tijd(houder["sinds"]),
            f"{hoe} nr. {stuk.reden.volgnummer}: {wat} · {stuk.reden.regel}, {stuk.reden.grondslag}",
        )
    return tabel


def _geschiedenis(regels: Sequence[Regel]) -> Table:
    tabel = Table("nr.", "gebeurd", "wat", "vastgelegd door", box=box.SIMPLE_HEAD)
    for regel in regels:
        gebeurtenis = regel.gebeurtenis
        laat = (gebeurtenis.vastgelegd_op - gebeurtenis.gebeurd_op).days >= _LAAT_DAGEN
        door = gebeurtenis.vastgelegd_door
        tabel.add_row(
            str(gebeurtenis.volgnummer),
            tijd(instant_als_tekst(gebeurtenis.gebeurd_op)),
            regel.wat + _wat_ermee_gebeurde(regel),
            f"{door.medewerker}, {naam(door.organisatie)}"
            + (f", pas op {tijdstip(gebeurtenis.vastgelegd_op)}" if laat else ""),
            style="dim strike" if regel.status == "ingetrokken" else "",
        )
    return tabel


def _wat_ermee_gebeurde(regel: Regel) -> str:
    if regel.status == "geldig":
        return ""
    door = f"{regel.status} door nr. {', '.join(map(str, regel.correcties))}"
    if regel.geldt_als is None:
        return f" [{door}]"
    return f" [{door}; geldt nu als: {tijdstip(regel.geldt_als.gebeurd_op)}, {zin(regel.geldt_als.gegevens)}]"
