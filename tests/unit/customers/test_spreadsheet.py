"""A workbook is read like the same table pasted; what is made to hurt is refused and unpacks to nothing."""

import contextlib
from decimal import Decimal
from zipfile import BadZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customers.errors import ImportRefused
from customers.importing import LARGEST, MOST_LINES, Row, Table, Unread, read_table
from customers.spreadsheet import LARGEST_INSIDE, MOST_PARTS, read_workbook
from tests.unit.workbooks import HEADS, ROWS, SHEET, archive, inline, packed, understated, workbook

MOUTAI = Row(4, "600519", "贵州茅台", Decimal(100), Decimal("1500.1"))
PLAIN = workbook(ROWS)
LAUGHS = "<!DOCTYPE x [<!ENTITY a '6005196005196005'>" + "".join(
    f"<!ENTITY {name} '{('&' + before + ';') * 10}'>"
    for before, name in zip("abcdefg", "bcdefgh", strict=True)
)


def why(content: bytes) -> str:
    with pytest.raises(ImportRefused) as refused:
        read_workbook(content)
    return refused.value.why


def test_a_brokers_sheet_is_read_by_its_heads_and_nothing_is_worked_out() -> None:
    bank = Row(5, "000001", "平安银行", Decimal(2000))
    unread = Unread(6, "300750 宁德时代 =1+1 3 6", "formula")
    assert read_workbook(PLAIN) == Table((MOUTAI, bank), (unread,))


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 10**8), st.decimals(0, 9999, places=3)), min_size=1, max_size=5))
def test_a_sheet_says_what_its_table_says_as_text(held: list[tuple[int, Decimal]]) -> None:
    rows = [("600519", "贵州茅台", quantity, float(cost)) for quantity, cost in held]
    text = "\n".join("\t".join(map(str, row)) for row in [HEADS[:4], *rows])
    assert read_workbook(workbook([HEADS[:4], *rows])) == read_table(text)


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [(100, "100"), (100.0, "100"), ("1,000", "1000"), ("２００", "200"), ("2手", "200"), (0.1 + 0.2, "0.3")],
)
def test_a_number_is_what_is_shown_of_it(cell: object, quantity: str) -> None:
    (row,) = read_workbook(workbook([HEADS[:3], ("510300", "沪深300ETF", cell)])).rows
    assert row.quantity == Decimal(quantity)


def test_the_first_sheet_that_is_shown_and_has_holdings_counts() -> None:
    notes, others = [("说明",)], [HEADS, ("000001", "平安银行", 1, 1, 1)]
    assert read_workbook(workbook(others, notes, ROWS, hidden=[0])).rows[0] == MOUTAI


def test_a_sheet_that_understates_itself_is_read_whole() -> None:
    rows = inline(1, "600519", "100股") + inline(3, "000001", "200股")
    assert [row.line for row in read_workbook(packed(rows, size="A1:A1")).rows] == [1, 3]


def test_what_lies_behind_is_counted() -> None:
    rows = [("600519", 100)] * (MOST_LINES + 7)
    assert read_workbook(workbook(rows)).beyond == 7


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100,
        PLAIN[:-30],
        archive({"a.txt": "600519,100"}),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert why(content) == "binary"


def test_what_would_unpack_to_more_than_a_table_is_refused_before_it_is_unpacked() -> None:
    bomb = packed(inline(1, "600519", "100") + " " * (2 * LARGEST_INSIDE))
    assert len(bomb) <= LARGEST
    assert why(bomb) == "too_large"
    assert why(archive(dict.fromkeys(map(str, range(MOST_PARTS + 1)), ""))) == "too_large"
    assert why(PLAIN + bytes(LARGEST)) == "too_large"


def test_an_archive_that_lies_about_its_sizes_is_not_unpacked_further() -> None:
    bomb = packed(inline(1, "600519", "100") + " " * (2 * LARGEST_INSIDE))
    with pytest.raises(ImportRefused) as refused:
        read_workbook(understated(bomb, SHEET, 2000))
    assert isinstance(refused.value.__cause__, BadZipFile)


@pytest.mark.parametrize(
    "declared", [f"{LAUGHS}]>", "<!DOCTYPE x [<!ENTITY h SYSTEM 'file:///etc/hostname'>]>"]
)
def test_entities_are_refused(declared: str) -> None:
    assert why(packed(inline(1, "600519", "&h;", "100"), before=declared)) == "binary"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1000000000"><c><v>1</v></c></row>',
        '<row r="1"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c><v>' + "9" * 100_000 + "</v></c></row>",
        '<row r="1"><c><v>1e999</v></c><c><v>nan</v></c></row>',
        '<row r="1"><c t="s"><v>99</v></c></row>',
        '<row r="-5"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c><f t="array" ref="A1:XFD1">SUM(A1)</f><v>1</v></c></row>',
        '<row r="1"><c><f t="shared" si="7"/><v>1</v></c></row>',
        '<row r="1"><c t="e"><v>#REF!</v></c></row>',
    ],
)
def test_a_sheet_that_is_made_to_hurt_holds_nothing(rows: str) -> None:
    with contextlib.suppress(ImportRefused):
        assert read_workbook(packed(rows)).rows == ()


@given(st.data())
def test_whatever_is_broken_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(PLAIN)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ImportRefused):
        assert len(read_workbook(bytes(content)).rows) <= MOST_LINES
    with contextlib.suppress(ImportRefused):
        read_workbook(bytes(content[: data.draw(st.integers(0, len(content)))]))


@given(st.text(st.sampled_from('<>/="row c v f t s 1A0é&;'), max_size=60))
def test_whatever_stands_in_a_sheet_is_read_or_refused_and_nothing_else(xml: str) -> None:
    with contextlib.suppress(ImportRefused):
        read_workbook(packed(xml))
