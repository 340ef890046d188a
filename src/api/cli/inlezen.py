"""Judge the acts of a file as if they were recorded one by one, at the moments that the file gives.

What is approved still has to be sealed: `verzegel` does that for many casussen with one question for keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from api.cli.invoer import Invoer, Regelfout
from ledger import register
from ledger.acts.base import Verdwenen
from ledger.acts.dossier import GebeurtenisGecorrigeerd
from ledger.casus import Casus, decide, evolve
from ledger.errors import Fout, Geweigerd
from ledger.gebeurtenis import Gebeurtenis, Registerhandeling
from ledger.store.codec import codeer_open, met_verzegeld
from ledger.store.encoding import Gecodeerd
from ledger.store.encoding import codeer as leg_uit
from ledger.store.errors import ToevoegingOngeldig
from ledger.store.records import OpgeslagenGebeurtenis, Toevoeging, importopdracht
from ledger.store.registercodec import codeer_register
from ledger.store.sleutels.kluis import Kluis
from ledger.vertrouwelijk import Sleutelnaam, Velden, verdeel


@dataclass(frozen=True, slots=True)
class Goedgekeurd:
    """A casus, or a register, in which no fault was found: its acts, and by place what is still to be sealed.

    `omvang` is about how many bytes it is.
    """

    naam: str
    regels: Sequence[int]
    omvang: int
    opgeslagen: Sequence[OpgeslagenGebeurtenis]
    verdeeld: Mapping[int, dict[Sleutelnaam, Velden]]


@dataclass(frozen=True, slots=True)
class Verzegeld:
    """A casus, or a register, that is ready to be appended.

    `opdracht` follows from its name, so that reading a file again is the same command. `verzoek` names this
    one reading of it: a digest of the lines would let somebody confirm a guess at what was said in them.
    """

    naam: str
    regels: int
    opdracht: UUID
    verzoek: bytes
    gecodeerd: Gecodeerd


@dataclass(frozen=True, slots=True)
class Afgekeurd:
    """A casus, or a register, with every fault of its lines; without a name where neither can be read."""

    naam: str | None
    regels: int
    fouten: list[Regelfout]


def keur(invoer: Invoer, nu: datetime, casus: str | None) -> Goedgekeurd | Afgekeurd:
    """Read and judge a casus; `nu` is the moment of the import (UTC).

    What recording would refuse is refused here too; beside that the volgnummers have to be 1, 2, 3 … and the
    moments of recording may not go back, nor lie after `nu`.
    """
    regels = invoer.lees(casus)
    aantal = len(invoer.casussen[casus])
    naam = None if casus is None else f"casus {casus}"
    reeks = dict(sorted(regels.gebeurtenissen.items(), key=lambda paar: paar[1].volgnummer))
    fouten = regels.fouten or [*_reeksfouten(reeks, nu)]
    if fouten or naam is None:
        return Afgekeurd(naam, aantal, fouten)
    staat = Casus(next(iter(reeks.values())).casus)
    verdeeld: dict[int, dict[Sleutelnaam, Velden]] = {}
    for regel, een in reeks.items():
        try:
            besloten = decide(staat, een, een.vastgelegd_door, een.vastgelegd_op, geimporteerd_op=nu)
        except Geweigerd as geweigerd:
            fouten += [Regelfout(regel, fout) for fout in geweigerd.fouten]
            besloten = een  # what refers to it is judged as if it stood: one fault is one fault
        else:
            if besloten.vertrouwelijk is not None:
                verdeeld[len(staat.gebeurtenissen)] = verdeel(staat, besloten)
        staat = evolve(staat, besloten)
    fouten += _zonder_vernietiging([*reeks], staat, verdeeld)
    if fouten or staat.regio is None:
        return Afgekeurd(naam, aantal, fouten)
    opgeslagen = [codeer_open(een, staat.regio) for een in staat.gebeurtenissen]
    return Goedgekeurd(naam, [*reeks], _omvang(invoer, reeks), opgeslagen, verdeeld)


def _omvang(invoer: Invoer, reeks: Mapping[int, object]) -> int:
    return sum(len(invoer.regel(regel)) for regel in reeks)


def _zonder_vernietiging(
    regels: Sequence[int], staat: Casus, verdeeld: Mapping[int, dict[Sleutelnaam, Velden]]
) -> Iterator[Regelfout]:
    """Find what is said to be destroyed while no later act of the casus destroyed it."""
    for plaats, namen in verdeeld.items():
        een = staat.gebeurtenissen[plaats]
        if not isinstance(een.vertrouwelijk, Verdwenen):
            continue
        alles = staat.vernietigd.get(None, 0)
        if any(max(alles, staat.vernietigd.get(naam.persoon, 0)) < een.volgnummer for naam in namen):
            zin = "Dit is niet vernietigd: er staat geen PersoonsgegevensVernietigd na die dit omvat."
            yield Regelfout(regels[plaats], Fout("vertrouwelijk", "niet-vernietigd", zin))


def keur_register(invoer: Invoer, nu: datetime, regio: str) -> Goedgekeurd | Afgekeurd:
    """Read and judge the register of a regio, as `keur` does a casus."""
    regels = invoer.lees_register(regio)
    aantal = len(invoer.registers[regio])
    naam = f"register {regio}"
    reeks = dict(sorted(regels.gebeurtenissen.items(), key=lambda paar: paar[1].volgnummer))
    fouten = regels.fouten or [*_reeksfouten(reeks, nu)]
    staat = register.Register(regio)
    opgeslagen = []
    op_nummer = {een.volgnummer: een for een in reeks.values()}
    for regel, een in () if fouten else reeks.items():
        try:
            besloten = register.decide(
                staat,
                een,
                een.vastgelegd_door,
                een.vastgelegd_op,
                betreft=_gecorrigeerde(een, op_nummer),
                geimporteerd_op=nu,
            )
        except Geweigerd as geweigerd:
            fouten += [Regelfout(regel, fout) for fout in geweigerd.fouten]
            besloten = een
        opgeslagen.append(codeer_register(besloten))
        staat = register.evolve(staat, besloten)
    if fouten:
        return Afgekeurd(naam, aantal, fouten)
    return Goedgekeurd(naam, [*reeks], _omvang(invoer, reeks), opgeslagen, {})


def _gecorrigeerde(
    een: Registerhandeling, op_nummer: Mapping[int, Registerhandeling]
) -> tuple[Registerhandeling, ...]:
    """Give what a correction is about; nothing for another act, or when it is not there."""
    if not isinstance(een.gegevens, GebeurtenisGecorrigeerd) or een.gegevens.betreft not in op_nummer:
        return ()
    return (op_nummer[een.gegevens.betreft],)


def verzegel(groep: Sequence[Goedgekeurd], kluis: Kluis) -> Iterator[Verzegeld | Afgekeurd]:
    """Seal what is confidential, with keys asked for all at once, and lay it out to be appended.

    Raises the errors of the store, and `SleutelFout`.
    """
    sleutels = kluis.geef(
        [
            (_casus(gekeurd, plaats), naam)
            for gekeurd in groep
            for plaats, namen in gekeurd.verdeeld.items()
            for naam in namen
        ],
        nieuw=True,
    )
    for gekeurd in groep:
        opgeslagen = list(gekeurd.opgeslagen)
        for plaats, verdeeld in gekeurd.verdeeld.items():
            eigen = {naam: sleutels[_casus(gekeurd, plaats), naam] for naam in verdeeld}
            opgeslagen[plaats] = met_verzegeld(opgeslagen[plaats], verdeeld, eigen)
        yield _bundel(gekeurd, opgeslagen)


def _casus(gekeurd: Goedgekeurd, plaats: int) -> UUID:
    return UUID(str(gekeurd.opgeslagen[plaats].originator_id))


def _bundel(gekeurd: Goedgekeurd, opgeslagen: Sequence[OpgeslagenGebeurtenis]) -> Verzegeld | Afgekeurd:
    verzoek = uuid4().bytes
    opdracht = importopdracht(gekeurd.naam)
    try:
        gecodeerd = leg_uit(Toevoeging(opdracht, verzoek, opgeslagen))
    except ToevoegingOngeldig:
        te_groot = Fout("regel", "te-groot", "Dit is te veel om in één keer in te lezen.")
        return Afgekeurd(gekeurd.naam, len(gekeurd.regels), [Regelfout(gekeurd.regels[0], te_groot)])
    return Verzegeld(gekeurd.naam, len(gekeurd.regels), opdracht, verzoek, gecodeerd)


def _reeksfouten(reeks: Mapping[int, Gebeurtenis | Registerhandeling], nu: datetime) -> Iterator[Regelfout]:
    vorige: Gebeurtenis | Registerhandeling | None = None
    for regel, gebeurtenis in reeks.items():
        verwacht = 1 if vorige is None else vorige.volgnummer + 1
        if gebeurtenis.volgnummer != verwacht:
            zin = f"Hier wordt volgnummer {verwacht} verwacht: geteld wordt 1, 2, 3 zonder gaten."
            yield Regelfout(regel, Fout("volgnummer", "gat-in-volgnummers", zin))
        if vorige is not None and gebeurtenis.vastgelegd_op < vorige.vastgelegd_op:
            zin = "Dit ligt vóór het vastleggen van de gebeurtenis ervoor."
            yield Regelfout(regel, Fout("vastgelegdOp", "vastgelegd-op-loopt-terug", zin))
        if gebeurtenis.vastgelegd_op > nu:
            zin = "Het vastleggen ligt in de toekomst."
            yield Regelfout(regel, Fout("vastgelegdOp", "vastgelegd-op-in-toekomst", zin))
        vorige = gebeurtenis
