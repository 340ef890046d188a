"""What every route shows of a casus, for the read log; a test fails for a route that is not here.

A route without an entry is logged all the same, as showing `onbekend`: forgetting it costs clarity, not a
line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.inzage.regel import Categorie, Handeling


@dataclass(frozen=True, slots=True)
class Soort:
    """How a look over this route is called in the log, and which data are shown.

    `kennis` is the field of the answer that says K, where it says that.
    """

    handeling: Handeling
    categorieen: tuple[Categorie, ...]
    kennis: str = "bekendOp"


ONBEKEND = Soort("inzien", ("onbekend",))

_HASHES = ("toon_checkpoint", "toon_tegel", "toon_insluiting", "toon_samenhang")

ZONDER_DOSSIER = frozenset({"toon_gezondheid", "toon_alle_afspraken", "toon_afspraken", "openapi", *_HASHES})
"""Routes on which nothing of any casus can be seen: no line."""

TABEL: Mapping[str, Soort] = {
    "open_casus": Soort("vastleggen", ("handelingen",)),
    "leg_vast": Soort("vastleggen", ("handelingen",)),
    "leg_vast_in_register": Soort("vastleggen", ("cijfers",)),
    "toon_casus": Soort("inzien", ("verantwoordelijkheid",)),
    "toon_geschiedenis": Soort("inzien", ("handelingen",)),
    "toon_verantwoordelijkheid": Soort("inzien", ("verantwoordelijkheid",)),
    "geef_bewijs": Soort(
        "exporteren", ("handelingen", "verantwoordelijkheid", "termijnen", "signalen", "bewijs")
    ),
    "toon_tijdlijn": Soort("inzien", ("verantwoordelijkheid", "termijnen", "signalen")),
    "toon_rapport": Soort("exporteren", ("verantwoordelijkheid", "handelingen", "termijnen", "signalen")),
    "toon_verschil": Soort("inzien", ("verantwoordelijkheid",), kennis="tot"),
    "herhaal_antwoord": Soort("inzien", ("verantwoordelijkheid",)),
    "toon_verantwoordelijkheden": Soort("zoeken", ("verantwoordelijkheid",)),
    "toon_aantallen": Soort("cijfers", ("cijfers",)),
    "toon_termijnen": Soort("zoeken", ("termijnen",)),
    "toon_signalen": Soort("zoeken", ("signalen",)),
    "toon_bewaartermijnen": Soort("zoeken", ("termijnen",)),
    "toon_werklijst": Soort("zoeken", ("termijnen",)),
    "toon_agenda": Soort("zoeken", ("termijnen",)),
    "toon_binnen_termijn": Soort("cijfers", ("cijfers",)),
    "toon_doorlooptijden": Soort("cijfers", ("cijfers",)),
    "toon_registratievertraging": Soort("cijfers", ("cijfers",)),
    "toon_tekortkomingen": Soort("cijfers", ("cijfers",)),
    "toon_onbelegd_en_betwist": Soort("zoeken", ("verantwoordelijkheid",)),
    "toon_lezingverschillen": Soort("zoeken", ("verantwoordelijkheid",)),
    "toon_kennisverschillen": Soort("zoeken", ("verantwoordelijkheid",), kennis="tot"),
    "toon_instroom": Soort("cijfers", ("cijfers",)),
    "toon_themas": Soort("cijfers", ("cijfers",)),
    "toon_plustaken": Soort("cijfers", ("cijfers",)),
    "toon_tekortschieten": Soort("cijfers", ("cijfers",)),
    "toon_inzage": Soort("logboek", ("inzage",)),
    "toon_inzageoverzicht": Soort("logboek", ("inzage",)),
    "toon_kennis": Soort("logboek", ("inzage",)),
    "toon_inzage_van_organisatie": Soort("logboek", ("inzage",)),
    "toon_dataverwerkingen": Soort("logboek", ("inzage",)),
    "vraag_noodtoegang": Soort("noodtoegang", ("noodtoegang",)),
    "toon_noodtoegangen": Soort("noodtoegang", ("noodtoegang",)),
    "toon_noodtoegang": Soort("noodtoegang", ("noodtoegang",)),
    "bevestig_noodtoegang": Soort("noodtoegang", ("noodtoegang",)),
    "beeindig_noodtoegang": Soort("noodtoegang", ("noodtoegang",)),
    "beoordeel_noodtoegang": Soort("noodtoegang", ("noodtoegang",)),
}
"""By name of the route: the function that answers."""

_CASUSPAGINA = Soort("inzien", ("verantwoordelijkheid", "termijnen", "signalen", "handelingen"))

PAGINAS: Mapping[str, Soort] = {
    "toon_casussenpagina": Soort("zoeken", ("verantwoordelijkheid",)),
    "geef_casussen_json": Soort("zoeken", ("verantwoordelijkheid",)),
    "geef_casussen_csv": Soort("zoeken", ("verantwoordelijkheid",)),
    "toon_termijnenpagina": Soort("zoeken", ("termijnen",)),
    "geef_termijnen_json": Soort("zoeken", ("termijnen",)),
    "geef_termijnen_csv": Soort("zoeken", ("termijnen",)),
    "toon_signalenpagina": Soort("zoeken", ("signalen",)),
    "geef_signalen_json": Soort("zoeken", ("signalen",)),
    "geef_signalen_csv": Soort("zoeken", ("signalen",)),
    "toon_casuspagina": _CASUSPAGINA,
    "geef_casus_json": _CASUSPAGINA,
    "geef_casus_csv": _CASUSPAGINA,
    "geef_casus_pdf": _CASUSPAGINA,
    "toon_vertrouwelijk": Soort("inzien", ("handelingen",)),
    "toon_inzagepagina": Soort("logboek", ("inzage",)),
    "toon_vastleggen": Soort("inzien", ("handelingen",)),
    "neem_vastleggen": Soort("vastleggen", ("handelingen",)),
    "neem_openen": Soort("vastleggen", ("handelingen",)),
    "toon_werklijstpagina": Soort("zoeken", ("termijnen",)),
    "geef_werklijst_json": Soort("zoeken", ("termijnen",)),
    "geef_agenda": Soort("zoeken", ("termijnen",)),
    "toon_overzicht": Soort("cijfers", ("cijfers",)),
    "geef_overzicht_json": Soort("cijfers", ("cijfers",)),
    "geef_overzicht_csv": Soort("cijfers", ("cijfers",)),
}
"""The same for the pages."""

PAGINAS_ZONDER_DOSSIER = frozenset(
    {
        "geef_bestand",
        "toon_inloggen",
        "word_verzonnen",
        "begin",
        "neem_antwoord",
        "log_uit",
        "toon_voordeur",
        "toon_woordenlijst",
        "toon_openen",
        "toon_overzichten",
        "kies_periode",
        "toon_beheer",
        "herkans_geparkeerd",
        "begin_herbouw",
        "zoek",
        "zoek_logboek",
        "kies_telmoment",
        "toon_bewaard",
        "bewaar_vraag",
        "verwijder_vraag",
        "kies_termijnen",
        "kies_signalen",
        "kies",
    }
)
"""Pages on which nothing of any casus can be seen, or that only go on to one that shows it."""
