"""What a set of agreements says. Source: rulebook 6 (terms) and 9 (readings)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from ledger import tijd
from ledger.acts.base import Onderdeel, Planonderdeel
from ledger.values import Datum, Deel, Id

Aantal = Annotated[int, Field(ge=1, le=1000)]


class Parameters(Deel):
    """Values of a set of agreements; the docstring of each is what an inspector is shown beside it."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Lezingen(Parameters):
    """How each sentence that can be read in more than one way is read; the first value is the default."""

    weekdagen: tijd.Weekdagen = "alle-dagen"
    """'zeven weekdagen' (§4.i, §6.1.1, §6.3)"""
    zevende_dag: Literal["begin", "einde"] = "begin"
    """'vanaf uiterlijk de 7de weekdag na melding' (§6.3; Z3)"""
    directe_overdracht: Literal["belegd-of-termijn", "verzending", "alleen-belegd"] = "belegd-of-termijn"
    """'op het moment dat de uitvoering van de noodzakelijke vervolgstappen is belegd bij het wijkteam'; 'van
    overdracht is sprake binnen zeven weekdagen' (§6.1.1; Z8)"""
    overdracht_na_dienst: Literal[
        "informatie-volledig", "verzending", "bevestiging", "bevestiging-of-termijn"
    ] = "informatie-volledig"
    """'op het moment dat de informatie zoals vermeld onder 6.2.4 is overgedragen aan het lokale team (vanaf
    uiterlijk de 7de weekdag na melding)' (§6.2.1; Z9, Z10)"""
    melding_bij_andere_houder: Literal["besluit-of-termijn", "ontvangst", "alleen-termijn"] = (
        "besluit-of-termijn"
    )
    """'de verantwoordelijkheid voor het zicht op veiligheid gaat van het lokale team over naar Veilig Thuis
    vanaf uiterlijk de 7de weekdag na melding' (§6.3; Z3, Z4, Z7)"""
    melding_door_derde: Literal["zelfde", "houder-blijft"] = "zelfde"
    """'terugmelding door het lokale team': §6.3 spreekt van een melding van het team zelf (Z3)"""
    terugkoppeling: Literal["verplaatst-niet", "als-melding"] = "verplaatst-niet"
    """'Veilig Thuis kan daarop een nieuwe afweging maken of betrokkenheid van Veilig Thuis noodzakelijk is of
    niet' (§6.1.6, §6.3, bijlage 6; Z19)"""
    terugmelding: Literal["verplaatst-niet", "als-melding"] = "verplaatst-niet"
    """'legt het lokale team contact met Veilig Thuis voor overleg over mogelijke vervolgstappen'
    (§6.3; Z19)"""
    melding_als_incident: Literal["ja", "nee"] = "ja"
    """'er gedurende zes maanden geen incidenten van onveiligheid zijn geweest' (§7.1; Z20, M4)"""
    einde_na_directe_overdracht: Literal["zoals-7.1", "afsluiting-team"] = "zoals-7.1"
    """'taken van het lokale team na overdracht van inzet dienst van Veilig Thuis' is de titel van §7 (Z25)"""
    casusregie_geen_mogelijkheden: Literal["zicht-blijft", "onbelegd"] = "zicht-blijft"
    """'er geen mogelijkheden worden gezien om tot verbetering van de veiligheidssituatie te komen' (§7.3),
    tegenover 'eindigt op het moment dat het stabiel veilig is' (§7.1; Z22)"""
    einde_monitoring: Literal["maximum", "richtlijn"] = "maximum"
    """'tot een maximale duur van 18 maanden' (§6.2.6), tegenover 'anderhalf jaar (richtlijn)' (§7.3; M3)"""


class Termijnen(Parameters):
    """The lengths of terms; weekdagen, werkdagen, weeks and months as their names say."""

    weekdagen: Aantal = 7
    """'binnen zeven weekdagen' (§4.i, §6.1.1, §6.3)"""
    landelijk_beoordeling_werkdagen: Aantal = 5
    """vijf werkdagen voor de veiligheidsbeoordeling (Uitvoeringsbesluit Wmo 2015 art. 4.1.7)"""
    landelijk_onderzoek_weken: Aantal = 10
    """tien weken voor een onderzoek (landelijke norm)"""
    onveiligheid_maanden: Aantal = 6
    """'gedurende zes maanden geen incidenten van onveiligheid' (§7.1)"""
    monitorcontacten_maanden: tuple[Aantal, ...] = (3, 12)
    """'vaste periodes zijn na 3 en 12 maanden' (§6.2.6)"""
    monitoring_maanden: Aantal = 18
    """'tot een maximale duur van 18 maanden' (§6.2.6)"""
    casusregie_maanden: Aantal = 18
    """'over een periode van anderhalf jaar casusregie (richtlijn)' (§7.3)"""
    vroeg_weken: Aantal = 2
    """hoe lang voor zijn datum een monitorcontact of evaluatie al meetelt (keuze van Zicht)"""
    actueel_beeld_weken: Aantal = 8
    """na hoeveel weken zonder contact een beeld niet meer actueel heet (§3.a, §7.1; keuze van Zicht)"""
    informeren_weken: Aantal = 4
    """binnen vier weken na de vastlegging (Wmo 2015 art. 5.3.1)"""
    informeren_uitstel_weken: Aantal = 2
    """uitstel met telkens hoogstens twee weken (Wmo 2015 art. 5.3.1)"""
    vernietiging_maanden: Aantal = 3
    """binnen drie maanden na het verzoek (Wmo 2015 art. 5.3.5)"""
    gemeente_weken: Aantal = 6
    """'binnen zes weken over de stappen die … worden gezet' (§6.5)"""


class Documenten(Parameters):
    """Which parts a document must have, and which may be stated not to apply."""

    na_veiligheidsbeoordeling: frozenset[Onderdeel]
    """§6.1.4; contactgegevens horen erbij 'indien bekend' en ontbreken dus nooit"""
    na_dienst: frozenset[Onderdeel]
    """§6.2.4"""
    mag_niet_van_toepassing: frozenset[Onderdeel]
    """onderdelen waarvan een document mag zeggen dat zij niet van toepassing zijn"""
    plan: frozenset[Planonderdeel]
    """§7.2"""


class Afspraken(Deel):
    """One named, dated set of agreements; it judges the casussen of `regios`, from `geldig_vanaf` on."""

    naam: Id
    titel: str
    bron: str
    geldig_vanaf: Datum
    regios: tuple[Id | Literal["*"], ...] = ()
    """`*` is every region without agreements of its own; empty is a reading that must be asked for"""
    lezingen: Lezingen = Lezingen()
    termijnen: Termijnen = Termijnen()
    documenten: Documenten

    def weekdag_na(self, op: datetime) -> date:
        """Give the local date of the last (7th) weekdag of a term that starts at `op`."""
        return tijd.nde_weekdag(tijd.lokale_datum(op), self.termijnen.weekdagen, self.lezingen.weekdagen)

    def einde_zeven_weekdagen(self, op: datetime) -> datetime:
        """Give the UTC deadline of a term 'binnen zeven weekdagen' that starts at `op` (§6.1.1)."""
        return tijd.einde_van(self.weekdag_na(op))

    def vanaf_zevende_weekdag(self, op: datetime) -> datetime:
        """Give the UTC instant of 'vanaf uiterlijk de 7de weekdag' after `op` (§6.3; Z3 only)."""
        dag = self.weekdag_na(op)
        return tijd.begin_van(dag) if self.lezingen.zevende_dag == "begin" else tijd.einde_van(dag)
