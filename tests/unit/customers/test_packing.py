"""What was read in a file comes out as it went in, and never holds what would part a button's payload."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.importing import Row, Table, read_table
from customers.packing import MOST_ROWS, MOST_UNREAD, pack, unpack


def test_a_table_comes_back_whole() -> None:
    table = read_table("600519 100 1500.50\n=cmd 1\n平安银行 2000\n")
    assert unpack(pack(table)) == table


@given(st.text(max_size=200))
def test_any_text_that_was_read_comes_back(text: str) -> None:
    table = read_table(text)
    packed = pack(table)
    assert not set("{}\n") & set(packed)
    back = unpack(packed)
    assert [(row.line, row.code, row.quantity, row.cost) for row in back.rows] == [
        (row.line, row.code, row.quantity, row.cost) for row in table.rows
    ]
    assert [(each.line, each.why) for each in back.unread] == [
        (each.line, each.why) for each in table.unread[:MOST_UNREAD]
    ]


def test_a_long_table_stays_small_and_says_how_much_is_left() -> None:
    rows = tuple(Row(n, f"{n:06}", "名" * 300, Decimal(100), Decimal("1500.5")) for n in range(1000))
    packed = pack(Table(rows, (), beyond=5))
    assert len(json.dumps(packed)) < 40_000  # as the dialogue's state writes it
    back = unpack(packed)
    assert len(back.rows) == MOST_ROWS
    assert back.beyond == 5 + 1000 - MOST_ROWS


@pytest.mark.parametrize("packed", ["", "null", "[1]", "[[],[]]", '[[["x"]],[],0]'])
def test_anything_else_is_refused(packed: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        unpack(packed)
