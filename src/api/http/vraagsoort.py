"""How a question across cases is answered: T and K made fast, the answer made, its citation added.

A `Vraagsoort` makes the same answer for a route and for a citation of it. What is cited is the form that may
leave the organisation, without small numbers, whoever asked: a report is what a citation is for, and a digest
over exact numbers would let somebody confirm a guess at them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi.responses import JSONResponse
from pydantic import ValidationError

from api.http import citaatbereik
from api.http.bladwijzer import Bladwijzer, Veld, lees_plaats, plaats_als_tekst
from api.http.citaatbereik import Citaatlezer
from api.http.params import Vraag
from api.http.reading import bekend_als_json, wacht
from api.http.services import Diensten
from api.rollen import Recht, eis_regio
from ledger.errors import Fout, Geweigerd
from ledger.store.bereik import Bereik
from ledger.store.recorder import LedgerRecorder
from ledger.values import Partij
from projections.citaat import geen_citaat
from projections.leesmodel.antwoorden import Bekend, TotPositie
from projections.leesmodel.vragen import Leesmodel
from projections.stuk import instant_als_tekst
from projections.vraagcitaat import Vraagcitaat, citeer_vraag, vraag_als_bytes

_NIET_GECITEERD = {"vanaf_positie", "cursor", "bekend_op"}
_KENNIS = "bekendOp"
_PLAATS = "na"


@dataclass(frozen=True, slots=True)
class Bron:
    """What an answer is made of: ledger and read model, at T, as known at K.

    `tot` is the last position of the ledger that counts, for what is folded from the ledger itself (None: the
    last there is).
    """

    recorder: LedgerRecorder
    leesmodel: Leesmodel
    op: datetime
    bekend: Bekend = None
    tot: int | None = None


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """An answer: up to which position, and what it says.

    `openbaar` is what it says without small numbers, None where it has none anyway; `kennis` which moments of
    knowledge it is about, by name, None for K alone; `volgende` where its page ended.
    """

    positie: int
    inhoud: dict[str, Any]
    openbaar: dict[str, Any] | None = None
    kennis: Mapping[str, Bekend] | None = None
    volgende: Sequence[Veld] | None = None


@dataclass(frozen=True, slots=True)
class Vraagsoort:
    """A question that can be cited: its name, the right that it takes, its query, and how it is answered."""

    naam: str
    recht: Recht
    model: type[Vraag]
    maak: Callable[[Any, Bron], Uitkomst]
    per_regio: bool = False
    """whether it cannot be made of the cases of one party or gemeente"""

    def heeft(self, veld: str) -> bool:
        """Whether the query has this field."""
        return veld in self.model.model_fields


def beantwoord(
    diensten: Diensten, soort: Vraagsoort, vraag: Any, *, alle_aantallen: bool = True
) -> JSONResponse:
    """Answer a question; `alle_aantallen` is whether this reader sees small numbers too.

    Raises `Verboden` for a figure that this reader's scope cannot give, `Geweigerd` for a cursor of another
    moment, what `wacht` raises and what the answer raises.
    """
    if soort.per_regio:
        eis_regio(diensten.bereik)
    blad: Bladwijzer | None = getattr(vraag, "cursor", None)
    if blad is not None:
        blad.keur(vraag.op, vraag.bekend_op)
    op = getattr(vraag, "op", None) or (blad.op if blad else diensten.klok.nu())
    bekend = blad.bekend if blad else getattr(vraag, "bekend_op", None)
    wacht(diensten, vraag, bekend, *(getattr(vraag, naam, None) for naam in ("van", "tot")))
    uitkomst = soort.maak(vraag, Bron(diensten.recorder, diensten.leesmodel, op, bekend))
    openbaar = uitkomst.inhoud if uitkomst.openbaar is None else uitkomst.openbaar
    vast = uitkomst.positie if bekend is None else bekend
    citaat = citeer_vraag(
        soort.naam,
        _met_bereik(parameters_van(vraag, op, bekend), diensten.bereik),
        bekend if isinstance(bekend, int) else uitkomst.positie,
        _zonder_stand(openbaar),
    )
    return JSONResponse(
        {
            **({"op": instant_als_tekst(op)} if soort.heeft("op") else {}),
            **{
                naam: bekend_als_json(diensten, moment)
                for naam, moment in (
                    {_KENNIS: bekend} if uitkomst.kennis is None else uitkomst.kennis
                ).items()
            },
            "positie": uitkomst.positie,
            "citaat": str(citaat),
            **({} if uitkomst.openbaar is None else {"extern": not alle_aantallen}),
            **(uitkomst.inhoud if alle_aantallen else openbaar),
            **({"volgende": _volgende(uitkomst, op, vast)} if soort.heeft("cursor") else {}),
        }
    )


def _volgende(uitkomst: Uitkomst, op: datetime, vast: datetime | int) -> str | None:
    # without K the first page says which one it is, and the others follow it
    return None if uitkomst.volgende is None else Bladwijzer(tuple(uitkomst.volgende), op, vast).als_tekst()


def _zonder_stand(inhoud: dict[str, Any]) -> dict[str, Any]:
    """Leave out how the read model is: that a casus waits for repair is not part of what is known."""
    if "resultaten" not in inhoud:
        return inhoud
    resultaten = [
        {naam: waarde for naam, waarde in regel.items() if naam != "geparkeerd"}
        for regel in inhoud["resultaten"]
    ]
    return inhoud | {"resultaten": resultaten}


def parameters_van(vraag: Vraag, op: datetime, bekend: Bekend) -> dict[str, str]:
    """Give the parameters as a citation has them: T as an instant, K too unless it is a position."""
    uit: dict[str, str] = {}
    for naam, veld in type(vraag).model_fields.items():
        waarde = op if naam == "op" else getattr(vraag, naam)
        if naam not in _NIET_GECITEERD and waarde is not None and waarde != veld.default:
            uit[veld.alias or naam] = _als_tekst(waarde)
    if isinstance(bekend, datetime):
        uit[_KENNIS] = instant_als_tekst(bekend)
    blad = getattr(vraag, "cursor", None)
    if blad is not None:
        uit[_PLAATS] = plaats_als_tekst(blad.plaats)
    return uit


def _met_bereik(parameters: dict[str, str], bereik: Bereik) -> dict[str, str]:
    return {**parameters, citaatbereik.PARAMETER: citaatbereik.als_tekst(bereik)}


def _als_tekst(waarde: datetime | Partij | UUID | str | int) -> str:
    match waarde:
        case datetime():
            return instant_als_tekst(waarde)
        case Partij(soort=soort, id=naam):
            return f"{soort}:{naam}"
    return str(waarde)


def herhaal_vraag(soort: Vraagsoort, citaat: Vraagcitaat, lezer: Citaatlezer) -> tuple[bytes, LedgerRecorder]:
    """Give the cited answer again, and the ledger as far as it was about.

    Raises `Geweigerd` for a citation that this question never gave, or never within what this reader may see.
    """
    vraag, bron = _gevraagd(soort, citaat, lezer)
    uitkomst = soort.maak(vraag, bron)
    openbaar = uitkomst.inhoud if uitkomst.openbaar is None else uitkomst.openbaar
    inhoud = vraag_als_bytes(soort.naam, citaat.parameters, citaat.positie, _zonder_stand(openbaar))
    return inhoud, bron.recorder


def _gevraagd(soort: Vraagsoort, citaat: Vraagcitaat, lezer: Citaatlezer) -> tuple[Vraag, Bron]:
    parameters = dict(citaat.parameters)
    bereik = citaatbereik.lees(parameters.pop(citaatbereik.PARAMETER, None))
    if soort.per_regio and bereik.partij is not None:
        raise geen_citaat()
    recorder, leesmodel = lezer.binnen(bereik)
    plaats = parameters.pop(_PLAATS, None) if soort.heeft("cursor") else None
    try:
        vraag: Any = soort.model.model_validate(parameters)
    except ValidationError:
        raise geen_citaat() from None
    moment = getattr(vraag, "bekend_op", None)
    op = getattr(vraag, "op", None)
    if isinstance(moment, int) or (op is None and soort.heeft("op")):
        raise geen_citaat()
    bekend = citaat.positie if moment is None else TotPositie(moment, citaat.positie)
    op = op or datetime.min.replace(tzinfo=UTC)  # then no T is asked for
    if plaats is not None:
        blad = Bladwijzer(lees_plaats(plaats), op, moment or citaat.positie)
        vraag = vraag.model_copy(update={"cursor": blad})
    if _met_bereik(parameters_van(vraag, op, moment), bereik) != dict(citaat.parameters):
        raise geen_citaat()
    if citaat.positie > recorder.hoogste_positie():
        raise Geweigerd([Fout("citaat", "positie-bestaat-niet", "De positie in dit citaat is er nog niet.")])
    return vraag, Bron(recorder, leesmodel, op, bekend, citaat.positie)
