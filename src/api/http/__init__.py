"""Zicht over HTTP: routes per subject, one table from error to problem, and the OpenAPI document.

`app` chooses the concrete things and puts them together; `serve` runs it.
Source: contract `timeline`, 'Over HTTP'.
"""

VOORVOEGSEL = "/v1"
API_VERSIE = "1.0.0"
"""The full version of the interface: what `/v1` promises, and what was added to it since (semver)."""
