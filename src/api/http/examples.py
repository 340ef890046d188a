"""Examples in the OpenAPI document: one made-up casus. A test holds them to the schemas and to the rules."""

from __future__ import annotations

from typing import Any

CASUS = "0190c1c2-0000-7000-8000-000000000001"
VT = {"soort": "veilig-thuis", "id": "midden-brabant"}
TEAM = {"soort": "lokaal-team", "id": "wijkteam-west"}

MELDING: dict[str, Any] = {
    "soort": "MeldingOntvangen",
    "gebeurdOp": "2020-03-02T09:00:00+01:00",
    "gegevens": {
        "melding": "m-1",
        "veiligThuis": "midden-brabant",
        "gemeente": "GM0855",
        "melder": {"soort": "professional", "anoniem": False},
        "kanaal": "telefoon",
        "vormen": ["psychisch"],
    },
}

OVERDRACHT: dict[str, Any] = {
    "soort": "OverdrachtVerstuurd",
    "gebeurdOp": "2020-03-05T11:00:00+01:00",
    "gegevens": {
        "overdracht": "o-1",
        "van": VT,
        "aan": TEAM,
        "fase": "na-veiligheidsbeoordeling",
        "warm": False,
        "onderdelen": ["naw", "overdrachtspartij", "samenvatting-melding", "grootste-zorg"],
    },
}

BEVESTIGING: dict[str, Any] = {
    "soort": "OntvangstBevestigd",
    "gebeurdOp": "2020-03-09T14:00:00+01:00",
    "gegevens": {"overdracht": "o-1", "door": TEAM},
}

CORRECTIE: dict[str, Any] = {
    "soort": "GebeurtenisGecorrigeerd",
    "gebeurdOp": "2020-03-12T10:00:00+01:00",
    "gegevens": {
        "betreft": 3,
        "wijze": "vervangen",
        "vervanging": {"gebeurdOp": "2020-03-09T13:00:00+01:00"},
        "reden": "verkeerde-datum",
    },
    "vertrouwelijk": {"toelichting": "De bevestiging kwam een uur eerder binnen."},
}

HANDELINGEN = {"overdracht": OVERDRACHT, "bevestiging": BEVESTIGING, "correctie": CORRECTIE}

ADVIES: dict[str, Any] = {
    "soort": "AdviesGegeven",
    "gebeurdOp": "2020-03-02T09:00:00+01:00",
    "gegevens": {
        "advies": "adv-1",
        "datum": "2020-03-02",
        "vrager": "professional",
        "gemeente": "GM0855",
        "vormen": ["psychisch"],
    },
}

ADVIES_VASTGELEGD: dict[str, Any] = {
    "regio": "midden-brabant",
    "volgnummer": 1,
    "soort": "AdviesGegeven",
    "versie": 1,
    "gebeurdOp": "2020-03-02T08:00:00Z",
    "vastgelegdOp": "2020-03-02T08:05:11.412Z",
    "vastgelegdDoor": {"medewerker": "mw-204", "organisatie": VT, "rol": "medewerker-vt"},
    "gegevens": ADVIES["gegevens"],
    "positie": 18,
}

VASTGELEGD: dict[str, Any] = {
    "casus": CASUS,
    "volgnummer": 1,
    "soort": "MeldingOntvangen",
    "versie": 1,
    "gebeurdOp": "2020-03-02T08:00:00Z",
    "vastgelegdOp": "2020-03-02T08:05:11.412Z",
    "vastgelegdDoor": {"medewerker": "mw-204", "organisatie": VT, "rol": "medewerker-vt"},
    "gegevens": MELDING["gegevens"],
    "positie": 17,
}

LICHAMEN: dict[str, dict[str, Any]] = {
    "Noodaanvraag": {
        "casus": "0190c1c2-0000-7000-8000-00000000000a",
        "minuten": 60,
        "reden": "Acute zorgen om een kind; het team dat de casus kent is nu niet bereikbaar.",
    },
    "Noodbeoordeling": {"oordeel": "terecht"},
}
"""Bodies that are no act, by the name of their component."""
