"""The command line: `zicht`. Each command is a module of its own; `app` brings them together."""

from api.cli.app import main

__all__ = ["main"]
