"""Counts of what happened, for whoever shows them; plain numbers, no library."""

from collections import defaultdict
from collections.abc import Mapping

# name → what it counts. A name may carry one label, written as name{label}.
MEANING: Mapping[str, str] = {
    "received": "messages stored, by channel",
    "duplicates": "deliveries that were here before, by channel",
    "unreadable": "deliveries acknowledged though nobody could read them, by channel",
    "turns": "answers given by the bot, by topic",
    "notices": "answers given by a notice, by its name",
    "dropped_replies": "answers thrown away, by what had changed: epoch or lease",
    "brain_failures": "tries at the brain that failed, by kind of error",
    "handoffs": "turns that asked for a person, by reason",
    "unserved_handoffs": "turns that asked for a person while nobody was at work, by reason",
    "tickets": "tickets asked for, as act:kind",
    "followups": "second messages promised and what became of them, as kind:fate",
    "taken_up": "messages answered after somebody left them alone",
    "turns_broken": "turns left to the sweep after an unexpected error, by its kind",
    "transitions": "changes of owner, as from>to",
    "pending_answers": "callers that were told to come back",
    "seconds_answering": "time from taking a message up to its answer, summed",
    "seconds_asking": "time spent waiting for the brain, summed",
    "outbox": "changes of a send, by channel and state",
}


class Counters:
    """Numbers that only grow. `snapshot` is {name: {label: value}}; an unlabelled count has the label ""."""

    def __init__(self) -> None:
        self._counts: dict[str, defaultdict[str, float]] = {name: defaultdict(float) for name in MEANING}

    def add(self, name: str, label: str | None = None, amount: float = 1) -> None:
        self._counts[name][label or ""] += amount

    def value(self, name: str, label: str | None = None) -> float:
        """The count of one label, or of all together."""
        counts = self._counts[name]
        return sum(counts.values()) if label is None else counts.get(label, 0)

    def snapshot(self) -> dict[str, dict[str, float]]:
        return {name: dict(counts) for name, counts in self._counts.items()}
