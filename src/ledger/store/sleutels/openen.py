"""Where this installation keeps its master keys, by its settings."""

from __future__ import annotations

from ledger.settings import Instellingen
from ledger.store.sleutels.bestand import Sleutelbestand
from ledger.store.sleutels.hoofdsleutel import HoofdsleutelOngeldig, Sleutelmaker
from ledger.store.sleutels.pkcs11 import Pkcs11Sleutels


def open_hoofdsleutels(instellingen: Instellingen) -> Sleutelmaker:
    """Give the master keys; for development one is made at the first start.

    Raises `HoofdsleutelOngeldig` where there is none in production.
    """
    hoofdsleutels = bewaarplaats(instellingen)
    if not hoofdsleutels.aanwezig():
        if instellingen.omgeving == "productie":
            raise HoofdsleutelOngeldig("Er is nog geen hoofdsleutel; maak er een met 'zicht sleutels maak'.")
        hoofdsleutels.maak()
    return hoofdsleutels


def bewaarplaats(instellingen: Instellingen) -> Sleutelmaker:
    """Give the place where master keys are kept, whether there are any or not."""
    module, pin = instellingen.hoofdsleutel_pkcs11_module, instellingen.hoofdsleutel_pkcs11_pin
    if module is not None:
        geheim = "" if pin is None else pin.get_secret_value()
        return Pkcs11Sleutels(module, instellingen.hoofdsleutel_pkcs11_token, geheim)
    return Sleutelbestand(instellingen.hoofdsleutel_bestand or instellingen.data_dir / "hoofdsleutels")
