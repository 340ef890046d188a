"""In plain words: every line has a sentence, and no employee is in it."""

from dataclasses import replace
from itertools import product
from typing import get_args
from uuid import UUID

import pytest
from tests.inzage.test_blad import LEEG, NU

from ledger.inzage.regel import CATEGORIEEN, HANDELINGEN, Getoond, Kijker, Resultaat, VastgelegdeInzage
from projections.inzage.zinnen import inzagezin

WIE = Kijker("mw-204", "inspecteur", "gemeente", "GM0855", "IGJ-7", "toezicht", "zaak-9")


@pytest.mark.parametrize(("handeling", "resultaat"), list(product(HANDELINGEN, get_args(Resultaat))))
def test_every_line_has_a_sentence_without_an_employee(handeling, resultaat):
    regel = replace(
        LEEG, wie=WIE, handeling=handeling, resultaat=resultaat, getoond=Getoond(categorieen=CATEGORIEEN)
    )

    zin = inzagezin(VastgelegdeInzage(1, NU, regel))

    assert zin.startswith("Op 2 maart 2026 10:00 ")
    assert "een inspecteur van gemeente GM0855" in zin
    assert "mw-204" not in zin
    assert "{" not in zin
    assert zin.endswith(" Doel: toezicht. Reden: zaak-9. Op grond van mandaat IGJ-7.")


def test_what_was_done_by_breaking_the_glass_is_told():
    zin = inzagezin(VastgelegdeInzage(1, NU, replace(LEEG, noodtoegang=UUID(int=1))))

    assert zin.endswith(" Dit was met noodtoegang.")


def test_who_works_on_the_machine_and_a_role_that_is_new_have_words_too():
    zin = inzagezin(VastgelegdeInzage(1, NU, replace(LEEG, wie=Kijker("uid-0", "rol-van-morgen"))))

    assert "iemand van het systeem" in zin
