"""Record an act in the register of a region, once, however often it is asked; as `vastleggen` does."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from ledger.acts.dossier import GebeurtenisGecorrigeerd
from ledger.clock import Klok
from ledger.errors import SleutelConflict, VersieConflict
from ledger.gebeurtenis import Registeraanmelding, Registerhandeling
from ledger.register import Register, decide, evolve
from ledger.store.recorder import LedgerRecorder
from ledger.store.records import Conflict, Herhaald, Toevoeging
from ledger.store.registercodec import codeer_register, decodeer_register, register_id
from ledger.values import Actor
from ledger.vastleggen import Opdracht, geef_opdracht

_POGINGEN = 20  # everybody in a region writes in one register


@dataclass(frozen=True, slots=True)
class Registervastlegging:
    """A recorded act and its position in the ledger; `herhaald` says that an earlier request recorded it."""

    handeling: Registerhandeling
    positie: int
    herhaald: bool


class RegisterVastlegger:
    """Records acts in registers with `recorder`, at the time of `klok`.

    A register grows for years, so what was read of it is kept: an act costs what came after the last one.
    """

    def __init__(self, recorder: LedgerRecorder, klok: Klok) -> None:
        self._recorder = recorder
        self._klok = klok
        self._gelezen: dict[str, Register] = {}
        self._een_tegelijk = Lock()  # in one process nobody needs to come first

    def leg_vast(
        self, regio: str, aanmelding: Registeraanmelding, actor: Actor, *, sleutel: str | None = None
    ) -> Registervastlegging:
        """Record an act in the register of `regio`, the id of its Veilig Thuis.

        Acts that come first are taken into account. Raises `Geweigerd` with every fault, `SleutelConflict`
        for a key used before for another request, `VersieConflict` when others go on coming first, and the
        errors of the store.
        """
        opdracht = geef_opdracht(regio, aanmelding, actor, sleutel)
        eerder = self._recorder.zoek_opdracht(opdracht.id) if opdracht.op_sleutel else None
        if eerder is not None:
            return self._antwoord_van_toen(eerder, opdracht)
        with self._een_tegelijk:
            return self._beslis(regio, aanmelding, actor, opdracht)

    def _beslis(
        self, regio: str, aanmelding: Registeraanmelding, actor: Actor, opdracht: Opdracht
    ) -> Registervastlegging:
        for poging in range(1, _POGINGEN + 1):
            register = self.lees(regio)
            betreft = self._gecorrigeerde(regio, aanmelding)
            handeling = decide(register, aanmelding, actor, self._klok.nu(), betreft=betreft)
            append = Toevoeging(opdracht.id, opdracht.verzoek, [codeer_register(handeling)])
            uitkomst = self._recorder.voeg_toe(append)
            if isinstance(uitkomst, Herhaald):
                return self._antwoord_van_toen(uitkomst, opdracht)
            if not isinstance(uitkomst, Conflict):
                return Registervastlegging(handeling, uitkomst.posities[0], herhaald=False)
            if poging == _POGINGEN:
                raise VersieConflict(register.volgnummer, uitkomst.gevonden)
        raise AssertionError("the last attempt returns or raises")

    def _gecorrigeerde(self, regio: str, aanmelding: Registeraanmelding) -> list[Registerhandeling]:
        """Read what a correction is about; nothing for another act, or when it is not there."""
        if not isinstance(aanmelding.gegevens, GebeurtenisGecorrigeerd):
            return []
        nummer = aanmelding.gegevens.betreft
        return [
            decodeer_register(een)
            for een in self._recorder.lees_casus(register_id(regio), na=nummer - 1, tot=nummer)
        ]

    def lees(self, regio: str) -> Register:
        """Read the register as it stands; empty when nothing was recorded in it."""
        register = self._gelezen.get(regio, Register(regio))
        nieuw = self._recorder.lees_casus(register_id(regio), na=register.volgnummer)
        register = evolve(register, *map(decodeer_register, nieuw))
        if nieuw:  # a made-up name of a region is not worth remembering
            self._gelezen[regio] = register
        return register

    def _antwoord_van_toen(self, herhaald: Herhaald, opdracht: Opdracht) -> Registervastlegging:
        if herhaald.verzoek != opdracht.verzoek:
            raise SleutelConflict
        eerste = herhaald.eerste
        (opgeslagen,) = self._recorder.lees_casus(herhaald.casus, na=eerste - 1, tot=eerste)
        return Registervastlegging(decodeer_register(opgeslagen), herhaald.eerste_positie, herhaald=True)
