"""As `codec`, for the register of a region: which stream it is, and what is stored of an act in it."""

from __future__ import annotations

from uuid import UUID, uuid5

from ledger.acts import CORRECTIE, REGISTER_ACTEN
from ledger.errors import OnleesbareGebeurtenis
from ledger.gebeurtenis import Gebeurtenis, Registerhandeling
from ledger.store.codec import Geheimen, decodeer, lees_open_deel, naam_en_versie, open_deel
from ledger.store.records import OpgeslagenGebeurtenis

_REGISTERS = UUID("c0a4b7a6-2f1e-5c58-8d43-7b0d6a9e1f35")  # the namespace of registers, for ever


def register_id(regio: str) -> UUID:
    """Give the stream of the register of a region, which stands where an act of a casus has its casus."""
    return uuid5(_REGISTERS, regio)


def is_registersoort(naam: str) -> bool:
    """Whether a stored name (`AdviesGegeven/1`) is of an act that takes place in registers alone."""
    soort = naam.partition("/")[0]
    return soort in REGISTER_ACTEN and soort != CORRECTIE


def staat_in_register(naam: str, stroom: UUID | str, regio: str) -> bool:
    """Whether an act of this name is of the register of its region; of a correction its stream says so."""
    if naam.partition("/")[0] != CORRECTIE:
        return is_registersoort(naam)
    return stroom == register_id(regio)


def is_van_register(opgeslagen: OpgeslagenGebeurtenis) -> bool:
    """Whether a stored act is of the register of its region."""
    return staat_in_register(opgeslagen.topic, opgeslagen.originator_id, opgeslagen.regio)


def codeer_register(handeling: Registerhandeling) -> OpgeslagenGebeurtenis:
    """Give what is stored of an act in the register of its region."""
    return OpgeslagenGebeurtenis(
        originator_id=register_id(handeling.regio),
        originator_version=handeling.volgnummer,
        topic=naam_en_versie(handeling.soort),
        state=open_deel(handeling.vastgelegd_door, handeling.geimporteerd_op, handeling.gegevens),
        regio=handeling.regio,
        gebeurd_op=handeling.gebeurd_op,
        vastgelegd_op=handeling.vastgelegd_op,
        vertrouwelijk=None,
    )


def decodeer_register(opgeslagen: OpgeslagenGebeurtenis) -> Registerhandeling:
    """Read an act of a register back; raises `OnleesbareGebeurtenis`, also for one of a casus."""
    if opgeslagen.gebeurd_op is None or opgeslagen.vastgelegd_op is None:
        raise OnleesbareGebeurtenis("geen gebeurtenis van Zicht")
    soort, kop, gegevens = lees_open_deel(opgeslagen.topic, opgeslagen.state, REGISTER_ACTEN)
    return Registerhandeling.model_construct(
        regio=opgeslagen.regio,
        volgnummer=opgeslagen.originator_version,
        soort=soort,
        versie=gegevens.versie,
        gebeurd_op=opgeslagen.gebeurd_op,
        vastgelegd_op=opgeslagen.vastgelegd_op,
        vastgelegd_door=kop.vastgelegd_door,
        geimporteerd_op=kop.geimporteerd_op,
        gegevens=gegevens,
    )


def decodeer_regel(
    opgeslagen: OpgeslagenGebeurtenis, geheimen: Geheimen | None = None
) -> Gebeurtenis | Registerhandeling:
    """Read any act of the ledger back, of a casus or of a register; raises `OnleesbareGebeurtenis`.

    `geheimen` are the keys of its confidential part.
    """
    if is_van_register(opgeslagen):
        return decodeer_register(opgeslagen)
    return decodeer(opgeslagen, geheimen)
