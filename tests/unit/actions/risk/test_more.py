"""What weighs on a share beside its listing, told on demand: what is asked first, what is unknown by name."""

from datetime import date
from decimal import Decimal
from typing import Any

from actions.question import Question
from market.announcements import ANNOUNCEMENTS, Announcement
from market.company import SHARES, Shares
from market.fact import Fact, Gap
from market.finance import BALANCES, Balance
from market.forecast import FORECASTS, Forecast
from market.pledge import PLEDGES, Pledge
from market.sources.demo_risk import pledge
from market.sources.samples import FOLDER, rows_of
from market.unlock import UNLOCKS, Unlock
from tests.unit.actions.given_facts import about, moment
from tests.unit.actions.reading import buttons, text
from tests.unit.actions.risk.given import HUIJIN, PUFA, SHARE, ask


async def test_pledges_unlocks_and_the_rest_come_on_demand() -> None:
    known: dict[Any, Any] = {
        (PLEDGES, SHARE): (
            Pledge("甲", date(2026, 5, 1), open=True, shares=2 * 10**8, percent_of_total=Decimal(20)),
            Pledge("乙", date(2026, 5, 1), open=False, shares=10**8),
        ),
        (SHARES, SHARE): Shares(10**9, 10**9),
        (UNLOCKS, SHARE): (Unlock(date(2027, 1, 4), 5 * 10**7), Unlock(date(2025, 1, 4), 10**7)),
        (FORECASTS, SHARE): (
            Forecast(
                date(2025, 12, 31),
                date(2026, 1, 30),
                "归属于上市公司股东的净利润",
                "首亏",
                Decimal(-2 * 10**8),
                Decimal(-(10**8)),
            ),
        ),
        (BALANCES, SHARE): (
            Balance(date(2026, 9, 30), net_assets=Decimal(10**9), goodwill=Decimal(2 * 10**8)),
        ),
        (ANNOUNCEMENTS, SHARE): (
            Announcement(moment("2026-09-11 00:00"), "关于收到深圳证券交易所关注函的公告"),
        ),
    }
    pressed = Question(last=(SHARE.ref,), details={"risk_part": "more"})
    answer = await ask(pressed, known)
    assert text(answer).splitlines()[1:-1] == [
        "质押 1 笔未解除，合计 2.00亿股，占总股本 20.00%",
        "下次解禁 2027-01-04  5000.00万股  占总股本 5.00%",
        "2025年度业绩预告 首亏  归属于上市公司股东的净利润 -2.00亿～-1.00亿元（01-30 公告）",
        "商誉 2.00亿元（2026三季），占净资产 20.00%",
        "近半年问询、监管类公告 1 份，最近 09-11 关于收到深圳证券交易所关注函的公告",
    ]
    assert list(buttons(answer)) == ["离退市线多远"]


async def test_what_is_asked_for_comes_first_and_what_nobody_knows_is_named() -> None:
    rows = tuple(pledge(row) for row in rows_of(FOLDER / "pledges.csv"))
    known = {
        (PLEDGES, HUIJIN): Fact(rows, moment("2026-03-31 00:00"), "东方财富"),
        (UNLOCKS, HUIJIN): (Unlock(date(2025, 1, 4), 10**7),),
        (FORECASTS, HUIJIN): Gap("source_down"),
    }
    lines = text(await ask(about("金徽股份解禁", HUIJIN), known)).splitlines()
    assert lines[1] == "没有查到待解禁的批次，最近一次是 2025-01-04"
    assert lines[2] == "质押 12 笔未解除（来源没有给出股数），最近公告 03-31"
    assert "暂时取不到：业绩预告" in lines
    assert "没有查到：商誉、问询与监管公告" in lines


async def test_goodwill_that_is_not_reported_is_not_said_to_be_none() -> None:
    known: dict[Any, Any] = {
        (BALANCES, SHARE): (Balance(date(2026, 9, 30), net_assets=Decimal(1)),),
        (PLEDGES, SHARE): (),
    }
    answer = text(await ask(about("商誉", SHARE), known))
    assert "没有商誉" not in answer
    assert "没有查到：" in answer


async def test_an_unlock_that_is_over_is_not_called_the_next_one() -> None:
    """A sample of its own old day as well as a live answer."""
    past = (Unlock(date(2020, 9, 4), 12 * 10**8),)
    known = {(UNLOCKS, PUFA): Fact(past, moment("2019-01-01 00:00"), "东方财富", demo=True)}
    told = text(await ask(about("浦发银行解禁", PUFA), known, mode="demo"))
    assert "没有查到待解禁的批次，最近一次是 2020-09-04" in told
    assert "下次解禁" not in told


async def test_where_nothing_is_known_what_was_asked_for_is_named() -> None:
    assert text(await ask(about("五粮液商誉多少", SHARE))).startswith("没有查到*ST某份 000999 商誉")
    assert "质押、解禁" in text(await ask(about("质押和解禁", SHARE)))


async def test_what_is_asked_for_comes_first_even_where_it_is_missing() -> None:
    known: dict[Any, Any] = {(PLEDGES, SHARE): ()}
    lines = text(await ask(about("监管函呢", SHARE), known)).splitlines()
    assert lines[1:3] == ["没有查到：问询与监管公告", "质押 没有未解除的记录"]
