"""Mend: play a dialogue through once for the two looks that one prediction takes at it.

What: `DialogueStateTracker.past_states` plays all events on a new tracker. After a message `RulePolicy` asks
for the same states twice, once to look for the text and once for the intent, and changes what it was given.
Why: 8 % of a turn's CPU. The states are kept with the tracker until an event is added, and given out as
copies. Those without the turns of rules are asked for by no policy of ours, and are left to Rasa.
Guard: tests/unit/bot/mends/test_past_states.py
"""

from dataclasses import dataclass
from typing import Any

from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.mends.mend import Mend

ORIGINAL = DialogueStateTracker.past_states
KEPT_AS = "_past_states"


@dataclass(frozen=True)
class _Kept:
    """The states, and all that they were made from: the objects themselves, since an id may be used again."""

    states: list[State]
    domain: Domain
    omit_unset_slots: bool
    count: int
    last: Event | None

    def still_holds(self, tracker: DialogueStateTracker, domain: Domain, omit_unset_slots: bool) -> bool:
        return (
            self.domain is domain
            and self.omit_unset_slots == omit_unset_slots
            and self.count == len(tracker.events)
            and self.last is _last(tracker)
        )


def past_states(
    tracker: DialogueStateTracker,
    domain: Domain,
    omit_unset_slots: bool = False,
    ignore_rule_only_turns: bool = False,
    rule_only_data: dict[str, Any] | None = None,
) -> list[State]:
    if ignore_rule_only_turns:
        return list(ORIGINAL(tracker, domain, omit_unset_slots, ignore_rule_only_turns, rule_only_data))
    kept: _Kept | None = vars(tracker).get(KEPT_AS)
    if kept is None or not kept.still_holds(tracker, domain, omit_unset_slots):
        states = ORIGINAL(tracker, domain, omit_unset_slots)
        kept = _Kept(states, domain, omit_unset_slots, len(tracker.events), _last(tracker))
        vars(tracker)[KEPT_AS] = kept
    return [{kind: dict(facts) for kind, facts in state.items()} for state in kept.states]


def _last(tracker: DialogueStateTracker) -> Event | None:
    return tracker.events[-1] if tracker.events else None


MEND = Mend(
    owner=DialogueStateTracker,
    name="past_states",
    original=ORIGINAL,
    replacement=past_states,
    leans_on=(
        DialogueStateTracker.past_states,
        DialogueStateTracker.generate_all_prior_trackers,
        Domain.states_for_tracker_history,
        RulePolicy._find_action_from_rules,
        RulePolicy._predict,
        TrackerFeaturizer._choose_last_user_input,
    ),
    shape="e36ae60626a54a00",
)
