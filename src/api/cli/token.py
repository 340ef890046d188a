"""`zicht token`: a token for trying things out; production has an issuer of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer
from pydantic import ValidationError

from api.identiteit import Mandaat
from api.rollen import ORGANISATIES, RECHTEN
from api.tokens import maak_ontwikkeltoken
from ledger.clock import Systeemklok
from ledger.settings import lees_instellingen
from ledger.values import Actor, Partij

_LANGST_UREN = 24
_LANGST_DAGEN = 366


def _lees_partij(tekst: str) -> Partij:
    soort, _, naam = tekst.partition(":")
    try:
        return Partij.model_validate({"soort": soort, "id": naam})
    except ValidationError:
        raise typer.BadParameter("verwacht soort:id, zoals veilig-thuis:midden-brabant.") from None


def _lees_rol(tekst: str) -> str:
    if tekst not in RECHTEN:
        raise typer.BadParameter(f"verwacht een van {', '.join(RECHTEN)}.")
    return tekst


def token(  # noqa: PLR0913 — an option of the command each
    *,
    rol: Annotated[str, typer.Option(parser=_lees_rol, metavar="ROL", help=f"Een van {', '.join(RECHTEN)}.")],
    organisatie: Annotated[
        Partij,
        typer.Option(
            parser=_lees_partij, metavar="SOORT:ID", help="Bijvoorbeeld veilig-thuis:midden-brabant."
        ),
    ],
    medewerker: Annotated[str, typer.Option(metavar="ID", help="Het pseudoniem van de medewerker.")] = "mw-1",
    uren: Annotated[int, typer.Option(min=1, max=_LANGST_UREN, help="Hoe lang het geldt.")] = 8,
    mandaat: Annotated[
        str | None,
        typer.Option(metavar="KENMERK", help="Kenmerk van het mandaat, voor een inspecteur of auditor."),
    ] = None,
    regio: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Een regio in het mandaat: het id van een Veilig Thuis; vaker kan."),
    ] = None,
    dagen: Annotated[
        int, typer.Option(min=1, max=_LANGST_DAGEN, help="Hoe lang het mandaat geldt, vanaf nu.")
    ] = 90,
    doel: Annotated[
        str | None, typer.Option(metavar="CODE", help="Waarvoor er wordt gekeken, voor het inzagelogboek.")
    ] = None,
) -> None:
    """Maak een token om mee te proberen; in productie geeft alleen de eigen tokenuitgever ze uit."""
    try:
        wie = Actor.model_validate({"medewerker": medewerker, "organisatie": organisatie, "rol": rol})
    except ValidationError:
        raise typer.BadParameter("verwacht een id zonder spaties.", param_hint="--medewerker") from None
    if organisatie.soort not in ORGANISATIES[rol]:
        soorten = ", ".join(sorted(ORGANISATIES[rol]))
        raise typer.BadParameter(f"bij {rol} hoort een van {soorten}.", param_hint="--organisatie")
    if rol == "inspecteur" and mandaat is None:
        raise typer.BadParameter("een inspecteur heeft een mandaat nodig.", param_hint="--mandaat")
    klok = Systeemklok()
    typer.echo(
        maak_ontwikkeltoken(
            lees_instellingen(),
            wie,
            klok,
            timedelta(hours=uren),
            mandaat=_mandaat(mandaat, regio or [], klok.nu(), dagen),
            doel=doel,
        )
    )


def _mandaat(kenmerk: str | None, regios: list[str], nu: datetime, dagen: int) -> Mandaat | None:
    if kenmerk is None:
        if regios:
            raise typer.BadParameter("een regio hoort bij een mandaat.", param_hint="--regio")
        return None
    begin = nu.replace(microsecond=0)
    try:
        return Mandaat(regios=regios, begin=begin, einde=begin + timedelta(days=dagen), kenmerk=kenmerk)
    except ValidationError:
        raise typer.BadParameter(
            "verwacht ook --regio, en ids zonder spaties.", param_hint="--mandaat"
        ) from None
