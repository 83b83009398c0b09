"""The dividend yield: of which year, on which shares, by which price."""

from dataclasses import replace
from decimal import Decimal

from market.schedule import DIVIDENDS
from tests.unit.actions.given import PING_AN_BANK
from tests.unit.actions.indicator.given import CLOSE, PAID, QUOTE, asked


async def test_the_dividend_yield_says_what_it_was_made_of() -> None:
    told = await asked("平安银行股息率", {(DIVIDENDS, PING_AN_BANK): (PAID,)}, QUOTE)
    assert "股息率 1.69%（2019年度每10股派2.18元，除以12.89）" in told
    unknown = await asked("平安银行股息率", {(DIVIDENDS, PING_AN_BANK): (replace(PAID, period=None),)}, QUOTE)
    assert unknown == "没有查到平安银行 000001 股息率数据。"


async def test_after_bonus_shares_the_yield_is_that_of_the_many_shares() -> None:
    """As if the dividend of 2019 had come with two shares for every ten."""
    known = {(DIVIDENDS, PING_AN_BANK): (replace(PAID, transfer=Decimal(2)),)}
    told = await asked("平安银行股息率", known, QUOTE)
    assert "股息率 1.41%（2019年度按送转后股数每10股派1.8167元，除以12.89）" in told
    before = replace(QUOTE, as_of=CLOSE.replace(month=5, day=27))
    told = await asked("平安银行股息率", known, before)
    assert "股息率 1.69%（2019年度每10股派2.18元，除以12.89）" in told


async def test_who_has_stopped_paying_has_no_yield_of_an_old_year() -> None:
    late = replace(QUOTE, as_of=CLOSE.replace(year=2022))
    told = await asked("平安银行股息率", {(DIVIDENDS, PING_AN_BANK): (PAID,)}, late, now="2022-06-16 20:00")
    assert "股息率：近18个月没有查到实施的年度分红，最近一次是2019年度，2020-05-28 实施" in told
    assert "1.69%" not in told
