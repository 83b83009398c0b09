"""Rows come back as they were written, those from before sealing too."""

import string
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.sealed import EVIDENCE, HOLDING, RESULT
from desk.sealed import NOTE
from sealing import SealBroken, Table, as_it_is
from tests.keys import KEYS

AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.integers(1), st.text(string.ascii_uppercase), AMOUNTS, st.none() | AMOUNTS)
def test_what_is_held_comes_back_to_the_last_digit(
    investor: int, ref: str, quantity: Decimal, cost: Decimal | None
) -> None:
    place = {"investor_id": investor, "ref": ref}
    sealed = HOLDING.seal(KEYS, {**place, "quantity": quantity, "cost": cost})
    opened = HOLDING.open(KEYS, {**place, "quantity": None, "cost": None, "sealed": sealed}, "investor_id")
    assert opened == {"ref": ref, "quantity": quantity, "cost": cost}
    assert str(opened["quantity"]) == str(quantity)


@given(st.dictionaries(st.text(), JSON, max_size=4), st.none() | st.text())
def test_evidence_comes_back_as_it_was_shown(shown: dict[str, object], answered: str | None) -> None:
    place = {"investor_id": 1, "message_id": "web/m1", "step": "warned"}
    sealed = EVIDENCE.seal(KEYS, {**place, "shown": shown, "answered": answered})
    opened = EVIDENCE.open(KEYS, {**place, "shown": None, "answered": None, "sealed": sealed})
    assert opened == {**place, "shown": shown, "answered": answered}


def test_a_row_of_before_is_read_as_it_stands() -> None:
    row = {"id": 7, "text": "回电 13800138000", "sealed": None}
    assert NOTE.open(KEYS, row) == {"id": 7, "text": "回电 13800138000"}


def test_a_value_does_not_tell_by_its_length_how_much_it_is() -> None:
    place = {"investor_id": 1, "ref": "SH600519"}
    few, many = (
        HOLDING.seal(KEYS, {**place, "quantity": Decimal(quantity), "cost": None})
        for quantity in ("1", "123456789.25")
    )
    assert len(few) == len(many)


def test_what_was_sealed_with_other_fields_is_refused() -> None:
    other = Table("risk_result", ("test_id",), {"score": as_it_is})
    sealed = other.seal(KEYS, {"test_id": 1, "score": 40})
    with pytest.raises(SealBroken):
        RESULT.open(KEYS, {"test_id": 1, "sealed": sealed})
