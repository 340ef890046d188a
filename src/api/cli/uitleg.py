"""What the demo says when it runs: where the pages are, three calls to try, and what each answers."""

from __future__ import annotations

import json

from api.cli.voorbeeld import Voorbeeld
from api.pages.verzonnen import MENSEN
from projections.zinnen import tijdstip

_BEGIN = """\
Zicht draait op {adres} (stoppen: ctrl-c).

De pagina's: open {adres}/ in een browser en kies door wiens ogen u kijkt:
{mensen}
{casus}
Drie dingen om in een andere terminal te proberen; eerst het token dat erbij hoort:

TOKEN={token}
"""

_TOEN_EN_NU = """\
1. Wie had op {op} zicht op veiligheid in deze casus, en waarom?
   curl -H "Authorization: Bearer $TOKEN" '{vraag}'
   antwoord: {nu}

2. En wat wist men daar toen van, voordat nr. {later} was vastgelegd?
   curl -H "Authorization: Bearer $TOKEN" '{vraag}&bekendOp={toen_op}'
   antwoord: {toen}
"""

_VASTLEGGEN = """\
3. Leg zelf een melding vast; dat opent een casus.
   curl -i -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
     {adres}/v1/casussen -d '{melding}'
   antwoord: 201 Created, met in Location het adres van de casus, en de melding zoals vastgelegd
"""

_MELDING = {
    "soort": "MeldingOntvangen",
    "gebeurdOp": "2026-01-05T09:00:00+01:00",
    "gegevens": {
        "melding": "m1",
        "veiligThuis": "midden-brabant",
        "gemeente": "GM0855",
        "melder": {"soort": "politie", "anoniem": False},
        "kanaal": "corv",
        "vormen": ["partnergeweld"],
    },
}


def schrijf_uitleg(adres: str, token: str, voorbeeld: Voorbeeld | None) -> str:
    """Write the explanation; without an example in the ledger only recording is shown."""
    mensen = "\n".join(f"   {een.naam} ({een.identiteit.rol}): {een.komt_voor}" for een in MENSEN.values())
    casus = "" if voorbeeld is None else f"   Een casus om mee te beginnen: {_pagina(adres, voorbeeld)}\n"
    delen = [_BEGIN.format(adres=adres, token=token, mensen=mensen, casus=casus)]
    if voorbeeld is not None:
        moment = f"{voorbeeld.op:%Y-%m-%dT%H:%M:%SZ}"
        vraag = f"{adres}/v1/casussen/{voorbeeld.casus}/verantwoordelijkheid?baan=zicht&op={moment}"
        delen.append(
            _TOEN_EN_NU.format(
                op=tijdstip(voorbeeld.op),
                vraag=vraag,
                nu=voorbeeld.nu,
                later=voorbeeld.later,
                toen_op=moment,
                toen=voorbeeld.toen,
            )
        )
    delen.append(_VASTLEGGEN.format(adres=adres, melding=json.dumps(_MELDING)))
    return "\n".join(delen)


def _pagina(adres: str, voorbeeld: Voorbeeld) -> str:
    return f"{adres}/casussen/{voorbeeld.casus}?op={voorbeeld.op:%Y-%m-%dT%H:%M:%SZ}"
