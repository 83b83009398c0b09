"""The mended search finds the rules that Rasa's own finds."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import SHOULD_NOT_BE_SET
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.mends.rule_index import MEND

names = st.sampled_from(["action_listen", "utter_hours", "test_form", None, ""])
intents = st.sampled_from(["greet", "ask_hours", SHOULD_NOT_BE_SET, None, ""])
loops = st.sampled_from(["test_form", SHOULD_NOT_BE_SET, None])
states = st.fixed_dictionaries(
    {},
    optional={
        "prev_action": st.fixed_dictionaries({}, optional={"action_name": names, "action_text": names}),
        "user": st.fixed_dictionaries({}, optional={"intent": intents, "text": intents}),
        "active_loop": st.fixed_dictionaries({}, optional={"name": loops}),
    },
)
histories = st.lists(states, max_size=4)
lookups = st.dictionaries(
    st.lists(states, min_size=1, max_size=3).map(json.dumps), st.just("action"), max_size=8
)


def rasas(policy: Any, lookup: dict[str, str], history: list[dict[str, Any]]) -> set[str]:
    """What Rasa's own search finds."""
    assert MEND.original is not None
    found: set[str] = MEND.original(policy, lookup, history)
    return found


def policy() -> Any:
    """A rule policy without a model: the search asks nothing else of it."""
    return RulePolicy.__new__(RulePolicy)


@settings(max_examples=400, deadline=None)
@given(lookups, histories)
def test_rules_that_fit_are_those_rasa_finds(lookup: dict[str, str], history: list[dict[str, Any]]) -> None:
    assert MEND.replacement(policy(), lookup, history) == rasas(policy(), lookup, history)


@settings(max_examples=50, deadline=None)
@given(lookups, lookups, histories)
def test_changed_table_is_searched_as_it_is_now(
    lookup: dict[str, str], more: dict[str, str], history: list[dict[str, Any]]
) -> None:
    searching = policy()
    MEND.replacement(searching, lookup, history)
    lookup.update(more)
    assert MEND.replacement(searching, lookup, history) == rasas(searching, lookup, history)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["greet", "ask_hours", "start_test", "no_such_intent"]), max_size=3))
def test_trained_rules_are_found_in_a_dialogue(loaded: MessageProcessor, meant: list[str]) -> None:
    events: list[Event] = [ActionExecuted("action_listen")]
    for intent in meant:
        events += [UserUttered("…", {"name": intent}), ActionExecuted("utter_hours")]
        events += [ActionExecuted("action_listen")]
    tracker = DialogueStateTracker.from_events("u1", [*events, UserUttered("…", {"name": "greet"})])
    history = [
        {key: dict(value) for key, value in state.items()} for state in tracker.past_states(loaded.domain)
    ]
    found_in = trained(loaded)
    found = MEND.replacement(found_in, found_in.lookup["rules"], history)
    assert found == rasas(found_in, found_in.lookup["rules"], history)
    assert found


def trained(loaded: MessageProcessor) -> Any:
    nodes = vars(loaded.graph_runner)["_instantiated_nodes"].values()
    (policy_node,) = (node._component for node in nodes if isinstance(node._component, RulePolicy))
    return policy_node
