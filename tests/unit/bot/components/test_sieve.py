"""A sieve holds back no phrase that stands in the text, and nearly all that do not."""

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.phrases import PhraseClassifier
from bot.components.sieve import Sieve, needs
from market.names import normalise

DATA = Path(__file__).parents[4] / "data"
INTENTS = ["distress", "report_theft", "complain", "leave_message", "ask_human", "send_emoji", "say_nothing"]

letters = st.sampled_from("甲乙丙kSsİı\u212aſ.1")
atoms = (
    letters.map(re.escape)
    | st.sampled_from([".", r"\w", r"\W", "[甲乙]", "[^甲]", "[a-t]", "[甲-龥]", "^", "$", r"\d"])
    | st.sampled_from(["(?=甲)", "(?!乙)", "(?<=k)", "(?<!s)", "(?=.*[乙丙])", "(?<=[甲k])"])
)


def grown(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    row = st.lists(smaller, min_size=1, max_size=3).map("".join)
    either = st.lists(smaller, min_size=1, max_size=3).map("|".join)
    repeated = st.tuples(smaller, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "+?", "*?"]))
    return row | either.map("({})".format) | repeated.map("(?:{0[0]}){0[1]}".format)


expressions = st.recursive(atoms, grown, max_leaves=8) | st.lists(atoms, min_size=1, max_size=3).map("|".join)
texts = st.text(st.sampled_from("甲乙丙丁kKsSiIİı\u212aſ.1 "), max_size=8)


@settings(max_examples=1500, deadline=None)
@given(st.lists(expressions, max_size=4), texts)
def test_whatever_matches_passes(listed: list[str], text: str) -> None:
    matching = [place for place, each in enumerate(listed) if re.search(each, text, re.IGNORECASE)]
    assert set(matching) <= set(Sieve(listed).passing(text))


@pytest.mark.parametrize(
    ("expression", "needed"),
    [
        ("活路", [["活", "路"]]),
        ("(没有?|断了)活路", [["没断", "活", "路"]]),
        ("轻生|自尽", [["轻", "生"], ["自", "尽"]]),
        ("(?<!大)跳楼(?!价)", [["跳", "楼"]]),
        ("^(?=.*甲)[乙丁]+$", [["甲", "乙丁"]]),
        ("don['’]?t", [["dD", "oO", "nN", "tT"]]),
        ("kms", [["kK\u212a", "mM", "sSſ"]]),
        (r"^\W*$", [[]]),
        ("é", [[]]),
    ],
)
def test_needs_are_found(expression: str, needed: list[list[str]]) -> None:
    assert needs(expression) == [[frozenset(each) for each in way] for way in needed]


@pytest.fixture(scope="module")
def data() -> TrainingData:
    """The rooms that have phrases."""
    files = [str(file) for file in sorted(DATA.glob("*/nlu*.yml")) if "- regex: " in file.read_text("utf-8")]
    return TrainingDataImporter.load_from_dict({}, None, None, files).get_nlu_data()


def phrases_of(data: TrainingData) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for feature in data.regex_features:
        if feature["name"] in INTENTS:
            found.setdefault(feature["name"], []).append(feature["pattern"])
    return found


def test_every_example_has_the_intent_that_trying_all_phrases_gives(data: TrainingData) -> None:
    phrases = phrases_of(data)
    whole = {
        intent: re.compile("|".join(f"(?:{phrase})" for phrase in phrases[intent]), re.IGNORECASE)
        for intent in INTENTS
        if intent in phrases
    }
    sifting = PhraseClassifier({"intents": INTENTS, "suspected": {}}, None, None, phrases)  # type: ignore[arg-type]
    examples = [example.get("text") or "" for example in data.intent_examples]
    decided = [sifting.match(text) for text in examples]
    assert decided == [
        next(
            (intent for intent, each in whole.items() if each.search("".join(normalise(text).split()))), None
        )
        for text in examples
    ]
    assert {"distress", "report_theft", "ask_human"} <= set(decided)


def test_no_phrase_needs_a_character_that_it_takes_in_another_case(data: TrainingData) -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    needed = frozenset().union(
        *(
            each
            for listed in phrases_of(data).values()
            for phrase in listed
            for way in needs(phrase)
            for each in way
        )
    )
    taken = {
        one: set(re.findall(re.escape(one), everything, re.IGNORECASE)) for one in needed if one.isascii()
    }
    assert all(others <= needed for others in taken.values())
    unlike = "".join(one for one in needed if not one.isascii())
    assert set(re.findall(f"[{re.escape(unlike)}]", everything, re.IGNORECASE)) <= needed | set("ksiIKS")


def test_few_phrases_are_tried(data: TrainingData) -> None:
    listed = [phrase for each in phrases_of(data).values() for phrase in each]
    sieve = Sieve(listed)
    tried = [
        len(sieve.passing("".join(normalise(each.get("text") or "").split())))
        for each in data.intent_examples
    ]
    assert sum(tried) / len(tried) < len(listed) / 10
