"""What a signal is, and the table of all of them. Source: rulebook 7, contract `timeline`.

A signal is told without a moment of judging: it is there from `van` on, and `tot` says when it was over. Two
sorts:

- an act that itself departs from the norm: what happened stays so, `tot` is None for ever;
- something that is not (yet) as it should be: it begins when it should have been, and ends when it is, or
  when the ground for it fell away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from ledger.values import Partij
from projections.stuk import instant_als_tekst, partij_als_dict

Ernst = Literal["afwijking", "informatie"]


class Signaal(NamedTuple):
    """A departure from a norm, or what an inspector would want to see, in `[van, tot)` (UTC).

    `volgnummer` is the act that it rests on (by a lapse: the act that started the term), `partij` whom it
    concerns.
    """

    code: str
    volgnummer: int
    van: datetime
    tot: datetime | None
    partij: Partij | None
    ernst: Ernst
    grondslag: str
    toelichting: str

    def als_dict(self) -> dict[str, Any]:
        """Give the signal as the contract writes it."""
        return {
            "code": self.code,
            "volgnummer": self.volgnummer,
            "van": instant_als_tekst(self.van),
            "tot": None if self.tot is None else instant_als_tekst(self.tot),
            "partij": None if self.partij is None else partij_als_dict(self.partij),
            "ernst": self.ernst,
            "grondslag": self.grondslag,
            "toelichting": self.toelichting,
        }


def beoordeeld_op(signalen: Iterable[Signaal], op: datetime) -> tuple[Signaal, ...]:
    """Give the signals as judged at instant `op` (UTC): begun by then, and over only if over by then."""
    return tuple(
        signaal._replace(tot=None) if signaal.tot is not None and signaal.tot > op else signaal
        for signaal in signalen
        if signaal.van <= op
    )


@dataclass(frozen=True, slots=True)
class Soort:
    """What all signals of a code share; `zin` may have places to fill in."""

    grondslag: str
    zin: str
    ernst: Ernst = "afwijking"


SOORTEN: Mapping[str, Soort] = {
    # terms; the § is that of the term
    "termijn-verstreken": Soort("§6", "Niet binnen de termijn: {wat}."),
    "termijn-verstreken-informatie": Soort("§6", "Niet binnen de richttijd: {wat}.", "informatie"),
    # assessment
    "beoordeeld-door-minder-dan-twee": Soort(
        "bijlage 2", "De veiligheidsbeoordeling is door minder dan twee medewerkers gedaan."
    ),
    "overdracht-ondanks-contra-indicatie": Soort(
        "§5.1, §6.1",
        "De casus is direct overgedragen aan een lokaal team, terwijl een criterium van §5.1 daartegen pleit "
        "en niet is onderbouwd waarom het toch kon.",
    ),
    "contra-indicatie-onderbouwd": Soort(
        "§5.1, bijlage 2",
        "De casus is direct overgedragen ondanks een criterium van §5.1; waarom is onderbouwd.",
        "informatie",
    ),
    "contra-indicaties-niet-getoetst": Soort(
        "§6.1", "De casus is direct overgedragen zonder dat aan de criteria van §5.1 is getoetst."
    ),
    "anonieme-melder-zonder-contact": Soort(
        "§6.1.3",
        "Een anonieme melding is direct overgedragen zonder contact van Veilig Thuis met het gezin.",
    ),
    "stap-overgeslagen": Soort("§5, §6.1, §6.2", "De casus is overgedragen zonder {zonder}."),
    # handover
    "overdrachtsdocument-onvolledig": Soort("§6.1.4", "In het overdrachtsdocument {ontbreekt}: {delen}."),
    "voorwaarden-bij-directe-overdracht": Soort(
        "§6.1",
        "Bij een directe overdracht zijn veiligheidsvoorwaarden gesteld; dat hoort alleen bij een dienst.",
    ),
    "voorwaarden-ontbreken": Soort(
        "bijlage 4",
        "Na een dienst is overgedragen zonder veiligheidsvoorwaarden, terwijl het geweld niet is weerlegd.",
    ),
    "monitorafspraken-ontbreken": Soort(
        "bijlage 5", "Na een dienst is overgedragen zonder afspraken over het monitoren door Veilig Thuis."
    ),
    "warm-niet-gehouden": Soort(
        "§6.2.2", "Er is een warme overdracht aangekondigd, maar het gesprek is niet gehouden."
    ),
    "overdracht-door-niet-houder": Soort(
        "§3, §6",
        "Een partij die geen zicht op veiligheid had, heeft de casus overgedragen; dat verplaatst niets.",
    ),
    "overdracht-zonder-directe-veiligheid": Soort(
        "bijlage 4 §1.2",
        "De casus is overgedragen voordat de directe veiligheid was gerealiseerd en beproefd.",
    ),
    "bescherming-zonder-directe-veiligheid": Soort(
        "bijlage 5",
        "De casus is overgedragen naar bescherming voordat de directe veiligheid was gerealiseerd.",
    ),
    "direct-betrokkenen-niet-geinformeerd": Soort("§6.1.3", "{wie} heeft de directbetrokkenen niet {hoe}."),
    "melder-niet-geinformeerd": Soort(
        "§6.1.5", "Veilig Thuis heeft de melder niet laten weten dat de casus is overgedragen."
    ),
    # zicht
    "zicht-onbelegd": Soort(
        "§7.1, bijlage 5", "Niemand heeft zicht op veiligheid, terwijl het niet stabiel veilig is."
    ),
    "zicht-betwist": Soort("§6.5", "Wie zicht op veiligheid heeft, wordt betwist."),
    "houder-zonder-eigen-handeling": Soort(
        "§6.1.1, §6.3",
        "Zicht op veiligheid ging door tijdsverloop over, en de nieuwe houder heeft sindsdien niets gedaan.",
    ),
    "geen-actueel-beeld": Soort(
        "§3.a, §7.1",
        "De houder heeft {weken} weken geen contact gehad met het gezin of huishouden.",
        "informatie",
    ),
    "zicht-zonder-casusregie": Soort(
        "§7.3, §4.f", "Een lokaal team heeft zicht op veiligheid zonder dat er casusregie loopt."
    ),
    "casusregie-zonder-zicht": Soort(
        "§7.3", "Een partij voert casusregie zonder zicht op veiligheid te hebben."
    ),
    "twee-casusregisseurs": Soort(
        "§7.3, bijlage 1", "Er is een tweede casusregisseur gestart terwijl de eerste niet had afgerond."
    ),
    "plan-ontbreekt": Soort(
        "§7.2",
        "Er zijn veiligheidsvoorwaarden overgedragen, maar het lokale team heeft nog geen veiligheidsplan.",
    ),
    "plan-onvolledig": Soort("§7.2", "In het veiligheidsplan {ontbreekt}: {delen}."),
    "dossier-gesloten-met-zicht": Soort(
        "§7.1", "De houder heeft het dossier gesloten, maar heeft nog zicht op veiligheid."
    ),
    # ending
    "stabiele-veiligheid-onvoldoende-onderbouwd": Soort(
        "§7.1, §4.n", "Stabiele veiligheid is vastgesteld, maar {waarom}."
    ),
    "directe-veiligheid-score-onder-zes": Soort(
        "bijlage 4 §1.1", "De directe veiligheid is gerealiseerd genoemd met een score onder de zes."
    ),
    "casusregie-afgerond-zonder-afstemming": Soort(
        "§7.3", "De casusregie is tijdens de monitoring afgerond zonder afstemming met Veilig Thuis."
    ),
    "monitoring-voortijdig-afgesloten": Soort(
        "§6.2.6",
        "De monitoring is binnen {maanden} maanden afgesloten om een andere reden dan stabiele veiligheid.",
    ),
    "monitoring-geeindigd-zonder-stabiele-veiligheid": Soort(
        "§6.2.6, bijlage 5", "De monitoring is geëindigd zonder dat stabiele veiligheid is vastgesteld."
    ),
    "stabiel-tegen-oordeel-monitor": Soort(
        "§7.1, bijlage 5",
        "Stabiele veiligheid is vastgesteld, maar bij het laatste monitorcontact vond Veilig Thuis die "
        "onvoldoende.",
    ),
    "bemoeienis-gestopt-zonder-overleg": Soort(
        "bijlage 5, Uitzondering", "Veilig Thuis is gestopt zonder overleg met {wie}."
    ),
    # back and coercion
    "teruggekoppeld-zonder-drie-pogingen": Soort(
        "§6.1.6", "Het lokale team kreeg geen contact en koppelde terug zonder te proberen: {pogingen}."
    ),
    "verzoek-zonder-eigen-contact": Soort(
        "§6.4",
        "Een lokaal team heeft een verzoek tot onderzoek ingediend zonder eigen contact met het gezin.",
    ),
    "verzoek-door-andere-partij-dan-initiatief": Soort(
        "§6.4", "Een verzoek tot onderzoek is ingediend door een andere partij dan die het initiatief had."
    ),
}
"""Every code of rulebook 7: the § it rests on, the sentence, and how serious it is."""


def maak(  # noqa: PLR0913  # the fields of a signal that differ within a code; most of them by name
    code: str,
    volgnummer: int,
    van: datetime,
    tot: datetime | None = None,
    *,
    partij: Partij | None,
    grondslag: str | None = None,
    **invulling: str,
) -> Signaal:
    """Give a signal of this code; `grondslag` where that of the table is wider, `invulling` for `zin`."""
    soort = SOORTEN[code]
    toelichting = soort.zin.format(**invulling) if invulling else soort.zin
    return Signaal(code, volgnummer, van, tot, partij, soort.ernst, grondslag or soort.grondslag, toelichting)
