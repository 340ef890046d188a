"""The terms of a casus: what had to be done by when, by whom, and what came of it (rulebook 6).

A page per subject, each a pure function of the acts that stand and the steps of zicht: `melding`, `dienst`,
`overdracht`, `monitoring`, `plan`, `casusregie`, `rechten`; `gemeente` reads the register outside a casus.
`termijn` has the shape and the judgement at an instant.
"""

from projections.termijnen.alle import SOORTEN, maak_termijnen
from projections.termijnen.gemeente import maak_registertermijnen
from projections.termijnen.rechten import te_informeren
from projections.termijnen.termijn import Ernst, Termijn, Termijnstatus, termijnen_op

__all__ = [
    "SOORTEN",
    "Ernst",
    "Termijn",
    "Termijnstatus",
    "maak_registertermijnen",
    "maak_termijnen",
    "te_informeren",
    "termijnen_op",
]
