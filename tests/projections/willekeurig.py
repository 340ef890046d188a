"""Random stories for hypothesis: any act of any party at any moment, told in any order, and corrections.

Nothing here is believable and much would be refused when recorded; folding must bear it. When a property
fails, hypothesis makes the story as short as it can. Believable histories are in `naslag`.
"""

from dataclasses import replace
from datetime import timedelta
from typing import get_args

from hypothesis import strategies as st
from tests.verhaal import (
    GEZIN,
    GGZ,
    NA_BEOORDELING,
    NA_DIENST,
    OOST,
    VT,
    WEST,
    Regel,
    aangevuld,
    beoordeling,
    besloten,
    bevestigd,
    contact,
    dienst,
    dienst_af,
    directe_veiligheid,
    dossier_dicht,
    gestopt,
    geweigerd,
    gewogen,
    incident,
    ingetrokken,
    lokaal,
    melding,
    monitoring_af,
    niet_bezorgd,
    onderzoek_af,
    opschaling,
    overdracht,
    regie,
    regie_af,
    regisseur,
    stabiel,
    terugkoppeling,
    terugmelding,
    verhaal,
)

from ledger.acts.dossier import GebeurtenisGecorrigeerd, Vervanging
from ledger.agreements import Lezingen

BEGIN = lokaal("2020-03-02 09:00")
DAG = timedelta(days=1)
_OP = st.just("2020-03-02 09:00")  # every act gets its own moment when the story is told

meldingen = st.sampled_from(["m1", "m2", "m3"])
overdrachten = st.sampled_from(["o1", "o2", "o3"])
partijen = st.sampled_from([VT, WEST, OOST, GGZ])
fasen = st.sampled_from([NA_BEOORDELING, NA_BEOORDELING, NA_DIENST, NA_DIENST, "naar-bescherming", "overig"])
diensten = st.sampled_from(["voorwaarden-en-vervolg", "onderzoek"])
ontbreekt = st.sampled_from([(), (), ("monitorfunctie",), ("monitorfunctie", "onveilige-situaties")])
wijzen = st.sampled_from(["telefoon", "huisbezoek"])


def _maak(vertel, *args, **velden):
    return st.builds(vertel, *args, op=_OP, **velden)


SOORTEN = {
    "MeldingOntvangen": _maak(melding, meldingen, door=st.sampled_from([None, WEST, VT])),
    "VeiligheidsbeoordelingAfgerond": _maak(
        beoordeling,
        st.sampled_from(["dienst", "overdracht", "geen-vervolg"]),
        meldingen,
        conclusie=st.sampled_from([1, 8]),
        belegd_bij=st.sampled_from([None, VT, WEST, GGZ]),
    ),
    "OverdrachtVerstuurd": _maak(
        overdracht,
        overdrachten,
        aan=st.sampled_from([WEST, WEST, OOST, GGZ, VT, GEZIN]),
        van=st.sampled_from([VT, VT, WEST, OOST]),
        fase=fasen,
        zonder=ontbreekt,
    ),
    "OntvangstBevestigd": _maak(bevestigd, overdrachten, door=partijen),
    "OverdrachtGeweigerd": _maak(geweigerd, overdrachten, door=partijen),
    "OverdrachtIngetrokken": _maak(ingetrokken, overdrachten),
    "OverdrachtNietBezorgd": _maak(niet_bezorgd, overdrachten),
    "OverdrachtAangevuld": _maak(aangevuld, overdrachten, met=ontbreekt),
    "ContactGelegd": _maak(contact, door=partijen, wijze=wijzen),
    "DienstIngezet": _maak(dienst, diensten),
    "DienstAfgerond": _maak(
        dienst_af, diensten, vervolg=st.sampled_from([None, "geen-vervolg", "overdracht"])
    ),
    "DirecteVeiligheidBeoordeeld": _maak(
        directe_veiligheid, score=st.sampled_from([5, 6]), gerealiseerd=st.booleans()
    ),
    "OnderzoekAfgerond": _maak(onderzoek_af, st.sampled_from(["bevestigd", "weerlegd"])),
    "CasusregieGestart": _maak(regie, st.sampled_from(["mw-7", "mw-8"]), door=partijen),
    "CasusregisseurGewisseld": _maak(
        regisseur, st.sampled_from(["mw-7", "mw-9"]), door=st.sampled_from([None, WEST])
    ),
    "CasusregieAfgerond": _maak(
        regie_af, st.sampled_from(["stabiel-veilig", "geen-mogelijkheden"]), door=partijen
    ),
    "IncidentGeregistreerd": _maak(incident, door=partijen),
    "StabieleVeiligheidVastgesteld": _maak(
        stabiel, door=partijen, herstel=st.sampled_from([True, True, True, False])
    ),
    "DossierGesloten": _maak(dossier_dicht, door=partijen),
    "TerugkoppelingOntvangen": _maak(terugkoppeling, door=partijen),
    "TerugmeldingOntvangen": _maak(terugmelding, door=partijen),
    "TerugkoppelingGewogen": _maak(gewogen),
    "OpschalingGestart": _maak(opschaling, st.sampled_from(["zicht", "overdracht", "inhoud"])),
    "OpschalingBesloten": _maak(besloten, aan=st.sampled_from([None, VT, WEST, GEZIN])),
    "MonitoringAfgesloten": _maak(monitoring_af),
    "BemoeienisGestopt": _maak(gestopt),
}
"""Of every act that a rule names, by its stored name; a story is told of these and of corrections."""

sprongen = st.sampled_from(
    [0 * DAG, timedelta(seconds=1), timedelta(hours=15), DAG, 3 * DAG, 7 * DAG, 8 * DAG, 40 * DAG, 185 * DAG]
)
vertragingen = st.sampled_from([0 * DAG, 0 * DAG, timedelta(minutes=5), 2 * DAG, 30 * DAG])
terug = st.sampled_from([0 * DAG] * 6 + [timedelta(seconds=1), timedelta(hours=15), 3 * DAG, 9 * DAG])


@st.composite
def correcties(draw, verteld, op):
    """A correction of one of the lines told so far, at `op`."""
    betreft = draw(st.integers(1, len(verteld)))
    doel = verteld[betreft - 1]
    vervanging = None
    if draw(st.booleans()):
        vervanging = Vervanging(gebeurd_op=doel.op + draw(st.sampled_from([-1, 1])) * draw(sprongen))
        soort = type(doel.act).__name__
        if soort in SOORTEN and draw(st.booleans()):
            anders = draw(SOORTEN[soort]).act.model_dump(mode="json", exclude_none=True)
            vervanging = Vervanging(gegevens=anders, gebeurd_op=draw(st.sampled_from([None, doel.op])))
    wijze = "ingetrokken" if vervanging is None else "vervangen"
    return Regel(
        op,
        GebeurtenisGecorrigeerd(betreft=betreft, wijze=wijze, vervanging=vervanging, reden="invoerfout"),
    )


@st.composite
def regels(draw, *, met_correcties=True, meeste=12):
    """The lines of a story; mostly it begins with a melding."""
    nu, verteld = BEGIN, []
    if draw(st.sampled_from([True, True, True, False])):
        verteld.append(replace(draw(SOORTEN["MeldingOntvangen"]), op=nu))
    for _ in range(draw(st.integers(0, meeste))):
        nu += draw(sprongen)
        if met_correcties and verteld and draw(st.sampled_from([False] * 6 + [True])):
            verteld.append(draw(correcties(verteld, nu)))
            continue
        op = nu - draw(terug)
        regel = draw(st.sampled_from(sorted(SOORTEN)).flatmap(SOORTEN.__getitem__))
        verteld.append(replace(regel, op=op, vast=max(nu, op) + draw(vertragingen)))
    return verteld


def verhalen(**rest):
    """Stories as the ledger would hold them."""
    return regels(**rest).map(lambda verteld: verhaal(*verteld))


lezingen = st.fixed_dictionaries(
    {naam: st.sampled_from(get_args(veld.annotation)) for naam, veld in Lezingen.model_fields.items()}
)
"""Any combination of readings."""
