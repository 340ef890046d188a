"""The program `zicht`: which commands there are, and the one door through which every error leaves.

Exit codes: 0 done, 1 not (all) done, 2 the command or its input cannot be understood.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from api.afspraken import gebruik_eigen_afspraken
from ledger.errors import ZichtError

# A module is only loaded when its command is asked for: a timeline from a file needs no database driver.
COMMANDOS = {
    "tijdlijn": "api.cli.tijdlijn",
    "genereer": "api.cli.genereer",
    "migreer": "api.cli.migreer",
    "rechten": "api.cli.rechten",
    "importeer": "api.cli.importeer",
    "exporteer": "api.cli.exporteer",
    "toon": "api.cli.toon",
    "herhaal": "api.cli.herhaal",
    "afspraken": "api.cli.afspraken",
    "herbouw": "api.cli.herbouw",
    "rapport": "api.cli.rapport",
    "inspectierapport": "api.cli.inspectierapport",
    "verzegel": "api.cli.verzegel",
    "zegelsleutel": "api.cli.verzegel",
    "bewijs": "api.cli.bewijs",
    "verifieer": "api.cli.verifieer",
    "getuige": "api.cli.getuige",
    "serve": "api.cli.serve",
    "bewaartermijnen": "api.cli.bewaartermijnen",
    "sleutels": "api.cli.sleutels",
    "token": "api.cli.token",
    "demo": "api.cli.demo",
}

# The library speaks English; what a person at the terminal may run into, in Dutch.
_VERTALING = (
    (r"No such option: (\S+).*", r"Onbekende optie: \1"),
    (r"No such command '(.*)'.*", r"Onbekend commando: \1"),
    (r"Missing (?:option|argument) '(.*)'.*", r"Verplicht en niet gegeven: \1"),
    (r"Missing command.*", r"Geen commando gegeven."),
    (r"Got unexpected extra argument\S* \((.*)\)", r"Onverwacht: \1"),
    (r"Option '(.*)' requires an argument.*", r"Achter \1 hoort een waarde."),
    (r"Invalid value for '?(.*?)'?: Input should be a valid integer.*", r"\1: verwacht een geheel getal."),
    (r"Invalid value for '?(.*?)'?: Input should be greater than or equal to (\S+)", r"\1: minstens \2."),
    (r"Invalid value for '?(.*?)'?: Input should be less than or equal to (\S+)", r"\1: hoogstens \2."),
    (r"Invalid value for '?(.*?)'?: (?:Value error, )?'(.*)' is not one of (.*)", r"\1: verwacht een van \3"),
    (r"Invalid value for '?(.*?)'?: (.*)", r"\1: \2"),
)


def _toon_versie(gevraagd: bool) -> None:  # noqa: FBT001 — typer's way of calling
    if gevraagd:
        from importlib.metadata import version  # noqa: PLC0415 — only this needs it

        typer.echo(f"zicht {version('zicht')}")
        raise typer.Exit


def _begin(
    *,
    _versie: Annotated[
        bool, typer.Option("--versie", help="De versie tonen.", callback=_toon_versie, is_eager=True)
    ] = False,
) -> None:
    """Wie had zicht op veiligheid, op moment T, zoals bekend op moment K, en waarom?"""


def _help_in_het_nederlands() -> None:
    from typer import rich_utils  # noqa: PLC0415 — takes as long to load as reading thousands of lines

    rich_utils.OPTIONS_PANEL_TITLE = "Opties"
    rich_utils.ARGUMENTS_PANEL_TITLE = "Argumenten"
    rich_utils.COMMANDS_PANEL_TITLE = "Commando's"


def maak_app(argumenten: Sequence[str]) -> typer.Typer:
    """Make the program with the command that `argumenten` name, or with all of them."""
    gevraagd = next((argument for argument in argumenten if not argument.startswith("-")), "")
    if gevraagd not in COMMANDOS or "--help" in argumenten:
        _help_in_het_nederlands()
    app = typer.Typer(
        name="zicht",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        callback=_begin,
    )
    for naam in [gevraagd] if gevraagd in COMMANDOS else COMMANDOS:
        commando = getattr(import_module(COMMANDOS[naam]), naam)
        if isinstance(commando, typer.Typer):  # a group of commands
            app.add_typer(commando, name=naam)
        else:
            app.command(naam)(commando)
    return app


def _in_het_nederlands(bericht: str) -> str:
    for patroon, vertaald in _VERTALING:
        if (treffer := re.fullmatch(patroon, bericht, re.DOTALL)) is not None:
            return treffer.expand(vertaald)
    return bericht


def _klaag(bericht: str) -> None:
    sys.stderr.write(f"zicht: {bericht}\n")


def voer_uit(argumenten: Sequence[str]) -> int:
    """Do one command and answer its exit code."""
    try:
        eigen = os.environ.get("ZICHT_AFSPRAKEN_MAP")
        gebruik_eigen_afspraken(Path(eigen) if eigen else None)
        app = maak_app(argumenten)
        code = app(args=list(argumenten), prog_name="zicht", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as fout:
        if bericht := fout.format_message():  # empty when help was printed instead
            _klaag(_in_het_nederlands(bericht))
        return 2
    except ZichtError as fout:
        _klaag(str(fout))
        return 1
    except typer.Abort:
        _klaag("afgebroken.")
        return 1
    return code if isinstance(code, int) else 0


def main() -> None:
    """Run `zicht` with the arguments of the process; never returns."""
    try:
        code = voer_uit(sys.argv[1:])
    except BrokenPipeError:
        code = 1
    if code == 1:
        _vergeet_gebroken_pijp()
    sys.exit(code)


def _vergeet_gebroken_pijp() -> None:
    """Drop what is left in the buffers, in silence: who reads us stopped halfway (`zicht … | head`)."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
