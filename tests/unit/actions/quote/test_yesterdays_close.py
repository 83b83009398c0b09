"""昨天收盘价: the close before today, also while the feeds still show the last session."""

from decimal import Decimal
from typing import Any

import pytest

from actions.question import Question
from actions.quote.quoting import Quoting
from actions.residue import Residue
from actions.words import QuoteWords
from market.quote import Quote, QuoteMissing
from tests.unit.actions.given import MOUTAI, WULIANGYE, FakeLexicon, FakeMarket, quote_of
from tests.unit.actions.given_facts import moment
from tests.unit.actions.reading import messages

SIGNED = " · 腾讯行情 · 自动回复 · 不构成投资建议"
THURSDAY = "2021-07-29 08:30"
CLOSES = {"last": Decimal("1350.60"), "previous_close": Decimal("1361.76")}
"""贵州茅台 on Friday 2026-07-31 and the day before (data/daily_bars/SH600519.csv)."""


async def ask(
    now: str,
    *found: Quote | QuoteMissing,
    text: str = "贵州茅台昨天收盘价多少",
    fields: tuple[str, ...] = ("previous_close",),
    mode: str = "live",
) -> list[str]:
    market = FakeMarket({each.security.ref: each for each in found}, mode)
    quoting = Quoting(FakeLexicon(), market, QuoteWords.load(), Residue.load(), lambda: moment(now))
    question = Question(text=text, fields=fields).about([each.security.ref for each in found])
    return messages(await quoting.answer(question))


def at(time: str, **changes: Any) -> Quote:
    return quote_of(as_of=moment(time), **changes)


async def test_before_the_open_it_is_the_last_close_with_its_date() -> None:
    assert await ask(THURSDAY, quote_of()) == [
        "贵州茅台（07-28）收盘 1768.90\n最新 1768.90  ▲56.01  +3.27%\n07-28 15:00" + SIGNED
    ]


async def test_once_the_quote_is_of_today_it_is_the_close_before_it() -> None:
    [told] = await ask("2021-07-28 15:30", quote_of())
    assert told.startswith("贵州茅台昨收 1712.89\n")


@pytest.mark.parametrize("now", ["2026-08-01 10:00", "2026-08-02 10:00", "2026-08-03 08:30"])
async def test_on_a_weekend_and_until_monday_opens_it_is_fridays(now: str) -> None:
    [told] = await ask(now, at("2026-07-31 15:00", **CLOSES))
    assert told.startswith("贵州茅台（07-31）收盘 1350.60\n")


async def test_while_shares_trade_after_hours_the_close_stands() -> None:
    [told] = await ask(THURSDAY, at("2021-07-28 15:20", phase="after_hours"))
    assert told.startswith("贵州茅台（07-28）收盘 1768.90\n")


async def test_a_price_from_before_the_close_is_no_close() -> None:
    [told] = await ask(THURSDAY, at("2021-07-28 14:56", phase="trading"))
    assert told.startswith("暂时没有贵州茅台的收盘数据。\n最新 1768.90")
    assert told.endswith("07-28 14:56" + SIGNED)


async def test_an_old_quote_keeps_its_date_and_is_said_to_be_old() -> None:
    old = at("2021-07-28 10:58", phase="trading", stale=True)
    for found in (old, QuoteMissing(MOUTAI, "source_down", old)):
        [told] = await ask("2021-07-29 10:00", found)
        assert told.startswith("暂时取不到最新行情。最近一次是 07-28 10:58：")
        assert "1712.89" not in told


async def test_beside_other_figures_of_that_day_it_is_that_days_close() -> None:
    [told] = await ask(THURSDAY, quote_of(), text="今开和昨收", fields=("open", "previous_close"))
    assert told.startswith("贵州茅台（07-28）今开 1703.00  收盘 1768.90\n")


async def test_of_several_shares_each_has_its_close_with_its_date() -> None:
    two = (quote_of(), quote_of(WULIANGYE))
    [told] = await ask(THURSDAY, *two, text="茅台和五粮液昨天收盘价")
    assert told.splitlines() == [
        "贵州茅台 600519  收盘 1768.90  07-28",
        "五粮液\u3000 000858  收盘 1768.90  07-28",
        "07-28 15:00" + SIGNED,
    ]
    [told] = await ask("2021-07-28 15:30", *two, text="茅台和五粮液昨天收盘价")
    assert told.splitlines()[0] == "贵州茅台 600519  昨收 1712.89"


async def test_a_demonstration_tells_its_own_day() -> None:
    [told] = await ask("2026-08-01 10:00", quote_of(demo=True, stale=True), mode="demo")
    assert told.startswith("贵州茅台昨收 1712.89\n")
    assert "演示数据 截至 2021-07-28 15:00" in told
