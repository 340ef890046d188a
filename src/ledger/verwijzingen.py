"""What an act refers to and which ids it gives, checked against what the casus knows (rulebook 1.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from ledger.acts import Act
from ledger.acts.dienst import (
    DienstIngezet,
    VeiligheidsbeoordelingAfgerond,
    VoorwaardenGesteld,
    VoorwaardeVervallen,
    VoorwaardeVoldaan,
)
from ledger.acts.dossier import PersoonsgegevensVernietigd, VernietigingBesloten, VernietigingVerzocht
from ledger.acts.lokaal_team import VeiligheidsplanVastgesteld
from ledger.acts.melding import InformatieIngewonnen, MelderGeinformeerd, MeldingOntvangen
from ledger.acts.monitoring import MonitorcontactGelegd
from ledger.acts.overdracht import (
    OntvangstBevestigd,
    OntvangstGerappelleerd,
    OverdrachtAangevuld,
    OverdrachtGeweigerd,
    OverdrachtIngetrokken,
    OverdrachtNietBezorgd,
    OverdrachtVerstuurd,
    WarmeOverdrachtGehouden,
)
from ledger.errors import Fout


class BekendeIds(Protocol):
    """The ids that were given in a casus so far."""

    @property
    def regio(self) -> str | None:
        """The id of its Veilig Thuis."""

    @property
    def meldingen(self) -> frozenset[str]:
        """Of every melding."""

    @property
    def voorwaarden(self) -> frozenset[str]:
        """Of every voorwaarde that was set."""

    @property
    def verzoeken(self) -> Mapping[str, str]:
        """Of every request for destruction, with the person it is about."""

    @property
    def personen(self) -> frozenset[str]:
        """Of every person about whom something may be recorded under a key of their own."""

    @property
    def overdrachten(self) -> Mapping[str, tuple[OverdrachtVerstuurd, ...]]:
        """Of every handover, with each way in which it was ever said to be sent."""


def fouten_in(casus: BekendeIds, act: Act, veld: str, eigen: Act | None = None) -> Iterator[Fout]:
    """Give the faults of an open part, under path `veld`.

    `eigen` is the act it takes the place of, whose ids it may keep.
    """
    if (regel := _INHOUD.get(type(act))) is not None:
        yield from (replace(fout, veld=f"{veld}.{fout.veld}") for fout in regel(casus, act, eigen))


def _bestaat_niet(veld: str, wat: str, code: str) -> Fout:
    return Fout(veld, code, f"Er is in deze casus geen {wat} met dit id.")


def _bestaat_al(veld: str, wat: str) -> Fout:
    return Fout(veld, "id-bestaat-al", f"Er is in deze casus al een {wat} met dit id.")


def _melding_ontvangen(casus: BekendeIds, act: MeldingOntvangen, eigen: Act | None) -> Iterator[Fout]:
    van_zichzelf = isinstance(eigen, MeldingOntvangen) and eigen.melding == act.melding
    if act.melding in casus.meldingen and not van_zichzelf:
        yield _bestaat_al("melding", "melding")
    if casus.regio is not None and act.veilig_thuis != casus.regio:
        yield Fout(
            "veiligThuis",
            "melding-bij-ander-veilig-thuis",
            "Een melding bij een ander Veilig Thuis opent daar een casus, gekoppeld met CasusGekoppeld.",
        )


def _naar_melding(casus: BekendeIds, act: Any, _: Act | None) -> Iterator[Fout]:
    if act.melding is not None and act.melding not in casus.meldingen:
        yield _bestaat_niet("melding", "melding", "onbekende-melding")


def _overdracht_verstuurd(casus: BekendeIds, act: OverdrachtVerstuurd, eigen: Act | None) -> Iterator[Fout]:
    van_zichzelf = isinstance(eigen, OverdrachtVerstuurd) and eigen.overdracht == act.overdracht
    if act.overdracht in casus.overdrachten and not van_zichzelf:
        yield _bestaat_al("overdracht", "overdracht")


def _naar_overdracht(casus: BekendeIds, act: Any, _: Act | None) -> Iterator[Fout]:
    if act.overdracht is not None and act.overdracht not in casus.overdrachten:
        yield _bestaat_niet("overdracht", "overdracht", "onbekende-overdracht")


def _door_ontvanger(
    casus: BekendeIds, act: OntvangstBevestigd | OverdrachtGeweigerd, _: Act | None
) -> Iterator[Fout]:
    verstuurd = casus.overdrachten.get(act.overdracht)
    if verstuurd is None:
        yield from _naar_overdracht(casus, act, None)
    elif not any(act.door in (stuk.aan, *(stuk.medeontvangers or ())) for stuk in verstuurd):
        yield Fout(
            "door", "overdracht-niet-aan-deze-partij", "Deze overdracht is niet aan deze partij verstuurd."
        )


def _door_afzender(casus: BekendeIds, act: OverdrachtIngetrokken, _: Act | None) -> Iterator[Fout]:
    verstuurd = casus.overdrachten.get(act.overdracht)
    if verstuurd is None:
        yield from _naar_overdracht(casus, act, None)
    elif not any(act.door == stuk.van for stuk in verstuurd):
        yield Fout(
            "door", "intrekking-door-ander-dan-afzender", "Alleen de afzender kan een overdracht intrekken."
        )


def _voorwaarden_gesteld(casus: BekendeIds, act: VoorwaardenGesteld, eigen: Act | None) -> Iterator[Fout]:
    eerder = {v.id for v in eigen.voorwaarden} if isinstance(eigen, VoorwaardenGesteld) else set[str]()
    gezien: set[str] = set()
    for plaats, voorwaarde in enumerate(act.voorwaarden):
        bezet = voorwaarde.id in casus.voorwaarden and voorwaarde.id not in eerder
        if bezet or voorwaarde.id in gezien:
            yield _bestaat_al(f"voorwaarden.{plaats}.id", "voorwaarde")
        gezien.add(voorwaarde.id)


def _bekende_voorwaarden(casus: BekendeIds, verwijzingen: Sequence[tuple[str, str]]) -> Iterator[Fout]:
    for veld, voorwaarde in verwijzingen:
        if voorwaarde not in casus.voorwaarden:
            yield _bestaat_niet(veld, "voorwaarde", "onbekende-voorwaarde")


def _naar_voorwaarde(
    casus: BekendeIds, act: VoorwaardeVoldaan | VoorwaardeVervallen, _: Act | None
) -> Iterator[Fout]:
    return _bekende_voorwaarden(casus, [("voorwaarde", act.voorwaarde)])


def _per_voorwaarde(casus: BekendeIds, act: MonitorcontactGelegd, _: Act | None) -> Iterator[Fout]:
    paren = [(f"perVoorwaarde.{i}.voorwaarde", p.voorwaarde) for i, p in enumerate(act.per_voorwaarde or ())]
    return _bekende_voorwaarden(casus, paren)


def _plantermijnen(casus: BekendeIds, act: VeiligheidsplanVastgesteld, _: Act | None) -> Iterator[Fout]:
    paren = [(f"termijnen.{i}.voorwaarde", t.voorwaarde) for i, t in enumerate(act.termijnen or ())]
    return _bekende_voorwaarden(casus, paren)


def _vernietiging_verzocht(casus: BekendeIds, act: VernietigingVerzocht, eigen: Act | None) -> Iterator[Fout]:
    van_zichzelf = isinstance(eigen, VernietigingVerzocht) and eigen.verzoek == act.verzoek
    if act.verzoek in casus.verzoeken and not van_zichzelf:
        yield _bestaat_al("verzoek", "verzoek")


def _naar_verzoek(casus: BekendeIds, act: Any, _: Act | None) -> Iterator[Fout]:
    if act.verzoek is not None and act.verzoek not in casus.verzoeken:
        yield _bestaat_niet("verzoek", "verzoek", "onbekend-verzoek")


def _vernietigd(casus: BekendeIds, act: PersoonsgegevensVernietigd, eigen: Act | None) -> Iterator[Fout]:
    """Refuse what destroyed nothing: data of a person who is not known here are not in this casus."""
    yield from _naar_verzoek(casus, act, eigen)
    if act.persoon is None:
        return
    if act.persoon not in casus.personen:
        yield _bestaat_niet("persoon", "persoon", "onbekende-persoon")
    elif casus.verzoeken.get(act.verzoek or "", act.persoon) != act.persoon:
        yield Fout("verzoek", "verzoek-van-ander", "Dit verzoek gaat over een andere persoon.")


_INHOUD: Mapping[type[Act], Callable[[BekendeIds, Any, Act | None], Iterator[Fout]]] = {
    MeldingOntvangen: _melding_ontvangen,
    InformatieIngewonnen: _naar_melding,
    VeiligheidsbeoordelingAfgerond: _naar_melding,
    DienstIngezet: _naar_melding,
    MelderGeinformeerd: _naar_melding,
    OverdrachtVerstuurd: _overdracht_verstuurd,
    OverdrachtAangevuld: _naar_overdracht,
    WarmeOverdrachtGehouden: _naar_overdracht,
    OntvangstBevestigd: _door_ontvanger,
    OverdrachtGeweigerd: _door_ontvanger,
    OverdrachtIngetrokken: _door_afzender,
    OverdrachtNietBezorgd: _naar_overdracht,
    OntvangstGerappelleerd: _naar_overdracht,
    VoorwaardenGesteld: _voorwaarden_gesteld,
    VoorwaardeVoldaan: _naar_voorwaarde,
    VoorwaardeVervallen: _naar_voorwaarde,
    VeiligheidsplanVastgesteld: _plantermijnen,
    MonitorcontactGelegd: _per_voorwaarde,
    VernietigingVerzocht: _vernietiging_verzocht,
    VernietigingBesloten: _naar_verzoek,
    PersoonsgegevensVernietigd: _vernietigd,
}
"""What an act refers to; every other act refers to nothing that the ledger must know."""
