"""What can go wrong while sealing; each of these is something that a person should look at.

Zegelfout
├── SleutelbestandOngeldig  the signing key is missing, readable by others, or of another log
├── AndereOorsprong         the log was sealed under another name
├── GatInLogboek            positions are missing: nothing can be sealed past them
├── LogboekTeruggezet       a larger checkpoint was published than the database knows
├── LogboekGewijzigd        what is in the database does not lead to the published checkpoint
├── UitgaveOnleesbaar       the published checkpoint is no checkpoint, or signed by another key
└── NogNietVerzegeld        what was asked for has no checkpoint over it yet
"""

from __future__ import annotations

from ledger.errors import ZichtError


class Zegelfout(ZichtError):
    """Sealing stopped; `code` is stable and meant for machines."""

    code = "zegelfout"


class SleutelbestandOngeldig(Zegelfout):
    """The file with the signing key cannot be used."""

    code = "sleutelbestand-ongeldig"


class AndereOorsprong(Zegelfout):
    """The log has another name than the settings say."""

    code = "andere-oorsprong"

    def __init__(self, verwacht: str, gevonden: str) -> None:
        super().__init__(
            f"Dit logboek is verzegeld als {gevonden}, de instellingen zeggen {verwacht}. "
            "De naam staat in elk blad en kan niet meer veranderen."
        )


class GatInLogboek(Zegelfout):
    """The next act is not at the next position."""

    code = "gat-in-logboek"

    def __init__(self, verwacht: int, gevonden: int) -> None:
        super().__init__(f"Verwacht positie {verwacht}, gevonden {gevonden}: er ontbreekt iets.")
        self.verwacht = verwacht
        self.gevonden = gevonden


class LogboekTeruggezet(Zegelfout):
    """The database is older than what was published of it."""

    code = "logboek-teruggezet"

    def __init__(self, gepubliceerd: int, gevonden: int) -> None:
        super().__init__(
            f"Er is al een checkpoint van {gepubliceerd} bladen gepubliceerd, de database kent er "
            f"{gevonden}: zij is teruggezet. Er wordt niets meer ondertekend."
        )


class LogboekGewijzigd(Zegelfout):
    """The database contradicts what was published of it."""

    code = "logboek-gewijzigd"

    def __init__(self, grootte: int) -> None:
        super().__init__(
            f"De database past niet bij het gepubliceerde checkpoint van {grootte} bladen. "
            "Er wordt niets meer ondertekend."
        )


class UitgaveOnleesbaar(Zegelfout):
    """The published file is not what we published."""

    code = "uitgave-onleesbaar"


class NogNietVerzegeld(Zegelfout):
    """There is no checkpoint yet that covers this."""

    code = "nog-niet-verzegeld"

    def __init__(self) -> None:
        super().__init__("Dit is nog niet verzegeld.")
