"""The mended check of an action's answer judges as Rasa's does, word for word."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema.exceptions import ValidationError
from rasa.core.actions.action import RemoteAction

from bot.mends.action_schema import MEND

ACTION = RemoteAction("action_quote", None)

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
names = st.sampled_from(
    ["slot", "user", "bot", "action", "active_loop", "form_validation", "entities", "rewind"]
)
events = st.fixed_dictionaries(
    {"event": names},
    optional={
        "name": scalars,
        "value": scalars,
        "timestamp": scalars,
        "metadata": scalars | st.just({}),
        "text": scalars,
        "parse_data": st.just({}) | st.just({"intent": {"name": "greet"}, "entities": []}) | scalars,
        "policy": scalars,
        "entities": st.lists(st.just({"entity": "security", "value": 1}) | scalars, max_size=2),
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


@settings(max_examples=50, deadline=None)
@given(answers)
def test_verdict_and_words_are_those_of_rasa(answer: Any) -> None:
    assert verdict(MEND.replacement, answer) == verdict(MEND.original, answer)


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
