"""Section 4: Z1 to Z25. A rule is (name, condition on the state before the act, effect).

All conditions are asked first, then the effects of those that held are applied in the order of this page.
"""

from tests.projections.naslag.kalender import einde_weekdagen
from tests.projections.naslag.staat import TWEE_FASEN, Overdracht, partij

REGELS = []


def regel(naam, voorwaarde):
    def zet(gevolg):
        REGELS.append((naam, voorwaarde, gevolg))
        return gevolg

    return zet


def soort(*namen):
    return lambda _, e: e.soort in namen


# --- meldingen ----------------------------------------------------------------------------------------


def is_melding(e):
    return e.soort == "MeldingOntvangen"


def melder(e):
    return partij(e.g["melder"].get("organisatie"))


# Z1 | `MeldingOntvangen`, and nobody holds (first melding, `beeindigd`, `onbelegd`, `bij-clientsysteem`) | VT
# holds from gebeurdOp
@regel("Z1", lambda s, e: is_melding(e) and s.houder is None)
def z1(s, e):
    s.begonnen = True
    s.neem_op(e, e.g["melding"], melder(e))
    s.zet_houder(s.vt)


# Z2 | `MeldingOntvangen` while VT holds | no change
@regel("Z2", lambda s, e: is_melding(e) and s.houder == s.vt)
def z2(s, e):
    s.neem_op(e, e.g["melding"], melder(e))


# Z3 | an open melding, and another party H holds, or nobody | the present state goes on (H:
# `melding-in-behandeling`) until the earliest deadline of an open melding; then VT holds, rechtens (`vouw`
# lets it lapse). Readings: `ontvangst` (VT holds at receipt); `houder-blijft` (VT holds only by Z4 or Z7).
def ontvangen_bij_ander(s, e, ident, bron):
    blijft = s.lezingen["melding_door_derde"] == "houder-blijft" and bron != s.houder
    s.neem_op(e, ident, bron)
    if s.lezingen["melding_bij_andere_houder"] == "ontvangst" and not blijft:
        s.zet_houder(s.vt)


@regel("Z3", lambda s, e: is_melding(e) and s.andere_houder())
def z3(s, e):
    ontvangen_bij_ander(s, e, e.g["melding"], melder(e))


def besluit(s, e, welk):
    # the rulebook: "nor does a besluit on a melding that is not effective [move anything]"
    return (
        e.soort == "VeiligheidsbeoordelingAfgerond"
        and e.g["besluit"] == welk
        and any(is_melding(act) and act.g["melding"] == e.g["melding"] for act in s.alle)
    )


def is_open(s, ident):
    return any(melding.id == ident for melding in s.open)


def alleen_termijn(s):
    # reading `alleen-termijn`: "while H holds and an open melding's deadline is still to come, a besluit
    # `dienst` and `DienstIngezet` do not move zicht earlier, and the melding stays open"
    if s.lezingen["melding_bij_andere_houder"] != "alleen-termijn" or not s.andere_houder():
        return False
    return any((uiterste := s.uiterste(m)) is not None and uiterste > s.nu for m in s.open)


# Z4 | `VeiligheidsbeoordelingAfgerond`, besluit `dienst`, on an open melding, VT does not hold | VT holds at
# once
@regel(
    "Z4",
    lambda s, e: (
        besluit(s, e, "dienst") and is_open(s, e.g["melding"]) and s.houder != s.vt and not alleen_termijn(s)
    ),
)
def z4(s, _):
    s.zet_houder(s.vt)


# Z5 | besluit `overdracht` | no change by itself; closes the melding if `belegdBij` is the present holder
# that is not VT
@regel(
    "Z5",
    lambda s, e: (
        besluit(s, e, "overdracht") and s.andere_houder() and partij(e.g.get("belegdBij")) == s.houder
    ),
)
def z5(s, e):
    s.open = [melding for melding in s.open if melding.id != e.g["melding"]]


# Z6 | besluit `geen-vervolg` | closes the melding. If VT holds, no other melding is open, no dienst runs and
# no handover is pending: `beeindigd`. Otherwise no change
@regel("Z6", lambda s, e: besluit(s, e, "geen-vervolg"))
def z6(s, e):
    s.open = [melding for melding in s.open if melding.id != e.g["melding"]]
    if s.houder == s.vt and not s.open and not s.diensten and s.hangend is None:
        s.zet_niemand("beeindigd")


# Z7 | `DienstIngezet` | VT holds; a pending handover and a dispute lapse [and every open melding closes]
@regel("Z7", soort("DienstIngezet"))
def z7(s, _):
    if alleen_termijn(s):
        return
    s.open = []
    s.hangend = None
    s.geschil_eindigt()
    s.zet_houder(s.vt)


# --- handovers, sent ----------------------------------------------------------------------------------


def verstuurd(s, e):
    # the rulebook: "Only VT or the holder can hand over: a sending by another party (`van`) moves nothing"
    return e.soort == "OverdrachtVerstuurd" and partij(e.g["van"]) in (s.vt, s.houder)


def aan(e):
    return partij(e.g["aan"])


def houdt_al(s, e):
    return aan(e) == s.houder


def nieuwe(e):
    return Overdracht(
        e.g["overdracht"],
        aan(e),
        e.g["fase"],
        e.op,
        e.volgnummer,
        set(e.g["onderdelen"]),
        set(e.g.get("nietVanToepassing") or ()),
    )


def wordt_hangend(s, overdracht, naam, uiterste):
    # the rulebook: "A handover replaces an older pending one"
    overdracht.regel, overdracht.uiterste = naam, uiterste
    s.hangend = overdracht


def gaat_meteen_over(s, overdracht, naam):
    overdracht.regel = naam
    s.gaat_over(overdracht)


# Z8 | `OverdrachtVerstuurd`, fase `na-veiligheidsbeoordeling`, to a lokaal team X | holder keeps it,
# `in-overdracht`; passes to X at the first of: `OntvangstBevestigd` by X, `ContactGelegd` by X, the end of
# the 7th weekdag after sending
@regel(
    "Z8",
    lambda s, e: (
        verstuurd(s, e)
        and not houdt_al(s, e)
        and e.g["fase"] == "na-veiligheidsbeoordeling"
        and aan(e)[0] == "lokaal-team"
    ),
)
def z8(s, e):
    lezing = s.lezingen["directe_overdracht"]
    if lezing == "verzending":
        gaat_meteen_over(s, nieuwe(e), "Z8")
    else:
        termijn = einde_weekdagen(e.op, s.lezingen) if lezing == "belegd-of-termijn" else None
        wordt_hangend(s, nieuwe(e), "Z8", termijn)


def na_dienst_naar_team(s, e, *, volledig):
    return (
        verstuurd(s, e)
        and not houdt_al(s, e)
        and e.g["fase"] == "na-dienst"
        and aan(e)[0] == "lokaal-team"
        and nieuwe(e).volledig() == volledig
    )


def na_dienst(s, e, naam):
    overdracht, lezing = nieuwe(e), s.lezingen["overdracht_na_dienst"]
    if lezing == "verzending" or (lezing == "informatie-volledig" and overdracht.volledig()):
        gaat_meteen_over(s, overdracht, naam)
    else:
        termijn = einde_weekdagen(e.op, s.lezingen) if lezing == "bevestiging-of-termijn" else None
        wordt_hangend(s, overdracht, naam, termijn)


# Z9 | fase `na-dienst`, to a lokaal team X, document complete (§6.2.4) | passes to X at once; a confirmation
# is recorded but moves nothing
@regel("Z9", lambda s, e: na_dienst_naar_team(s, e, volledig=True))
def z9(s, e):
    na_dienst(s, e, "Z9")


# Z10 | the same, parts missing | holder keeps it, `in-overdracht`, no deadline; passes when
# `OverdrachtAangevuld` completes the parts. Confirmation or contact does not move it
@regel("Z10", lambda s, e: na_dienst_naar_team(s, e, volledig=False))
def z10(s, e):
    na_dienst(s, e, "Z10")


# Z11 | any fase to another kind of party X, and fase `naar-bescherming` or `overig` to anyone | holder keeps
# it, `in-overdracht`; passes at `OntvangstBevestigd` by X, and for fase `na-veiligheidsbeoordeling` also at
# `ContactGelegd` by X; no deadline
@regel(
    "Z11",
    lambda s, e: (
        verstuurd(s, e)
        and not houdt_al(s, e)
        and aan(e)[0] != "clientsysteem"
        and (aan(e)[0] != "lokaal-team" or e.g["fase"] in ("naar-bescherming", "overig"))
    ),
)
def z11(s, e):
    wordt_hangend(s, nieuwe(e), "Z11", None)


# Z12 | any fase to the clientsysteem (terugleggen) | at once `bij-clientsysteem`
@regel("Z12", lambda s, e: verstuurd(s, e) and aan(e)[0] == "clientsysteem")
def z12(s, e):
    gaat_meteen_over(s, nieuwe(e), "Z12")


# Z13 | `OverdrachtVerstuurd` to X who already holds | no handover; an older pending one lapses; for those two
# fases, and X not VT, meldingen received by then are closed
@regel("Z13", lambda s, e: verstuurd(s, e) and houdt_al(s, e))
def z13(s, e):
    s.hangend = None
    if e.g["fase"] in TWEE_FASEN and aan(e) != s.vt:
        s.open = [melding for melding in s.open if melding.op > e.op]


# --- handovers, pending -------------------------------------------------------------------------------


def van_de_hangende(s, e):
    # the rulebook: "Every rule on a handover asks that the `overdracht` id and the receiving party match"
    return (
        s.hangend is not None and e.g["overdracht"] == s.hangend.id and partij(e.g["door"]) == s.hangend.aan
    )


def bevestiging_laat_overgaan(s):
    if s.hangend.regel in ("Z8", "Z11"):
        return True
    return s.lezingen["overdracht_na_dienst"] in ("bevestiging", "bevestiging-of-termijn")


def laat_overgaan(naam, voorwaarde):
    REGELS.append(
        (
            naam,
            lambda s, e: s.hangend is not None and s.hangend.regel == naam and voorwaarde(s, e),
            lambda s, _: s.gaat_over(s.hangend),
        )
    )


for _naam in ("Z8", "Z9", "Z10", "Z11"):
    laat_overgaan(
        _naam,
        lambda s, e: (
            e.soort == "OntvangstBevestigd" and van_de_hangende(s, e) and bevestiging_laat_overgaan(s)
        ),
    )
for _naam in ("Z8", "Z11"):
    laat_overgaan(
        _naam,
        lambda s, e: (
            e.soort == "ContactGelegd"
            and s.hangend.fase == "na-veiligheidsbeoordeling"
            and partij(e.g["door"]) == s.hangend.aan
        ),
    )


@regel(
    "Z10",
    lambda s, e: (
        e.soort == "OverdrachtAangevuld" and s.hangend is not None and e.g["overdracht"] == s.hangend.id
    ),
)
def z10_aangevuld(s, e):
    overdracht = s.hangend
    overdracht.onderdelen |= set(e.g["onderdelen"])
    overdracht.niet_van_toepassing |= set(e.g.get("nietVanToepassing") or ())
    if (
        overdracht.regel == "Z10"
        and s.lezingen["overdracht_na_dienst"] == "informatie-volledig"
        and overdracht.volledig()
    ):
        s.gaat_over(overdracht)


# --- disputes -----------------------------------------------------------------------------------------


# Z14 | `OverdrachtGeweigerd` by X, that handover pending | it lapses; holder keeps it, `betwist`
@regel("Z14", lambda s, e: e.soort == "OverdrachtGeweigerd" and van_de_hangende(s, e))
def z14(s, e):
    s.hangend = None
    if s.houder is not None:  # "Nobody holding, nothing is disputed"
        s.betwist = True
        s.geweigerd.append((e.g["overdracht"], partij(e.g["door"]), "Z14"))


# Z15 | `OverdrachtGeweigerd` by X of the handover by which X holds | X keeps it, `betwist`: refusing
# afterwards gives nothing back
@regel(
    "Z15",
    lambda s, e: (
        e.soort == "OverdrachtGeweigerd"
        and s.houder is not None
        and s.door is not None
        and e.g["overdracht"] == s.door.id
        and partij(e.g["door"]) == s.houder
    ),
)
def z15(s, e):
    s.betwist = True
    s.geweigerd.append((e.g["overdracht"], partij(e.g["door"]), "Z15"))


# the rulebook: "[a dispute ends] by `OntvangstBevestigd` of the refused handover by the party that refused
# (which lets nothing pass that had lapsed, and ends a dispute that opschaling joined too)"
def alsnog_bevestigd(naam):
    @regel(
        naam,
        lambda s, e: (
            e.soort == "OntvangstBevestigd" and (e.g["overdracht"], partij(e.g["door"]), naam) in s.geweigerd
        ),
    )
    def _(s, _):
        s.geschil_eindigt()


alsnog_bevestigd("Z14")
alsnog_bevestigd("Z15")


# Z16 | `OverdrachtIngetrokken`, `OverdrachtNietBezorgd`, that handover pending | it lapses; the holder keeps
# it
@regel(
    "Z16",
    lambda s, e: (
        e.soort in ("OverdrachtIngetrokken", "OverdrachtNietBezorgd")
        and s.hangend is not None
        and e.g["overdracht"] == s.hangend.id
    ),
)
def z16(s, _):
    s.hangend = None


# Z17 | `OpschalingGestart` with onderwerp zicht or overdracht, somebody holds | `betwist`; a pending handover
# loses its deadline (an act can still make it pass)
@regel(
    "Z17",
    lambda s, e: (
        e.soort == "OpschalingGestart"
        and e.g["onderwerp"] in ("zicht", "overdracht")
        and s.houder is not None
    ),
)
def z17(s, _):
    s.betwist = True
    if s.hangend is not None:
        s.hangend.uiterste = None


# Z18 | `OpschalingBesloten` | with `toegewezenAan` P: P holds; a pending handover lapses. Always: the dispute
# ends [with `toegewezenAan` every open melding closes]
@regel("Z18", soort("OpschalingBesloten"))
def z18(s, e):
    s.geschil_eindigt()
    wie = partij(e.g.get("toegewezenAan"))
    if wie is not None:
        s.hangend = None
        s.open = []
        s.zet_houder(wie)


# --- back, and the end --------------------------------------------------------------------------------


# Z19 | `TerugkoppelingOntvangen`, `TerugkoppelingGewogen`, `TerugmeldingOntvangen`, `OndersteuningGeboden` |
# no change. Readings `terugkoppeling`, `terugmelding` = als-melding: "by the holder: works as an open melding
# received then, until the next `TerugkoppelingGewogen`, or what closes a melding"
@regel(
    "Z19",
    soort(
        "TerugkoppelingOntvangen", "TerugkoppelingGewogen", "TerugmeldingOntvangen", "OndersteuningGeboden"
    ),
)
def z19(s, e):
    if e.soort == "TerugkoppelingGewogen":
        s.open = [melding for melding in s.open if melding.id is not None]
        return
    lezing = {"TerugkoppelingOntvangen": "terugkoppeling", "TerugmeldingOntvangen": "terugmelding"}.get(
        e.soort
    )
    if lezing is None or s.lezingen[lezing] != "als-melding" or partij(e.g["door"]) != s.houder:
        return
    if s.houder == s.vt:
        s.neem_op(e, None, s.houder)  # as Z2
    else:
        s.regel_nu = "Z3"
        ontvangen_bij_ander(s, e, None, s.houder)


def stabiel(e):
    return (
        e.soort == "StabieleVeiligheidVastgesteld"
        and e.g["risicofactorenAangepakt"]
        and e.g["herstelGestart"]
    )


# Z20 | `StabieleVeiligheidVastgesteld` by the holder, both criteria true and no unsafety in six months |
# `beeindigd`; a pending handover and a dispute lapse
@regel(
    "Z20",
    lambda s, e: stabiel(e) and s.houder is not None and partij(e.g["door"]) == s.houder and s.veilig(e.op),
)
def z20(s, _):
    s.hangend = None
    s.zet_niemand("beeindigd")


# Z21 | the same with a criterion false or unsafety inside six months, or by a party that does not hold | no
# change


# Z22 | `CasusregieAfgerond` (any reason) | no change.
# Reading casusregie_geen_mogelijkheden = onbelegd "(if the party of the casusregie holds)"
@regel(
    "Z22",
    lambda s, e: (
        e.soort == "CasusregieAfgerond"
        and s.lezingen["casusregie_geen_mogelijkheden"] == "onbelegd"
        and e.g["reden"] == "geen-mogelijkheden"
        and s.houder is not None
        and s.casusregie is not None
        and s.casusregie[0] == s.houder
    ),
)
def z22(s, _):
    s.zet_niemand("onbelegd")


# Z23 | `DienstAfgerond` with `vervolg: geen-vervolg`, VT holds, no melding is open, no other dienst runs, no
# handover is pending | `beeindigd`
@regel(
    "Z23",
    lambda s, e: (
        e.soort == "DienstAfgerond"
        and e.g.get("vervolg") == "geen-vervolg"
        and s.houder == s.vt
        and not s.open
        and not s.diensten - {e.g["dienst"]}
        and s.hangend is None
    ),
)
def z23(s, _):
    s.zet_niemand("beeindigd")


# Z24 | `BemoeienisGestopt`, VT holds | `onbelegd` until a new melding; a pending handover and a dispute lapse
# [and every open melding closes]
@regel("Z24", lambda s, e: e.soort == "BemoeienisGestopt" and s.houder == s.vt)
def z24(s, _):
    s.open = []
    s.hangend = None
    s.zet_niemand("onbelegd")


# Z25 | `DossierGesloten`, and every other act | no change (but see reading `einde_na_directe_overdracht`).
# Reading afsluiting-team: "`DossierGesloten` by the holder, who holds by a direct handover, gives
# `beeindigd`"
@regel(
    "Z25",
    lambda s, e: (
        e.soort == "DossierGesloten"
        and s.lezingen["einde_na_directe_overdracht"] == "afsluiting-team"
        and s.houder is not None
        and partij(e.g["door"]) == s.houder
        and s.door is not None
        and s.door.fase == "na-veiligheidsbeoordeling"
    ),
)
def z25(s, _):
    s.zet_niemand("beeindigd")
