"""Handovers from sending to passing, refusing or lapsing: rules Z8 to Z16.

When one makes zicht pass is decided in `overgang`.
"""

from __future__ import annotations

from ledger.acts.lokaal_team import ContactGelegd
from ledger.acts.overdracht import (
    OntvangstBevestigd,
    OverdrachtAangevuld,
    OverdrachtGeweigerd,
    OverdrachtIngetrokken,
    OverdrachtNietBezorgd,
    OverdrachtVerstuurd,
)
from ledger.corrections import Feit
from projections.zicht import overgang
from projections.zicht.regel import Omstandigheden, Uitkomst, om
from projections.zicht.toestand import FASEN_VAN_DE_AFSPRAKEN, Geschil, Overdracht, Toestand, Weigering


def overdracht_verstuurd(t: Toestand, feit: Feit, act: OverdrachtVerstuurd, bij: Omstandigheden) -> Uitkomst:
    """Z8 to Z13; only Veilig Thuis or the holder hands over, and a newer handover replaces an older one."""
    if act.van not in (t.vt, t.houder):
        return t, None
    if act.aan == t.houder:
        t = t._replace(lopend=None)
        if act.fase in FASEN_VAN_DE_AFSPRAKEN and t.ander_houdt:
            t = t.zonder_meldingen()
        return t, om(feit, "Z13")
    overdracht, gaat_over = overgang.verstuurd(feit, act, bij.afspraken)
    if gaat_over:
        return t.gaat_over(overdracht), overdracht.reden(feit.volgnummer)
    return t._replace(lopend=overdracht), overdracht.reden(feit.volgnummer)


def overdracht_aangevuld(t: Toestand, feit: Feit, act: OverdrachtAangevuld, bij: Omstandigheden) -> Uitkomst:
    """Z10: zicht passes when the document becomes complete."""
    if t.lopend is None or t.lopend.id != act.overdracht:
        return t, None
    lopend = overgang.aangevuld(t.lopend, act)
    if "aanvulling" in lopend.bij and overgang.is_volledig(lopend, bij.afspraken):
        return t.gaat_over(lopend), lopend.reden(feit.volgnummer)
    return t._replace(lopend=lopend), None


def ontvangst_bevestigd(t: Toestand, feit: Feit, act: OntvangstBevestigd, _: Omstandigheden) -> Uitkomst:
    """Z8 and Z11: the receiver's confirmation; of a refused handover it only ends the dispute."""
    lopend = t.lopend
    if lopend is not None and _is_van(lopend, act) and "bevestiging" in lopend.bij:
        return t.gaat_over(lopend), lopend.reden(feit.volgnummer)
    for weigering in t.geschil.weigeringen if t.geschil is not None else ():
        if (weigering.overdracht, weigering.door) == (act.overdracht, act.door):
            return t._replace(geschil=None), om(feit, weigering.regel)
    return t, None


def contact_gelegd(t: Toestand, feit: Feit, act: ContactGelegd, _: Omstandigheden) -> Uitkomst:
    """Z8 and Z11: by its first contact the receiver has taken up the follow-up."""
    lopend = t.lopend
    if lopend is not None and lopend.aan == act.door and "contact" in lopend.bij:
        return t.gaat_over(lopend), lopend.reden(feit.volgnummer)
    return t, None


def _is_van(overdracht: Overdracht | None, act: OntvangstBevestigd | OverdrachtGeweigerd) -> bool:
    return overdracht is not None and overdracht.id == act.overdracht and overdracht.aan == act.door


def overdracht_geweigerd(t: Toestand, feit: Feit, act: OverdrachtGeweigerd, _: Omstandigheden) -> Uitkomst:
    """Z14 and Z15: a pending handover lapses; refusing afterwards gives nothing back."""
    if _is_van(t.lopend, act):
        regel = "Z14"
        t = t._replace(lopend=None)
    elif t.houder == act.door and _is_van(t.houdt_door, act):
        regel = "Z15"
    else:
        return t, None
    if t.houder is None:
        return t, None
    eerder = () if t.geschil is None else t.geschil.weigeringen
    weigering = Weigering(act.overdracht, act.door, regel)
    return t._replace(geschil=Geschil((*eerder, weigering))), om(feit, regel)


def overdracht_vervallen(
    t: Toestand, feit: Feit, act: OverdrachtIngetrokken | OverdrachtNietBezorgd, _: Omstandigheden
) -> Uitkomst:
    """Z16."""
    if t.lopend is None or t.lopend.id != act.overdracht:
        return t, None
    return t._replace(lopend=None), om(feit, "Z16")
