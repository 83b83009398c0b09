"""The sources' wire formats: whole recorded answers, real figures in every shape, and any bytes at all."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from market.errors import SourceChanged, SourceFailed
from market.sources import eastmoney, sina, tencent
from market.sources.row import Answer, Row
from tests.fakes.upstreams import eastmoney as eastmoney_wire
from tests.fakes.upstreams import sina as sina_wire
from tests.fakes.upstreams import tencent as tencent_wire
from tests.fakes.upstreams.figures import Figures, load_figures
from tests.unit.market.given import moment

Parse = Callable[[bytes], Answer]

PARSERS = pytest.mark.parametrize("parse", [tencent.parse, sina.parse, eastmoney.parse])
TABLE = load_figures()

COTT = Figures(
    # 康希诺 on 2021-08-13 as efinance's documentation prints it, without the time of day.
    ref="SH688185",
    name="康希诺-U",
    as_of=datetime(2021, 8, 13, 15, 0),  # noqa: DTZ001 — figures are of Shanghai
    last=Decimal("476.4"),
    previous_close=Decimal("530.0"),
    open=Decimal("530.0"),
    high=Decimal("534.94"),
    low=Decimal("460.13"),
    volume=4_023_900,
    amount=Decimal(1960540832),
)


def rows(answer: Answer) -> dict[str, Row]:
    return {row.ref: row for row in answer.rows}


def test_tencent_before_the_open_knows_a_price_but_no_open_high_or_low(recorded: Path) -> None:
    text = (recorded / "tencent_qt_002241_2025-05-09_auction.txt").read_text("utf-8")
    row = rows(tencent.parse(text.encode("gbk")))["SZ002241"]
    assert (row.last, row.previous_close) == (Decimal("22.26"), Decimal("22.27"))
    assert (row.open, row.high, row.low) == (None, None, None)
    assert (row.volume, row.amount) == (0, Decimal(0))
    assert (row.limit_up, row.limit_down) == (Decimal("24.50"), Decimal("20.04"))
    assert row.as_of == moment("2025-05-09 09:22:33")
    assert not row.quiet


def test_tencents_hong_kong_lines_are_none_of_ours(recorded: Path) -> None:
    with pytest.raises(SourceChanged):
        tencent.parse((recorded / "tencent_hk_2018.txt").read_text("utf-8").encode("gbk"))


def test_sina_leaves_unknown_codes_empty_and_writes_zero_before_the_first_trade(recorded: Path) -> None:
    answer = sina.parse((recorded / "sina_hq_2019.txt").read_text("utf-8").encode("gbk"))
    known = rows(answer)
    assert set(known) == {"SZ162411", "SZ160922", "SZ160924"}
    assert answer.faults == {}
    traded, waiting = known["SZ162411"], known["SZ160922"]
    assert (traded.last, traded.high, traded.low) == (Decimal("0.491"), Decimal("0.492"), Decimal("0.488"))
    assert (traded.volume, traded.amount) == (133_819_867, Decimal("65623147.285"))
    assert traded.as_of == moment("2019-03-12 15:00:03")
    assert (waiting.last, waiting.open, waiting.previous_close) == (None, None, Decimal("1.074"))
    assert not waiting.quiet


def test_a_code_that_tencent_does_not_know_is_no_fault() -> None:
    assert tencent.parse(b'v_pv_none_match="1";\n') == Answer()


def test_east_money_knows_nothing_of_a_code() -> None:
    assert eastmoney.parse(b'{"rc":0,"data":null}') == Answer()


@pytest.mark.parametrize("ref", sorted(TABLE))
def test_all_sources_agree_on_a_security(ref: str) -> None:
    secid = f"{1 if ref.startswith('SH') else 0}.{ref[2:]}"
    path = f"/api/qt/ulist.np/get?fields={eastmoney.FIELDS}&secids={secid}"
    answers = [
        tencent.parse(tencent_wire.render(f"/q={ref.lower()}", TABLE)),
        sina.parse(sina_wire.render(f"/list={ref.lower()}", TABLE)),
        eastmoney.parse(eastmoney_wire.render_list(path, TABLE)),
    ]
    figures = TABLE[ref]
    for answer in answers:
        row = rows(answer)[ref]
        assert (row.last, row.previous_close) == (figures.last, figures.previous_close)
        assert (row.open, row.high, row.low) == (figures.open, figures.high, figures.low)
        assert row.as_of.replace(tzinfo=None) == figures.as_of
        assert row.volume is not None
        assert figures.volume is not None
        assert abs(row.volume - figures.volume) < 100


def test_the_star_market_counts_shares_where_the_others_count_lots() -> None:
    payload = tencent_wire.render("/q=sh688185", {COTT.ref: COTT})
    assert b"~4023900~" in payload
    assert rows(tencent.parse(payload))["SH688185"].volume == 4_023_900


def test_shanghais_indices_are_in_lots_at_sina() -> None:
    payload = sina_wire.render("/list=sh000001", TABLE)
    assert b",486366915," in payload
    assert rows(sina.parse(payload))["SH000001"].volume == 48_636_691_500


def test_codes_shared_by_an_index_and_a_share_stay_apart() -> None:
    secids = eastmoney_wire.render_list(
        f"/api/qt/ulist.np/get?fields={eastmoney.FIELDS}&secids=1.000001,0.000001", TABLE
    )
    names = {ref: row.name for ref, row in rows(eastmoney.parse(secids)).items()}
    assert names == {"SH000001": "上证指数", "SZ000001": "平安银行"}


@pytest.mark.parametrize("shape", ["missing_column", "extra_column"])
def test_tencent_with_a_column_moved_contradicts_itself(shape: str) -> None:
    with pytest.raises(SourceChanged) as caught:
        tencent.parse(tencent_wire.render("/q=sh600519", TABLE, shape))
    assert caught.value.missing


def test_sina_with_a_column_less_is_too_short() -> None:
    with pytest.raises(SourceChanged, match="fields"):
        sina.parse(sina_wire.render("/list=sh600519", TABLE, "missing_column"))


def test_sina_with_a_column_more_has_its_time_elsewhere() -> None:
    with pytest.raises(SourceChanged, match="time"):
        sina.parse(sina_wire.render("/list=sh600519", TABLE, "extra_column"))


def test_east_money_without_a_column_says_which() -> None:
    path = f"/api/qt/ulist.np/get?fields={eastmoney.FIELDS}&secids=1.600519"
    with pytest.raises(SourceChanged, match="f17"):
        eastmoney.parse(eastmoney_wire.render_list(path, TABLE, "missing_column"))
    assert eastmoney.parse(eastmoney_wire.render_list(path, TABLE, "extra_column")).rows


def test_one_broken_line_does_not_lose_the_others() -> None:
    payload = tencent_wire.render("/q=sh600519,sz000001", TABLE).replace(b"~1712.89~", b"~17l2.89~")
    answer = tencent.parse(payload)
    assert [row.ref for row in answer.rows] == ["SZ000001"]
    assert answer.faults == {"SH600519": "number"}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"~600519~", b"~600520~", "code"),
        (b'"1~', b'"51~', "code"),
        (b"/14792470000~", b"/-14792470000~", "negative amount"),
        (b"~20210728150000~", b"~2021072815000~", "time"),
        (b"~85369~", b"~-85369~", "price/volume/amount"),
        (b"~1768.90/", b"~1703.00/", "price/volume/amount"),
    ],
)
def test_a_line_of_tencents_that_contradicts_itself_says_how(old: bytes, new: bytes, fault: str) -> None:
    with pytest.raises(SourceChanged, match=fault):
        tencent.parse(tencent_wire.render("/q=sh600519", TABLE).replace(old, new))


def test_an_official_close_may_differ_a_tick_from_the_last_trade() -> None:
    payload = tencent_wire.render("/q=sh600519", TABLE).replace(b"~1768.90/85369/", b"~1768.91/85369/")
    assert rows(tencent.parse(payload))["SH600519"].last == Decimal("1768.90")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b",8536900,", b",-8536900,", "negative volume"),
        (b",14792470000,", b",-14792470000,", "negative amount"),
    ],
)
def test_a_line_of_sinas_that_is_nonsense_says_how(old: bytes, new: bytes, fault: str) -> None:
    with pytest.raises(SourceChanged, match=fault):
        sina.parse(sina_wire.render("/list=sh600519", TABLE).replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"f13": 1', b'"f13": 7'),
        (b'"f6": 14792470000.0', b'"f6": -1'),
        (b'"f2": 1768.9', b'"f2": NaN'),
        (b'"f124": 1627455600', b'"f124": "-"'),
    ],
)
def test_a_row_of_east_moneys_that_is_nonsense_is_refused(old: bytes, new: bytes) -> None:
    path = f"/api/qt/ulist.np/get?fields={eastmoney.FIELDS}&secids=1.600519"
    payload = eastmoney_wire.render_list(path, TABLE)
    assert old in payload
    with pytest.raises(SourceChanged):
        eastmoney.parse(payload.replace(old, new))


@pytest.mark.parametrize(
    "payload",
    [b"", b"<html>", b"{}", b"[]", b'{"data":[]}', b'{"data":{"diff":[1]}}', b'{"data":{"diff":[{}]}}'],
)
@PARSERS
def test_an_answer_of_another_kind_is_a_change(parse: Parse, payload: bytes) -> None:
    with pytest.raises(SourceChanged):
        parse(payload)


@PARSERS
@given(payload=st.binary(max_size=400))
@example(payload=b"[" * 100_000)
@example(payload=b'{"data":{"diff":[{"f12":"600519","f13":1,"f124":1e999}]}}')
def test_no_bytes_raise_anything_but_our_own_error(parse: Parse, payload: bytes) -> None:
    try:
        answer = parse(payload)
    except SourceFailed:
        return
    assert isinstance(answer, Answer)


REAL = [
    (tencent.parse, tencent_wire.render("/q=sh600519,sz000001,sh000001", TABLE)),
    (sina.parse, sina_wire.render("/list=sh600519,sz000001,sh000001", TABLE)),
    (
        eastmoney.parse,
        eastmoney_wire.render_list(
            f"/api/qt/ulist.np/get?fields={eastmoney.FIELDS}&secids=1.600519,0.000001", TABLE
        ),
    ),
]


@given(
    which=st.sampled_from(REAL),
    cut=st.tuples(st.integers(0, 2000), st.integers(0, 40)),
    filling=st.one_of(st.binary(max_size=20), st.text("0123456789.~,-;\"'eE+", max_size=20).map(str.encode)),
)
def test_a_real_answer_with_a_piece_replaced_never_breaks_a_parser(
    which: tuple[Parse, bytes], cut: tuple[int, int], filling: bytes
) -> None:
    parse, payload = which
    start = cut[0] % len(payload)
    damaged = payload[:start] + filling + payload[start + cut[1] :]
    try:
        answer = parse(damaged)
    except SourceFailed:
        return
    for row in answer.rows:
        prices = (row.last, row.previous_close, row.open, row.high, row.low, row.limit_up, row.limit_down)
        assert all(price is None or (price > 0 and price.is_finite()) for price in prices)
        assert row.volume is None or row.volume >= 0
        assert row.amount is None or row.amount >= 0
        assert row.as_of.tzinfo is not None
