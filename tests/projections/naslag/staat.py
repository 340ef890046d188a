"""What a rule looks at, and the moves that rules share. A party is the pair (soort, id)."""

import dataclasses

from tests.projections.naslag.kalender import lokale_datum, plus_maanden, uiterste_melding

# §6.2.4
ONDERDELEN_NA_DIENST = frozenset(
    [
        "overdrachtspartij",
        "samenvatting-melding",
        "verloop-betrokkenheid",
        "onveilige-situaties",
        "veiligheidsvoorwaarden",
        "aanvullende-afspraken",
        "beschermende-factoren",
        "afspraken-wie-doet-wat",
        "monitorfunctie",
        "bij-wie-gemonitord",
        "overzicht-directbetrokkenen",
    ]
)
MAG_NIET_VAN_TOEPASSING = frozenset(
    [
        "veiligheidsvoorwaarden",
        "aanvullende-afspraken",
        "monitorfunctie",
        "bij-wie-gemonitord",
        "verrijking",
        "reactie-directbetrokkenen",
    ]
)
TWEE_FASEN = ("na-veiligheidsbeoordeling", "na-dienst")
EIGEN_CONTACT = ("gesprek", "huisbezoek", "video")


def partij(ruw):
    return None if ruw is None else (ruw["soort"], ruw["id"])


@dataclasses.dataclass
class Melding:
    """An open melding; without `id` a terugkoppeling or terugmelding that works as one."""

    id: str | None
    volgnummer: int
    op: object
    bron: tuple | None
    houder_bij_ontvangst: tuple | None


@dataclasses.dataclass
class Overdracht:
    """A handover as it was sent, with the rule it follows and the instant at which it lapses."""

    id: str
    aan: tuple
    fase: str
    op: object
    volgnummer: int
    onderdelen: set
    niet_van_toepassing: set
    regel: str = ""
    uiterste: object = None

    def volledig(self):
        heeft = self.onderdelen | (self.niet_van_toepassing & MAG_NIET_VAN_TOEPASSING)
        return heeft >= ONDERDELEN_NA_DIENST


class Staat:
    """Everything that is so at `nu`; rules change it in place."""

    def __init__(self, lezingen, alle, vt):
        self.lezingen = lezingen
        self.alle = alle
        self.vt = vt
        self.nu = None
        self.begonnen = False
        self.houder = None
        self.niemand = None  # onbelegd, beeindigd, bij-clientsysteem
        self.gezin = None
        self.door = None  # the handover by which the holder came to hold
        self.sinds = None  # when the holder came to hold
        self.hangend = None
        self.betwist = False
        self.geweigerd = []  # (overdracht, partij, regel) of the running dispute
        self.open = []
        self.diensten = set()
        self.directe_veiligheid = False
        self.monitoring = None  # since when
        self.casusregie = None  # (partij, regisseur)
        self.contacten = []  # (instant, partij, wijze)
        self.regel_nu = None  # the rule that is being applied
        self.gebruikt = []  # every rule that was

    def andere_houder(self):
        return self.houder is not None and self.houder != self.vt

    # --- meldingen

    def neem_op(self, act, ident, bron):
        self.open.append(Melding(ident, act.volgnummer, act.op, bron, self.houder))

    def uiterste(self, melding):
        # reading melding_door_derde = houder-blijft: "a melding that does not come from the holder has no
        # deadline"
        if self.lezingen["melding_door_derde"] == "houder-blijft":
            houder = melding.houder_bij_ontvangst
            if houder is None or melding.bron != houder:
                return None
        return uiterste_melding(melding.op, self.lezingen)

    def eerste_uiterste(self):
        """Give (deadline, …, melding) of the open melding whose deadline comes first."""
        met_termijn = [(u, m.op, m.volgnummer, m) for m in self.open if (u := self.uiterste(m)) is not None]
        return min(met_termijn, key=lambda een: een[:3], default=None)

    # --- who holds

    def geschil_eindigt(self):
        self.betwist, self.geweigerd = False, []

    def zet_houder(self, nieuw, door=None):
        if nieuw[0] == "clientsysteem":
            self.zet_niemand("bij-clientsysteem", nieuw)
            return
        if nieuw == self.houder:
            return
        # the rulebook: "[a dispute ends] by any change of holder"
        self.geschil_eindigt()
        self.houder, self.niemand, self.gezin = nieuw, None, None
        self.door, self.sinds = door, self.nu
        if nieuw == self.vt:
            # the rulebook: "When VT comes to hold, a pending handover to VT lapses, one to another party
            # stays pending"
            if self.hangend is not None and self.hangend.aan == self.vt:
                self.hangend = None
            # the rulebook: "M5 ends … when VT comes to hold zicht"
            self.monitoring = None

    def zet_niemand(self, status, gezin=None):
        # the rulebook: "Nobody holding, nothing is disputed"
        self.geschil_eindigt()
        self.houder, self.door, self.sinds = None, None, None
        self.niemand, self.gezin = status, gezin
        if status == "beeindigd":
            # the rulebook: "`BemoeienisGestopt` and zicht becoming `beeindigd` do [end
            # directe-veiligheid]"
            self.directe_veiligheid = False
        if status in ("beeindigd", "onbelegd"):
            # the rulebook: "a `na-dienst` handover that passes, and zicht becoming `beeindigd` or
            # `onbelegd`, end all [diensten]"
            self.diensten = set()

    def gaat_over(self, overdracht):
        # the rulebook: "When zicht passes by a handover, that handover is no longer pending"
        self.hangend = None
        # the rulebook: "[a melding is open until] a handover of fase na-veiligheidsbeoordeling or
        # na-dienst passes that was sent at or after its receipt"
        if overdracht.fase in TWEE_FASEN:
            self.open = [melding for melding in self.open if melding.op > overdracht.op]
        self.zet_houder(overdracht.aan, overdracht)
        if overdracht.fase == "na-dienst":
            self.diensten = set()
            # the rulebook: "M1 starts at the instant at which a na-dienst handover to another party than
            # VT or the clientsysteem passes (it does not start again while it runs)"
            if overdracht.aan != self.vt and overdracht.aan[0] != "clientsysteem" and self.monitoring is None:
                self.gebruikt.append("M1")
                self.monitoring = self.nu

    # --- no unsafety in six months before instant t

    def veilig(self, t):
        return not any(self._onveilig(act, t) for act in self.alle if self._recent(act, t))

    def _recent(self, act, t):
        # the rulebook: "gebeurdOp ≤ t whose local date + 6 months is after the local date of t"
        return act.op <= t and plus_maanden(lokale_datum(act.op), 6) > lokale_datum(t)

    def _onveilig(self, act, t):
        if act.soort == "IncidentGeregistreerd":
            return True
        if act.soort != "MeldingOntvangen" or self.lezingen["melding_als_incident"] == "nee":
            return False
        tot_en_met = [ander for ander in self.alle if ander.op <= t]
        # the rulebook: "unless its latest assessment (gebeurdOp ≤ t) has a conclusie of 5–8"
        oordelen = [
            ander
            for ander in tot_en_met
            if ander.soort == "VeiligheidsbeoordelingAfgerond" and ander.g["melding"] == act.g["melding"]
        ]
        if oordelen and oordelen[-1].g["conclusie"] in (5, 6, 7, 8):
            return False
        # the rulebook: "or an OnderzoekAfgerond with weerlegd has gebeurdOp from the melding's up to and
        # including t"
        return not any(
            ander.soort == "OnderzoekAfgerond" and ander.g["uitkomst"] == "weerlegd" and ander.op >= act.op
            for ander in tot_en_met
        )
