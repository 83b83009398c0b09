"""Spans that another process hands over are read strictly, and never raise."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemetry.finished import MOST, read_spans

GOOD = {
    "name": "rasa turn",
    "span": "a" * 16,
    "parent": "b" * 16,
    "start": 1,
    "end": 2,
    "facts": {"topic": "QUO01"},
    "failure": None,
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*GOOD]) | st.text(), inner),
)


def test_a_span_of_the_contract_is_read() -> None:
    [span] = read_spans([GOOD])
    assert (span.name, span.span_id, span.parent_id, span.start, span.end) == (
        "rasa turn",
        "a" * 16,
        "b" * 16,
        1,
        2,
    )
    assert (span.facts, span.failure) == ({"topic": "QUO01"}, None)


@given(JSON)
def test_whatever_comes_nothing_is_raised(said: Any) -> None:
    assert isinstance(read_spans(said), list)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "我叫王小明"),
        ("name", "x" * 41),
        ("span", "0" * 16),
        ("span", "A" * 16),
        ("parent", None),
        ("start", -1),
        ("end", 2**63),
        ("end", "2"),
    ],
)
def test_a_bad_one_is_left_out_and_spoils_no_other(field: str, value: object) -> None:
    assert len(read_spans([{**GOOD, field: value}, GOOD])) == 1


def test_words_are_no_failure() -> None:
    [span] = read_spans([{**GOOD, "failure": "no such person: 王 小明"}])
    assert span.failure is None


def test_there_are_only_so_many() -> None:
    assert len(read_spans([GOOD] * (MOST + 1))) == MOST
