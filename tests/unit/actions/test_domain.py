"""The words and rules of the assistant fit what the actions say and do."""

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.chart.gallery import Gallery
from actions.facts import FactWords
from actions.features import Features
from actions.fund.names import FundList
from actions.identify import Identifier
from actions.quote.replies import Phrasebook
from actions.residue import Residue
from actions.roster import Needs, build_features, build_report
from actions.utterance import Utterance
from actions.words import QuoteWords
from charts.series import Chart
from market.market import Market
from market.quote import QuoteMissing
from tests.unit.actions.given import GONE, MOUTAI, NOW, SHANGHAI_INDEX, WULIANGYE, FakeLexicon, quote_of
from tests.unit.actions.talk import Dialogue

ROOT = Path(__file__).parents[3]
DOMAIN = sorted((ROOT / "bot" / "domain").glob("*.yml"))
CODE = sorted((ROOT / "actions").rglob("*.py"))
PLACEHOLDER = re.compile(r"(?<!{){(\w+)}(?!})")
OF_AGENTS = {"desk.yml", "metrics.yml"}
"""Notices that only people at the desk read."""
QUOTED = re.compile(r'"(utter_\w+)"')
UNSPOKEN = {"nlu_fallback", "show_article", "ask_several", "go_on_task"}
"""Intents that nobody writes: what was not understood, a button's, several questions at once."""
DIALOGUE = {
    "go_on",
    "next_step",
    "repeat",
    "go_back",
    "cancel",
    "show_article",
    "ask_several",
    "dispute",
    "go_on_task",
}
"""Intents whose topic is that of what they lead to."""


@cache
def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def collected(key: str) -> list[Any]:
    found: list[Any] = []
    for path in DOMAIN:
        found.extend(read(path).get(key, []))
    return found


def responses() -> dict[str, list[dict[str, Any]]]:
    return {name: said for path in DOMAIN for name, said in read(path).get("responses", {}).items()}


def rules() -> list[dict[str, Any]]:
    files = sorted((ROOT / "data").glob("*/rules.yml"))
    return [rule for path in files for rule in read(path)["rules"]]


def nlu() -> dict[str, list[str]]:
    blocks = [block for path in (ROOT / "data").glob("*/nlu.yml") for block in read(path)["nlu"]]
    return {
        block["intent"]: [line[2:] for line in block["examples"].splitlines()]
        for block in blocks
        if "intent" in block
    }


def every_feature() -> Features:
    """As the action server joins them; nothing is asked of the market."""

    async def draw(chart: Chart) -> bytes:
        return b""

    async def keep(png: bytes) -> str:
        return ""

    identifier = Identifier(FakeLexicon(), Residue.load())
    market = Market.open("demo")
    needs = Needs(market, FundList(market), identifier, FactWords.load(), Gallery(draw, keep))
    return {**build_features(needs), "ask_report": build_report(needs)}


def said_by_actions() -> set[str]:
    return {name for path in CODE for name in QUOTED.findall(path.read_text(encoding="utf-8"))}


def steps(kind: str) -> set[str]:
    listed = [each for rule in rules() for step in rule["steps"] for each in step.get("or", [step])]
    return {step[kind] for step in listed if kind in step}


def utterances() -> Iterator[Utterance]:
    """Every reply that a phrasebook can make."""
    book = Phrasebook(QuoteWords.load(), NOW)
    down, gone = QuoteMissing(WULIANGYE, "source_down"), QuoteMissing(GONE, "delisted")
    yield book.one(quote_of())
    yield book.one(quote_of(suspended=True))
    yield book.one(quote_of(stale=True))
    yield book.one(quote_of(SHANGHAI_INDEX))
    yield book.fields(quote_of(), ("high",))
    yield book.fields(quote_of(limit_up=None), ("limit_up",))
    for response in ("utter_quote_several", "utter_quote_market"):
        yield book.several([quote_of(), down], (), response, demo=False)
    for demo in (True, False):
        yield book.several([down, gone], (), "utter_quote_several", demo=demo)
    yield book.missing(gone, demo=False)
    yield book.missing(QuoteMissing(MOUTAI, "source_down"), demo=False)


def test_every_response_that_an_action_names_exists() -> None:
    assert said_by_actions() <= set(responses())


def test_every_response_is_said_by_a_rule_or_an_action() -> None:
    assert set(responses()) <= said_by_actions() | steps("action")


@pytest.mark.parametrize("utterance", list(utterances()), ids=lambda utterance: utterance.response)
def test_every_placeholder_gets_a_value(utterance: Utterance) -> None:
    for said in responses()[utterance.response]:
        assert set(PLACEHOLDER.findall(said["text"])) <= set(utterance.values)


def test_nobody_is_promised_a_person_while_none_is_connected() -> None:
    notices = sorted((ROOT / "data" / "notices").glob("*.yml"))
    tables = [*DOMAIN, *(path for path in notices if path.name not in OF_AGENTS)]
    promising = re.compile(r"(可以|或者|会)转(给)?人工|title: 转人工|: 转人工$", re.MULTILINE)
    assert [path.name for path in tables if promising.search(path.read_text(encoding="utf-8"))] == []


def test_every_quote_with_figures_carries_its_stamp() -> None:
    told = {
        name: said
        for name, said in responses().items()
        if "{last}" in said[0]["text"] or "{lines}" in said[0]["text"]
    }
    unstamped = [name for name, said in told.items() if "{stamp}" not in said[0]["text"]]
    assert unstamped == ["utter_quote_none"]


def test_no_action_says_words_of_its_own() -> None:
    spoken = [path.name for path in CODE if re.search(r"utter_message\([^)]*\btext\s*=", path.read_text())]
    assert spoken == []


def test_every_action_of_the_domain_has_a_handler_and_the_reverse() -> None:
    assert Dialogue(every_feature()).action_names == set(collected("actions"))


def test_every_custom_action_is_asked_for_by_a_rule() -> None:
    assert set(collected("actions")) <= steps("action")


def test_every_intent_is_answered_by_a_rule() -> None:
    assert set(collected("intents")) == steps("intent")


def test_every_intent_has_examples_of_its_own() -> None:
    examples = nlu()
    assert set(examples) == set(collected("intents")) - UNSPOKEN
    everything = sorted(line for lines in examples.values() for line in lines)
    assert [line for line, following in pairwise(everything) if line == following] == []


def test_no_question_of_a_held_out_set_is_an_example() -> None:
    trained = {line for lines in nlu().values() for line in lines}
    for path in (ROOT / "tests" / "nlu").glob("*.yml"):
        asked = [line[2:] for block in read(path)["nlu"] for line in block["examples"].splitlines()]
        assert [line for line in asked if line in trained] == [], path.name
        assert len(asked) == len(set(asked)), path.name


def test_every_intent_has_its_topic_or_none() -> None:
    topics = read(ROOT / "bot" / "topics.yml")
    assert set(topics) == set(collected("intents"))
    silent = {intent for intent, topic in topics.items() if topic is None}
    assert silent == {"greet", "goodbye", "thanks", "affirm", "deny", "send_emoji", *DIALOGUE}
    assert all(re.fullmatch(r"[A-Z]{3}\d\d", topic) for topic in topics.values() if topic)


def test_every_slot_is_used() -> None:
    code = "".join(path.read_text() for path in [*CODE, *(ROOT / "bot").glob("*.py")])
    slots = [name for path in DOMAIN for name in read(path).get("slots", {})]
    assert [name for name in slots if f'"{name}"' not in code] == []


def test_slots_never_change_what_is_predicted() -> None:
    slots = [slot for path in DOMAIN for slot in read(path).get("slots", {}).values()]
    assert all(slot["influence_conversation"] is False for slot in slots)


def test_every_button_leads_to_an_intent_that_exists() -> None:
    payloads = [
        button["payload"]
        for said in responses().values()
        for each in said
        for button in each.get("buttons", [])
    ]
    for payload in payloads:
        intent, _, entities = payload.removeprefix("/").replace("{{", "{").replace("}}", "}").partition("{")
        assert intent in collected("intents")
        assert set(json.loads("{" + entities) if entities else {}) <= set(collected("entities"))


def test_replies_are_short_enough_for_a_phone() -> None:
    for name, said in responses().items():
        assert all(each["text"].count("\n") < 8 for each in said), name
        assert all(len(each.get("buttons", [])) <= 3 for each in said), name


def test_nothing_is_shouted_or_decorated() -> None:
    words = "".join(each["text"] for said in responses().values() for each in said)
    words = words.replace("*ST", "")  # that asterisk is a part of the exchanges' word
    assert not set(words) & set("!！*#`😀👍")
    assert "亲" not in words


def test_titles_of_rules_and_stories_are_unique() -> None:
    stories = [
        story for path in (ROOT / "tests" / "stories").rglob("test_*.yml") for story in read(path)["stories"]
    ]
    titles = [rule["rule"] for rule in rules()] + [story["story"] for story in stories]
    assert sorted(titles) == sorted(set(titles))


def test_no_value_is_called_as_rasa_calls_a_part_of_the_message_itself() -> None:
    taken = {"text", "image", "buttons", "attachment", "template", "response", "json_message", "elements"}
    for name, said in responses().items():
        overlaid = taken & set(PLACEHOLDER.findall(said[0]["text"]))
        assert not overlaid or said[0]["text"] == "{text}", name


def test_every_intent_has_a_story() -> None:
    told = {
        step["intent"]
        for path in (ROOT / "tests" / "stories").rglob("test_*.yml")
        for story in read(path)["stories"]
        for step in story["steps"]
        if "intent" in step
    }
    assert set(collected("intents")) - UNSPOKEN <= told


def test_every_situation_has_its_folder_of_stories() -> None:
    situations = {
        path.parent.name
        for path in (ROOT / "tests" / "stories").rglob("test_*.yml")
        if path.parent.name != "stories"
    }
    assert situations >= {
        "happy",
        "correction",
        "digression",
        "cancellation",
        "invalid",
        "out_of_scope",
        "boundary",
        "human",
    }


def test_no_set_phrase_says_yes_to_what_may_have_asked_for_advice_or_an_order() -> None:
    said = {name: each[0]["text"] for name, each in responses().items()}
    assert [name for name in ("utter_machine", "utter_affirm") if re.match("是的|好的|对", said[name])] == []
