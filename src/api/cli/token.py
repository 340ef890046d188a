"""`zicht token`: a token for trying things out; production has an issuer of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer
from pydantic import ValidationError

from api.http.access import RECHTEN
from api.tokens import maak_ontwikkeltoken
from ledger.clock import Systeemklok
from ledger.settings import lees_instellingen
from ledger.values import Actor, Partij

_LANGST_UREN = 24


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


def token(
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
) -> None:
    """Maak een token om mee te proberen; in productie geeft alleen de eigen tokenuitgever ze uit."""
    try:
        wie = Actor.model_validate({"medewerker": medewerker, "organisatie": organisatie, "rol": rol})
    except ValidationError:
        raise typer.BadParameter("verwacht een id zonder spaties.", param_hint="--medewerker") from None
    typer.echo(maak_ontwikkeltoken(lees_instellingen(), wie, Systeemklok(), timedelta(hours=uren)))
