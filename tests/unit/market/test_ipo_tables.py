"""Tables of issues cell by cell: what is a figure, what is not known yet, and what is no table at all."""

import csv
from datetime import date
from decimal import Decimal

import pandas
import pytest

from market.errors import SourceChanged
from market.ipo import IPO_CALENDAR
from market.sources import demo_ipo, eastmoney_ipo, ths_bonds, ths_ipo
from tests.fakes.upstreams.figures import SAMPLES

TODAY = date(2026, 11, 26)


def ths_row(**cells: str) -> pandas.DataFrame:
    """One row of the table, 苏州天脉, with some cells as they could be printed."""
    row = dict.fromkeys(ths_ipo.COLUMNS, "-")
    row |= {"股票代码": "301626", "股票简称": "苏州天脉", "申购上限(万股)": "0.70", "申购日期": "11-26"}
    return pandas.DataFrame([row | cells])


def test_an_estimate_or_a_promise_is_no_price() -> None:
    for printed in ("预估21.23", "待定", "21.23(预)", "--"):
        assert ths_ipo.read(ths_row(发行价格=printed), TODAY)[0].price is None
    assert ths_ipo.read(ths_row(发行价格="21.23"), TODAY)[0].price == Decimal("21.23")


def test_zero_stands_for_what_is_not_known_yet() -> None:
    zeros = {"发行价格": "0.00", "发行总数(万股)": "0", "中签率(%)": "0.00", "申购上限(万股)": "0.00"}
    [share] = ths_ipo.read(ths_row(**zeros), TODAY)
    assert (share.price, share.issue_shares, share.winning_rate, share.apply_limit) == (None,) * 4


def test_a_weekday_beside_a_day_must_be_its_own() -> None:
    assert ths_ipo.read(ths_row(申购日期="11-26 周四"), TODAY)[0].apply_date == TODAY
    with pytest.raises(SourceChanged, match="申购日期"):
        ths_ipo.read(ths_row(申购日期="11-26 周五"), TODAY)


def test_one_cell_that_cannot_be_read_is_unknown_and_many_are_a_change() -> None:
    whole = pandas.concat([ths_row(), ths_row(股票代码="301613", 股票简称="新铝时代")])
    one_off = whole.assign(发行价格=["21.23", "约二十元"])
    assert [share.price for share in ths_ipo.read(one_off, TODAY)] == [Decimal("21.23"), None]
    with pytest.raises(SourceChanged, match="发行价格"):
        ths_ipo.read(whole.assign(发行价格="约二十元"), TODAY)


def test_winning_numbers_are_read_and_a_link_to_them_is_none() -> None:
    assert ths_ipo.read(ths_row(中签号="末四位数：6459,1459"), TODAY)[0].tails == ("6459", "1459")
    assert ths_ipo.read(ths_row(中签号="查看"), TODAY)[0].tails == ()


def test_a_share_on_its_first_day_keeps_its_name() -> None:
    assert ths_ipo.read(ths_row(股票简称="N苏州天"), TODAY)[0].name == "苏州天"
    assert ths_ipo.read(ths_row(股票简称="TCL新材"), TODAY)[0].name == "TCL新材"


def test_what_stands_twice_is_one_issue_and_what_differs_is_not_shown() -> None:
    twice = pandas.concat([ths_row(发行价格="21.23"), ths_row(发行价格="21.32")])
    [share] = ths_ipo.read(twice, TODAY)
    assert (share.price, share.disputed) == (None, frozenset({"price"}))


def test_a_table_without_issues_is_not_believed() -> None:
    for frame in (pandas.DataFrame(), ths_row(股票代码="00700")):
        with pytest.raises(SourceChanged):
            ths_ipo.read(frame, TODAY)
    with pytest.raises(SourceChanged, match="no bonds"):
        ths_bonds.CALENDAR.read(pandas.DataFrame(columns=list(ths_bonds.COLUMNS)), TODAY)


def test_the_data_center_may_have_nothing() -> None:
    nothing = '{"success":false,"code":9201,"message":"返回数据为空","result":null}'.encode()
    assert eastmoney_ipo.read(nothing) == ()
    refused = '{"success":false,"code":9501,"message":"参数错误","result":null}'.encode()
    with pytest.raises(SourceChanged):
        eastmoney_ipo.read(refused)


def test_the_calendar_of_the_data_center_is_one_bounded_request() -> None:
    url = eastmoney_ipo.calendar_url(TODAY)
    assert url.startswith("https://")
    assert "pageSize=200" in url
    assert "APPLY_DATE%3E%272026-05-10%27" in url
    assert "PREDICT" not in url


@pytest.mark.parametrize("name", ["ipo", "convertible_bonds", "ipo_pipeline"])
def test_every_sample_says_whose_it_is_and_when_it_was_printed(name: str) -> None:
    with SAMPLES.with_name(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert row["licence"] == "MIT"
        assert row["source"].startswith(("akfamily/akshare docs/", "Micro-sheep/efinance"))
        assert date(2021, 1, 1) < date.fromisoformat(row["as_of"]) < date(2026, 11, 23)
    keys = [row.get("code") or row["company"] for row in rows]
    assert len(set(keys)) == len(keys)


async def test_samples_are_real_dated_and_told_as_what_they_are() -> None:
    fact = await demo_ipo.calendar().fetch(None)
    assert fact is not None
    assert (fact.demo, fact.as_of.date(), fact.source) == (True, date(2026, 3, 4), "同花顺")
    assert demo_ipo.calendar().kind is IPO_CALENDAR
    shares = {share.name: share for share in fact.value}
    assert shares["海菲曼"].listing_date == date(2026, 3, 4)
    assert shares["摩尔线程"].listing_date == date(2025, 12, 5)
    older = shares["诺瓦星云"]
    assert (older.as_of, older.source, older.price) == (date(2024, 2, 2), "东方财富", Decimal("126.89"))
    bonds = await demo_ipo.bonds().fetch(None)
    assert bonds is not None
    assert (bonds.as_of.date(), len(bonds.value)) == (date(2024, 8, 14), 10)
    pipeline = await demo_ipo.pipeline().fetch(None)
    assert pipeline is not None
    assert pipeline.as_of.date() == date(2021, 10, 9)
