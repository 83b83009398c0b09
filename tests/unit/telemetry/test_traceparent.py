"""The header that carries a trace from one process to the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemetry.traceparent import Place

HEX = "0123456789abcdef"


@st.composite
def places(draw: st.DrawFn) -> Place:
    ids = [draw(st.text(HEX, min_size=n, max_size=n).filter(lambda id: int(id, 16) > 0)) for n in (32, 16)]
    return Place(ids[0], ids[1], draw(st.booleans()))


@given(places())
def test_what_is_written_is_read_again(place: Place) -> None:
    assert Place.read(place.header()) == place


@given(places())
def test_a_new_span_is_of_the_same_trace_and_as_much_kept(place: Place) -> None:
    beside = place.beside()
    assert (beside.trace_id, beside.sampled) == (place.trace_id, place.sampled)
    assert Place.read(beside.header()) == beside
    assert beside.span_id != place.span_id


@given(st.text())
def test_any_other_text_is_none(header: str) -> None:
    assert Place.read(header) is None


@pytest.mark.parametrize(
    "header",
    [
        f"00-{'0' * 32}-{'1' * 16}-01",
        f"00-{'1' * 32}-{'0' * 16}-01",
        f"ff-{'1' * 32}-{'1' * 16}-01",
        f"00-{'A' * 32}-{'1' * 16}-01",
        f"00-{'1' * 32}-{'1' * 16}-01-more",
        f"00-{'1' * 32}-{'1' * 16}-01\r\nX: y",
    ],
)
def test_ids_of_zeros_and_other_versions_are_none(header: str) -> None:
    assert Place.read(header) is None
