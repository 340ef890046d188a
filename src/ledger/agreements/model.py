"""What a set of agreements says. Source: rulebook 6 (terms) and 9 (readings)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from ledger import tijd
from ledger.acts.base import Onderdeel, Planonderdeel
from ledger.values import Datum, Deel, Id

Aantal = Annotated[int, Field(ge=1, le=1000)]


class Lezingen(Deel):
    """How each sentence that can be read in more than one way is read; the first value is the default."""

    weekdagen: tijd.Weekdagen = "alle-dagen"
    """'zeven weekdagen' (§4.i, §6.1.1, §6.3)"""
    zevende_dag: Literal["begin", "einde"] = "begin"
    """'vanaf uiterlijk de 7de weekdag' (§6.3; Z3)"""
    directe_overdracht: Literal["belegd-of-termijn", "verzending", "alleen-belegd"] = "belegd-of-termijn"
    """'op het moment dat … is belegd'; 'van overdracht is sprake binnen zeven weekdagen' (§6.1.1; Z8)"""
    overdracht_na_dienst: Literal[
        "informatie-volledig", "verzending", "bevestiging", "bevestiging-of-termijn"
    ] = "informatie-volledig"
    """'op het moment dat de informatie … is overgedragen' (§6.2.1; Z9, Z10)"""
    melding_bij_andere_houder: Literal["besluit-of-termijn", "ontvangst", "alleen-termijn"] = (
        "besluit-of-termijn"
    )
    """when a melding moves zicht from another holder to Veilig Thuis (§6.3; Z3, Z4, Z7)"""
    melding_door_derde: Literal["zelfde", "houder-blijft"] = "zelfde"
    """§6.3 speaks of the team's own melding (Z3)"""
    terugkoppeling: Literal["verplaatst-niet", "als-melding"] = "verplaatst-niet"
    """§6.1.6, §6.3, bijlage 6 (Z19)"""
    terugmelding: Literal["verplaatst-niet", "als-melding"] = "verplaatst-niet"
    """§6.3 (Z19)"""
    melding_als_incident: Literal["ja", "nee"] = "ja"
    """'gedurende zes maanden geen incidenten van onveiligheid' (§7.1; Z20, M4)"""
    einde_na_directe_overdracht: Literal["zoals-7.1", "afsluiting-team"] = "zoals-7.1"
    """§7 is titled 'na overdracht van inzet dienst' (Z25)"""
    casusregie_geen_mogelijkheden: Literal["zicht-blijft", "onbelegd"] = "zicht-blijft"
    """§7.1 against §7.3 (Z22)"""
    einde_monitoring: Literal["maximum", "richtlijn"] = "maximum"
    """§6.2.6 'maximale duur', §7.3 'richtlijn' (M3)"""


class Termijnen(Deel):
    """The lengths of terms; weekdagen, weeks and months as their names say."""

    weekdagen: Aantal = 7
    """every 'zeven weekdagen' of the agreement"""
    landelijk_beoordeling_werkdagen: Aantal = 5
    landelijk_onderzoek_weken: Aantal = 10
    onveiligheid_maanden: Aantal = 6
    monitorcontacten_maanden: tuple[Aantal, ...] = (3, 12)
    monitoring_maanden: Aantal = 18
    casusregie_maanden: Aantal = 18
    vroeg_weken: Aantal = 2
    """how long before its date a monitor contact or an evaluation still counts for it"""
    actueel_beeld_weken: Aantal = 8
    informeren_weken: Aantal = 4
    informeren_uitstel_weken: Aantal = 2
    vernietiging_maanden: Aantal = 3
    gemeente_weken: Aantal = 6


class Documenten(Deel):
    """Which parts a document must have, and which may be stated not to apply."""

    na_veiligheidsbeoordeling: frozenset[Onderdeel]
    """§6.1.4; contact details only if known, so never missing"""
    na_dienst: frozenset[Onderdeel]
    """§6.2.4"""
    mag_niet_van_toepassing: frozenset[Onderdeel]
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
