"""Acts on the file itself: links, corrections, the rights of the people in it (Wmo 2015 art. 5.3)."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field, JsonValue

from ledger.acts.base import Act, Klasse, VertrouwelijkDeel
from ledger.values import Code, Datum, Deel, Id, Instant, Tekst


class CasusGekoppeld(Act):
    """This casus goes on in, split from, or merged with another."""

    met_casus: UUID
    soort: Literal["voortzetting", "afsplitsing", "samenvoeging"]


class Vervanging(Deel):
    """What takes the place of the corrected act's moment and/or its whole open part."""

    gebeurd_op: Instant | None = None
    gegevens: dict[str, JsonValue] | None = None


class GebeurtenisGecorrigeerd(Act):
    """An earlier act is withdrawn or replaced from now on; what was known before stays as it was."""

    betreft: Annotated[int, Field(ge=1)]
    wijze: Literal["ingetrokken", "vervangen"]
    vervanging: Vervanging | None = None
    reden: Literal["invoerfout", "verkeerde-datum", "verkeerde-casus", "op-verzoek-betrokkene"]

    class Vertrouwelijk(VertrouwelijkDeel):
        """Why, and the confidential part that takes the place of the earlier one."""

        toelichting: Tekst | None = None
        vervanging: dict[str, JsonValue] | None = None


class InformerenUitgesteld(Act):
    """Telling a person was postponed, two weeks at most at a time (Wmo 5.3.1)."""

    persoon: Id
    tot: Datum
    grond: Code

    class Vertrouwelijk(VertrouwelijkDeel):
        """The reasons for waiting."""

        onderbouwing: Tekst | None = None


class EigenVerklaringToegevoegd(Act):
    """A person added their own statement to the file (Wmo 5.3.2)."""

    persoon: Id

    class Vertrouwelijk(VertrouwelijkDeel):
        """The statement."""

        klasse: ClassVar[Klasse] = "persoon"

        verklaring: Tekst | None = None


class VernietigingVerzocht(Act):
    """A person asked to have their data destroyed (Wmo 5.3.5)."""

    verzoek: Id
    persoon: Id

    class Vertrouwelijk(VertrouwelijkDeel):
        """The request in words."""

        klasse: ClassVar[Klasse] = "persoon"

        toelichting: Tekst | None = None


class VernietigingBesloten(Act):
    """The request for destruction was decided, with its ground if refused (Wmo 5.3.5)."""

    verzoek: Id
    besluit: Literal["toegewezen", "deels", "geweigerd"]
    grond: Literal["belang-van-ander", "wettelijke-plicht", "goed-hulpverlenerschap"] | None = None

    class Vertrouwelijk(VertrouwelijkDeel):
        """The reasons for the decision."""

        motivering: Tekst | None = None


class PersoonsgegevensVernietigd(Act):
    """Personal data of a person (without `persoon`: the whole casus) were destroyed (Wmo 5.3.4, 5.3.5)."""

    persoon: Id | None = None
    grond: Literal["verzoek", "bewaartermijn"]
    verzoek: Id | None = None
