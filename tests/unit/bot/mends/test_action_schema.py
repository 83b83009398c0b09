"""The mended check of an action's answer judges as Rasa's does, word for word."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema.exceptions import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction

from bot.mends import action_schema
from bot.mends.action_schema import MEND

ACTION = RemoteAction("action_quote", None)
SCHEMA = RemoteAction.action_response_format_spec()
WHOLE: Any = validator_for(SCHEMA)(SCHEMA)  # type: ignore[no-untyped-call]
KINDS = [kind["properties"]["event"]["const"] for kind in SCHEMA["properties"]["events"]["items"]["oneOf"]]

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
numbers: st.SearchStrategy[Any] = st.sampled_from(
    [0, 1, -1, 1.0, 1.5, 1e300, float("inf"), True, False, 10**30, "1", None, [1], {}]
)
names = st.sampled_from(KINDS) | st.sampled_from(
    ["slot", "user", "bot", "action", "entities", "nonsense", ""]
)
entities = st.fixed_dictionaries(
    {},
    optional={
        "entity": st.just("security") | scalars,
        "value": st.just(1) | scalars,
        "start": numbers,
        "end": numbers,
        "confidence": numbers,
        "extractor": scalars,
        "role": scalars,
    },
)
ranked = st.fixed_dictionaries({}, optional={"name": scalars, "confidence": numbers})
responses: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {},
    optional={
        "all_retrieval_intents": st.just([]) | scalars,
        "faq/ask": st.just({}) | scalars | st.fixed_dictionaries({"ranking": st.lists(ranked, max_size=1)}),
        "": scalars,
    },
)
parsed = st.fixed_dictionaries(
    {},
    optional={
        "text": scalars,
        "intent": ranked | scalars,
        "intent_ranking": st.lists(ranked, max_size=2) | scalars,
        "entities": st.lists(entities, max_size=2) | scalars,
        "response_selector": responses | scalars,
    },
)
events = st.fixed_dictionaries(
    {"event": names},
    optional={
        "name": scalars | st.just("topic"),
        "value": scalars,
        "timestamp": numbers,
        "metadata": scalars | st.just({}),
        "text": scalars,
        "parse_data": parsed | scalars,
        "policy": scalars,
        "confidence": numbers,
        "hide_rule_turn": numbers,
        "entities": st.lists(entities | scalars, max_size=2) | scalars,
    },
)
answers = scalars | st.fixed_dictionaries(
    {},
    optional={
        "events": st.lists(events | scalars, max_size=3) | scalars,
        "responses": st.lists(st.just({"text": "…"}) | scalars, max_size=2) | scalars,
        "more": scalars,
    },
)


def verdict(check: Any, answer: Any) -> Any:
    try:
        return check(ACTION, answer)
    except ValidationError as error:
        return error.message, list(error.absolute_path)


@settings(max_examples=150, deadline=None)
@given(answers)
def test_verdict_and_words_are_those_of_rasa(answer: Any) -> None:
    assert verdict(MEND.replacement, answer) == verdict(MEND.original, answer)


@settings(max_examples=400, deadline=None)
@given(events)
def test_one_event_is_judged_as_by_the_whole_schema(event: dict[str, Any]) -> None:
    answer = {"events": [event]}
    assert (verdict(MEND.replacement, answer) is True) == WHOLE.is_valid(answer)


@pytest.mark.parametrize("kind", KINDS)
def test_events_of_every_kind_need_no_second_look(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action_schema, "_in_rasas_words", None)
    event: dict[str, Any] = {
        "event": kind,
        "timestamp": None,
        "metadata": {},
        "name": "topic",
        "value": None,
        "entities": [],
    }
    answer = {"events": [event, event], "responses": [{"text": "…"}], "more": 1}
    assert MEND.replacement(ACTION, answer) is True
    assert answer == {"events": [event, event], "responses": [{"text": "…"}], "more": 1}


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        ({"events": [{"event": "slot", "name": "topic", "value": "QUO01"}], "responses": []}, True),
        ({"events": [], "responses": [{"response": "utter_quote"}]}, True),
        ({}, True),
        ({"events": [{"event": "no such event"}]}, False),
        ({"events": [{"event": ["slot"]}]}, False),
        ({"events": [{"name": "topic"}]}, False),
        ({"events": {}}, False),
        ({"responses": ["text"]}, False),
        (None, False),
        ([], False),
    ],
)
def test_answers_and_nonsense_are_told_apart(answer: Any, accepted: bool) -> None:
    assert (verdict(MEND.replacement, answer) is True) == accepted
    assert verdict(MEND.replacement, answer) == verdict(MEND.original, answer)
