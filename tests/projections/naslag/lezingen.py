"""Section 9: the readings, the first value is the default; and the four sets that ship."""

LEZINGEN = {
    "weekdagen": ("alle-dagen", "maandag-vrijdag", "werkdagen"),
    "zevende_dag": ("begin", "einde"),
    "directe_overdracht": ("belegd-of-termijn", "verzending", "alleen-belegd"),
    "overdracht_na_dienst": ("informatie-volledig", "verzending", "bevestiging", "bevestiging-of-termijn"),
    "melding_bij_andere_houder": ("besluit-of-termijn", "ontvangst", "alleen-termijn"),
    "melding_door_derde": ("zelfde", "houder-blijft"),
    "terugkoppeling": ("verplaatst-niet", "als-melding"),
    "terugmelding": ("verplaatst-niet", "als-melding"),
    "melding_als_incident": ("ja", "nee"),
    "einde_na_directe_overdracht": ("zoals-7.1", "afsluiting-team"),
    "casusregie_geen_mogelijkheden": ("zicht-blijft", "onbelegd"),
    "einde_monitoring": ("maximum", "richtlijn"),
}
STANDAARD = {naam: waarden[0] for naam, waarden in LEZINGEN.items()} | {"weekdagen_aantal": 7}
SETS = {
    "hart-van-brabant-2020": STANDAARD,
    "hart-van-brabant-2020-ma-vr": STANDAARD | {"weekdagen": "maandag-vrijdag"},
    "hart-van-brabant-2020-strikt": STANDAARD
    | {"directe_overdracht": "alleen-belegd", "overdracht_na_dienst": "bevestiging", "zevende_dag": "einde"},
    "landelijk-2019": STANDAARD | {"weekdagen": "werkdagen", "weekdagen_aantal": 5},
}


def volledig(lezingen):
    """Give every reading: the default where none is chosen; an unknown one is a mistake."""
    gekozen = STANDAARD | (lezingen or {})
    assert set(gekozen) == set(STANDAARD)
    assert all(gekozen[naam] in waarden for naam, waarden in LEZINGEN.items())
    return gekozen
