"""What breaks when: drawn from a seed, the same each time. Pure."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["kill", "stop", "restart", "disk", "upstreams", "outage", "clock"]
LONGEST_GAP = 8.0  # seconds between two beginnings


@dataclass(frozen=True, slots=True)
class Card:
    """One way to break something: `seconds` from and to, 0 where it is over at once; one of `hows`.

    Faults of one `place` do not overlap.
    """

    kind: Kind
    target: str
    place: str
    seconds: tuple[float, float] = (0.0, 0.0)
    hows: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Fault:
    """What breaks `at` so many seconds from the beginning, for how long, and in which way."""

    at: float
    kind: Kind
    target: str
    seconds: float = 0.0
    how: str = ""

    @property
    def name(self) -> str:
        return f"{self.kind} {self.target}"

    def __str__(self) -> str:
        lasts = f" for {self.seconds:.1f} s" if self.seconds else ""
        return " ".join(filter(None, (self.name, self.how))) + lasts


LIES = ("units", "missing_column", "extra_column", "truncated", "empty", "ban", "5xx", "reset")
PLATFORM = ("5xx", "hang", "drop", "break")
JUMPS = ("+5m", "-5m", "+3h", "-3h", "+26h")
DECK: tuple[Card, ...] = (
    Card("kill", "gateway", "gateway"),
    Card("kill", "rasa", "rasa"),
    Card("kill", "actions", "actions"),
    Card("kill", "postgres", "postgres"),
    Card("kill", "backend", "postgres"),
    Card("stop", "postgres", "postgres", (2.0, 12.0)),
    Card("stop", "gateway", "gateway", (1.0, 8.0)),
    Card("stop", "rasa", "rasa", (1.0, 8.0)),
    Card("stop", "actions", "actions", (1.0, 8.0)),
    Card("restart", "postgres", "postgres"),
    Card("disk", "media", "disk", (3.0, 10.0)),
    Card("upstreams", "hang", "upstreams", (3.0, 10.0), ("hang",)),
    Card("upstreams", "lie", "upstreams", (3.0, 10.0), LIES),
    Card("outage", "wechat", "wechat", (2.0, 10.0), PLATFORM),
    Card("outage", "wechat_kf", "wechat_kf", (2.0, 10.0), PLATFORM),
    Card("outage", "telegram", "telegram", (2.0, 10.0), PLATFORM),
    Card("clock", "jump", "clock", (3.0, 10.0), JUMPS),
)


def plan(seed: int, seconds: float, without: Collection[Kind] = ()) -> list[Fault]:
    """Faults in the order of their beginning, all over by the end. Each way comes once before any comes
    again.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable
    deck = [card for card in DECK if card.kind not in without]
    gap = min(seconds / len(deck), LONGEST_GAP)
    waiting: list[Card] = []  # the first whose place is free comes next; where none is, the first waits
    free_at: dict[str, float] = {}
    faults: list[Fault] = []
    for number in range(int(seconds / gap + 1e-6)):
        waiting = waiting or chance.sample(deck, len(deck))
        at = gap * (number + chance.uniform(0.0, 0.8))
        card = next((card for card in waiting if free_at.get(card.place, 0.0) <= at), waiting[0])
        waiting.remove(card)
        lasts, how = chance.uniform(*card.seconds), chance.choice(card.hows)
        at = max(at, free_at.get(card.place, 0.0))
        if at < seconds:
            lasts = min(lasts, seconds - at)
            free_at[card.place] = at + lasts
            faults.append(Fault(at, card.kind, card.target, lasts, how))
    return sorted(faults, key=lambda fault: fault.at)


def describe(faults: Sequence[Fault]) -> str:
    """One line each."""
    return "\n".join(f"{fault.at:8.1f} s  {fault}" for fault in faults)
