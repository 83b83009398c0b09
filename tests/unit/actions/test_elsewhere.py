"""A B or H share is never answered with the A share of the same name."""

import pytest

from actions.features import Answer
from actions.identify import Identifier
from actions.question import Asked, Question
from actions.quote.quoting import Quoting
from actions.residue import Residue
from actions.words import QuoteWords
from tests.unit.actions.given import CSI_300, MOUTAI, NOW, PING_AN, FakeLexicon, FakeMarket
from tests.unit.actions.reading import buttons, text

IDENTIFIER = Identifier(FakeLexicon(), Residue.load())
QUOTING = Quoting(FakeLexicon(), FakeMarket(), QuoteWords.load(), Residue.load(), lambda: NOW)
PING_AN_NAMED = Asked((PING_AN.ref,), "中国平安")


@pytest.mark.parametrize(
    ("said", "repeated"),
    [
        ("中国平安H股走势图", "中国平安H股"),
        ("中国平安的h股走势图", "中国平安的h股"),
        ("那中国平安Ｂ呢", "中国平安B"),
        ("中国平安B公告", "中国平安B"),
        ("中国平安港股走势图", "中国平安港股"),
    ],
)
def test_a_share_of_another_class_is_not_looked_up_and_the_a_share_is_offered(
    said: str, repeated: str
) -> None:
    answer = IDENTIFIER.one(Question(said, (PING_AN_NAMED,)), "ask_chart", chart_span="3m")
    assert isinstance(answer, Answer)
    assert text(answer) == f"“{repeated}”我查不到，能查的是A股、主要指数和ETF。"
    assert buttons(answer) == {"中国平安 601318": '/ask_chart{"security":"SH601318","chart_span":"3m"}'}
    assert not answer.shown


@pytest.mark.parametrize(
    "said",
    [
        "中国平安走势图",
        "中国平安BOLL",
        "中国平安B股东",
        "中国平安港股通持股",
        "中国平安H1业绩",
        "中国平安A股",
    ],
)
def test_other_words_behind_a_name_leave_it_as_it_is(said: str) -> None:
    assert IDENTIFIER.one(Question(said, (PING_AN_NAMED,)), "ask_chart") == PING_AN


def test_a_fund_of_such_shares_is_no_share_of_another_class() -> None:
    said = Question("中国平安H股ETF走势图", (PING_AN_NAMED,))
    assert IDENTIFIER.one(said, "ask_chart") == PING_AN


def test_an_index_has_no_classes() -> None:
    said = Question("沪深300港股走势图", (Asked((CSI_300.ref,), "沪深300"),))
    assert IDENTIFIER.one(said, "ask_chart") == CSI_300


async def test_a_quote_of_it_is_no_quote_of_the_a_share() -> None:
    asked = Question("中国平安H股多少钱", (PING_AN_NAMED,), last=(MOUTAI.ref,))
    for answer in (await QUOTING.answer(asked), await QUOTING.guess(asked)):
        assert answer is not None
        assert text(answer).startswith("“中国平安H股”我查不到")
        assert buttons(answer) == {"中国平安 601318": '/ask_quote{"security":"SH601318"}'}
        assert answer.offered == (PING_AN,)
