"""Every answer that can be cited, given again: of one casus from the ledger, across cases as it was asked."""

from __future__ import annotations

from api.citaten import geef_opnieuw
from api.http import (
    kennis,
    lezingen,
    overzichten,
    termijnen_en_signalen,
    verantwoordelijkheden,
    verschil,
    werklijst,
)
from api.http.citaatbereik import Citaatlezer
from api.http.vraagsoort import Vraagsoort, herhaal_vraag
from api.rollen import Recht
from projections.citaat import Herhaling, geen_citaat, lees_citaat
from projections.vraagcitaat import BEGIN, digest, lees_vraagcitaat

_MEESTE_INGREPEN = 20  # that there were any is what matters

VRAAGSOORTEN: dict[str, Vraagsoort] = {
    soort.naam: soort
    for soort in (
        verschil.VERSCHIL,
        verantwoordelijkheden.HOUDERS,
        verantwoordelijkheden.AANTALLEN,
        termijnen_en_signalen.TERMIJNEN,
        termijnen_en_signalen.SIGNALEN,
        werklijst.WERKLIJST,
        overzichten.BINNEN_TERMIJN,
        overzichten.DOORLOOPTIJDEN,
        overzichten.REGISTRATIEVERTRAGING,
        overzichten.TEKORTKOMINGEN,
        overzichten.ZONDER_HOUDER,
        lezingen.LEZINGVERSCHILLEN,
        kennis.KENNISVERSCHILLEN,
    )
}


def rechten_voor(tekst: str) -> frozenset[Recht]:
    """Give the rights of which one is enough to have this citation repeated: as for the question itself."""
    if not tekst.strip().startswith(BEGIN):
        return frozenset({"verantwoordelijkheid", "tijdlijn"})
    soort = VRAAGSOORTEN.get(tekst.strip().removeprefix(BEGIN).partition("~")[0])
    return frozenset({"lijsten" if soort is None else soort.recht})


def geef_geciteerd(lezer: Citaatlezer, tekst: str) -> Herhaling:
    """Give a cited answer again; raises `Geweigerd`, and what `geef_opnieuw` and the question raise."""
    if not tekst.strip().startswith(BEGIN):
        return geef_opnieuw(lezer.recorder, lees_citaat(tekst))
    citaat = lees_vraagcitaat(tekst)
    soort = VRAAGSOORTEN.get(citaat.vraag)
    if soort is None:
        raise geen_citaat()
    inhoud, recorder = herhaal_vraag(soort, citaat, lezer)
    gecorrigeerd, vernietigd = recorder.lees_ingrepen(citaat.positie, _MEESTE_INGREPEN)
    return Herhaling(inhoud, digest(inhoud) == citaat.hash, tuple(gecorrigeerd), tuple(vernietigd))
