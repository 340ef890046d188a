"""Section 3: effective events."""

import dataclasses

from tests.projections.naslag.kalender import instant


@dataclasses.dataclass(frozen=True)
class Act:
    """An act as it stands: `g` is its open part, a party in it a dictionary."""

    volgnummer: int
    soort: str
    op: object
    g: dict

    def orde(self):
        return (self.op, self.volgnummer)


def geldende(acts, bekend_op):
    """Give the acts that stand at K, sorted by (gebeurdOp, volgnummer), without the corrections."""
    bekend = [a for a in acts if bekend_op is None or instant(a["vastgelegdOp"]) <= bekend_op]
    staand = {}
    # from the last recorded back: whatever can change an act has a higher volgnummer, so is settled already
    for act in sorted(bekend, key=lambda act: -act["volgnummer"]):
        nummer, op, gegevens = act["volgnummer"], instant(act["gebeurdOp"]), act["gegevens"]
        correcties = [
            c for c in staand.values() if c.soort == "GebeurtenisGecorrigeerd" and c.g["betreft"] == nummer
        ]
        # the rulebook: "*ingetrokken* removes the event it names"
        if any(correctie.g["wijze"] == "ingetrokken" for correctie in correcties):
            continue
        # the rulebook: "*vervangen* replaces its gebeurdOp and/or its gegevens (whole); of several standing
        # replacements the latest recorded wins, field by field of the two"
        for correctie in sorted(correcties, key=lambda c: c.volgnummer):
            nieuw = correctie.g.get("vervanging") or {}
            if nieuw.get("gebeurdOp") is not None:
                op = instant(nieuw["gebeurdOp"])
            if nieuw.get("gegevens") is not None:
                gegevens = nieuw["gegevens"]
        staand[nummer] = Act(nummer, act["soort"], op, gegevens)
    return sorted((a for a in staand.values() if a.soort != "GebeurtenisGecorrigeerd"), key=Act.orde)
