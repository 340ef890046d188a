"""Section 5: what makes the other lanes move, and what each lane shows."""

from tests.projections.naslag.regels import regel, soort, stabiel
from tests.projections.naslag.staat import EIGEN_CONTACT, partij

# --- directe-veiligheid: "VT from `DienstIngezet` until `DirecteVeiligheidBeoordeeld` with `gerealiseerd:
# true` and a score of at least 6; a handover does not end it, `BemoeienisGestopt` and zicht becoming
# `beeindigd` do. `gerealiseerd: false` while a dienst runs opens it again. A dienst (of its kind) runs from
# `DienstIngezet` until `DienstAfgerond` of that kind; …"


@regel("DV", soort("DienstIngezet"))
def dienst_begint(s, e):
    s.directe_veiligheid = True
    s.diensten.add(e.g["dienst"])


@regel("DV", soort("DienstAfgerond"))
def dienst_eindigt(s, e):
    s.diensten.discard(e.g["dienst"])


@regel("DV", soort("DirecteVeiligheidBeoordeeld"))
def beoordeeld(s, e):
    if not e.g["gerealiseerd"]:
        if s.diensten:
            s.directe_veiligheid = True
    elif e.g["score"] >= 6:
        s.directe_veiligheid = False


@regel("DV", soort("BemoeienisGestopt"))
def gestopt(s, _):
    s.directe_veiligheid = False


# --- monitoring; M1 is where a handover passes, M3 where terms lapse, the second half of M5 where VT comes to
# hold


@regel("M2", soort("MonitoringAfgesloten"))
def m2(s, _):
    s.monitoring = None


# M4 ends at `StabieleVeiligheidVastgesteld` by VT with both criteria true and no unsafety in six months
@regel("M4", lambda s, e: stabiel(e) and partij(e.g["door"]) == s.vt and s.veilig(e.op))
def m4(s, _):
    s.monitoring = None


@regel("M5", soort("BemoeienisGestopt"))
def m5(s, _):
    s.monitoring = None


# --- casusregie: "the party and person of `CasusregieGestart` (a later start, or `CasusregisseurGewisseld`,
# replaces the person or party) until `CasusregieAfgerond`"


@regel("CR", soort("CasusregieGestart"))
def regie_start(s, e):
    s.casusregie = (partij(e.g["door"]), e.g["regisseur"])


@regel("CR", lambda s, e: e.soort == "CasusregisseurGewisseld" and s.casusregie is not None)
def regie_wisselt(s, e):
    s.casusregie = (partij(e.g.get("door")) or s.casusregie[0], e.g["regisseur"])


@regel("CR", soort("CasusregieAfgerond"))
def regie_af(s, _):
    s.casusregie = None


# --- what each lane shows: (partij, status, regisseur) or None


def toon_zicht(s):
    if not s.begonnen:
        return None
    if s.houder is None:
        return (s.gezin, s.niemand, None)
    # the rulebook: "Where several are true, shown is the first of: `bij-clientsysteem`, `betwist`,
    # `in-overdracht`, `melding-in-behandeling`, `vast`"
    if s.betwist:
        status = "betwist"
    elif s.hangend is not None:
        status = "in-overdracht"
    elif s.houder != s.vt and s.open:
        status = "melding-in-behandeling"
    else:
        status = "vast"
    return (s.houder, status, None)


def toon_directe_veiligheid(s):
    return (s.vt, "vast", None) if s.directe_veiligheid else None


def toon_monitoring(s):
    return None if s.monitoring is None else (s.vt, "vast", None)


def toon_casusregie(s):
    return None if s.casusregie is None else (s.casusregie[0], "vast", s.casusregie[1])


def toon_initiatief_dwang(s):
    if not s.begonnen:
        return None
    # the rulebook: "VT while VT holds zicht or a melding is open"
    if s.houder == s.vt or s.open:
        return (s.vt, "vast", None)
    # the rulebook: "Nobody when zicht is `beeindigd`, `onbelegd` or `bij-clientsysteem` and no melding is
    # open"
    if s.houder is None:
        return None
    # the rulebook: "while another party X holds: `te-bezien` with no party, until a `ContactGelegd` by X
    # by gesprek, huisbezoek or video, from the sending of the handover by which X came to hold, or since
    # it holds; from then X"
    vanaf = s.sinds if s.door is None else s.door.op
    if any(wie == s.houder and wijze in EIGEN_CONTACT and op >= vanaf for op, wie, wijze in s.contacten):
        return (s.houder, "vast", None)
    return (None, "te-bezien", None)


BANEN = {
    "zicht": toon_zicht,
    "directe-veiligheid": toon_directe_veiligheid,
    "monitoring": toon_monitoring,
    "casusregie": toon_casusregie,
    "initiatief-dwang": toon_initiatief_dwang,
}
