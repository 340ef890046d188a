"""Random histories of one casus, in the shape of the contract; the same for the same generator of chance."""

from tests.projections.naslag.hoekjes import vertel_hoekje
from tests.projections.naslag.opschrijven import opgeschreven
from tests.projections.naslag.verteller import INSTELLING, TEAM1, VT, Verteller, als_partij


def geschiedenis(r):
    """Tell a history of about three to thirty acts, as it was recorded.

    In one of six a receipt or withdrawal may come from the wrong party, which recording would refuse.
    """
    v = Verteller(r, geldig=r.random() < 5 / 6)
    lengte = r.choice([r.randrange(3, 8), r.randrange(6, 15), r.randrange(10, 26)])
    v.melding()
    _begin(v)
    while len(v.acts) < lengte:
        v.spring()
        if r.random() < 0.03:
            vertel_hoekje(v)
        _stap(v)
        if r.random() < 0.03 and len(v.acts) > 2:
            v.terugdateren()
    return opgeschreven(v)


def _begin(v):
    """Now and then go straight to a team that holds."""
    kans = v.r.random()
    if kans < 0.35:
        v.spring()
        v.beoordeling("overdracht")
        v.spring()
        v.versturen("na-veiligheidsbeoordeling", TEAM1)
    elif kans < 0.58:
        v.spring()
        v.dienst()
        v.spring()
        v.versturen("na-dienst", v.r.choice([TEAM1, TEAM1, INSTELLING]))


def _stap(v):
    """Tell the next act: anything, but rather what matters where the story stands."""
    s = v.stand()
    if s is None:
        v.melding()
        return
    keus = [*_altijd(v)]
    keus += _over_een_overdracht(v, s) if s.hangend is not None else []
    keus += _in_een_geschil(v) if s.betwist else []
    keus += _bij_een_ander(v, s) if s.andere_houder() else []
    keus += _bij_veilig_thuis(v, s) if s.houder == s.vt else []
    keus += _bij_niemand(v) if s.houder is None else []
    if s.door is not None:
        keus += [(1.2, lambda: v.over("OverdrachtGeweigerd")), (1.2, v.dossier)]
    if s.diensten and not s.directe_veiligheid:
        keus += [(4, v.directe_veiligheid)]
    if s.monitoring is not None:
        keus += [(2, v.monitoring), (1.5, lambda: v.stabiel(VT))]
    if s.casusregie is not None:
        keus += [(2.5, v.regie)]
    if any(regel == "Z15" for _, _, regel in s.geweigerd):
        keus += [(3, lambda: v.over("OntvangstBevestigd"))]
    v.r.choices([wat for _, wat in keus], [gewicht for gewicht, _ in keus])[0]()


def _altijd(v):
    return [
        (3, v.melding),
        (3, v.beoordeling),
        (4, v.versturen),
        (2, v.contact),
        (1.6, v.dienst),
        (1, v.dienst_af),
        (2, v.stabiel),
        (1.2, v.incident),
        (1.5, v.regie),
        (1.6, v.opschaling),
        (0.5, v.besloten),
        (1.6, v.terug),
        (0.8, v.dossier),
        (0.8, v.directe_veiligheid),
        (0.7, v.onderzoek_af),
        (0.5, v.monitoring),
        (0.35, v.gestopt),
        (0.4, v.iets_anders),
        (0.5, lambda: v.over("OntvangstBevestigd")),
        (0.5, lambda: v.over("OverdrachtGeweigerd")),
        (0.2, lambda: v.over("OverdrachtIngetrokken")),
        (0.2, lambda: v.over("OverdrachtAangevuld")),
    ]


def _over_een_overdracht(v, s):
    return [
        (3, lambda: v.over("OntvangstBevestigd")),
        (2, lambda: v.over("OverdrachtGeweigerd")),
        (0.9, lambda: v.over("OverdrachtIngetrokken")),
        (0.7, lambda: v.over("OverdrachtNietBezorgd")),
        (1.5, lambda: v.contact(als_partij(s.hangend.aan))),
        (1.5, v.opschaling),
        (1.5, v.melding),
        (5 if s.hangend.regel == "Z10" else 0.3, lambda: v.over("OverdrachtAangevuld")),
    ]


def _in_een_geschil(v):
    return [
        (2, lambda: v.over("OntvangstBevestigd")),
        (2, v.besloten),
        (2, v.versturen),
        (1, v.opschaling),
        (0.7, v.stabiel),
        (0.5, v.gestopt),
    ]


def _bij_een_ander(v, s):
    keus = [(2, v.melding), (1.2, v.terug), (1.2, v.regie), (1.2, v.stabiel), (1, v.versturen)]
    if s.open:
        keus += [
            (3, lambda: v.beoordeling("dienst")),
            (2, lambda: v.beoordeling("overdracht")),
            (1, v.dienst),
            (1, lambda: v.beoordeling("geen-vervolg")),
        ]
    return keus


def _bij_veilig_thuis(v, s):
    keus = [(3, v.beoordeling), (1.5, v.dienst)] if s.open else []
    if s.diensten:
        keus += [
            (2, lambda: v.versturen("na-dienst")),
            (1.5, lambda: v.dienst_af("geen-vervolg")),
            (1, v.directe_veiligheid),
            (1.5, lambda: v.beoordeling("geen-vervolg")),
        ]
    return keus


def _bij_niemand(v):
    return [(3, v.versturen), (1, v.opschaling), (1, v.besloten), (1, v.directe_veiligheid)]
