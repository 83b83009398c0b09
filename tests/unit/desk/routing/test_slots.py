"""Which times are free, which are offered, and on how many pages."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from conversations.messages import SHANGHAI
from desk.routing.hours import Hours, OpeningHours
from desk.routing.slots import A_PAGE, Slot, Taken, free_slots, offered, page
from desk.routing.terms import AppointmentTerms

TERMS = AppointmentTerms()
THURSDAY_EVENING = datetime(2026, 11, 26, 20, tzinfo=SHANGHAI)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


def free(now: datetime, agents: list[str], taken: list[Taken] | None = None, **hours: Any) -> list[Slot]:
    opening = OpeningHours(Hours.read(hours), lambda day: day.weekday() < 5)
    return free_slots(now, opening, TERMS, agents, taken or [])


def starts(slots: list[Slot]) -> list[str]:
    return [slot.starts_at.strftime("%m-%d %H:%M") for slot in slots]


def taken(agent: str, text: str, minutes: int = 30) -> Taken:
    return Taken(agent, at(text), at(text) + timedelta(minutes=minutes))


def test_slots_lie_in_the_hours_of_the_next_three_trading_days() -> None:
    found = starts(free(THURSDAY_EVENING, ["wang"]))
    assert found[:2] == ["11-27 08:30", "11-27 09:00"]
    assert found[17:19] == ["11-27 17:00", "11-30 08:30"]  # over the weekend
    assert {text[:5] for text in found} == {"11-27", "11-30", "12-01"}


def test_nothing_is_offered_that_begins_before_one_can_be_reminded() -> None:
    assert starts(free(at("11-27 09:50"), ["wang"]))[0] == "11-27 10:30"
    assert starts(free(at("11-27 09:45"), ["wang"]))[0] == "11-27 10:00"


def test_what_an_agent_has_is_not_free_and_of_others_it_is() -> None:
    now, booked = at("11-27 09:00"), [taken("wang", "11-27 10:00")]
    assert "11-27 10:00" not in starts(free(now, ["wang"], booked))
    assert free(now, ["wang", "li"], booked)[1] == Slot(at("11-27 10:00"), ("li",))


def test_an_appointment_of_another_length_takes_all_it_touches() -> None:
    found = starts(free(at("11-27 09:00"), ["wang"], [taken("wang", "11-27 10:15", 20)]))
    assert found[:2] == ["11-27 09:30", "11-27 11:00"]


def test_who_has_the_fewest_on_that_day_comes_first() -> None:
    booked = [taken("li", "11-27 14:00"), taken("wang", "11-30 10:00")]
    slots = {slot.starts_at: slot.agents for slot in free(THURSDAY_EVENING, ["li", "wang"], booked)}
    assert slots[at("11-27 09:00")] == ("wang", "li")
    assert slots[at("11-30 09:00")] == ("li", "wang")


def test_without_agents_or_without_hours_there_is_no_time() -> None:
    assert free(THURSDAY_EVENING, []) == []
    assert free(THURSDAY_EVENING, ["wang"], trading=[]) == []


def test_of_every_half_day_the_first_is_offered() -> None:
    slots = free(THURSDAY_EVENING, ["wang"])
    assert starts(offered(slots, 6)) == [
        "11-27 08:30",
        "11-27 12:00",
        "11-30 08:30",
        "11-30 12:00",
        "12-01 08:30",
        "12-01 12:00",
    ]


def test_where_few_half_days_are_left_the_next_times_fill_the_pages() -> None:
    slots = [Slot(at(f"11-27 1{hour}:00"), ("wang",)) for hour in range(3, 8)]
    assert offered(slots, 4) == slots[:4]


@given(st.integers(0, 9), st.integers(-3, 9))
def test_every_time_is_on_one_page_and_no_page_is_empty(count: int, number: int) -> None:
    slots = [Slot(at("11-27 08:00") + timedelta(minutes=30 * each), ("wang",)) for each in range(count)]
    seen, following = list(page(slots, 0)[0]), page(slots, 0)[1]
    while following is not None:
        shown, following = page(slots, following)
        assert 0 < len(shown) <= A_PAGE
        seen += shown
    assert seen == slots
    assert bool(page(slots, number)[0]) is bool(slots)
