"""A turn that goes on asks the same of another share, details and all."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.facts import FactWords
from actions.handlers.feature import FeatureAction, Thread
from actions.handlers.quote import AnswerQuote
from actions.identify import Identifier
from actions.indicator.feature import Indicator
from actions.indicator.words import IndicatorWords
from actions.quote.quoting import Quoting
from actions.residue import Residue
from actions.words import QuoteWords
from market.finance import REPORTS
from tests.unit.actions.given import NOW, PING_AN_BANK, FakeLexicon, FakeMarket
from tests.unit.actions.given_facts import GivenMarket
from tests.unit.actions.indicator.given import REPORTED

DOMAIN: Any = {}
QUOTING = Quoting(FakeLexicon(), FakeMarket(), QuoteWords.load(), Residue.load(), lambda: NOW)
MARKET = GivenMarket("2020-06-16 20:00", {(REPORTS, PING_AN_BANK): REPORTED})
INDICATOR = Indicator(
    MARKET, Identifier(FakeLexicon(), Residue.load()), IndicatorWords.load(), FactWords.load()
)
SLOTS = ("quote_security", "quote_field", "quote_choices", "topic", "thread", "thread_details", "awaiting")


def tracker(text: str, intent: str, name: str = "", **slots: Any) -> Tracker:
    found = {"entity": "security", "value": PING_AN_BANK.ref, "text": name, "start": text.find(name)}
    message = {"text": text, "intent": {"name": intent}, "entities": [found] if name else []}
    return Tracker("someone", dict.fromkeys(SLOTS) | slots, message, [], False, None, {}, None)


async def run(action: Any, asked: Tracker) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, asked, DOMAIN)
    return dispatcher.messages, {event["name"]: event["value"] for event in events}


async def test_a_share_that_is_named_after_the_question_is_asked_what_the_question_asked() -> None:
    said, slots = await run(
        FeatureAction("ask_indicator", INDICATOR), tracker("去年净利润和ROE", "ask_indicator")
    )
    assert said[0]["response"] == "utter_security_ask"
    assert slots["thread_details"] == {"indicator": "net_profit,roe", "report_period": "2019"}
    going_on = AnswerQuote(QUOTING, Thread({"ask_indicator": INDICATOR}, {"ask_indicator": "QUO13"}))
    said, slots = await run(going_on, tracker("平安银行", "ask_quote", "平安银行", **slots))
    assert said[0]["response"] == "utter_indicator"
    assert "归母净利润 282亿" in said[0]["lines"]
    assert (slots["topic"], slots["quote_security"]) == ("QUO13", "SZ000001")


async def test_a_question_of_its_own_forgets_what_was_asked_before() -> None:
    before = {"thread": "ask_indicator", "thread_details": {"indicator": "roe"}}
    asked = tracker("平安银行市盈率", "ask_indicator", "平安银行", **before)
    _, slots = await run(FeatureAction("ask_indicator", INDICATOR), asked)
    assert slots["thread_details"] == {"indicator": "pe"}


async def test_after_an_offer_it_is_neither_the_share_before_nor_the_one_offered() -> None:
    action = FeatureAction("ask_indicator", INDICATOR)
    said, slots = await run(action, tracker("平安银行ROE", "ask_indicator", "平安银行"))
    assert said[0]["response"] == "utter_indicator"
    said, offered = await run(action, tracker("平安银行H股ROE", "ask_indicator", "平安银行", **slots))
    assert said[0]["head"].startswith("“平安银行H股”我查不到")
    assert offered["quote_choices"] == ["SZ000001"]
    said, _ = await run(action, tracker("它的ROE呢", "ask_indicator", **(slots | offered)))
    assert said[0]["response"] == "utter_security_ask"


async def test_a_share_of_another_class_is_no_next_turn_of_the_question_before() -> None:
    going_on = AnswerQuote(QUOTING, Thread({"ask_indicator": INDICATOR}, {"ask_indicator": "QUO13"}))
    before = {"thread": "ask_indicator", "thread_details": {"indicator": "roe"}}
    for text in ("那平安银行B呢", "换成平安银行H股"):
        said, slots = await run(going_on, tracker(text, "ask_quote", "平安银行", **before))
        assert len(said) == 1
        assert said[0]["head"].startswith("“平安银行")
        assert "quote_security" not in slots
