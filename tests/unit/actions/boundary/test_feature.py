"""What stands below a question that is declined."""

import json
from collections.abc import Mapping

import pytest

from actions.boundary.feature import DECLINED, BoundaryWords, Declining
from actions.features import Answer
from actions.question import Asked, Question
from actions.quote.quoting import Quoting
from actions.residue import Residue
from actions.utterance import Utterance
from actions.words import QuoteWords
from market.quote import QuoteMissing
from market.securities import Security
from tests.unit.actions.given import (
    GONE,
    MOUTAI,
    NOW,
    PING_AN,
    PING_AN_BANK,
    SHANGHAI_INDEX,
    WULIANGYE,
    FakeLexicon,
    FakeMarket,
)

WORDS = BoundaryWords.load()


class Feature:
    """Answers always the same, and keeps what it was asked."""

    def __init__(self, response: str, *shown: Security) -> None:
        self._response = response
        self._shown = shown
        self.asked: list[Question] = []

    async def answer(self, question: Question) -> Answer:
        self.asked.append(question)
        return Answer([Utterance(self._response)], shown=self._shown)


async def declined(
    question: Question, features: Mapping[str, Feature] | None = None, market: FakeMarket | None = None
) -> Answer:
    residue = Residue.load()
    quoting = Quoting(FakeLexicon(), market or FakeMarket(), QuoteWords.load(), residue, lambda: NOW)
    every = {intent: Feature("utter_security_ask") for intent in WORDS.facts} | dict(features or {})
    return await Declining(every, quoting, residue, WORDS).answer(question)


def question(
    text: str, *named: Security, intent: str = "ask_advice", last: Security | None = None
) -> Question:
    asked = tuple(Asked((security.ref,), security.name) for security in named)
    return Question(text, asked, intent=intent, last=(last.ref,) if last else ())


def said(answer: Answer) -> list[str]:
    return [utterance.response for utterance in answer.utterances]


def leads_to(answer: Answer) -> list[str]:
    return [button.payload.lstrip("/").split("{")[0] for button in answer.utterances[-1].buttons]


async def test_a_share_that_is_named_is_quoted_with_ways_on() -> None:
    answer = await declined(question("贵州茅台能买吗", MOUTAI))
    assert said(answer) == ["utter_advice_declined", "utter_quote"]
    assert answer.shown == (MOUTAI,)
    assert leads_to(answer) == ["ask_announcement", "ask_chart", "ask_risk"]
    assert json.loads("{" + answer.utterances[1].buttons[0].payload.split("{")[1]) == {"security": "SH600519"}


async def test_who_speaks_of_a_picture_is_led_to_the_picture_first() -> None:
    answer = await declined(question("贵州茅台走势图看会涨吗", MOUTAI, intent="ask_forecast"))
    assert leads_to(answer)[0] == "ask_chart"


async def test_an_index_is_led_to_what_there_is_of_an_index() -> None:
    answer = await declined(question("上证指数会涨吗", SHANGHAI_INDEX, intent="ask_forecast"))
    assert said(answer) == ["utter_forecast_declined", "utter_quote_index"]
    assert leads_to(answer) == ["ask_chart"]


async def test_several_shares_are_quoted_together() -> None:
    answer = await declined(question("贵州茅台和五粮液哪个好", MOUTAI, WULIANGYE))
    assert said(answer) == ["utter_advice_declined", "utter_quote_several"]


@pytest.mark.parametrize("text", ["该割肉吗", "套牢了怎么办", "要不要卖", "还会涨吗", "现在能抄底吗"])
async def test_a_question_without_a_name_is_about_the_share_spoken_of_before(text: str) -> None:
    answer = await declined(question(text, last=MOUTAI))
    assert answer.shown == (MOUTAI,)


@pytest.mark.parametrize("text", ["推荐一只好股票", "买什么好", "哪只牛股最好", "乾坤实业能买吗", "帮我撤单"])
async def test_a_pick_or_a_name_that_nobody_knows_is_not_the_share_spoken_of_before(text: str) -> None:
    answer = await declined(question(text, last=MOUTAI))
    assert said(answer) == ["utter_advice_declined"]
    assert answer.shown == ()


@pytest.mark.parametrize("intent", DECLINED)
@pytest.mark.parametrize("text", ["", "这个怎么样", "哪个板块好", "今天的新股要不要打", "新债打不打"])
async def test_no_decline_ends_on_a_no(text: str, intent: str) -> None:
    answer = await declined(question(text, intent=intent))
    assert said(answer) == [DECLINED[intent]]
    assert 1 <= len(answer.utterances[-1].buttons) <= 3


async def test_an_issue_shows_its_own_row_and_no_quote() -> None:
    calendar = Feature("utter_ipo_share", MOUTAI)
    answer = await declined(question("贵州茅台值得打吗", MOUTAI), {"ask_ipo_calendar": calendar})
    assert said(answer) == ["utter_advice_declined", "utter_ipo_share"]
    assert answer.shown == (MOUTAI,)


async def test_a_listed_share_is_quoted_whatever_is_said_of_issues() -> None:
    calendar = Feature("utter_ipo_listed")
    answer = await declined(question("贵州茅台值得打吗", MOUTAI), {"ask_ipo_calendar": calendar})
    assert said(answer) == ["utter_advice_declined", "utter_quote"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("黄色预警了要不要卖", "ask_warning_levels"),
        ("退市整理期能买吗", "ask_delisted_shares"),
        ("退市前还能赌一把吗", "ask_delisted_shares"),
    ],
)
async def test_rules_that_help_stand_below_without_a_share(text: str, intent: str) -> None:
    answer = await declined(question(text), {intent: Feature("utter_of_the_guide")})
    assert said(answer) == ["utter_advice_declined", "utter_of_the_guide"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("市盈率这么低能买吗", "ask_indicator"),
        ("MACD金叉了能买吗", "ask_indicator"),
        ("贵了还是便宜", "ask_indicator"),
        ("快退市了该不该割", "ask_risk"),
    ],
)
async def test_a_feature_is_asked_about_the_share_spoken_of_before(text: str, intent: str) -> None:
    feature = Feature("utter_of_the_share", MOUTAI)
    answer = await declined(question(text, last=MOUTAI), {intent: feature})
    assert said(answer) == ["utter_advice_declined", "utter_of_the_share"]
    assert [asked.asked[0].refs for asked in feature.asked] == [("SH600519",)]


async def test_a_rumour_leads_to_where_it_can_be_checked_and_not_to_prices() -> None:
    answer = await declined(question("听说贵州茅台要退市", MOUTAI, intent="ask_rumour"))
    assert said(answer) == ["utter_rumour_declined"]
    assert leads_to(answer) == ["ask_announcement", "ask_risk", "ask_quote"]
    assert answer.shown == (MOUTAI,)


async def test_an_order_that_names_a_share_gets_its_quote() -> None:
    answer = await declined(question("帮我买一千股贵州茅台", MOUTAI, intent="order_request"))
    assert said(answer) == ["utter_order_declined", "utter_quote"]


async def test_a_source_that_fails_is_no_fact_but_the_quote_is() -> None:
    silent = Feature("utter_fact_unavailable", MOUTAI)
    answer = await declined(question("贵州茅台市盈率这么低能买吗", MOUTAI), {"ask_indicator": silent})
    assert said(answer) == ["utter_advice_declined", "utter_quote"]


async def test_an_issue_that_has_no_quote_yet_shows_its_row() -> None:
    market = FakeMarket({MOUTAI.ref: QuoteMissing(MOUTAI, "source_down")})
    calendar = Feature("utter_ipo_share", MOUTAI)
    answer = await declined(question("贵州茅台能买吗", MOUTAI), {"ask_ipo_calendar": calendar}, market)
    assert said(answer) == ["utter_advice_declined", "utter_ipo_share"]


async def test_a_share_without_a_quote_that_is_listed_for_long_is_no_issue() -> None:
    market = FakeMarket({MOUTAI.ref: QuoteMissing(MOUTAI, "source_down")})
    listed = Feature("utter_ipo_listed", MOUTAI)
    answer = await declined(question("贵州茅台能买吗", MOUTAI), {"ask_ipo_calendar": listed}, market)
    assert said(answer) == ["utter_advice_declined", "utter_quote_unavailable"]


@pytest.mark.parametrize("text", ["这只新股值得打吗", "值得申购吗", "新债要不要打"])
async def test_a_listed_share_spoken_of_before_is_not_taken_for_an_issue(text: str) -> None:
    answer = await declined(question(text, last=MOUTAI))
    assert said(answer) == ["utter_advice_declined"]
    assert leads_to(answer)


async def test_of_a_share_that_is_listed_no_more_only_what_becomes_of_it_is_offered() -> None:
    gone = FakeMarket({GONE.ref: QuoteMissing(GONE, "delisted")})
    answer = await declined(question("康得新能买吗", GONE), market=gone)
    assert said(answer) == ["utter_advice_declined", "utter_quote_delisted"]
    assert leads_to(answer) == ["ask_delisted_shares"]


async def test_a_name_of_several_is_asked_back_below_the_decline() -> None:
    asked = (Asked((PING_AN.ref, PING_AN_BANK.ref), "平安"),)
    answer = await declined(Question("平安能买吗", asked, intent="ask_advice"))
    assert said(answer) == ["utter_advice_declined", "utter_quote_which"]
    assert answer.offered == (PING_AN, PING_AN_BANK)
