"""A quote that was asked for of another time: said first, never the figure of today alone."""

from datetime import timedelta

import pytest

from actions.features import Answer
from actions.question import Asked, Question
from actions.quote.quoting import Quoting
from actions.residue import Residue
from actions.words import QuoteWords
from tests.unit.actions.given import MOUTAI, NOW, FakeLexicon, FakeMarket
from tests.unit.actions.reading import buttons, messages

PAST = "您问的是过去的时间，那时的价格请看走势图。下面是最近的行情："
AHEAD = "您问的日子还没有发生，没有价格，我也不做预测。下面是最近的行情："


async def ask(text: str, *fields: str, days_later: int = 0) -> Answer:
    """Of 贵州茅台 on Wednesday 2021-07-28, or so many days after its last quote."""
    now = NOW + timedelta(days=days_later)
    quoting = Quoting(FakeLexicon(), FakeMarket(), QuoteWords.load(), Residue.load(), lambda: now)
    asked = (Asked((MOUTAI.ref,), "贵州茅台"),)
    return await quoting.answer(Question(text=f"贵州茅台{text}", asked=asked, fields=fields))


@pytest.mark.parametrize(
    ("text", "fields", "span"),
    [
        ("60日最高价", ("high",), "60d"),
        ("5日涨跌幅", ("change_percent",), "5d"),
        ("52周最高", ("high",), "52w"),
        ("今年涨跌幅", ("change_percent",), "ytd"),
        ("昨天成交额", ("amount",), "1m"),
        ("最近五天涨了多少", (), "5d"),
        ("前天涨了多少", (), "1m"),
        ("上周五收盘价", ("last",), "1m"),
        ("周一收盘价", ("last",), "1m"),
        ("本周涨幅", ("change_percent",), "1m"),
        ("近一个月涨跌幅", ("change_percent",), "1m"),
        ("历史最高价", ("high",), "max"),
        ("去年最高价", ("high",), "max"),
        ("3月最高价", ("high",), "6m"),
        ("7月20日收盘价", ("last",), "1m"),
        ("2021-07-20收盘价", ("last",), "1m"),
        ("这几天涨了多少", (), "1m"),
        ("年内最高价", ("high",), "ytd"),
        ("创新高了吗", (), "1y"),
        ("今年到现在涨了多少", (), "ytd"),
    ],
)
async def test_a_past_time_is_said_to_be_past_and_leads_to_its_chart(
    text: str, fields: tuple[str, ...], span: str
) -> None:
    answer = await ask(text, *fields)
    noted, told = messages(answer)
    assert noted == PAST
    assert "07-28 15:00" in told
    assert buttons(answer)["走势图"] == f'/ask_chart{{"security":"SH600519","chart_span":"{span}"}}'
    assert all(len(each.buttons) <= 3 for each in answer.utterances)


@pytest.mark.parametrize(
    "text", ["明天开盘价多少", "下周一开盘价", "后天收盘价", "30号开盘价", "下个月最高价"]
)
async def test_a_time_to_come_is_said_not_to_have_happened(text: str) -> None:
    answer = await ask(text, "open")
    assert messages(answer)[0] == AHEAD
    assert "走势图" not in buttons(answer)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "多少钱",
        "今天最高价",
        "7月28日收盘价",
        "28号收盘价",
        "周三收盘价",
        "今天比昨天涨了多少",
        "现在多少",
    ],
)
async def test_the_time_of_the_quote_needs_no_word(text: str) -> None:
    assert len(messages(await ask(text))) == 1


async def test_beside_a_question_back_the_time_is_still_said() -> None:
    quoting = Quoting(FakeLexicon(), FakeMarket(), QuoteWords.load(), Residue.load(), lambda: NOW)
    asked = (Asked((MOUTAI.ref,), "茅台"), Asked(("SH000001", "SZ000001"), "000001"))
    answer = await quoting.answer(Question(text="茅台和000001昨天涨了多少", asked=asked))
    assert messages(answer)[0] == PAST


async def test_a_guess_says_the_time_too() -> None:
    quoting = Quoting(FakeLexicon(), FakeMarket(), QuoteWords.load(), Residue.load(), lambda: NOW)
    asked = (Asked((MOUTAI.ref,), "茅台"),)
    answer = await quoting.guess(Question(text="茅台去年同期咋样", asked=asked))
    assert answer is not None
    assert messages(answer)[0] == PAST
    assert len(messages(answer)) == 2


async def test_yesterdays_close_is_a_figure_of_the_quote() -> None:
    assert len(messages(await ask("昨天收盘价", "previous_close"))) == 1


async def test_yesterday_is_the_day_of_a_quote_of_yesterday() -> None:
    assert len(messages(await ask("昨天成交额", "amount", days_later=1))) == 1


async def test_the_indices_of_another_day_are_said_to_be_the_last() -> None:
    quoting = Quoting(FakeLexicon(), FakeMarket(), QuoteWords.load(), Residue.load(), lambda: NOW)
    assert messages(await quoting.market("昨天大盘怎么样"))[0] == PAST
    assert len(messages(await quoting.market("大盘怎么样"))) == 1
