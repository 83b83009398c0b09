"""Every figure counts what its definition says, and names the conversations behind it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.messages import SHANGHAI
from desk.metrics.definitions import of_bot, of_people, of_ratings
from desk.metrics.facts import Asked, BotSession, Segment
from desk.metrics.figure import Figure, percentile

TEN = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)


def after(seconds: float) -> datetime:
    return TEN + timedelta(seconds=seconds)


def segment(conversation: int = 1, **facts: Any) -> Segment:
    known = {"segment": 1, "channel": "web", "reason": "ask_human", "requested_at": TEN}
    return Segment(conversation_id=conversation, **{**known, **facts})


def served(
    conversation: int = 1, *, taken: float = 10, spoke: float = 15, over: float = 100, **facts: Any
) -> Segment:
    times = {"accepted_at": after(taken), "spoke_at": after(spoke), "ended_at": after(over)}
    known = {"handled": over - taken, "end": "bot", "accepts": 1, "agent": "wang", "outcome": "solved"}
    return segment(conversation, **{**times, **known, **facts})


def people(*segments: Segment, open_at: bool = True) -> dict[str, Figure]:
    figures = of_people(segments, lambda _at: open_at, lambda a, b: (b - a).total_seconds() / 2)
    return {figure.name: figure for figure in figures}


def bot(*sessions: BotSession, open_at: bool = True) -> dict[str, Figure]:
    return {figure.name: figure for figure in of_bot(sessions, lambda _at: open_at)}


def session(conversation: int = 1, **facts: Any) -> BotSession:
    known = {"began_at": TEN, "channel": "web", "topics": 1}
    return BotSession(conversation_id=conversation, **{**known, **facts})


def behind(figure: Figure) -> Sequence[int]:
    return [member.conversation_id for member in figure.members]


def test_connected_is_who_heard_from_an_agent_of_all_who_asked_in_service_hours() -> None:
    left = segment(2, end="bot", ended_at=after(60))
    taken_and_silent = served(3, spoke_at=None)
    figure = people(served(1), left, taken_and_silent)["connection_rate"]
    assert figure.value == pytest.approx(100 / 3)
    assert behind(figure) == [1, 2, 3]
    assert figure.met is False
    assert people(served(1))["connection_rate"].met is True


def test_who_leaves_within_five_seconds_is_shown_apart() -> None:
    figures = people(served(1), segment(2, end="bot", ended_at=after(5)))
    assert figures["connection_rate"].value == 100
    assert behind(figures["gave_up_at_once"]) == [2]


def test_who_asks_outside_service_hours_counts_neither_for_nor_against() -> None:
    figures = people(segment(1), open_at=False)
    assert figures["connection_rate"].value is None
    assert figures["connection_rate"].met is None
    wished, content = session(1, wished_at=TEN), session(2)
    assert behind(bot(wished, content, open_at=False)["outside_hours"]) == [1]
    assert behind(bot(wished, content)["outside_hours"]) == []


@pytest.mark.parametrize("reason", ["taken_over", "called back"])
def test_what_agents_take_from_the_bot_was_no_request(reason: str) -> None:
    figures = people(served(1, taken=40), served(2, taken=0, reason=reason))
    assert behind(figures["connection_rate"]) == [1]
    assert figures["waiting_p50"].value == 40
    assert behind(figures["handling_time"]) == [1, 2]


def test_the_first_response_counts_from_the_request_and_not_from_the_session() -> None:
    figures = people(served(1, taken=40, spoke=60))
    assert figures["first_response_p50"].value == 60
    assert figures["waiting_p50"].value == 40
    assert figures["agent_response_p90"].value == 20
    assert figures["first_response_service_p90"].value == 30


def test_a_percentile_is_no_mean() -> None:
    figures = people(*(served(n, spoke=n) for n in range(11, 21)))
    assert figures["first_response_p50"].value == 15.5
    assert figures["first_response_p90"].value == pytest.approx(19.1)


def test_handling_is_what_people_had_it_for_and_no_wait_between_them() -> None:
    figure = people(served(1, over=900, handled=120), segment(2, accepted_at=TEN, handled=10))
    assert behind(figure["handling_time"]) == [1]
    assert figure["handling_time"].value == 120
    assert figure["handling_time"].met is True
    assert people(served(1, over=400))["handling_time"].met is False


@pytest.mark.parametrize(
    ("facts", "resolved"),
    [
        ({}, 100),
        ({"outcome": "promised"}, 0),
        ({"outcome": None}, 0),
        ({"again": True}, 0),
        ({"complained": True}, 0),
    ],
)
def test_first_contact_resolution_is_solved_and_stays_so(facts: dict[str, Any], resolved: float) -> None:
    assert people(served(1, **facts))["first_contact_resolution"].value == resolved


def test_a_ticket_is_not_counted_as_a_contact_that_could_have_been_resolved() -> None:
    assert people(served(1, end="ticket"))["first_contact_resolution"].members == ()


def test_a_risk_is_answered_within_fifteen_minutes_or_it_is_late() -> None:
    figure = people(
        served(1, priority=9, spoke=900),
        served(2, priority=8, spoke=901),
        segment(3, priority=6),
        served(4, priority=3),
    )["risk_in_time"]
    assert behind(figure) == [1, 2, 3]
    assert figure.value == pytest.approx(100 / 3)


def test_a_talk_that_went_through_three_hands_is_no_single_transfer() -> None:
    figure = people(served(1), served(2, accepts=2), served(3, accepts=3), segment(4))["one_transfer"]
    assert behind(figure) == [1, 2, 3]
    assert figure.value == pytest.approx(200 / 3)


def test_satisfaction_is_fours_and_fives_of_the_answers_beside_how_many_answered() -> None:
    scores = (5, 4, 3, None)
    asked = [Asked(conversation_id=n, segment=1, subject="agent", score=s) for n, s in enumerate(scores)]
    asked.append(Asked(conversation_id=9, segment=0, subject="bot", score=1))
    figures = {figure.name: figure for figure in of_ratings(asked)}
    assert figures["agent_satisfaction"].value == pytest.approx(200 / 3)
    assert figures["agent_participation"].value == 75
    assert figures["bot_satisfaction"].value == 0
    assert figures["bot_satisfaction"].target is None


def test_handoff_rate_counts_every_request_of_the_sessions_the_bot_answered() -> None:
    assert bot(session(1, wished_at=TEN), session(2), session(3, topics=0))[
        "handoff_rate"
    ].value == pytest.approx(100 / 3)


def test_what_the_bot_settled_is_told_apart_as_said_and_as_inferred() -> None:
    figures = bot(
        session(1, score=5),
        session(2, score=2),
        session(3),
        session(4, missed=True),
        session(5, again=True),
        session(6, wished_at=TEN),
        session(7, complained=True),
        session(8, topics=0),
    )
    assert behind(figures["bot_resolution_confirmed"]) == [1, 2]
    assert figures["bot_resolution_confirmed"].value == 50
    inferred = figures["bot_resolution_inferred"]
    assert behind(inferred) == [1, 2, 3, 4, 5, 6, 7]
    assert [member.conversation_id for member in inferred.members if member.value] == [1, 3]


def test_nothing_to_count_is_no_figure_and_no_failure() -> None:
    everything = [*people().values(), *bot().values(), *of_ratings([])]
    assert {figure.value for figure in everything if figure.unit != "count"} == {None}
    assert {figure.value for figure in everything if figure.unit == "count"} == {0}


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50), st.integers(1, 99))
def test_a_percentile_lies_among_what_was_measured(values: list[float], percent: int) -> None:
    found = percentile(values, percent)
    assert found is not None
    assert min(values) - 1e-6 <= found <= max(values) + 1e-6
