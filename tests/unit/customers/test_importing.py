"""A pasted table becomes rows, and every line that is none is named; nothing in it is ever carried out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.errors import ImportRefused
from customers.importing import LARGEST, MOST_LINES, MOST_SHARES, Row, decode, is_table, read_table

BROKER = """证券代码\t证券名称\t股票余额\t可用余额\t成本价\t市价\t盈亏
600519\t贵州茅台\t100\t100\t1,500.500\t1768.90\t26839.50
000001\t平安银行\t2000\t0\t-1.20\t12.89\t28180.00
合计\t\t\t\t\t\t55019.50"""


def one(line: str) -> tuple[str, str, Decimal, Decimal | None]:
    """The only row of a line."""
    found = read_table(line)
    assert found.unread == ()
    (row,) = found.rows
    return row.code, row.name, row.quantity, row.cost


@pytest.mark.parametrize(
    ("line", "code", "name", "quantity", "cost"),
    [
        ("600519 100 1500", "600519", "", "100", "1500"),
        ("600519,100,1500", "600519", "", "100", "1500"),
        ("600519, 100, 1500", "600519", "", "100", "1500"),
        ("600519\t贵州茅台\t100", "600519", "贵州茅台", "100", None),
        ("贵州茅台 100股 成本1500.5", "", "贵州茅台", "100", "1500.5"),
        ("贵州茅台100股，1500元", "", "贵州茅台", "100", "1500"),
        ("SH600519 1,000 @1500", "600519", "", "1000", "1500"),
        ("600519.SH|贵州茅台|2手|1500", "600519", "贵州茅台", "200", "1500"),
        ("６００５１９，１００，１５００", "600519", "", "100", "1500"),
        ('="600519",贵州茅台,"1,000",1500', "600519", "贵州茅台", "1000", "1500"),
        ("万 科Ａ 100 10.2", "", "万科A", "100", "10.2"),
        ("510300 1000份 4.5", "510300", "", "1000", "4.5"),
    ],
)
def test_a_line_is_read_as_it_is_written(
    line: str, code: str, name: str, quantity: str, cost: str | None
) -> None:
    assert one(line) == (code, name, Decimal(quantity), None if cost is None else Decimal(cost))


def test_a_brokers_table_is_read_by_its_heads() -> None:
    found = read_table(BROKER)
    assert found.rows == (
        Row(2, "600519", "贵州茅台", Decimal(100), Decimal("1500.500")),
        Row(3, "000001", "平安银行", Decimal(2000), Decimal("-1.20")),
    )
    assert found.unread == ()
    assert is_table(BROKER)


@pytest.mark.parametrize("parted", [",", ";", "|", "，", "\t"])
def test_however_the_columns_are_parted(parted: str) -> None:
    table = f"代码{parted}名称{parted}持仓{parted}成本\n1{parted}平安银行{parted}100{parted}--\n"
    assert read_table(table).rows == (Row(2, "000001", "平安银行", Decimal(100)),)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("=cmd|' /C calc'!A0 100 1500", "formula"),
        ("600519,=1+1,1500", "formula"),
        ('=HYPERLINK("http://a.example","x"),100', "formula"),
        ("@SUM(A1:A9) 100", "formula"),
        ("600519 -100 1500", "quantity"),
        ("600519 0", "quantity"),
        ("600519 1e30", "quantity"),
        (f"600519 {MOST_SHARES + 1}", "quantity"),
        ("600519 100 99999999", "cost"),
        ("600519 0.00001", "quantity"),
        ("600519 100 1500 26839 12", "columns"),
        ("100 1500", "security"),
        ("贵州茅台", "quantity"),
        ("<script>alert(1)</script>", "quantity"),
        ("x" * 401, "long"),
    ],
)
def test_what_is_no_holding_is_named_with_its_line(line: str, why: str) -> None:
    found = read_table(f"600519 100\n\n{line}")
    assert [row.code for row in found.rows] == ["600519"]
    assert [(each.line, each.why) for each in found.unread] == [(3, why)]
    assert not set(found.unread[0].text) & set("<>{}\n")


def test_a_hundred_thousand_lines_are_read_as_far_as_a_list_can_be_long_and_counted_beyond() -> None:
    found = read_table("600519 100\n" * 100_000)
    assert len(found.rows) == MOST_LINES
    assert found.beyond == 100_000 - MOST_LINES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_the_ways_that_spreadsheets_save(encoding: str) -> None:
    assert read_table(decode(BROKER.encode(encoding))).rows == read_table(BROKER).rows


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"0" * (LARGEST + 1), "too_large"),
        (b"600519\x00 100", "binary"),
        (b"PK\x03\x04\x14\x00\x06\x00", "binary"),
        (b"\xff\xff\xff\xff", "encoding"),
    ],
)
def test_a_file_that_is_no_text_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        decode(content)
    assert refused.value.why == why


@pytest.mark.parametrize(
    "text",
    [
        "贵州茅台多少钱",
        "600519 100 1500",
        "茅台多少钱\n五粮液多少钱",
        "我想问两件事\n1. 怎么开户\n2. 佣金多少",
        "",
    ],
)
def test_a_question_is_no_table(text: str) -> None:
    assert not is_table(text)


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault_and_every_quantity_is_sane(text: str) -> None:
    found = read_table(text)
    assert all(0 < row.quantity <= MOST_SHARES for row in found.rows)
    lines = [row.line for row in found.rows] + [each.line for each in found.unread]
    assert len(lines) == len(set(lines)) <= len(text) + 1


_ROWS = st.lists(
    st.tuples(
        st.from_regex(r"[0-9]{6}", fullmatch=True),
        st.decimals("0.01", "9999999", places=2),
        st.none() | st.decimals("-999", "9999", places=3),
    ),
    min_size=1,
    max_size=30,
)


@given(_ROWS, st.sampled_from(["\t", ",", " ", "|"]), st.sampled_from(["\n", "\r\n"]))
def test_what_was_written_as_a_table_comes_back_whole(
    rows: list[tuple[str, Decimal, Decimal | None]], parted: str, ended: str
) -> None:
    heads = parted.join(["证券代码", "持仓数量", "成本价"])
    lines = [
        parted.join([code, f"{count:f}", "--" if cost is None else f"{cost:f}"]) for code, count, cost in rows
    ]
    found = read_table(ended.join([heads, *lines]))
    assert [(row.code, row.quantity, row.cost) for row in found.rows] == rows
    assert found.unread == ()


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_are_refused(content: bytes) -> None:
    try:
        text = decode(content)
    except ImportRefused:  # the other promise
        return
    assert "\x00" not in text
