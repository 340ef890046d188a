"""The private key of a log or a witness: a file that only its owner can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from ledger.store.zegel.fouten import SleutelbestandOngeldig
from ledger.zegel.notitie import OngeldigeNotitie
from ledger.zegel.ondertekenaar import Ondertekenaar


def lees_sleutelbestand(bestand: Path, naam: str, soort: int) -> Ondertekenaar:
    """Read a key that must be called `naam` and be of this kind; raises `SleutelbestandOngeldig`."""
    try:
        if bestand.stat().st_mode & 0o077:
            raise SleutelbestandOngeldig(f"{bestand} is voor anderen leesbaar; geef het rechten 0600.")
        ondertekenaar = Ondertekenaar.lees(bestand.read_text(encoding="ascii"))
    except OSError as fout:
        raise SleutelbestandOngeldig(f"{bestand}: {fout.strerror}.") from None
    except (OngeldigeNotitie, UnicodeDecodeError):
        raise SleutelbestandOngeldig(f"{bestand} is geen zegelsleutel.") from None
    gevonden = ondertekenaar.sleutel
    if (gevonden.naam, gevonden.soort) != (naam, soort):
        raise SleutelbestandOngeldig(f"{bestand} is de sleutel van {gevonden.naam}, verwacht die van {naam}.")
    return ondertekenaar


def maak_sleutelbestand(bestand: Path, naam: str, soort: int) -> None:
    """Make a key, unless there is a file already: of two programs at once the first makes it.

    Raises `SleutelbestandOngeldig` when the file cannot be written.
    """
    try:
        bestand.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        eigen = bestand.with_name(f"{bestand.name}.{secrets.token_hex(8)}")
        beschrijving = os.open(eigen, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(beschrijving, "w", encoding="ascii") as uit:
                uit.write(Ondertekenaar.uit_zaad(naam, secrets.token_bytes(32), soort).geheim() + "\n")
                uit.flush()
                os.fsync(uit.fileno())
            os.link(eigen, bestand)
        except FileExistsError:
            pass
        finally:
            eigen.unlink()
    except OSError as fout:
        raise SleutelbestandOngeldig(f"{bestand}: {fout.strerror}.") from None
    except OngeldigeNotitie as fout:
        raise SleutelbestandOngeldig(f"{naam}: {fout}.") from None
