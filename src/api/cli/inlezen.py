"""Judge the acts of a file as if they were recorded one by one, at the moments that the file gives.

What is approved is sealed at once, by whichever process read it, with keys that it makes itself: most of what
a file holds is new here. Who writes it keeps those keys first, and seals anew what has keys here already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from api.cli.invoer import Invoer, Regelfout
from ledger import register
from ledger.acts.base import Verdwenen
from ledger.acts.dossier import GebeurtenisGecorrigeerd
from ledger.casus import Casus, bezwaren, evolve
from ledger.errors import Fout, Geweigerd
from ledger.gebeurtenis import Gebeurtenis, Registerhandeling
from ledger.store.codec import codeer
from ledger.store.encoding import Gecodeerd
from ledger.store.encoding import codeer as leg_uit
from ledger.store.envelop import Datasleutel
from ledger.store.errors import ToevoegingOngeldig
from ledger.store.records import OpgeslagenGebeurtenis, Toevoeging, importopdracht
from ledger.store.registercodec import codeer_register
from ledger.store.sleutels.kluis import Gevraagd, nieuwe_sleutel
from ledger.vertrouwelijk import Sleutelnaam, Velden, verdeel


@dataclass(frozen=True, slots=True)
class Goedgekeurd:
    """A casus in which no fault was found: its acts, and by volgnummer what is to be sealed of them."""

    naam: str
    regels: Sequence[int]
    regio: str
    gebeurtenissen: Sequence[Gebeurtenis]
    verdeeld: Mapping[int, dict[Sleutelnaam, Velden]]

    @property
    def sleutels(self) -> list[Gevraagd]:
        """The names of the keys that it is sealed with."""
        casus = self.gebeurtenissen[0].casus
        namen = dict.fromkeys(naam for velden in self.verdeeld.values() for naam in velden)
        return [(casus, naam) for naam in namen]


@dataclass(frozen=True, slots=True)
class Verzegeld:
    """A casus, or a register, that is ready to be appended once its `sleutels` are kept.

    `opdracht` follows from its name, so that reading a file again is the same command. `verzoek` names this
    one reading of it: a digest of the lines would let somebody confirm a guess at what was said in them.
    """

    naam: str
    regels: int
    opdracht: UUID
    verzoek: bytes
    gecodeerd: Gecodeerd
    sleutels: Mapping[Gevraagd, Datasleutel] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Afgekeurd:
    """A casus, or a register, with every fault of its lines; without a name where neither can be read."""

    naam: str | None
    regels: int
    fouten: list[Regelfout]


def lees_casussen(
    invoer: Invoer, nu: datetime, casussen: Iterable[str | None]
) -> list[Verzegeld | Afgekeurd]:
    """Read, judge (see `keur`) and seal casussen, with new keys that each takes along."""
    return [_lees_casus(invoer, nu, casus) for casus in casussen]


def _lees_casus(invoer: Invoer, nu: datetime, casus: str | None) -> Verzegeld | Afgekeurd:
    gekeurd = keur(invoer, nu, casus)
    if isinstance(gekeurd, Afgekeurd):
        return gekeurd
    sleutels = {naam: nieuwe_sleutel() for naam in gekeurd.sleutels}
    verzegeld = verzegel(gekeurd, nu, sleutels)
    return replace(verzegeld, sleutels=sleutels) if isinstance(verzegeld, Verzegeld) else verzegeld


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
        gevonden = bezwaren(staat, een, een.vastgelegd_op)
        fouten += [Regelfout(regel, fout) for fout in gevonden]
        if een.vertrouwelijk is not None and not gevonden:
            verdeeld[een.volgnummer] = verdeel(staat, een)
        staat = evolve(staat, een)  # what refers to a refused act is judged as if it stood: one fault is one
    fouten += _zonder_vernietiging([*reeks], staat, verdeeld)
    if fouten or staat.regio is None:
        return Afgekeurd(naam, aantal, fouten)
    return Goedgekeurd(naam, [*reeks], staat.regio, staat.gebeurtenissen, verdeeld)


def _zonder_vernietiging(
    regels: Sequence[int], staat: Casus, verdeeld: Mapping[int, dict[Sleutelnaam, Velden]]
) -> Iterator[Regelfout]:
    """Find what is said to be destroyed while no later act of the casus destroyed it."""
    for volgnummer, namen in verdeeld.items():
        een = staat.gebeurtenissen[volgnummer - 1]
        if not isinstance(een.vertrouwelijk, Verdwenen):
            continue
        alles = staat.vernietigd.get(None, 0)
        if any(max(alles, staat.vernietigd.get(naam.persoon, 0)) < een.volgnummer for naam in namen):
            zin = "Dit is niet vernietigd: er staat geen PersoonsgegevensVernietigd na die dit omvat."
            yield Regelfout(regels[volgnummer - 1], Fout("vertrouwelijk", "niet-vernietigd", zin))


def lees_register(invoer: Invoer, nu: datetime, regio: str) -> Verzegeld | Afgekeurd:
    """Read and judge the register of a regio, as `lees_casus` does a casus; nothing in it is confidential."""
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
    return _bundel(naam, [*reeks], opgeslagen)


def _gecorrigeerde(
    een: Registerhandeling, op_nummer: Mapping[int, Registerhandeling]
) -> tuple[Registerhandeling, ...]:
    """Give what a correction is about; nothing for another act, or when it is not there."""
    if not isinstance(een.gegevens, GebeurtenisGecorrigeerd) or een.gegevens.betreft not in op_nummer:
        return ()
    return (op_nummer[een.gegevens.betreft],)


def verzegel(
    gekeurd: Goedgekeurd, nu: datetime, sleutels: Mapping[Gevraagd, Datasleutel]
) -> Verzegeld | Afgekeurd:
    """Seal what is confidential with these keys, and lay it out to be appended."""
    van_casus = {naam: sleutel for (_, naam), sleutel in sleutels.items()}
    opgeslagen = [
        codeer(een, gekeurd.regio, gekeurd.verdeeld.get(een.volgnummer), van_casus, geimporteerd_op=nu)
        for een in gekeurd.gebeurtenissen
    ]
    return _bundel(gekeurd.naam, gekeurd.regels, opgeslagen)


def _bundel(
    naam: str, regels: Sequence[int], opgeslagen: Sequence[OpgeslagenGebeurtenis]
) -> Verzegeld | Afgekeurd:
    verzoek = uuid4().bytes
    opdracht = importopdracht(naam)
    try:
        gecodeerd = leg_uit(Toevoeging(opdracht, verzoek, opgeslagen))
    except ToevoegingOngeldig:
        te_groot = Fout("regel", "te-groot", "Dit is te veel om in één keer in te lezen.")
        return Afgekeurd(naam, len(regels), [Regelfout(regels[0], te_groot)])
    return Verzegeld(naam, len(regels), opdracht, verzoek, gecodeerd)


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
