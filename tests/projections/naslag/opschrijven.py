"""From the order in which acts took place to the order in which they were recorded, with corrections.

What is referred to is recorded first, `vastgelegdOp` never decreases, and a correction reaches back only.
"""

import copy

from tests.projections.naslag.kalender import DAG, instant, lokale_datum, middernacht
from tests.projections.naslag.verteller import INSTELLING, MINUUT, NA_DIENST, SECONDE, TEAM1, TEAM2, UUR, VT


def opgeschreven(v):
    """Give the lines of the contract for what the teller told."""
    regels = _in_volgorde(v, _momenten(v))
    correcties = []
    if v.r.random() < 0.45:
        for _ in range(v.r.choice([1, 1, 2, 2, 3, 4, 5])):
            correcties.append(_correctie(v, regels, correcties))
    for nummer, (act, vast) in enumerate(regels, start=1):
        act["volgnummer"] = nummer
        act["vastgelegdOp"] = vast.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    for correctie in correcties:
        correctie.noem()
    return [act for act, _ in regels]


def _momenten(v):
    """Give when each act was recorded: shortly after, or late."""
    momenten, laat = [], v.r.random() < 0.55
    for plaats, act in enumerate(v.acts):
        op = instant(act["gebeurdOp"])
        moment = op + (v.r.choice([UUR * 0, SECONDE, MINUUT * 5, UUR]) if plaats else UUR * 0)
        if laat and plaats and v.r.random() < 0.35:
            moment = op + v.r.choice([UUR * 5, DAG, DAG * 8, DAG * 20, DAG * 200])
        momenten.append(max([moment, *momenten[:1], *(momenten[ander] for ander in v.hangt_aan[plaats])]))
    return momenten


def _in_volgorde(v, momenten):
    """Give [act, recorded at]; of acts recorded at the same moment the order is sometimes shuffled."""
    schudden = v.r.random() < 0.3
    sleutel = [v.r.random() if schudden else plaats for plaats in range(len(momenten))]
    over, klaar, regels = set(range(len(momenten))), set(), []
    while over:
        kan = [p for p in over if (p == 0 or 0 in klaar) and klaar.issuperset(v.hangt_aan[p])]
        plaats = min(kan, key=lambda p: (momenten[p], sleutel[p]))
        over.discard(plaats)
        klaar.add(plaats)
        vorig = regels[-1][1] if regels else momenten[plaats]
        regels.append((copy.deepcopy(v.acts[plaats]), max(momenten[plaats], vorig)))
    return regels


class Correctie:
    """A correction of the act `doel`; which volgnummer that has is known at the end."""

    def __init__(self, act, doel):
        self.act = act
        self.doel = doel

    def noem(self):
        gegevens = self.act["gegevens"]
        gegevens["betreft"] = self.doel["volgnummer"]
        # what takes the place of a correction is a correction of the same act
        nieuw = (gegevens.get("vervanging") or {}).get("gegevens")
        if self.doel["soort"] == "GebeurtenisGecorrigeerd" and nieuw is not None:
            nieuw["betreft"] = self.doel["gegevens"]["betreft"]


def _correctie(v, regels, correcties):
    """Put a correction somewhere after the act it is about, often of a correction."""
    r = v.r
    doelen = [act for act, _ in regels]
    doel = r.choice(doelen)
    if correcties and r.random() < 0.55:
        doel = r.choice(correcties).act
    elif doel is doelen[0] and r.random() < 0.6:
        doel = r.choice(doelen)
    begin = next(plaats for plaats, act in enumerate(doelen) if act is doel) + 1
    plek = r.randrange(begin, len(regels) + 1)
    vast = regels[plek - 1][1]
    if plek == len(regels):
        vast += r.choice([UUR * 0, UUR, DAG * 2, DAG * 40])
    elif r.random() < 0.5:
        vast = max(vast, (vast + (regels[plek][1] - vast) * r.random()).replace(microsecond=0))
    act = {**doel, "soort": "GebeurtenisGecorrigeerd", "gebeurdOp": v.schrijf_tijd(vast)}
    act["gegevens"] = _inhoud(v, doel, regels, correcties, vast)
    regels.insert(plek, (act, vast))
    return Correctie(act, doel)


def _inhoud(v, doel, regels, correcties, grens):
    """Give what a correction of `doel` says; nothing is moved to after `grens`."""
    r, gegevens = v.r, {"betreft": None, "wijze": "ingetrokken", "reden": "invoerfout"}
    vervanging = {}
    if doel["soort"] == "GebeurtenisGecorrigeerd":
        if r.random() < 0.7:
            return gegevens
        om_wie = next(correctie.doel for correctie in correcties if correctie.act is doel)
        vervanging["gegevens"] = _andere_correctie(v, doel, om_wie, regels, grens)
    else:
        if r.random() < 0.4:
            return gegevens
        anders = _andere_gegevens(r, doel, v.gezin) if r.random() < 0.35 else None
        if anders is not None:
            vervanging["gegevens"] = anders
        if anders is None or r.random() < 0.4:
            vervanging["gebeurdOp"] = _andere_tijd(v, doel, regels, grens)
    return gegevens | {"wijze": "vervangen", "vervanging": vervanging}


def _andere_correctie(v, doel, om_wie, regels, grens):
    """Replace what a correction says: it moves the act instead, or withdraws it after all."""
    anders = {"betreft": None, "wijze": "ingetrokken", "reden": "invoerfout"}
    if doel["gegevens"]["wijze"] == "vervangen" and v.r.random() < 0.6:
        return anders
    return anders | {
        "wijze": "vervangen",
        "vervanging": {"gebeurdOp": _andere_tijd(v, om_wie, regels, grens)},
    }


def _andere_tijd(v, doel, regels, grens):
    r, eigen = v.r, instant(doel["gebeurdOp"])
    kans = r.random()
    if kans < 0.3:
        anders = eigen + r.choice([-1, 1]) * r.choice([SECONDE, UUR, DAG, DAG * 3, DAG * 7, DAG * 30])
    elif kans < 0.75:  # exactly the instant of another act
        anders = instant(r.choice(regels)[0]["gebeurdOp"])
    else:
        anders = middernacht(lokale_datum(eigen) + DAG * r.randrange(-8, 9))
    eerste = regels[0][0]
    if doel is not eerste and doel["soort"] != "IncidentGeregistreerd":
        anders = max(anders, instant(eerste["gebeurdOp"]))
    return v.schrijf_tijd(min(anders, grens))


def _andere_gegevens(r, doel, gezin):
    """Give another open part for an act of the same soort, or None for one that we leave as it is."""
    team = r.choice([TEAM1, TEAM2])
    anders = {
        "VeiligheidsbeoordelingAfgerond": {
            "besluit": r.choice(["dienst", "overdracht", "geen-vervolg"]),
            "conclusie": r.randrange(1, 9),
        },
        "OverdrachtVerstuurd": r.choice(
            [
                {"fase": r.choice(["na-veiligheidsbeoordeling", "na-dienst", "overig"])},
                {"onderdelen": NA_DIENST},
                {"aan": r.choice([TEAM1, TEAM2, INSTELLING, gezin])},
            ]
        ),
        "OpschalingBesloten": {"toegewezenAan": r.choice([VT, TEAM1])},
        "DirecteVeiligheidBeoordeeld": {"gerealiseerd": r.random() < 0.5, "score": 6},
        "MeldingOntvangen": {"melder": {"soort": "lokaal-team", "organisatie": team, "anoniem": False}},
    }
    door = ("ContactGelegd", "StabieleVeiligheidVastgesteld", "CasusregieGestart", "TerugkoppelingOntvangen")
    anders |= {soort: {"door": r.choice([VT, team])} for soort in door}
    if doel["soort"] not in anders:
        return None
    return copy.deepcopy(doel["gegevens"]) | anders[doel["soort"]]
