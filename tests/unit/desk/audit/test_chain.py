"""An auditor can compute the hash of a row without us."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from desk.audit.chain import GENESIS, Entry, Head, seal

AT = datetime(2026, 3, 9, 1, 30, tzinfo=UTC)
ENTRY = Entry(1, AT, "wang", "view", "conversation:12", {"reason": "投诉", "a": 1})


def test_the_hash_is_made_as_it_is_written_down() -> None:
    text = '[1,"2026-03-09T01:30:00.000000+00:00","wang","view","conversation:12",{"a":1,"reason":"投诉"}]'
    assert seal(ENTRY, GENESIS) == hashlib.sha256(bytes(32) + text.encode()).digest()


def test_a_time_is_the_same_in_every_zone() -> None:
    there = AT.astimezone(timezone(timedelta(hours=8)))
    assert seal(Entry(1, there, "w", "view", "x", {}), GENESIS) == seal(
        Entry(1, AT, "w", "view", "x", {}), GENESIS
    )


@given(st.text(), st.text(), st.text(), st.text())
def test_two_rows_that_differ_have_two_hashes(actor: str, act: str, other: str, further: str) -> None:
    one, two = (Entry(1, AT, *words, "x", {}) for words in ((actor, act), (other, further)))
    assert (seal(one, GENESIS) == seal(two, GENESIS)) == ((actor, act) == (other, further))


def test_a_head_is_noted_down_in_one_line() -> None:
    assert str(Head()) == f"0 {'0' * 64}"
