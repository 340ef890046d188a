"""Signals on terms: from the deadline until they are met or the ground falls away (rulebook 6, 7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from projections.signalen.signaal import Signaal, maak
from projections.termijnen import Termijn

WAT: Mapping[str, str] = {
    "veiligheidsbeoordeling": "de veiligheidsbeoordeling afronden",
    "veiligheidsbeoordeling-landelijk": "de veiligheidsbeoordeling afronden volgens de landelijke norm",
    "onderzoek-landelijk": "het onderzoek afronden volgens de landelijke norm",
    "dienst-starten": "de dienst starten",
    "overdracht-versturen": "de overdracht versturen",
    "ontvangstbevestiging": "de ontvangst van de overdracht bevestigen",
    "eerste-contact": "na de overdracht contact leggen met het gezin of huishouden",
    "monitorcontact-afgesproken": "het afgesproken monitorcontact",
    "afsluiten-monitoring": "de monitoring afsluiten",
    "evaluatie-plan": "het veiligheidsplan evalueren",
    "voorwaarde-termijn": "voldoen aan een veiligheidsvoorwaarde",
    "casusregie-richtlijn": "de casusregie afronden",
    "weging-terugkoppeling": "de terugkoppeling wegen",
    "informeren-betrokkene": "een betrokkene laten weten dat gegevens zijn vastgelegd",
    "beslissen-vernietiging": "beslissen op een verzoek om vernietiging, en die uitvoeren",
    "antwoord-gemeente": "antwoorden door de gemeente",
}
"""What must be done within each term, as it stands in the sentence."""


def signalen_termijnen(termijnen: Iterable[Termijn]) -> Iterator[Signaal]:
    """Give a signal for each term whose deadline passed, or will pass if nothing more happens.

    One of ernst `norm` is a departure; one of ernst `informatie` is worth knowing. A term without a deadline
    has none, nor has one that was met or fell away by then, as most are.
    """
    for termijn in termijnen:
        if termijn.uiterlijk is None:
            continue
        # a plan may name a date that was past already
        van, tot = max(termijn.uiterlijk, termijn.gestart_op), termijn.gehaald_op or termijn.vervallen_op
        if tot is not None and tot <= van:
            continue
        code = "termijn-verstreken" if termijn.ernst == "norm" else "termijn-verstreken-informatie"
        yield maak(
            code,
            termijn.volgnummer,
            van,
            tot,
            partij=termijn.partij,
            grondslag=termijn.grondslag,
            wat=termijnnaam(termijn.soort),
        )


@cache
def termijnnaam(soort: str) -> str:
    """Say what must be done within a term; the agreements say after how many months one monitors."""
    if soort in WAT:
        return WAT[soort]
    return f"het monitorcontact na {soort.removeprefix('monitorcontact-').removesuffix('-maanden')} maanden"
