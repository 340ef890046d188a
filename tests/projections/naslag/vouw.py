"""The walk through a casus, and the pieces that it leaves."""

import dataclasses

from tests.projections.naslag.banen import BANEN
from tests.projections.naslag.geldend import geldende
from tests.projections.naslag.kalender import einde_maanden
from tests.projections.naslag.lezingen import volledig
from tests.projections.naslag.regels import REGELS
from tests.projections.naslag.staat import Staat, partij


@dataclasses.dataclass(frozen=True)
class Reden:
    """Why: the act, the rule, and whether a term lapsed."""

    volgnummer: int | None
    regel: str
    rechtens: bool = False


@dataclasses.dataclass(frozen=True)
class Stuk:
    """A piece of a lane; `partij` is (soort, id)."""

    van: object
    tot: object
    partij: tuple | None
    status: str
    regisseur: str | None
    reden: Reden


# --- lapses, in the order of section 3: "a handover (Z8) comes before a melding (Z3), and both before
# monitoring (M3)"


def komende(s):
    """Give (instant, rank, what then happens) of every term that runs."""
    termijnen = []
    if s.hangend is not None and s.hangend.uiterste is not None:
        termijnen.append((s.hangend.uiterste, 0, overdracht_verstrijkt))
    if s.begonnen and s.houder != s.vt and (eerste := s.eerste_uiterste()) is not None:
        # the rulebook: "If that deadline is past when zicht comes to H or to nobody, VT holds at once"
        termijnen.append((max(eerste[0], s.nu), 1, melding_verstrijkt))
    if s.monitoring is not None and s.lezingen["einde_monitoring"] == "maximum":
        termijnen.append((einde_maanden(s.monitoring, 18), 2, monitoring_verstrijkt))
    return sorted(termijnen, key=lambda termijn: termijn[:2])


def overdracht_verstrijkt(s):
    overdracht = s.hangend
    s.gaat_over(overdracht)
    return Reden(overdracht.volgnummer, overdracht.regel, rechtens=True)


def melding_verstrijkt(s):
    *_, melding = s.eerste_uiterste()
    s.zet_houder(s.vt)
    return Reden(melding.volgnummer, "Z3", rechtens=True)


def monitoring_verstrijkt(s):
    s.monitoring = None
    return Reden(None, "M3", rechtens=True)


class Vouw:
    """One walk; `staat` is None as long as no melding stands."""

    def __init__(self, acts, bekend_op, lezingen):
        alle = geldende(acts, bekend_op)
        self.sporen = {baan: [] for baan in BANEN}
        self.staat = None
        self.reeks = []
        # the rulebook: "Events before the first effective melding move nothing"
        eerste = next((plaats for plaats, act in enumerate(alle) if act.soort == "MeldingOntvangen"), None)
        if eerste is not None:
            self.reeks = alle[eerste:]
            vt = ("veilig-thuis", self.reeks[0].g["veiligThuis"])
            self.staat = Staat(volledig(lezingen), alle, vt)

    def draai(self, tot=None):
        """Walk to the end, and on through the terms that lapse up to and including `tot` (None: all)."""
        if self.staat is not None:
            for act in self.reeks:
                # the rulebook: "A term that lapses at instant d takes effect before any event at or after d"
                self.verstrijk(act.op)
                self.staat.nu = act.op
                self.gebeurt(act)
            self.verstrijk(tot)
        return self

    def verstrijk(self, tot):
        while termijnen := komende(self.staat):
            op, _, verstrijkt = termijnen[0]
            if tot is not None and op > tot:
                return
            self.staat.nu = op
            reden = verstrijkt(self.staat)
            self.staat.gebruikt.append(f"{reden.regel} rechtens")
            self.noteer(reden)

    def gebeurt(self, act):
        s = self.staat
        if act.soort == "ContactGelegd":
            s.contacten.append((act.op, partij(act.g["door"]), act.g["wijze"]))
        van_toepassing = [(naam, gevolg) for naam, voorwaarde, gevolg in REGELS if voorwaarde(s, act)]
        for naam, gevolg in van_toepassing:
            s.regel_nu = naam
            s.gebruikt.append(naam)
            gevolg(s, act)
            self.noteer(Reden(act.volgnummer, s.regel_nu))
        self.noteer(Reden(act.volgnummer, "geen"))  # a contact moves initiatief-dwang without any rule

    def noteer(self, reden):
        for baan, toon in BANEN.items():
            spoor, toont = self.sporen[baan], toon(self.staat)
            if (spoor[-1][1] if spoor else None) != toont:
                spoor.append((self.staat.nu, toont, reden))


def stukken(spoor):
    """Make pieces of what a lane showed, in order: "sorted, adjacent, never overlapping, never empty"."""
    # at one instant only what was shown last counts
    laatste = {}
    for op, toont, reden in spoor:
        laatste[op] = (toont, reden)
    punten = [(op, *wat) for op, wat in laatste.items()]
    assert punten == sorted(punten, key=lambda punt: punt[0])
    # the rulebook: "a new event that changes neither starts no new piece"
    wisselingen = []
    for punt in punten:
        if (wisselingen[-1][1] if wisselingen else None) != punt[1]:
            wisselingen.append(punt)
    gelegd = []
    for plaats, (op, toont, reden) in enumerate(wisselingen, start=1):
        einde = wisselingen[plaats][0] if plaats < len(wisselingen) else None
        if toont is not None:
            gelegd.append(Stuk(op, einde, *toont, reden))
    return gelegd


def naslag(acts, bekend_op=None, lezingen=None):
    """Give every lane of the acts (lines of the contract), as known at K, as a list of pieces."""
    gelopen = Vouw(acts, bekend_op, lezingen).draai()
    return {baan: stukken(spoor) for baan, spoor in gelopen.sporen.items()}


def stand(acts, op, lezingen=None):
    """Give the state after all acts and the lapses up to and including `op`."""
    return Vouw(acts, None, lezingen).draai(op).staat
