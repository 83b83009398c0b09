"""Which shares are suspended on a day, since when, why and until when: pure types and how to read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from market.fact import Allowance, Kind
from market.securities import Security

State = Literal["suspended", "announced", "resumed"]


@dataclass(frozen=True, slots=True)
class Suspension:
    """One announced suspension; `resumes` is the day on which trading is expected to go on, None where it is
    not known. `term` is the source's own word for how long, such as 停牌一天 or 连续停牌."""

    ref: str
    name: str
    since: date
    resumes: date | None = None
    term: str = ""
    reason: str = ""

    def state(self, day: date) -> State:
        """What the announcement means for a day: lists also carry what begins tomorrow or ends today."""
        if self.since > day:
            return "announced"
        return "resumed" if self.resumes is not None and self.resumes <= day else "suspended"


SUSPENSIONS = Kind[date, tuple[Suspension, ...]](
    "suspensions",
    timedelta(minutes=5),
    Allowance(source=5.0, total=9.0),
    examples=(date(2024, 4, 26),),
)
"""What was announced for a trading day, whatever the state of each on that day."""

_ORDER: tuple[State, ...] = ("suspended", "announced", "resumed")


def suspension_of(suspensions: Iterable[Suspension], security: Security, day: date) -> Suspension | None:
    """The one that matters for a share on a day; where there are several, the one that holds then."""
    own = [each for each in suspensions if each.ref == security.ref]
    return min(own, key=lambda each: (_ORDER.index(each.state(day)), -each.since.toordinal()), default=None)


def suspended_on(suspensions: Iterable[Suspension], day: date) -> tuple[Suspension, ...]:
    """Those that hold on that day, the latest begun first."""
    holding = [each for each in suspensions if each.state(day) == "suspended"]
    return tuple(sorted(holding, key=lambda each: (-each.since.toordinal(), each.ref)))
