"""What is sealed opens at its own place with its own key, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealing import Keys, KeysMissing, KeyUnknown, SealBroken
from sealing.errors import BadKeys
from sealing.keys import HEADER, NO_KEYS, SHORTEST

OLD, NEW = "o" * SHORTEST, "n" * SHORTEST
PLACES = st.lists(st.integers(0, 2**63 - 1) | st.text(max_size=12), min_size=1, max_size=3)


@given(st.text(min_size=1, max_size=20), PLACES, st.binary(max_size=2000))
def test_what_is_sealed_opens_at_its_place(table: str, place: list[int | str], content: bytes) -> None:
    keys = Keys([NEW, OLD])
    sealed = keys.seal(table, place, content)
    assert keys.open(table, place, sealed) == content
    assert sealed != keys.seal(table, place, content)  # a second time it looks like something else


@given(PLACES, PLACES, st.binary(max_size=40))
def test_a_value_of_another_row_does_not_open(
    one: list[int | str], other: list[int | str], content: bytes
) -> None:
    keys = Keys([NEW])
    if one != other:
        with pytest.raises(SealBroken):
            keys.open("holding", other, keys.seal("holding", one, content))


def test_a_value_of_another_table_does_not_open() -> None:
    keys = Keys([NEW])
    with pytest.raises(SealBroken) as failure:
        keys.open("desk_note", [1], keys.seal("desk_wish", [1], b"13800138000"))
    assert "13800138000" not in str(failure.value)


@given(st.data(), st.binary(min_size=1, max_size=100))
def test_a_value_with_any_byte_changed_does_not_open(data: st.DataObject, content: bytes) -> None:
    keys = Keys([NEW])
    sealed = bytearray(keys.seal("holding", [1], content))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises((SealBroken, KeyUnknown)):
        keys.open("holding", [1], bytes(sealed))


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_and_never_taken_for_content(content: bytes) -> None:
    with pytest.raises((SealBroken, KeyUnknown)):
        Keys([NEW]).open("holding", [1], content)


def test_an_old_key_opens_and_only_the_newest_seals() -> None:
    before, now = Keys([OLD]), Keys([NEW, OLD])
    assert now.open("holding", [1], before.seal("holding", [1], b"100")) == b"100"
    sealed = now.seal("holding", [1], b"100")
    assert sealed[:HEADER] == now.header == Keys([NEW]).header
    with pytest.raises(KeyUnknown) as failure:
        before.open("holding", [1], sealed)
    assert failure.value.key == now.ids[0]


def test_without_keys_nothing_is_written_in_plain() -> None:
    with pytest.raises(KeysMissing):
        NO_KEYS.seal("holding", [1], b"100")
    with pytest.raises(KeyUnknown):
        NO_KEYS.open("holding", [1], Keys([NEW]).seal("holding", [1], b"100"))


def test_keys_are_read_from_a_list_and_told_apart_by_ids() -> None:
    keys = Keys.read(f" {NEW},{OLD}\n", SHORTEST)
    assert keys.ids == Keys([NEW, OLD]).ids
    assert len({*keys.ids}) == 2
    assert NEW not in repr(keys)


@pytest.mark.parametrize("text", ["", " , ", "short", f"{NEW},{NEW}", f"{NEW},short"])
def test_keys_that_cannot_be_worked_with_are_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(BadKeys) as failure:
        Keys.read(text, SHORTEST)
    assert not [each for each in (NEW, '"short"', "'short'") if each in str(failure.value)]
