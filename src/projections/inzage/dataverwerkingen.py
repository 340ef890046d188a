"""The read log in the fields of the Dutch standard Logboek Dataverwerkingen.

One line per person concerned (`data_subject_id`), no employee in it, and the trace of W3C Trace Context. A
look that concerns several persons is an operation of its own with one below it for each person, as the
standard asks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from ledger.inzage.regel import Inzageregel, instant

BETROKKENE = "urn:zicht:betrokkene"
"""The kind of id: casus and person, both pseudonyms that mean nothing outside this ledger."""


def dataverwerkingen(
    regel: Inzageregel, betrokkenen: Mapping[UUID, Sequence[str]], verwerking: str
) -> Iterator[dict[str, Any]]:
    """Give the lines of one look; `betrokkenen` are the persons of each casus, as far as it was shown.

    `verwerking` is where the register of processing activities is; the purpose of the request is put behind
    it, or what was done where it told no purpose.
    """
    personen = [
        f"{casus}:{persoon}" for casus in regel.getoond.casussen for persoon in betrokkenen.get(casus, ())
    ]
    kop = _kop(regel, verwerking)
    eigen_span, ouder = regel.spoor.span, regel.spoor.ouder_span
    if len(personen) <= 1:
        yield _regel(kop, eigen_span, None, personen[0] if personen else None, ouder)
        return
    yield _regel(kop, eigen_span, None, None, ouder)
    for persoon in personen:
        yield _regel(kop, _span(eigen_span, persoon), eigen_span, persoon, None)


def _kop(regel: Inzageregel, verwerking: str) -> dict[str, Any]:
    return {
        "trace_id": regel.spoor.trace,
        "status": "Error" if regel.resultaat == "fout" else "Ok" if regel.resultaat == "gegeven" else "Unset",
        "name": regel.actie,
        "start_time": instant(regel.begonnen_op),
        "end_time": instant(regel.vastgelegd_op),
        "resource": {"attributes": {"service.name": "zicht"}},
        "activiteit": f"{verwerking}{regel.wie.doel or regel.handeling}",
        "organisatie": f"urn:zicht:partij:{regel.wie.organisatie_soort}:{regel.wie.organisatie}",
    }


def _regel(
    kop: Mapping[str, Any], span: str, bovenliggend: str | None, persoon: str | None, vreemd: str | None
) -> dict[str, Any]:
    attributen = {"dpl.core.processing_activity_id": kop["activiteit"]}
    if persoon is not None:
        attributen |= {"dpl.core.data_subject_id": persoon, "dpl.core.data_subject_id_type": BETROKKENE}
    if vreemd is not None:
        attributen |= {
            "dpl.core.foreign_operation.span_id": vreemd,
            "dpl.core.foreign_operation.processor": kop["organisatie"],
        }
    vast = {naam: waarde for naam, waarde in kop.items() if naam not in {"activiteit", "organisatie"}}
    regel = {**vast, "span_id": span, "attributes": attributen}
    return regel if bovenliggend is None else {**regel, "parent_span_id": bovenliggend}


def _span(ouder: str, persoon: str) -> str:
    """Make the id of an operation below another: the same each time the log is exported."""
    return hashlib.sha256(f"{ouder}/{persoon}".encode()).hexdigest()[:16]
