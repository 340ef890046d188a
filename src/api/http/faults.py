"""From what FastAPI found wrong in path, query and headers to faults, in the words that acts use too."""

from __future__ import annotations

from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from pydantic_core import InitErrorDetails

from ledger.errors import Fout
from ledger.faults import fouten_uit


def fouten_van(error: RequestValidationError) -> list[Fout]:
    """Every fault in a request, by name of its parameter; never the value."""
    return [fout for bevinding in error.errors() for fout in _fouten(bevinding)]


def _fouten(bevinding: dict[str, Any]) -> list[Fout]:
    waar = [str(stap) for stap in bevinding["loc"][1:]]  # without 'query', 'path', 'header'
    if "-" in bevinding["type"]:  # one of our own codes: the sentence is ours too
        return [Fout(".".join(waar), bevinding["type"], bevinding["msg"])]
    regel = InitErrorDetails(
        type=bevinding["type"], loc=tuple(waar), input=None, ctx=bevinding.get("ctx", {})
    )
    return fouten_uit(ValidationError.from_exception_data("verzoek", [regel]))
