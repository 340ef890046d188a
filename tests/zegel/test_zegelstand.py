"""How far the acts of a report are sealed, as a report says it."""

from base64 import b64encode

import pytest

from api.inspectierapport.zegelstand import zegel_op
from ledger.store.zegel.fouten import NogNietVerzegeld
from ledger.store.zegel.stand import Verzegeling, open_zegelpool


def test_the_root_of_a_report_is_that_of_its_size_also_when_the_log_has_grown(opzet):
    with open_zegelpool(opzet.app, maximaal=2) as pool:
        verzegeling = Verzegeling(pool, opzet.logboek, opzet.map)
        opzet.schrijf(3, 4)
        assert zegel_op(verzegeling, 12) is None
        eerste = opzet.verzegel()
        zegel = zegel_op(verzegeling, 12)
        opzet.schrijf(5, 7)
        assert zegel_op(verzegeling, 13) is None
        opzet.verzegel()

        assert zegel is not None
        assert (zegel.oorsprong, zegel.grootte) == (eerste.oorsprong, 12)
        assert zegel.wortel == b64encode(eerste.wortel).decode()
        assert zegel_op(verzegeling, 12) == zegel
        with pytest.raises(NogNietVerzegeld):
            verzegeling.wortel(48)
