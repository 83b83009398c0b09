"""A limit price asked for as a field of a quote: the source's own, else the one that the rule gives."""

from decimal import Decimal

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.handlers.feature import Thread
from actions.handlers.quote import AnswerQuote
from actions.question import Question
from actions.quote.quoting import Quoting
from actions.residue import Residue
from actions.words import QuoteWords
from market.quote import Quote
from tests.unit.actions.given import MOUTAI, SHANGHAI_INDEX, WULIANGYE, FakeLexicon, FakeMarket
from tests.unit.actions.limits.test_price import EVENING, computed, feature, given
from tests.unit.actions.reading import messages
from tests.unit.actions.test_handlers import DOMAIN, tracker

DOWN = ("limit_down",)


def quoting(*quotes: Quote) -> Quoting:
    market = FakeMarket({quote.security.ref: quote for quote in quotes})
    limits = feature(*quotes[:1])
    return Quoting(FakeLexicon(), market, QuoteWords.load(), Residue.load(), lambda: EVENING, limits)


async def ask(*quotes: Quote, fields: tuple[str, ...] = DOWN, text: str = "跌停价多少") -> list[str]:
    question = Question(text=text, fields=fields).about([quote.security.ref for quote in quotes])
    return messages(await quoting(*quotes).answer(question))


async def test_a_limit_that_the_source_lacks_is_reckoned_by_its_rule() -> None:
    [told] = await ask(computed())
    assert told.split("\n")[:2] == [
        "贵州茅台 600519 涨跌停价",
        "11-20（周五）  涨停 1884.18  跌停 1541.60",
    ]
    assert "按前一日收盘价和沪市主板 10% 计算" in told


async def test_a_limit_that_the_source_names_stays_a_field() -> None:
    [told] = await ask(given(limit_down=Decimal("1541.60")))
    assert "跌停价 1541.60" in told
    assert "10%" not in told


async def test_an_index_is_told_to_have_none() -> None:
    index = computed(SHANGHAI_INDEX)
    assert await ask(index, fields=("limit_up",)) == ["上证指数是指数，没有涨跌停价。"]


async def test_beside_another_field_the_quote_is_told() -> None:
    [told] = await ask(computed(), fields=("limit_up", "high"))
    assert "最高 1788.20" in told


async def test_more_than_two_make_one_table() -> None:
    three = [computed(each) for each in (MOUTAI, WULIANGYE, SHANGHAI_INDEX)]
    assert len(await ask(*three)) == 1


@pytest.mark.parametrize(("field", "thread"), [("limit_down", "ask_limit_price"), ("high", "ask_quote")])
async def test_an_answer_about_limits_goes_on_as_such(field: str, thread: str) -> None:
    action = AnswerQuote(quoting(computed()), Thread({}, {}))
    asked = tracker("那跌停呢", field=field, quote_security="SH600519")
    events = await action.run(CollectingDispatcher(), asked, DOMAIN)
    assert {event["name"]: event["value"] for event in events}["thread"] == thread
