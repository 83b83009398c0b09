"""What is refused or left out of frames about suspensions, pledges, unlocks and ended listings."""

from datetime import date

import pandas
import pytest

from market.errors import SourceChanged
from market.sources import eastmoney_pledges, eastmoney_suspensions, eastmoney_unlocks, exchange_delisted
from market.sources.baidu_suspensions import read as read_baidu
from tests.unit.market.given import security

FRIDAY = date(2024, 4, 26)
PUFA, HUIJIN = security("SH600000"), security("SH603132")


def suspension_frame(**changes: object) -> pandas.DataFrame:
    row = {
        "代码": "601456",
        "名称": "国联证券",
        "停牌时间": date(2024, 4, 26),
        "停牌期限": "连续停牌",
        "停牌原因": "拟筹划重大资产重组",
        "所属市场": "上交所主板",
        "预计复牌时间": date(2024, 5, 15),
    }
    return pandas.DataFrame([row | changes])


@pytest.mark.parametrize(
    "changes",
    [
        {"所属市场": "深交所主板"},
        {"停牌时间": pandas.NaT},
        {"停牌原因": "2024-04-26 00:00:00"},
        {"预计复牌时间": date(2024, 4, 1)},
        {"代码": "国联证券"},
    ],
)
def test_a_row_that_contradicts_itself_is_left_out_and_a_table_of_them_refused(
    changes: dict[str, object],
) -> None:
    (whole,) = eastmoney_suspensions.read(suspension_frame(), FRIDAY) or ()
    both = pandas.concat([suspension_frame(), suspension_frame(**changes)])
    assert eastmoney_suspensions.read(both, FRIDAY) == (whole,)
    with pytest.raises(SourceChanged):
        eastmoney_suspensions.read(suspension_frame(**changes), FRIDAY)


def test_a_row_told_twice_counts_once() -> None:
    twice = pandas.concat([suspension_frame(), suspension_frame()])
    assert len(eastmoney_suspensions.read(twice, FRIDAY) or ()) == 1


def test_shares_of_hong_kong_are_none_of_ours() -> None:
    row = {
        "股票代码": "601456",
        "股票简称": "国联证券",
        "交易所代码": "HK",
        "停牌时间": "2024-04-26",
        "复牌时间": "-",
        "停牌事项说明": "",
    }
    assert read_baidu(pandas.DataFrame([row])) is None
    assert read_baidu(pandas.DataFrame([row, row | {"交易所代码": "SH"}])) is not None
    with pytest.raises(SourceChanged, match="股票代码"):
        read_baidu(pandas.DataFrame([row | {"交易所代码": "SZ"}]))


def unlock_frame(**changes: object) -> pandas.DataFrame:
    """浦发银行's unlock of 2020-09-04; the ratios are those of 三未信安's on 2022-12-02."""
    row: dict[str, object] = {
        "解禁时间": date(2020, 9, 4),
        "解禁股东数": 2,
        "实际解禁数量": 1_248_316_500.0,
        "实际解禁数量市值": 12_707_860_000.0,
        "占总市值比例": None,
        "占流通市值比例": 1.0,
        "限售股类型": "定向增发机构配售股份",
    }
    return pandas.DataFrame([row | changes])


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"占总市值比例": 4.3}, "占总市值比例"),  # percent where a fraction is meant
        ({"占总市值比例": 0.001, "占流通市值比例": 0.0001}, "占总市值比例"),
        ({"实际解禁数量市值": 1_270_786.0}, "实际解禁数量市值"),  # 10,000 yuan where yuan are meant
        ({"解禁时间": pandas.NaT}, "解禁时间"),
    ],
)
def test_an_unlock_whose_figures_do_not_fit_is_refused(changes: dict[str, object], column: str) -> None:
    assert eastmoney_unlocks.read(unlock_frame(), PUFA)
    with pytest.raises(SourceChanged, match=column):
        eastmoney_unlocks.read(unlock_frame(**changes), PUFA)


def pledge_frame(**changes: object) -> pandas.DataFrame:
    row: dict[str, object] = {
        "股票代码": "603132",
        "股东名称": "甘肃亚特投资集团有限公司",
        "质押股份数量": None,
        "占所持股份比例": None,
        "占总股本比例": None,
        "质押机构": None,
        "质押开始日期": date(2025, 11, 7),
        "质押结束日期": None,
        "状态": "未解押",
        "公告日期": date(2025, 11, 18),
    }
    return pandas.DataFrame([row | changes])


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"股票代码": "600519"}, "股票代码"),
        ({"状态": "2025-11-18"}, "状态"),
        ({"占总股本比例": 187.0}, "占总股本比例"),
        ({"公告日期": None}, "公告日期"),
    ],
)
def test_a_pledge_that_cannot_be_is_refused(changes: dict[str, object], column: str) -> None:
    assert eastmoney_pledges.read(pledge_frame(), HUIJIN)
    with pytest.raises(SourceChanged, match=column):
        eastmoney_pledges.read(pledge_frame(**changes), HUIJIN)


def test_a_list_without_one_day_of_ending_is_refused() -> None:
    row = {"公司代码": "600001", "公司简称": "邯郸钢铁", "上市日期": date(1998, 1, 22), "暂停上市日期": None}
    with pytest.raises(SourceChanged, match="ended"):
        exchange_delisted.SSE.read(pandas.DataFrame([row]))
    with pytest.raises(SourceChanged, match="code"):
        exchange_delisted.SSE.read(
            pandas.DataFrame([row | {"公司代码": "000003", "暂停上市日期": date(2002, 6, 14)}])
        )
