"""Whatever is in a file, it is read or named; it never ends in a traceback and never goes missing."""

import io
import json
import tempfile

from hypothesis import given
from hypothesis import strategies as st

from api.cli.invoer import Invoer
from api.generator import genereer

REGELS = [regel.encode() for regels in genereer(6, 13) for regel in regels]
WAARDEN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda kinderen: (
        st.lists(kinderen, max_size=3) | st.dictionaries(st.text(max_size=8), kinderen, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def verminkt(trek):
    """A good line with one field that is something else, or with a piece missing."""
    regel = trek(st.sampled_from(REGELS))
    if trek(st.booleans()):
        begin = trek(st.integers(0, len(regel)))
        return regel[:begin] + regel[begin + trek(st.integers(1, 20)) :]
    ruw = json.loads(regel)
    deel = trek(st.sampled_from([ruw, ruw["gegevens"], ruw["vastgelegdDoor"]]))
    deel[trek(st.sampled_from(sorted(deel)))] = trek(WAARDEN)
    return json.dumps(ruw).encode()


def zonder_regeleinde(regel):
    return regel.replace(b"\n", b" ")


@given(st.lists(st.sampled_from(REGELS) | verminkt() | st.binary(max_size=30), max_size=12))
def test_every_line_is_read_or_named(regels):
    regels = [zonder_regeleinde(regel) for regel in regels]
    with tempfile.TemporaryFile() as bestand:
        bestand.write(b"\n".join(regels))
        bestand.seek(0)
        invoer = Invoer(bestand)
        gelezen = [invoer.lees(casus) for casus in invoer.casussen]
        gelezen += [invoer.lees_register(regio) for regio in invoer.registers]

    behandeld = {nummer for een in gelezen for nummer in een.gebeurtenissen}
    genoemd = {fout.regel for een in gelezen for fout in een.fouten}
    gevuld = {nummer for nummer, regel in enumerate(regels, start=1) if regel.strip()}
    assert behandeld | genoemd == gevuld
    assert all(str(fout).startswith(f"regel {fout.regel}: ") for een in gelezen for fout in een.fouten)


@given(st.permutations(REGELS))
def test_the_order_of_the_lines_does_not_matter(regels):
    with tempfile.TemporaryFile() as bestand:
        bestand.write(b"\n".join(regels))
        bestand.seek(0)
        invoer = Invoer(bestand)
        casussen = {casus: invoer.lees(casus) for casus in invoer.casussen}

    assert not any(een.fouten for een in casussen.values())
    per_casus = {casus: len(een.gebeurtenissen) for casus, een in casussen.items()}
    assert sum(per_casus.values()) == len(REGELS)
    assert len(per_casus) == 6


def test_lines_are_found_again_whatever_ends_them():
    inhoud = b'  {"a": 1}\r\n\r\n\n{"b": 2}'
    with tempfile.TemporaryFile() as bestand:
        bestand.write(inhoud)
        bestand.seek(0)
        invoer = Invoer(bestand)

        assert [invoer.regel(nummer) for nummer in range(1, 5)] == list(io.BytesIO(inhoud))
        assert list(invoer.casussen[None]) == [1, 4]
