"""What the rounds of routing have seen and done, for whoever exposes figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RouterCounts:
    """`waiting`, `longest_wait` in seconds and agents by `standing` (ready, busy, away, gone) as the last
    round saw them: None on a gateway whose turn it is not. `offered` and `reassigned`, by reason, count since
    this gateway's start.
    """

    waiting: int | None = None
    longest_wait: float | None = None
    agents: Mapping[str, int] | None = None
    offered: int = 0
    reassigned: Mapping[str, int] = field(default_factory=dict)
