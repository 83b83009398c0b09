"""How each figure of service is defined; the words beside them stand in data/notices/metrics.yml. Pure.

A handoff counts from the request for a person, never from the beginning of the session, so the bot's time is
not the agents'. The targets are those of the industry's service rules: connected 98 %, handled within three
minutes, satisfied 92 %, risk events answered within fifteen minutes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from desk.metrics.facts import Asked, BotSession, Segment
from desk.metrics.figure import Figure, Member, count, mean, place, share

ANSWERED_WITHIN = 20.0  # seconds
GAVE_UP_AT_ONCE = 5.0  # seconds
RISK_WITHIN = 15 * 60.0  # seconds
RISK_PRIORITY = 5
UNASKED = frozenset({"taken_over", "called back"})
"""The reasons of segments for which nobody asked: agents took them from the bot."""
SOLVED = frozenset({"solved"})
SATISFIED = 4  # of 5

IsOpen = Callable[[datetime], bool]
Seconds = Callable[[datetime, datetime], float]


def of_people(segments: Sequence[Segment], is_open: IsOpen, service: Seconds) -> list[Figure]:
    """Figures of the agents. `service` are the seconds of two times that lie in service hours."""
    requests = [each for each in segments if each.reason not in UNASKED]
    in_hours = [each for each in requests if is_open(each.requested_at)]
    at_once = [each for each in in_hours if _gave_up_at_once(each)]
    counted = [each for each in in_hours if not _gave_up_at_once(each)]
    waits = list(_spans(counted, "requested_at", "accepted_at"))
    answers = list(_spans(counted, "requested_at", "spoke_at"))
    return [
        share("connection_rate", (_case(each, each.spoke_at is not None) for each in counted), 98),
        share("answered_in_time", (_case(each, _within(each, ANSWERED_WITHIN)) for each in counted)),
        share("abandoned", (_case(each, each.abandoned) for each in counted)),
        count("gave_up_at_once", (_case(each, True) for each in at_once)),
        place("waiting_p50", waits, 50),
        place("waiting_p90", waits, 90),
        place("first_response_p50", answers, 50),
        place("first_response_p90", answers, 90),
        place("first_response_service_p90", _spans(counted, "requested_at", "spoke_at", service), 90),
        place("agent_response_p90", _spans(counted, "accepted_at", "spoke_at"), 90),
        mean("handling_time", _handled(segments), 180),
        place("handling_time_p90", _handled(segments), 90),
        share("first_contact_resolution", _resolved_at_first(segments)),
        share("one_transfer", (_case(each, each.accepts <= 2) for each in segments if each.accepts)),
        share("risk_in_time", _risks(segments), 100),
    ]


def of_bot(sessions: Sequence[BotSession], is_open: IsOpen) -> list[Figure]:
    """Figures of the bot: who needed a person, then too when nobody is there, and what it settled, as said
    and as inferred.
    """
    late = (each for each in sessions if each.wished_at and not is_open(each.wished_at))
    asked = [each for each in sessions if each.topics]
    confirmed = (each for each in asked if each.score is not None)
    return [
        count("outside_hours", (_session(each, True) for each in late)),
        share("handoff_rate", (_session(each, each.handed) for each in sessions)),
        share(
            "bot_resolution_confirmed", (_session(each, (each.score or 0) >= SATISFIED) for each in confirmed)
        ),
        share("bot_resolution_inferred", (_session(each, _settled(each)) for each in asked)),
    ]


def of_ratings(asked: Sequence[Asked]) -> list[Figure]:
    """Satisfaction, with the part of those who answered, for people and for the bot."""
    return [figure for subject in ("agent", "bot") for figure in _satisfaction(subject, asked)]


def _satisfaction(subject: str, asked: Sequence[Asked]) -> Iterator[Figure]:
    about = [each for each in asked if each.subject == subject]
    rated = [each for each in about if each.score is not None]
    target = 92 if subject == "agent" else None
    satisfied = (_answer(each, (each.score or 0) >= SATISFIED) for each in rated)
    yield share(f"{subject}_satisfaction", satisfied, target)
    yield share(f"{subject}_participation", (_answer(each, each.score is not None) for each in about))


def _gave_up_at_once(each: Segment) -> bool:
    """Who left within seconds was never waiting; shown apart."""
    if not each.abandoned or each.ended_at is None:
        return False
    return (each.ended_at - each.requested_at).total_seconds() <= GAVE_UP_AT_ONCE


def _within(each: Segment, seconds: float) -> bool:
    return each.spoke_at is not None and (each.spoke_at - each.requested_at).total_seconds() <= seconds


def _handled(segments: Iterable[Segment]) -> Iterator[Member]:
    """The talk with everybody who had it, and the wrap-up behind it."""
    for each in segments:
        if each.handled is not None and each.ended_at:
            yield _measured(each, each.handled)


def _resolved_at_first(segments: Iterable[Segment]) -> Iterator[Member]:
    for each in segments:
        if each.accepted_at and each.end in ("bot", "closed"):
            yield _case(each, each.outcome in SOLVED and not each.again and not each.complained)


def _risks(segments: Iterable[Segment]) -> Iterator[Member]:
    return (_case(each, _within(each, RISK_WITHIN)) for each in segments if each.priority >= RISK_PRIORITY)


def _settled(session: BotSession) -> bool:
    """Nobody was asked for, it ended understood, nobody complained or was unhappy or came back with it."""
    unhappy = session.score is not None and session.score < SATISFIED
    return not (session.handed or session.missed or session.complained or session.again or unhappy)


def _spans(
    segments: Iterable[Segment], begin: str, end: str, seconds: Seconds | None = None
) -> Iterator[Member]:
    for each in segments:
        first, last = getattr(each, begin), getattr(each, end)
        if first and last:
            yield _measured(each, seconds(first, last) if seconds else (last - first).total_seconds())


def _case(each: Segment, holds: bool) -> Member:
    return Member(each.conversation_id, each.segment, float(holds))


def _measured(each: Segment, seconds: float) -> Member:
    return Member(each.conversation_id, each.segment, seconds)


def _session(each: BotSession, holds: bool) -> Member:
    return Member(each.conversation_id, None, float(holds))


def _answer(each: Asked, holds: bool) -> Member:
    return Member(each.conversation_id, each.segment, float(holds))
