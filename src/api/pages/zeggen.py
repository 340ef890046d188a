"""Names that only the pages use; what reports say too stands in `projections.zegswijzen`."""

from __future__ import annotations

from collections.abc import Mapping

PARTIJSOORTEN: Mapping[str, str] = {
    "veilig-thuis": "Veilig Thuis",
    "lokaal-team": "lokaal team",
    "instelling": "instelling",
    "veiligheidsteam": "veiligheidsteam",
    "zorg-en-veiligheidshuis": "Zorg- en Veiligheidshuis",
    "gemeente": "gemeente",
    "clientsysteem": "het gezin",
    "niemand": "geen partij",
}

AFLOOPNAMEN: Mapping[str, str] = {
    "bevestigd": "bevestigd",
    "geweigerd": "geweigerd",
    "ingetrokken": "ingetrokken",
    "niet-bezorgd": "niet bezorgd",
    "open": "nog niet bevestigd",
}
