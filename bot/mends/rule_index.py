"""Mend: look a turn's rules up by what was done and meant last.

What: `RulePolicy._get_possible_keys` holds every rule of the product against the latest state, two or
three times a turn, to find the handful that fit; so each new feature slows every turn.
Why: 0.8 ms of CPU a turn with 160 comparisons, in proportion to the rules. Here the rules are kept by
the last action and intent they ask for, and only those that can fit are held against the states, by
Rasa's own test.
Guard: tests/unit/bot/mends/test_rule_index.py
"""

from collections import defaultdict
from typing import Any

from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import State
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

from bot.mends.mend import Mend

Asked = tuple[str | None, str | None]
"""The last action and the last intent; None where a state has none."""


class RuleIndex:
    """The rules of one lookup table by what their last state asks for."""

    def __init__(self, policy: RulePolicy, lookup: dict[str, str]) -> None:
        self.rules = frozenset(lookup)
        self._by_asked: dict[Asked, set[str]] = defaultdict(set)
        for rule in lookup:
            self._by_asked[_asked(policy._rule_key_to_state(rule)[-1])].add(rule)

    def that_can_fit(self, state: State) -> set[str]:
        """A superset of the rules that fit: what a rule does not ask for may be anything."""
        if not state.get(PREVIOUS_ACTION):
            return set(self.rules)  # the start of a conversation, which Rasa compares in its own way
        action, intent = _asked(state)
        keys: set[Asked] = {(action, intent), (action, None), (None, intent), (None, None)}
        return set().union(*(self._by_asked.get(key, ()) for key in keys))


def possible_keys(policy: RulePolicy, lookup: dict[str, str], states: list[State]) -> set[str]:
    if not states:
        return set(lookup)
    possible = _index(policy, lookup).that_can_fit(states[-1])
    for turn, state in enumerate(reversed(states)):
        possible = {rule for rule in possible if policy._is_rule_applicable(rule, turn, state)}
    return possible


def _asked(state: Any) -> Asked:
    action = state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME)
    intent = state.get(USER, {}).get(INTENT)
    return action or None, None if intent == SHOULD_NOT_BE_SET else intent or None


def _index(policy: RulePolicy, lookup: dict[str, str]) -> RuleIndex:
    """The table's index, made anew when its rules are other ones than when it was made."""
    indexes: dict[int, RuleIndex] = vars(policy).setdefault("_indexes", {})
    index = indexes.get(id(lookup))
    if index is None or index.rules != lookup.keys():
        index = indexes[id(lookup)] = RuleIndex(policy, lookup)
    return index


MEND = Mend(
    owner=RulePolicy,
    name="_get_possible_keys",
    original=RulePolicy._get_possible_keys,
    replacement=possible_keys,
    leans_on=(
        RulePolicy._get_possible_keys,
        RulePolicy._is_rule_applicable,
        RulePolicy._does_rule_match_state,
    ),
    shape="6e091b30db788de1",
)
