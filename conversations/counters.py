"""Counts of what happened and how long it took, for whoever shows them; plain numbers, no library."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from conversations.journeys import Journeys

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
    "turns_broken": "turns left to the sweep: the store was away, or a fault of ours, which the log names",
    "transitions": "changes of owner, as from>to",
    "pending_answers": "callers that were told to come back",
    "seconds_answering": "time from taking a message in up to its stored answer, summed",
    "seconds_asking": "time spent waiting for the brain, summed",
    "outbox": "changes of a send, by channel and state",
    "outbox_claims": "looks for what has to be sent, by channel",
    "understood": "what people wrote and the bot answered: understood or missed",
}

BEGUN: Mapping[str, Sequence[str]] = {"turns_broken": ("store", "fault")}
"""Labels that are there from the start, at 0: what begins with 1 has not risen, for who watches over it."""

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
# name → what is measured, and the upper bounds under which it is counted.
MEASURED: Mapping[str, tuple[str, Sequence[float]]] = {
    "answer_seconds": ("from taking a message in up to its stored answer, by channel", SECONDS),
    "send_seconds": ("from taking a message in until the platform has its answer, by channel", SECONDS),
    "asking_seconds": ("one try at the brain, by what came of it", SECONDS),
    "confidence": (
        "how sure the model was of what a person wrote",
        (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0),
    ),
}


@dataclass(slots=True)
class Measure:
    """How many values lay at or below each of `bounds`, the last count being of those above all."""

    bounds: Sequence[float]
    counts: list[int] = field(default_factory=list)
    total: float = 0.0

    def add(self, value: float) -> None:
        self.counts = self.counts or [0] * (len(self.bounds) + 1)
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    def below(self) -> list[int]:
        """As a histogram counts: each bound includes those before it."""
        return list(accumulate(self.counts))


class Counters:
    """Numbers that only grow. `snapshot` is {name: {label: value}}; an unlabelled count has the label "".

    `journeys` are the messages whose answers are on their way, from which `send_seconds` is measured.
    """

    def __init__(self) -> None:
        self._counts: dict[str, defaultdict[str, float]] = {name: defaultdict(float) for name in MEANING}
        for name, labels in BEGUN.items():
            self._counts[name].update(dict.fromkeys(labels, 0.0))
        self._measures: dict[str, dict[str, Measure]] = {name: {} for name in MEASURED}
        self.journeys = Journeys()

    def add(self, name: str, label: str | None = None, amount: float = 1) -> None:
        self._counts[name][label or ""] += amount

    def observe(self, name: str, label: str, value: float) -> None:
        """One more of what MEASURED has under `name`."""
        measures = self._measures[name]
        if label not in measures:
            measures[label] = Measure(MEASURED[name][1])
        measures[label].add(value)

    def measures(self) -> dict[str, dict[str, Measure]]:
        """{name: {label: measure}}."""
        return {name: dict(measures) for name, measures in self._measures.items()}

    def value(self, name: str, label: str | None = None) -> float:
        """The count of one label, or of all together."""
        counts = self._counts[name]
        return sum(counts.values()) if label is None else counts.get(label, 0)

    def snapshot(self) -> dict[str, dict[str, float]]:
        return {name: dict(counts) for name, counts in self._counts.items()}
