"""Recording an act: choose it, fill in what it asks, see what it will do, and only then send it.

What was typed is kept when something is refused. The act goes through the same door as over the API.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.formulier.invullen import Ingevuld, lees_formulier
from api.formulier.teksten import HANDELINGEN
from api.formulier.veld import Formulier as Vorm
from api.formulier.veld import Veld
from api.formulier.vorm import maak_formulier
from api.http.params import CasusId, Vraag
from api.http.problems import NietGevonden
from api.http.reading import eis_zichtbaar, zichtbare_acten
from api.http.services import Diensten, Services
from api.pages.suggesties import Suggesties, suggesties_van
from api.pages.toegang import FORMULIERVELD, Bezoeker, Formulier, Opener, Vastlegger
from api.pages.weergave import invoertijd, pagina
from api.rollen import Verboden, mag_vastleggen
from ledger import acts
from ledger.acts import CASUS_ACTEN
from ledger.casus import Casus
from ledger.errors import Fout, Geweigerd, SleutelConflict, VersieConflict
from ledger.values import Id
from projections.vooruitblik import Vooruitblik, blik_vooruit
from projections.zegswijzen import BAANNAMEN, STATUSNAMEN, termijnnaam

router = APIRouter(include_in_schema=False)

_PAD = "/casussen/{casus}/vastleggen"
_MELDING = "MeldingOntvangen"
_EIGEN = frozenset({FORMULIERVELD, "soort", "stap", "verwacht", "opdracht"})
_BLADEN = (
    "Melding en betrokkenen", "Beoordeling en dienst", "Overdracht", "Lokaal team", "Terug en dwang",
    "Monitoring", "Dossier",
)  # fmt: skip


class Soortvraag(Vraag):
    """The query of the form: which act."""

    soort: Id | None = None


@router.get("/casussen/nieuw")
def toon_openen(verzoek: Request, bezoeker: Opener, diensten: Services) -> Response:
    """Show the form of the first melding, which opens a casus."""
    leeg = suggesties_van(Casus(uuid4()), bezoeker.identiteit)
    return _leeg_formulier(verzoek, bezoeker, diensten, None, _MELDING, leeg)


@router.post("/casussen/nieuw")
def neem_openen(verzoek: Request, bezoeker: Opener, velden: Formulier, diensten: Services) -> Response:
    """Show what the first melding will do; when that was seen, open the casus."""
    return _neem(verzoek, bezoeker, diensten, velden, None, _MELDING, Casus(uuid4()))


@router.get(_PAD)
def toon_vastleggen(
    verzoek: Request,
    bezoeker: Vastlegger,
    casus: CasusId,
    vraag: Annotated[Soortvraag, Query()],
    diensten: Services,
) -> Response:
    """Show the acts to choose from, or the form of the one that was chosen."""
    eis_zichtbaar(diensten, casus)
    staat = diensten.vastlegger.lees(casus)
    if vraag.soort is None:
        groepen = _groepen(bezoeker)
        return pagina(
            verzoek, diensten.instellingen, bezoeker, "vastleggen/kies.html", casus=casus, groepen=groepen
        )
    _keur(bezoeker, vraag.soort)
    return _leeg_formulier(
        verzoek, bezoeker, diensten, casus, vraag.soort, _suggesties(bezoeker, diensten, casus, staat)
    )


@router.post(_PAD)
def neem_vastleggen(
    verzoek: Request, bezoeker: Vastlegger, velden: Formulier, casus: CasusId, diensten: Services
) -> Response:
    """Show what the act will do; when that was seen, record it."""
    soort = velden.get("soort", [""])[0]
    _keur(bezoeker, soort)
    eis_zichtbaar(diensten, casus)
    return _neem(verzoek, bezoeker, diensten, velden, casus, soort, diensten.vastlegger.lees(casus))


def _keur(bezoeker: Bezoeker, soort: str) -> None:
    if soort not in CASUS_ACTEN:
        raise NietGevonden("onbekende-soort", "Deze soort handeling bestaat niet.")
    if not mag_vastleggen(bezoeker.identiteit, soort):
        raise Verboden


def _suggesties(bezoeker: Bezoeker, diensten: Diensten, casus: UUID | None, staat: Casus) -> Suggesties:
    """Suggest what is in the acts that this person may see."""
    zichtbaar = None if casus is None else zichtbare_acten(diensten, casus)
    return suggesties_van(staat, bezoeker.identiteit, zichtbaar)


def _groepen(bezoeker: Bezoeker) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Give the acts that this person may record, by phase of the process: name, title and help."""
    groepen = []
    for titel, blad in zip(_BLADEN, acts.PAGINAS, strict=False):
        soorten = [naam for naam, act in CASUS_ACTEN.items() if act.__module__ == blad.__name__]
        mag = [(naam, *HANDELINGEN[naam]) for naam in soorten if mag_vastleggen(bezoeker.identiteit, naam)]
        if mag:
            groepen.append((titel, mag))
    return groepen


def _leeg_formulier(  # noqa: PLR0913, PLR0917 — what the form is made of
    verzoek: Request,
    bezoeker: Bezoeker,
    diensten: Diensten,
    casus: UUID | None,
    soort: str,
    suggesties: Suggesties,
) -> Response:
    vorm = maak_formulier(soort)
    nu = diensten.klok.nu().replace(second=0, microsecond=0)
    waarden = {"gebeurdOp": [invoertijd(nu)], **suggesties.vooraf(vorm)}
    return _formulier(verzoek, bezoeker, diensten, casus, vorm, suggesties, waarden, {})


def _formulier(  # noqa: PLR0913, PLR0917 — what the form is made of
    verzoek: Request,
    bezoeker: Bezoeker,
    diensten: Diensten,
    casus: UUID | None,
    vorm: Vorm,
    suggesties: Suggesties,
    waarden: Mapping[str, Sequence[str]],
    fouten: Mapping[str, Sequence[Fout]],
) -> Response:
    return pagina(
        verzoek,
        diensten.instellingen,
        bezoeker,
        "vastleggen/formulier.html",
        status=400 if fouten else 200,
        casus=casus,
        vorm=vorm,
        waarden=waarden,
        fouten=fouten,
        etiketten=dict(_etiketten(vorm.velden)),
        suggesties=suggesties,
    )


def _etiketten(velden: Sequence[Veld], voor: str = "") -> Iterator[tuple[str, str]]:
    """Give what each field is called; one inside another with the name of that before it."""
    for veld in velden:
        yield veld.pad, f"{voor}{veld.label}"
        if veld.soort in {"groep", "partij"}:
            yield from _etiketten(veld.velden, f"{voor}{veld.label}: ")


def _neem(  # noqa: PLR0913, PLR0917 — what was sent, by whom, and to what
    verzoek: Request,
    bezoeker: Bezoeker,
    diensten: Diensten,
    velden: Mapping[str, Sequence[str]],
    casus: UUID | None,
    soort: str,
    staat: Casus,
) -> Response:
    vorm = maak_formulier(soort)
    getypt = {naam: waarden for naam, waarden in velden.items() if naam not in _EIGEN}
    ingevuld = lees_formulier(vorm, getypt)
    fouten: Sequence[Fout] = ()
    stap = velden.get("stap", [""])[0]
    if stap == "terug":
        return _formulier(
            verzoek,
            bezoeker,
            diensten,
            casus,
            vorm,
            _suggesties(bezoeker, diensten, casus, staat),
            getypt,
            {},
        )
    if ingevuld.aanmelding is not None:
        try:
            if stap == "vastleggen":
                return _leg_vast(diensten, bezoeker, casus, ingevuld, velden)
            sinds = None if casus is None else diensten.recorder.sinds(casus)
            actor = bezoeker.identiteit.actor
            blik = blik_vooruit(staat, ingevuld.aanmelding, actor, diensten.klok.nu(), sinds)
            return _gevolg(verzoek, bezoeker, diensten, casus, vorm, getypt, blik)
        except (VersieConflict, SleutelConflict):
            melding = "Er is intussen iets anders vastgelegd. Bekijk opnieuw wat deze handeling doet."
            fouten = [Fout("", "versie-conflict", melding)]
        except Geweigerd as geweigerd:
            fouten = geweigerd.fouten
    bij = ingevuld.met_fouten(fouten).fouten if fouten else ingevuld.fouten
    suggesties = _suggesties(bezoeker, diensten, casus, staat)
    return _formulier(verzoek, bezoeker, diensten, casus, vorm, suggesties, getypt, bij)


def _gevolg(  # noqa: PLR0913, PLR0917 — what the page is made of
    verzoek: Request,
    bezoeker: Bezoeker,
    diensten: Diensten,
    casus: UUID | None,
    vorm: Vorm,
    getypt: Mapping[str, Sequence[str]],
    blik: Vooruitblik,
) -> Response:
    return pagina(
        verzoek,
        diensten.instellingen,
        bezoeker,
        "vastleggen/gevolg.html",
        casus=casus,
        vorm=vorm,
        getypt=getypt,
        blik=blik,
        opdracht=str(uuid4()),  # sent twice, it is recorded once
        baannamen=BAANNAMEN,
        statusnamen=STATUSNAMEN,
        termijnnaam=termijnnaam,
    )


def _leg_vast(
    diensten: Diensten,
    bezoeker: Bezoeker,
    casus: UUID | None,
    ingevuld: Ingevuld,
    velden: Mapping[str, Any],
) -> Response:
    verwacht, opdracht = velden.get("verwacht", [""])[0], velden.get("opdracht", [""])[0]
    if ingevuld.aanmelding is None or not verwacht.isdecimal() or not opdracht:
        raise Geweigerd([Fout("", "gevolg-niet-gezien", "Bekijk eerst wat deze handeling doet.")])
    actor, sleutel = bezoeker.identiteit.actor, f"pagina-{opdracht}"
    if casus is None:
        vastlegging = diensten.vastlegger.open_casus(ingevuld.aanmelding, actor, sleutel=sleutel)
    else:
        vastlegging = diensten.vastlegger.leg_vast(
            casus, ingevuld.aanmelding, actor, verwacht=int(verwacht), sleutel=sleutel
        )
    gebeurtenis = vastlegging.gebeurtenis
    return RedirectResponse(f"/casussen/{gebeurtenis.casus}#nr-{gebeurtenis.volgnummer}", 303)
