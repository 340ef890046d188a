"""What happens to the file itself: moves, links, the rights of people, and mistakes that are mended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from api.generator import personen
from api.generator.kalender import DAG, UUR, als_tekst, datum
from api.generator.toeval import Verdeling
from api.generator.verhaal import Handeling, Verhaal
from api.generator.wereld import MIDDEN_BRABANT

_GRONDEN = ("belang-van-ander", "wettelijke-plicht", "goed-hulpverlenerschap")
_KOPPELINGEN = ("voortzetting", "afsplitsing", "samenvoeging")

# Acts that others do not lean on, so that their moment or their withdrawal leaves the history believable.
_LOSSE = frozenset({
    "ContactGelegd", "ContactpogingMislukt", "AfstemmingGehad", "InformatieIngewonnen",
    "IncidentGeregistreerd", "DirectbetrokkenenGeinformeerd", "MonitorcontactGelegd", "VeiligheidGescoord",
    "OntvangstBevestigd", "BehandelaarToegewezen", "CasusregieGestart", "OverdrachtGeweigerd",
})  # fmt: skip


def werk_bij(v: Verhaal, buur: UUID) -> None:
    """Tell what else was recorded; `buur` is another casus that this one may be linked to."""
    melding = v.handelingen[0]
    einde = max(v.nu, melding.gebeurd + 60 * DAG)
    ergens = melding.gebeurd + v.toeval.geheel(2 * DAG, einde - melding.gebeurd)
    persoon = v.toeval.kies(v.personen)
    bekend = next(h for h in v.handelingen if h.gegevens.get("persoon") == persoon)
    if v.toeval.kans(0.08):
        _wijzig(v, persoon, bekend, ergens)
    if v.toeval.kans(0.04):
        _verhuis(v, persoon, ergens)
    if v.toeval.kans(0.02):
        gegevens = {"metCasus": str(buur), "soort": v.toeval.kies(_KOPPELINGEN)}
        v.handel("CasusGekoppeld", gegevens, op=v.na(ergens, 0, 9))
    if v.toeval.kans(0.02):
        v.handel(
            "EigenVerklaringToegevoegd",
            {"persoon": persoon},
            "verklaring",
            op=v.na(ergens, 0, 9),
            na=[bekend],
        )
    if v.toeval.kans(0.02):
        _vernietig(v, persoon, bekend, v.na(einde, 10, 400))
    if v.toeval.kans(0.15):
        for _ in range(v.toeval.geheel(1, 2)):
            _corrigeer(v)


def _wijzig(v: Verhaal, persoon: str, bekend: Handeling, op: int) -> None:
    gegevens = {"persoon": persoon}
    if v.toeval.kans(0.3):
        gegevens["rol"] = v.toeval.gewogen(personen.ROLLEN)
    nieuw = {"adres": personen.adres(v.toeval, v.gemeente), "telefoon": personen.telefoon(v.toeval)}
    v.handel("DirectbetrokkeneGewijzigd", gegevens, op=v.na(op, 0, 9), vertrouwelijk=nieuw, na=[bekend])


def _verhuis(v: Verhaal, persoon: str, op: int) -> None:
    naar = v.toeval.gewogen((v.regio if v.toeval.kans(0.7) else MIDDEN_BRABANT).gemeenten)
    gegevens = {"persoon": persoon} if v.toeval.kans(0.4) else {}
    per = datum(op + v.toeval.geheel(-10, 30) * DAG)
    adres = {"adres": personen.adres(v.toeval, naar)} if v.toeval.kans(0.5) else None
    v.handel(
        "WoonplaatsGewijzigd",
        {**gegevens, "gemeente": naar.code, "perDatum": per},
        op=op,
        vertrouwelijk=adres,
    )


def _vernietig(v: Verhaal, persoon: str, bekend: Handeling, op: int) -> None:
    """Ask for destruction and decide on it (Wmo 5.3.5); sometimes the term of keeping is simply over."""
    if v.toeval.kans(0.2):
        v.gedeeld = False
        v.handel("PersoonsgegevensVernietigd", {"grond": "bewaartermijn"}, op=op, na=v.handelingen)
        return
    nummer = v.nieuw_id("vz")
    gevraagd = {"verzoek": nummer, "persoon": persoon}
    verzoek = v.handel("VernietigingVerzocht", gevraagd, "toelichting", op=op, na=[bekend])
    besluit = v.toeval.kies(("toegewezen", "toegewezen", "deels", "geweigerd"))
    gegevens: dict[str, Any] = {"verzoek": nummer, "besluit": besluit}
    if besluit != "toegewezen":
        gegevens["grond"] = v.toeval.kies(_GRONDEN)
    op = v.na(op, 10, 85)
    besloten = v.handel("VernietigingBesloten", gegevens, "motivering", op=op, na=[verzoek])
    if besluit == "toegewezen":
        gegevens = {"persoon": persoon, "grond": "verzoek", "verzoek": nummer}
        v.handel("PersoonsgegevensVernietigd", gegevens, op=v.na(op, 0, 8), na=[besloten])
        for handeling in v.handelingen:
            if handeling.gegevens.get("persoon") == persoon:
                handeling.vertrouwelijk = None


def _verkeerde_datum(v: Verhaal, doel: Handeling, op: int) -> Handeling:
    begin = v.handelingen[0].gebeurd
    juist = min(max(doel.gebeurd + v.toeval.geheel(-6, 6) * DAG, begin), doel.vastgelegd)
    gegevens = {
        "wijze": "vervangen",
        "vervanging": {"gebeurdOp": als_tekst(juist)},
        "reden": "verkeerde-datum",
    }
    return _noteer(v, gegevens, doel, op)


def _verkeerd_ingevoerd(v: Verhaal, doel: Handeling, op: int) -> Handeling:
    nieuw = dict(doel.gegevens)
    if not nieuw.keys() & {"wijze", "score"}:
        return _verkeerde_datum(v, doel, op)
    if "wijze" in nieuw:
        nieuw["wijze"] = "telefoon"
    if "score" in nieuw:
        nieuw["score"] = v.toeval.geheel(3, 9)
    gegevens = {"wijze": "vervangen", "vervanging": {"gegevens": nieuw}, "reden": "invoerfout"}
    return _noteer(v, gegevens, doel, op)


def _ingetrokken(v: Verhaal, doel: Handeling, op: int) -> Handeling:
    reden = v.toeval.kies(("verkeerde-casus", "invoerfout", "op-verzoek-betrokkene"))
    return _noteer(v, {"wijze": "ingetrokken", "reden": reden}, doel, op)


def _noteer(v: Verhaal, gegevens: dict[str, Any], doel: Handeling, op: int) -> Handeling:
    correctie = v.handel("GebeurtenisGecorrigeerd", gegevens, "toelichting", op=op, na=[doel])
    correctie.betreft = doel
    return correctie


_CORRECTIES: Verdeling[Callable[[Verhaal, Handeling, int], Handeling]] = Verdeling(
    {_verkeerde_datum: 40, _verkeerd_ingevoerd: 25, _ingetrokken: 35}
)


def _corrigeer(v: Verhaal) -> None:
    """Mend a mistake, days or months later; one in eight of the corrections is itself withdrawn."""
    losse = [h for h in v.handelingen if h.soort in _LOSSE]
    if not losse:
        return
    doel = v.toeval.kies(losse)
    op = v.na(doel.vastgelegd, 0, 10 if v.toeval.kans(0.7) else 150)
    correctie = v.toeval.gewogen(_CORRECTIES)(v, doel, op)
    if v.toeval.kans(0.12):
        _noteer(
            v, {"wijze": "ingetrokken", "reden": "invoerfout"}, correctie, correctie.vastgelegd + 30 * UUR
        )
