"""What a check of the ledger comes to."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

What = Literal["changed", "missing", "inserted", "blanked", "forgotten", "span", "root", "chain", "noted"]
MEANING: Mapping[What, str] = {
    "changed": "the message is not the one that was sealed",
    "missing": "the message that was sealed is gone",
    "inserted": "a message stands where none was sealed",
    "blanked": "the message was taken out, and nothing says by whom and why",
    "forgotten": "the conversation is gone, and it was not yet time",
    "span": "the leaves of this conversation do not follow those of the day before",
    "root": "the leaves of this day are not those that were sealed",
    "chain": "the day does not follow the one before it, or is gone",
    "noted": "the day is not the one that was noted down elsewhere",
}


@dataclass(frozen=True, slots=True)
class Divergence:
    """The first place where the tables are not what was sealed; without `seq` it is of the whole day."""

    day: date
    what: What
    conversation: int | None = None
    seq: int | None = None

    def __str__(self) -> str:
        place = f"day {self.day}"
        if self.conversation is not None:
            place += f", conversation {self.conversation}"
        if self.seq is not None:
            place += f", message {self.seq}"
        return f"{place}: {MEANING[self.what]}"

    def facts(self) -> dict[str, Any]:
        return asdict(self) | {"day": self.day.isoformat()}


@dataclass(slots=True)
class Verdict:
    """`day` is the last that was looked at. Of so many leaves of so many days `erased` say nothing any more
    at somebody's wish, and `forgotten` are of conversations that were kept long enough.
    """

    day: date | None = None
    days: int = 0
    messages: int = 0
    erased: int = 0
    forgotten: int = 0
    broken: Divergence | None = None
