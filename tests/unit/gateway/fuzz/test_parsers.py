"""Parsers that no room's own tests send odd things to: a value or a known refusal comes out.

Those of the channels, of tables of holdings and of every market source have such tests beside their others.
"""

import contextlib
import json
import os
from typing import Any

import hypothesis
from hypothesis import given
from hypothesis import strategies as st

from channels.body import read_object
from channels.errors import UnreadableUpdate
from conversations.brain import BotTurn, BrainError, read_turn
from desk.chatwoot.parse import EVENTS, conversation_of
from desk.chatwoot.signature import is_signed, sign

TRIES = int(os.environ.get("WENPAN_FUZZ", "4")) * 25
LEAF = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
JSON = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
)
FIELDS = ("messages", "topic", "intent", "confidence", "entities", "state", "handoff", "followup", "ticket")
TURNS = st.fixed_dictionaries(dict.fromkeys(FIELDS, JSON)) | JSON
WEBHOOKS = st.fixed_dictionaries(
    {"event": st.sampled_from(sorted(EVENTS)) | JSON, "conversation": JSON, "id": JSON}
)

fuzzed = hypothesis.settings(max_examples=TRIES, deadline=None)


@fuzzed
@given(st.sampled_from([200, 202, 400, 401, 500, 502, 503]), TURNS)
def test_whatever_the_brain_says_is_a_turn_or_a_failure_of_the_brains(status: int, body: Any) -> None:
    with contextlib.suppress(BrainError):
        assert isinstance(read_turn(status, body), BotTurn)


@fuzzed
@given(WEBHOOKS | JSON)
def test_whatever_chatwoot_signs_is_a_number_or_nothing(payload: Any) -> None:
    found = conversation_of(json.loads(json.dumps(payload)))
    assert found is None or type(found) is int  # True is no number of a conversation


@fuzzed
@given(st.binary(max_size=200))
def test_whatever_a_body_is_it_is_an_object_or_unreadable(body: bytes) -> None:
    with contextlib.suppress(UnreadableUpdate):
        assert isinstance(read_object(body), dict)


@fuzzed
@given(st.text(max_size=20), st.binary(max_size=50), st.text(max_size=80), st.text(min_size=1, max_size=20))
def test_only_the_right_signature_is_one(at: str, body: bytes, said: str, secret: str) -> None:
    assert not is_signed(secret, at, body, said, 0.0) or said == sign(secret, at, body)
