"""Confidential texts, by the name of their field. Nobody in them exists; people are named by their role."""

from __future__ import annotations

_ALGEMEEN = (
    "Besproken met een collega; hier is het bij gebleven.",
    "Zie het verslag van het overleg. Er zijn geen nieuwe zorgen genoemd.",
    "Op verzoek van de betrokkenen zo opgeschreven.",
    "Volgende week wordt dit opnieuw bekeken.",
)

TEKSTEN: dict[str, tuple[str, ...]] = {
    "melderGegevens": (
        "Wijkagent van bureau Voorbeeld, bereikbaar via het algemene nummer.",
        "Juf van groep 5 van basisschool Voorbeeld.",
        "Een buurvrouw, die liever niet genoemd wordt.",
    ),
    "omschrijving": (
        "Buren hoorden geschreeuw en gebons. Er was ruzie over geld; een van de partners is geduwd.",
        "Kind vertelt op school dat het thuis vaak ruzie is en durft niet naar huis.",
        "Politie ter plaatse na een melding van huiselijk geweld; moeder had een blauw oog, vader was weg.",
        "Kind komt al weken zonder eten en met vieze kleren op school.",
        "Ex-partner staat ondanks afspraken telkens weer voor de deur.",
        "Oudere man zegt dat zijn zoon geld van hem neemt en hem uitscheldt.",
    ),
    "uitkomst": (
        "De huisarts kent het gezin en deelt de zorgen; er was eerder een gesprek hierover.",
        "School ziet de laatste maanden meer verzuim.",
        "Geen bijzonderheden bekend.",
    ),
    "advies": (
        "Laat het letsel door een arts bekijken voordat het gesprek plaatsvindt.",
        "Spreek de kinderen apart, op school.",
        "Begin met een veiligheidsafspraak voor de komende dagen.",
    ),
    "verslag": (
        "Beide ouders gesproken. Ze erkennen de ruzies en willen hulp.",
        "Alleen moeder was thuis. Ze vindt dat het nu rustig is.",
        "De kinderen zijn gezien; ze speelden buiten en maakten een ontspannen indruk.",
        "Gesprek verliep moeizaam; vader wil geen bemoeienis.",
        "Afgesproken wie wat doet en wanneer we elkaar weer spreken.",
    ),
    "afwegingen": (
        "Feiten zijn door twee collega's gewogen; het geweld is niet eerder voorgekomen.",
        "Er zijn drie eerdere meldingen in twee jaar: structurele onveiligheid.",
        "Hulp is al betrokken en heeft goed contact met het gezin.",
    ),
    "afwijkingOnderbouwing": (
        "Het lokale team is al intensief betrokken en heeft het vertrouwen van het gezin.",
        "Een tweede gezicht in dit gezin zou nu averechts werken.",
    ),
    "plan": (
        "Eerst de school en de huisarts, daarna ouders en kinderen apart.",
        "Iedere week contact; bij spanning gaat vader naar zijn broer.",
        "Hulp bij schulden, gesprekken over opvoeden, en een vast aanspreekpunt.",
    ),
    "bevindingen": (
        "De kinderen geven aan dat het rustiger is. De voorwaarden worden nageleefd.",
        "De verhalen spreken elkaar tegen; er is geen letsel gezien.",
        "Er is opnieuw ruzie geweest, de kinderen waren erbij.",
    ),
    "tekst": (
        "Bij oplopende spanning gaat een van beiden een uur naar buiten.",
        "Oma haalt de kinderen op zodra er gedronken is.",
    ),
    "onveiligeSituaties": ("Ruzies in het weekend waarbij wordt geslagen terwijl de kinderen thuis zijn.",),
    "onderbouwing": (
        "Sinds vier weken geen ruzie meer, dat bevestigen alle betrokkenen.",
        "Er is vertrouwen in de afspraken, maar ze zijn nog niet op de proef gesteld.",
        "De risicofactoren zijn aangepakt en het gezin is aan herstel begonnen.",
    ),
    "brief": ("Hierbij dragen wij het zicht op de veiligheid van dit gezin aan u over.",),
    "document": (
        "Samenvatting, zorgen, afspraken en verwachtingen zoals met het gezin besproken.",
        "De ontbrekende onderdelen zijn hieronder alsnog beschreven.",
    ),
    "besluit": ("Het lokale team neemt de casus, Veilig Thuis denkt drie maanden mee.",),
    "aanleiding": ("Team en Veilig Thuis zijn het niet eens over wie nu zicht houdt.",),
    "afweging": ("Gezien de toegenomen zorgen is betrokkenheid van Veilig Thuis opnieuw gewogen.",),
    "geprobeerd": ("Twee keer gebeld, een brief gestuurd en aan de deur geweest.",),
    "stappenEigenOrganisatie": ("Besproken in het teamoverleg en met de gedragswetenschapper.",),
    "verwachting": ("Graag overleg over een vervolg binnen twee weken.",),
    "contactgegevens": ("Via het algemene nummer van het team.",),
    "verklaring": ("Ik herken mij niet in wat er over de avond van de melding is opgeschreven.",),
    "motivering": ("De gegevens zijn niet langer nodig en niemand anders heeft er belang bij.",),
}


def teksten(veld: str) -> tuple[str, ...]:
    """Give the texts that fit a confidential field."""
    return TEKSTEN.get(veld, _ALGEMEEN)
