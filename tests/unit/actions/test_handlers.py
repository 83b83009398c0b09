"""What the actions tell Rasa: responses by name, and slots that the next turn leans on."""

from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.handlers.feature import Thread
from actions.handlers.quote import (
    AnswerMarket,
    AnswerQuote,
    DismissChoices,
    QuoteAction,
    TakeChoice,
)
from actions.quote.quoting import Quoting
from actions.residue import Residue
from actions.words import QuoteWords
from tests.unit.actions.given import NOW, FakeLexicon, FakeMarket

DOMAIN: Any = {}
NO_THREAD = Thread({}, {})
QUOTING = Quoting(FakeLexicon({}), FakeMarket(), QuoteWords.load(), Residue.load(), lambda: NOW)


def tracker(text: str, *refs: str, intent: str = "ask_quote", field: str = "", **slots: Any) -> Tracker:
    entities = [{"entity": "security", "value": ref, "text": text, "start": 0, "end": 1} for ref in refs]
    if field:
        entities.append({"entity": "quote_field", "value": field, "text": field, "start": 2, "end": 3})
    empty = ("quote_security", "quote_field", "quote_choices", "thread", "thread_details", "awaiting")
    known: dict[str, Any] = dict.fromkeys((*empty, "topic")) | slots
    message = {"text": text, "intent": {"name": intent}, "entities": entities}
    return Tracker("someone", known, message, [], False, None, {}, None)


async def run(action: QuoteAction, asked: Tracker) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, asked, DOMAIN)
    return dispatcher.messages, {event["name"]: event["value"] for event in events}


async def test_a_quote_is_a_named_response_with_values_and_no_text() -> None:
    [message], slots = await run(AnswerQuote(QUOTING, NO_THREAD), tracker("茅台多少钱", "SH600519"))
    assert message["response"] == "utter_quote"
    assert message["text"] is None
    assert message["last"] == "1768.90"
    assert slots == {
        "quote_security": "SH600519",
        "quote_field": None,
        "quote_choices": None,
        "topic": "QUO01",
        "thread": "ask_quote",
        "thread_details": None,
        "awaiting": None,
    }


@pytest.mark.parametrize(
    ("refs", "field", "topic"),
    [
        (("SH600519",), "", "QUO01"),
        (("SH000001",), "", "QUO02"),
        (("SH000001", "SH600519"), "", "QUO01"),
        (("SH600519",), "limit_up", "QUO07"),
    ],
)
async def test_the_topic_is_that_of_what_was_answered(refs: tuple[str, ...], field: str, topic: str) -> None:
    _, slots = await run(AnswerQuote(QUOTING, NO_THREAD), tracker("多少", *refs, field=field))
    assert slots["topic"] == topic


async def test_an_open_clarification_is_remembered() -> None:
    [message], slots = await run(
        AnswerQuote(QUOTING, NO_THREAD), tracker("平安最高多少", "SH601318,SZ000001", field="high")
    )
    assert [button["title"] for button in message["buttons"]] == ["中国平安 601318", "平安银行 000001"]
    assert (slots["quote_choices"], slots["quote_field"]) == (["SH601318", "SZ000001"], "high")


async def test_the_market_is_about_indices() -> None:
    [message], slots = await run(AnswerMarket(QUOTING), tracker("大盘", intent="ask_market"))
    assert message["response"] == "utter_quote_market"
    assert slots["topic"] == "QUO02"


async def test_a_yes_takes_the_only_share_that_was_offered() -> None:
    asked = tracker("是的", intent="affirm", quote_choices=["SH600519"])
    [message], slots = await run(TakeChoice(QUOTING, NO_THREAD), asked)
    assert message["response"] == "utter_quote"
    assert slots["quote_choices"] is None


async def test_a_yes_to_several_offers_asks_again() -> None:
    asked = tracker("是的", intent="affirm", quote_choices=["SH601318", "SZ000001"])
    [message], _ = await run(TakeChoice(QUOTING, NO_THREAD), asked)
    assert message["response"] == "utter_quote_which"


async def test_a_yes_to_nothing_is_just_a_yes() -> None:
    [message], slots = await run(TakeChoice(QUOTING, NO_THREAD), tracker("好的", intent="affirm"))
    assert message["response"] == "utter_affirm"
    assert slots == {}


async def test_the_second_choice_is_taken_by_its_place() -> None:
    asked = tracker("第二个", intent="choose", quote_choices=["SH601318", "SZ000001"], quote_field="high")
    [message], slots = await run(TakeChoice(QUOTING, NO_THREAD), asked)
    assert message["response"] == "utter_quote_field"
    assert slots["quote_security"] == "SZ000001"
    assert slots["quote_field"] is None


async def test_a_no_forgets_what_was_offered() -> None:
    dispatcher = CollectingDispatcher()
    events = await DismissChoices().run(dispatcher, tracker("不是", intent="deny"), DOMAIN)
    assert [message["response"] for message in dispatcher.messages] == ["utter_deny"]
    assert {event["name"]: event["value"] for event in events} == {"quote_choices": None, "quote_field": None}
