"""Which times may be booked: the working hours cut into slots, less what is taken. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conversations.messages import SHANGHAI
from desk.routing.hours import AHEAD, OpeningHours
from desk.routing.terms import AppointmentTerms

NOON = 12  # o'clock
A_PAGE = 2
"""Times on one page: with the button for more that makes three, as many as every channel shows."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A time at which `agent` has an appointment."""

    agent: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Slot:
    """A time to be booked, and whose it may be: who has the fewest appointments on that day comes first."""

    starts_at: datetime
    agents: tuple[str, ...]


def free_slots(
    now: datetime,
    opening: OpeningHours,
    terms: AppointmentTerms,
    agents: Sequence[str],
    taken: Sequence[Taken],
) -> list[Slot]:
    """All that are free on the next days with hours, the earliest first."""
    slots = []
    for starts_at in _times(now, opening, terms):
        ends_at = starts_at + terms.length
        busy = {each.agent for each in taken if each.starts_at < ends_at and starts_at < each.ends_at}
        free = sorted(set(agents) - busy, key=lambda agent: (_booked(agent, starts_at, taken), agent))
        if free:
            slots.append(Slot(starts_at, tuple(free)))
    return slots


def offered(slots: Sequence[Slot], shown: int) -> list[Slot]:
    """At most `shown` of them: of each half-day the first, then the next ones as far as there is room."""
    first: dict[tuple[date, bool], Slot] = {}
    for slot in slots:
        local = slot.starts_at.astimezone(SHANGHAI)
        first.setdefault((local.date(), local.hour < NOON), slot)
    chosen = list(first.values())[:shown]
    rest = [slot for slot in slots if slot not in chosen]
    return sorted(chosen + rest[: shown - len(chosen)], key=lambda slot: slot.starts_at)


def page(slots: Sequence[Slot], number: int) -> tuple[Sequence[Slot], int | None]:
    """The times of page `number`, counted from 0, and the page after it: None where it is the last."""
    begin = number * A_PAGE
    if not 0 <= begin < len(slots):
        number = begin = 0
    following = number + 1 if begin + A_PAGE < len(slots) else None
    return slots[begin : begin + A_PAGE], following


def _times(now: datetime, opening: OpeningHours, terms: AppointmentTerms) -> Iterator[datetime]:
    """The beginnings of all slots; who books must have the time to be reminded."""
    today, earliest = now.astimezone(SHANGHAI).date(), now + terms.remind
    days = (today + timedelta(days=ahead) for ahead in range(AHEAD))
    found = 0
    for day in days:
        times = [each for each in _of_day(day, opening, terms) if each >= earliest]
        yield from times
        found += bool(times)
        if found == terms.days:
            return


def _of_day(day: date, opening: OpeningHours, terms: AppointmentTerms) -> Iterable[datetime]:
    for span in opening.spans(day):
        starts_at = datetime.combine(day, span.begins, SHANGHAI)
        closes = datetime.combine(day, span.ends, SHANGHAI)
        while starts_at + terms.length <= closes:
            yield starts_at
            starts_at += terms.length


def _booked(agent: str, starts_at: datetime, taken: Sequence[Taken]) -> int:
    day = starts_at.astimezone(SHANGHAI).date()
    return sum(each.agent == agent and each.starts_at.astimezone(SHANGHAI).date() == day for each in taken)
