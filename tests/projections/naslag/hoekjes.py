"""Small stories for the corners that chance seldom reaches; each is a list of steps."""

from tests.projections.naslag.kalender import DAG
from tests.projections.naslag.verteller import INSTELLING, NA_DIENST, SECONDE, TEAM1, TEAM2, UUR, VT

DIRECT = "na-veiligheidsbeoordeling"


def laatste(v, soort, plaats=-1):
    """Tell an act about the last handover (or an earlier one), by the right party."""
    v.over_deze(soort, v.overdrachten[plaats])


def twee_weigeringen(v):
    """Two refusals in one dispute, then one of the two is confirmed after all."""
    return [
        lambda: v.stuur(VT, TEAM1, DIRECT),
        lambda: laatste(v, "OverdrachtGeweigerd"),
        lambda: v.stuur(VT, TEAM2, v.r.choice([DIRECT, "overig"])),
        lambda: laatste(v, "OverdrachtGeweigerd"),
        lambda: laatste(v, "OntvangstBevestigd", v.r.choice([-1, -2, -2])),
    ]


def twee_keer_bij_het_gezin(v):
    return [
        lambda: v.stuur(VT, v.gezin, v.r.choice([DIRECT, "na-dienst", "overig"])),
        v.dienst if v.r.random() < 0.2 else v.iets_anders,
        lambda: v.stuur(VT, v.gezin, "na-dienst"),
        lambda: v.beoordeling("geen-vervolg"),
        v.directe_veiligheid,
    ]


def terug_naar_veilig_thuis(v):
    """The holder hands over to VT while a melding is open."""
    return [
        lambda: v.stuur(VT, TEAM1, DIRECT),
        lambda: laatste(v, "OntvangstBevestigd"),
        v.melding,
        lambda: v.stuur(TEAM1, VT, v.r.choice([DIRECT, "na-dienst", "overig"])),
        lambda: v.contact(VT) if v.r.random() < 0.5 else laatste(v, "OntvangstBevestigd"),
        lambda: v.beoordeling("geen-vervolg"),
    ]


def regie_zonder_mogelijkheden(v):
    """Casusregie ends without possibilities while a handover is pending."""
    houder = v.houder() or VT
    return [
        lambda: v.doe("CasusregieGestart", {"door": houder, "regisseur": "mw-77"}),
        lambda: v.stuur(houder, TEAM1 if houder == TEAM2 else TEAM2, v.r.choice([DIRECT, "overig"])),
        lambda: v.regie_af(v.r.choice([houder, houder, TEAM2]), "geen-mogelijkheden"),
    ]


def dossier_na_directe_overdracht(v):
    wie = v.r.choice([TEAM1, INSTELLING])
    return [
        lambda: v.stuur(VT, wie, DIRECT),
        lambda: laatste(v, "OntvangstBevestigd"),
        *([lambda: v.stuur(wie, TEAM2, DIRECT)] if v.r.random() < 0.5 else []),
        lambda: v.doe("DossierGesloten", {"door": wie, "reden": "afgerond"}),
    ]


def versturen_in_een_geschil(v):
    return [
        v.opschaling,
        lambda: v.stuur(VT, TEAM1, DIRECT),
        lambda: v.doe("OpschalingBesloten", {}) if v.r.random() < 0.4 else v.iets_anders(),
    ]


def aangevuld_na_een_melding(v):
    """A melding while an incomplete handover is pending, completed about when the melding lapses."""

    def later_aangevuld():
        v.nu += DAG * v.r.randrange(3, 12)
        overdracht = v.overdrachten[-1]
        v.doe(
            "OverdrachtAangevuld",
            {"overdracht": overdracht["id"], "onderdelen": NA_DIENST[:2]},
            overdracht["plaats"],
        )

    return [
        v.dienst,
        lambda: v.stuur(VT, TEAM1, "na-dienst", onderdelen=NA_DIENST[2:]),
        v.melding,
        later_aangevuld,
    ]


def dienst_onder_van_alles(v):
    """A melding at a team, then a dienst, under a pending handover and a dispute."""
    return [
        lambda: v.stuur(VT, TEAM1, DIRECT),
        lambda: laatste(v, "OntvangstBevestigd"),
        v.melding,
        lambda: v.stuur(v.r.choice([VT, TEAM1]), TEAM2, DIRECT),
        v.opschaling,
        v.dienst,
        lambda: v.beoordeling("dienst"),
    ]


def stabiel_met_een_open_melding(v):
    houder = v.houder() or VT
    return [
        v.melding,
        lambda: v.doe("OnderzoekAfgerond", {"uitkomst": "weerlegd"}),
        lambda: v.stabiel(houder),
    ]


HOEKJES = (
    twee_weigeringen,
    twee_keer_bij_het_gezin,
    terug_naar_veilig_thuis,
    regie_zonder_mogelijkheden,
    dossier_na_directe_overdracht,
    versturen_in_een_geschil,
    aangevuld_na_een_melding,
    dienst_onder_van_alles,
    stabiel_met_een_open_melding,
)


def vertel_hoekje(v):
    for stap in v.r.choice(HOEKJES)(v):
        v.nu += v.r.choice([UUR * 0, SECONDE, UUR, DAG, UUR * v.r.randrange(50)])
        stap()
