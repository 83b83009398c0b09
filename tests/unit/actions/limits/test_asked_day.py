"""The limits of a day that is neither the quote's nor the next: told where they can be, else why not."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from actions.identify import Identifier
from actions.limits.price import LimitPrice
from actions.question import Question
from actions.residue import Residue
from market.bars import DAILY_BARS, Bar, BarsKey
from market.quote import Quote
from rules.price_limits import PriceLimits
from tests.unit.actions.given import MOUTAI
from tests.unit.actions.given_facts import GivenMarket, Lexicon
from tests.unit.actions.limits.test_price import EVENING, SPEECH, given
from tests.unit.actions.reading import text

OWN = "11-20（周五）  涨停 1884.18  跌停 1541.60"
NEXT = "11-23（周一）  涨停 1945.79  跌停 1592.01"
PRICE = Decimal("1700.00")
THURSDAY = Bar(date(2026, 11, 19), PRICE, PRICE, PRICE, Decimal("1712.89"), previous_close=Decimal("1650.00"))


async def told(words: str, known: dict[Any, Any] | None = None, quote: Quote | None = None) -> list[str]:
    """On the evening of Friday 2026-11-20."""
    quote = quote or given()
    market = GivenMarket(EVENING, known, quote)
    feature = LimitPrice(market, Identifier(Lexicon(MOUTAI), Residue.load()), PriceLimits.load(), SPEECH)
    answer = await feature.answer(Question(text=words).about([MOUTAI.ref]))
    return text(answer).split("\n")[1:]


@pytest.mark.parametrize("words", ["11月21日的呢", "后天的呢"])
async def test_a_day_of_rest_is_said_to_be_one(words: str) -> None:
    lines = await told(words)
    assert lines[0] in {"11-21（周六）休市，没有涨跌停价", "11-22（周日）休市，没有涨跌停价"}
    assert {OWN, NEXT} <= set(lines)


@pytest.mark.parametrize("words", ["下周二的呢", "11月24日的呢"])
async def test_beyond_the_next_trading_day_there_is_no_close_yet(words: str) -> None:
    lines = await told(words)
    assert lines[:2] == ["11-24（周二）的要等 11-23（周一）收盘价出来才能算", NEXT]


async def test_a_close_that_is_out_and_not_known_is_not_said_to_be_waited_for() -> None:
    thursday = given(as_of=EVENING.replace(day=19, hour=15), stale=True)
    lines = await told("下周一的呢", quote=thursday)
    assert lines[0] == "没有取到 11-20（周五）的收盘价，算不出 11-23（周一）的涨跌停价"


@pytest.mark.parametrize("words", ["昨天的呢", "11月19日的呢"])
async def test_yesterdays_follow_from_the_close_before_it(words: str) -> None:
    lines = await told(words, {(DAILY_BARS, BarsKey(MOUTAI)): (THURSDAY,)})
    assert lines[0] == "11-19（周四）  涨停 1815.00  跌停 1485.00"
    assert OWN not in lines


async def test_without_that_close_it_is_said_first() -> None:
    lines = await told("昨天的呢")
    assert lines[0] == "没有查到 11-19（周四）的前一日收盘价，算不出那天的涨跌停价"
    assert OWN in lines


@pytest.mark.parametrize(
    "words", ["今天的呢", "11月20日的呢", "明天的呢", "下周一的呢", "11月23日的呢", "涨停价"]
)
async def test_the_quotes_own_and_the_next_trading_day_need_no_word(words: str) -> None:
    assert (await told(words))[0] in {OWN, NEXT}


async def test_a_date_that_lies_behind_is_not_that_of_next_year() -> None:
    assert (await told("11月5日的呢"))[0].startswith("没有查到 11-05（周四）")
