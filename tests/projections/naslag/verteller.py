"""Tells a random story of one casus, act by act, with an eye on where it stands.

Rich rather than believable: acts at the very instant of a lapse, at the same instant as each other, dated
back, by parties that hold nothing. The naslag itself says where the story stands, by readings drawn for it.
"""

import datetime as dt
import uuid

from tests.projections.naslag import kansen
from tests.projections.naslag.kalender import (
    AMSTERDAM,
    DAG,
    UTC,
    instant,
    lokale_datum,
    middernacht,
    plus_maanden,
)
from tests.projections.naslag.staat import MAG_NIET_VAN_TOEPASSING, ONDERDELEN_NA_DIENST
from tests.projections.naslag.vouw import komende, stand

SECONDE, MINUUT, UUR = dt.timedelta(seconds=1), dt.timedelta(minutes=1), dt.timedelta(hours=1)

VT = {"soort": "veilig-thuis", "id": "midden-brabant"}
ANDER_VT = {"soort": "veilig-thuis", "id": "west-brabant"}
TEAM1 = {"soort": "lokaal-team", "id": "wijkteam-west"}
TEAM2 = {"soort": "lokaal-team", "id": "wijkteam-oost"}
INSTELLING = {"soort": "instelling", "id": "ggz-1"}
ANDEREN = [
    INSTELLING,
    ANDER_VT,
    {"soort": "veiligheidsteam", "id": "chgk"},
    {"soort": "zorg-en-veiligheidshuis", "id": "zvh-1"},
    {"soort": "gemeente", "id": "GM0855"},
]
PARTIJEN = [VT, TEAM1, TEAM2, *ANDEREN]
NA_DIENST = sorted(ONDERDELEN_NA_DIENST)
NA_BEOORDELING = [
    "naw",
    "overdrachtspartij",
    "melder",
    "samenvatting-melding",
    "reactie-directbetrokkenen",
    "verrijking",
]
DOOR = {"medewerker": "mw-1", "organisatie": VT, "rol": "medewerker-vt"}


def als_partij(paar):
    return None if paar is None else {"soort": paar[0], "id": paar[1]}


class Verteller:
    """The acts told so far, in the order in which they took place, and the instant at which the story is."""

    def __init__(self, rng, *, geldig):
        self.r = rng
        self.geldig = geldig
        self.casus = str(uuid.UUID(int=rng.getrandbits(128), version=4))
        self.gezin = {"soort": "clientsysteem", "id": self.casus}
        self.acts = []
        self.hangt_aan = []  # of each act the indexes of the acts it refers to
        self.meldingen = []
        self.overdrachten = []
        self.teller = 0
        self.lezingen = kansen.lezingen(rng) if rng.random() < 0.6 else None
        self.nu = middernacht(kansen.begindag(rng)) + self.tijd_op_dag()
        self._stand = (None, None)

    # --- time

    def tijd_op_dag(self):
        r = self.r
        return r.choice(
            [
                dt.timedelta(0),
                SECONDE,
                DAG - SECONDE,
                UUR * 2 + MINUUT * 30,
                UUR * 9,
                UUR * 23 + MINUUT * 30,
                UUR * r.randrange(24),
                MINUUT * 15 * r.randrange(96),
                MINUUT * r.randrange(1440),
            ]
        )

    def spring(self):
        """Go on to the next moment, often to where something lapses."""
        s, kans = self.stand(), self.r.random()
        if s is not None and (s.hangend is not None or s.betwist) and self.r.random() < 0.5:
            kans *= 0.46  # something happens before the term lapses
        for grens, sprong in self.SPRONGEN:
            if kans < grens:
                sprong(self)
                return

    def niet(self):
        """Stay where the story is: acts at the same instant."""

    def even(self):
        self.nu += self.r.choice([SECONDE, MINUUT, UUR, MINUUT * 90])

    def een_paar_uur(self):
        self.nu += MINUUT * self.r.randrange(1, 3 * 1440)

    def een_paar_dagen(self):
        self.nu += DAG * self.r.randrange(1, 9)

    def andere_dag(self):
        self.nu = middernacht(lokale_datum(self.nu) + DAG * self.r.randrange(1, 6)) + self.tijd_op_dag()

    def maanden(self):
        self.nu += DAG * self.r.randrange(20, 240)

    def jaren(self):
        self.nu += DAG * self.r.randrange(240, 700)

    def naar_termijn(self):
        """Go to about where a term lapses by the readings of the story, or seven days after an act."""
        s = self.stand()
        doelen = [op for op, _, _ in komende(s)] if s is not None else []
        if self.acts and (not doelen or self.r.random() < 0.2):
            vanaf = lokale_datum(instant(self.r.choice(self.acts[-6:])["gebeurdOp"]))
            doelen = [middernacht(vanaf + DAG * self.r.choice([5, 6, 7, 7, 8, 8, 9, 10, 11, 12]))]
        if doelen:
            self.naar(self.r.choice(doelen) + self.r.choice([0, 0, 0, 1, -1, 60, -60, 3600, -3600]) * SECONDE)

    def naar_maanden_na_onveiligheid(self):
        """Go to about six months after an incident or melding, or other months after anything."""
        onveilig = [a for a in self.acts if a["soort"] in ("IncidentGeregistreerd", "MeldingOntvangen")]
        if vanaf := onveilig or self.acts:
            dag = lokale_datum(instant(self.r.choice(vanaf)["gebeurdOp"]))
            later = plus_maanden(dag, self.r.choice([6, 6, 6, 6, 3, 12, 18]))
            self.naar(middernacht(later + DAG * self.r.choice([-1, 0, 0, 0, 1])) + self.tijd_op_dag())

    SPRONGEN = (
        (0.13, niet),
        (0.25, even),
        (0.42, een_paar_uur),
        (0.52, een_paar_dagen),
        (0.72, naar_termijn),
        (0.82, naar_maanden_na_onveiligheid),
        (0.92, andere_dag),
        (0.97, maanden),
        (1.0, jaren),
    )

    def naar(self, moment):
        if self.nu < moment < self.nu + DAG * 800:
            self.nu = moment

    def schrijf_tijd(self, moment):
        kans = self.r.random()
        if kans < 0.6:
            return moment.astimezone(AMSTERDAM).isoformat()
        if kans < 0.9:
            return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return moment.astimezone(dt.timezone(UUR)).isoformat()

    # --- telling

    def doe(self, soort, gegevens, *verwijst_naar):
        self.acts.append(
            {
                "casus": self.casus,
                "volgnummer": len(self.acts) + 1,
                "soort": soort,
                "versie": 1,
                "gebeurdOp": self.schrijf_tijd(self.nu),
                "vastgelegdOp": self.schrijf_tijd(self.nu),
                "vastgelegdDoor": DOOR,
                "gegevens": gegevens,
            }
        )
        self.hangt_aan.append([plaats for plaats in verwijst_naar if plaats is not None])
        return len(self.acts) - 1

    def stand(self):
        """Give where the story stands now; None before the first melding."""
        nu = (len(self.acts), self.nu, self.acts[-1]["gebeurdOp"] if self.acts else None)
        if self._stand[0] != nu:
            self._stand = (nu, stand(self.acts, self.nu, self.lezingen))
        return self._stand[1]

    def nieuw_id(self, letter):
        self.teller += 1
        return f"{letter}{self.teller}"

    def houder(self):
        s = self.stand()
        return als_partij(s.houder) if s is not None else None

    def houder_of(self, kans):
        """Give the holder with this chance, else any party."""
        houder = self.houder()
        return houder if houder is not None and self.r.random() < kans else self.enige_partij()

    def enige_partij(self):
        s, partijen = self.stand(), [VT, TEAM1, TEAM2, INSTELLING]
        if s is not None and s.houder is not None:
            partijen += [als_partij(s.houder)] * 4
        if s is not None and s.hangend is not None:
            partijen += [als_partij(s.hangend.aan)] * 3
        return self.r.choice(partijen)

    # --- acts

    def melding(self):
        nummer, kans, houder = self.nieuw_id("m"), self.r.random(), self.houder()
        melder = {"soort": "professional", "anoniem": False}
        if kans < 0.5 and houder not in (None, VT):
            melder["organisatie"] = houder
        elif kans < 0.6:
            melder["soort"] = "politie"
        elif kans < 0.7:
            melder = {"soort": "veilig-thuis", "organisatie": VT, "anoniem": False}
        elif kans < 0.85:
            team = self.r.choice([TEAM1, TEAM2])
            melder = {"soort": "lokaal-team", "organisatie": team, "anoniem": False}
        elif kans < 0.93:
            melder = {"soort": "particulier", "anoniem": True}
        gegevens = {"melding": nummer, "veiligThuis": VT["id"], "gemeente": "GM0855", "melder": melder}
        gegevens |= {
            "kanaal": self.r.choice(["telefoon", "formulier", "corv", "anders"]),
            "vormen": ["psychisch"],
        }
        self.meldingen.append((nummer, self.doe("MeldingOntvangen", gegevens)))

    def beoordeling(self, besluit=None):
        r, s = self.r, self.stand()
        openstaand = [een for een in self.meldingen if s is not None and any(m.id == een[0] for m in s.open)]
        melding, plaats = r.choice(openstaand if openstaand and r.random() < 0.85 else self.meldingen)
        gegevens = {
            "melding": melding,
            "conclusie": r.choice([1, 2, 3, 4, 5, 6, 7, 8, 6, 8]),
            "besluit": besluit or r.choice(["dienst", "overdracht", "overdracht", "geen-vervolg"]),
            "beoordelaars": ["mw-1", "mw-2"],
            "contactMetDirectbetrokkenen": r.random() < 0.5,
            "contraIndicatiesGetoetst": True,
            "contraIndicaties": [],
            "afwijkingOnderbouwd": False,
        }
        if gegevens["besluit"] == "overdracht" and r.random() < 0.8:
            gegevens["belegdBij"] = self.enige_partij()
        self.doe("VeiligheidsbeoordelingAfgerond", gegevens, plaats)

    def onderdelen(self, fase):
        """Give a document: complete, complete by what does not apply, or with something missing."""
        r, delen = self.r, list(NA_BEOORDELING if fase == "na-veiligheidsbeoordeling" else NA_DIENST)
        kans = r.random()
        if kans < 0.45:
            return {"onderdelen": delen}
        if kans < 0.7:
            mag = kans < 0.6  # else stated not to apply what must be there
            weg = [r.choice([deel for deel in delen if (deel in MAG_NIET_VAN_TOEPASSING) == mag])]
            return {"onderdelen": [d for d in delen if d not in weg], "nietVanToepassing": weg}
        weg = r.sample(delen, r.randrange(1, 4))
        return {"onderdelen": [deel for deel in delen if deel not in weg]}

    def versturen(self, fase=None, aan=None):
        r, houder, van = self.r, self.houder(), VT
        if houder is not None and r.random() < 0.55:
            van = houder
        elif r.random() < 0.05:
            van = r.choice(PARTIJEN)
        fase = fase or r.choice(
            ["na-veiligheidsbeoordeling", "na-dienst"] * 5 + ["naar-bescherming", "overig"]
        )
        if aan is None:
            partijen = [r.choice([TEAM1, TEAM1, TEAM2]), r.choice(ANDEREN), VT, self.gezin, houder or TEAM1]
            (aan,) = r.choices(partijen, [62, 16, 8, 8, 6])
        self.stuur(van, aan, fase, **self.onderdelen(fase))

    def stuur(self, van, aan, fase, **document):
        nummer = self.nieuw_id("o")
        gegevens = {"overdracht": nummer, "van": van, "aan": aan, "fase": fase, "warm": False}
        gegevens |= document or {"onderdelen": NA_DIENST}
        if self.r.random() < 0.15:
            gegevens["medeontvangers"] = [TEAM2]
        plaats = self.doe("OverdrachtVerstuurd", gegevens)
        self.overdrachten.append({"id": nummer, "van": van, "aan": aan, "plaats": plaats, "g": gegevens})

    def kies_overdracht(self):
        """Choose one that was sent, mostly one that matters now."""
        s = self.stand()
        van_belang = [s.hangend.id] if s.hangend is not None else []
        van_belang += [s.door.id] if s.door is not None else []
        van_belang += [nummer for nummer, _, _ in s.geweigerd] * 2
        kies_uit = [o for o in self.overdrachten for nummer in van_belang if o["id"] == nummer]
        return self.r.choice(kies_uit if kies_uit and self.r.random() < 0.85 else self.overdrachten)

    def over(self, soort):
        """Tell an act about a handover."""
        if not self.overdrachten:
            self.versturen()
        else:
            self.over_deze(soort, self.kies_overdracht())

    def over_deze(self, soort, overdracht):
        r, gegevens = self.r, {"overdracht": overdracht["id"]}
        verkeerde = r.choice(PARTIJEN) if not self.geldig and r.random() < 0.1 else None
        if soort in ("OntvangstBevestigd", "OverdrachtGeweigerd"):
            gegevens["door"] = verkeerde or overdracht["aan"]
        if soort == "OverdrachtGeweigerd":
            gegevens["reden"] = "geen-capaciteit"
        if soort == "OverdrachtIngetrokken":
            gegevens["door"] = verkeerde or overdracht["van"]
        if soort == "OverdrachtAangevuld":
            gegevens |= self.aanvulling(overdracht)
        self.doe(soort, gegevens, overdracht["plaats"])

    def aanvulling(self, overdracht):
        mist = [deel for deel in NA_DIENST if deel not in overdracht["g"]["onderdelen"]]
        kans = self.r.random()
        if kans < 0.55 or not mist:
            return {"onderdelen": mist or ["naw"]}
        if kans < 0.7:
            mag = [deel for deel in mist if deel in MAG_NIET_VAN_TOEPASSING]
            return {"onderdelen": [deel for deel in mist if deel not in mag], "nietVanToepassing": mag}
        return {"onderdelen": self.r.sample(mist, self.r.randrange(0, len(mist)))}

    def contact(self, wie=None):
        wijze = self.r.choice(["telefoon", "huisbezoek", "gesprek", "video"])
        self.doe("ContactGelegd", {"door": wie or self.enige_partij(), "wijze": wijze})

    def dienst(self):
        gegevens, plaats = {"dienst": self.r.choice(["voorwaarden-en-vervolg", "onderzoek"])}, None
        if self.meldingen and self.r.random() < 0.7:
            gegevens["melding"], plaats = self.r.choice(self.meldingen)
        self.doe("DienstIngezet", gegevens, plaats)

    def dienst_af(self, vervolg=None):
        r, s = self.r, self.stand()
        lopend = sorted(s.diensten) if s is not None else []
        gegevens = {"dienst": r.choice(lopend or ["voorwaarden-en-vervolg", "onderzoek"])}
        if vervolg := vervolg or r.choice(["geen-vervolg", "geen-vervolg", "overdracht", None]):
            gegevens["vervolg"] = vervolg
        self.doe("DienstAfgerond", gegevens)

    def stabiel(self, door=None):
        r = self.r
        door = door or (VT if r.random() < 0.2 else self.enige_partij())
        criteria = {"risicofactorenAangepakt": r.random() < 0.92, "herstelGestart": r.random() < 0.92}
        self.doe("StabieleVeiligheidVastgesteld", {"door": door, **criteria})

    def regie(self):
        r, s, kans = self.r, self.stand(), self.r.random()
        wie = r.choice(["mw-77", "mw-78", "mw-79"])
        if s is None or s.casusregie is None or kans < 0.25:
            self.doe("CasusregieGestart", {"door": self.enige_partij(), "regisseur": wie})
        elif kans < 0.5:
            door = {"door": self.enige_partij()} if r.random() < 0.4 else {}
            self.doe("CasusregisseurGewisseld", {"regisseur": wie, **door})
        else:
            door = als_partij(s.casusregie[0]) if r.random() < 0.85 else self.enige_partij()
            self.regie_af(door, r.choice(["stabiel-veilig", "gemeld-bij-veilig-thuis", "geen-mogelijkheden"]))

    def regie_af(self, door, reden):
        self.doe("CasusregieAfgerond", {"door": door, "reden": reden, "afgestemdMetVeiligThuis": True})

    def opschaling(self):
        s = self.stand()
        if s is not None and s.betwist and self.r.random() < 0.7:
            self.besloten()
        else:
            onderwerp = self.r.choice(["zicht", "overdracht", "zicht", "overdracht", "inhoud"])
            gegevens = {"door": self.enige_partij(), "niveau": "coordinator", "onderwerp": onderwerp}
            self.doe("OpschalingGestart", gegevens)

    def besloten(self):
        partijen = [VT, TEAM1, TEAM2, INSTELLING, self.enige_partij()]
        aan = {"toegewezenAan": self.r.choice(partijen)} if self.r.random() < 0.65 else {}
        self.doe("OpschalingBesloten", aan)

    def terug(self):
        kans, door = self.r.random(), self.houder_of(0.8)
        if kans < 0.4:
            self.doe("TerugkoppelingOntvangen", {"door": door, "redenen": ["geen-contact"], "pogingen": []})
        elif kans < 0.72:
            self.doe("TerugmeldingOntvangen", {"door": door, "redenen": ["hulp-niet-langer-gewenst"]})
        elif kans < 0.92:
            self.doe("TerugkoppelingGewogen", {"betrokkenheidNodig": self.r.random() < 0.5})
        else:
            self.doe("OndersteuningGeboden", {"aan": door, "vorm": "casusoverleg"})

    def dossier(self):
        self.doe("DossierGesloten", {"door": self.houder_of(0.8), "reden": "afgerond"})

    def directe_veiligheid(self):
        s = self.stand()
        gerealiseerd = self.r.random() < (0.7 if s is not None and s.directe_veiligheid else 0.3)
        score = self.r.choice([0, 3, 5, 6, 6, 7, 10])
        self.doe("DirecteVeiligheidBeoordeeld", {"gerealiseerd": gerealiseerd, "score": score})

    def onderzoek_af(self):
        uitkomst = self.r.choice(["bevestigd", "weerlegd", "weerlegd", "niet-vast-te-stellen"])
        self.doe("OnderzoekAfgerond", {"uitkomst": uitkomst})

    def monitoring(self):
        if self.r.random() < 0.5:
            self.doe("MonitoringAfgesloten", {"reden": "termijn-bereikt"})
        else:
            contact = {"met": [TEAM1], "voorwaardenVoldaan": True, "oordeel": "direct-veilig", "vervolg": []}
            self.doe("MonitorcontactGelegd", contact)

    def incident(self):
        gegevens, nu = {"vorm": "psychisch", "door": self.enige_partij()}, self.nu
        if self.acts and self.r.random() < 0.25:  # may lie before the first melding
            eerste = instant(self.acts[0]["gebeurdOp"])
            self.nu = eerste - self.r.choice([SECONDE, UUR, DAG * 3, DAG * 150, DAG * 183])
        self.doe("IncidentGeregistreerd", gegevens)
        self.nu = nu

    def gestopt(self):
        self.doe("BemoeienisGestopt", {"overlegMet": ["politie"]})

    def iets_anders(self):
        """Tell an act that no rule names."""
        self.doe(
            *self.r.choice(
                [
                    ("AfstemmingGehad", {"door": VT, "met": [TEAM1], "onderwerp": "overdracht"}),
                    ("OverdrachtAangekondigd", {"aan": TEAM1, "warm": True}),
                    ("ContactpogingMislukt", {"door": TEAM1, "wijze": "brief"}),
                    ("VeiligheidGescoord", {"door": TEAM1, "score": 4}),
                    ("BehandelaarToegewezen", {"door": VT, "behandelaar": "mw-5"}),
                    ("WarmeOverdrachtGehouden", {"deelnemers": [TEAM1, VT]}),
                ]
            )
        )

    def terugdateren(self):
        """Let the last act turn out to lie earlier than acts before it, often at the same instant as one."""
        eerste = instant(self.acts[0]["gebeurdOp"])
        ander = instant(self.r.choice(self.acts)["gebeurdOp"]) + self.r.choice([0, 0, 0, 1, -1]) * SECONDE
        self.acts[-1]["gebeurdOp"] = self.schrijf_tijd(min(max(ander, eerste), self.nu))
