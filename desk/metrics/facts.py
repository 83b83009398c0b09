"""What the figures of service are counted from: stretches with people, sessions with the bot, ratings."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

End = Literal["bot", "closed", "ticket"]
RECONTACT = timedelta(hours=72)
"""Within which the same question of the same investor means that it was not settled."""
SESSION = timedelta(minutes=30)
"""Silence after which a message to the bot begins a new session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One stretch with people, from the request for a person to its end; times are None where that did not
    happen. `spoke_at` is the first agent's message, `ended_at` when the talk and its wrap-up were over.
    `handled` are the seconds in which somebody had it, without the waits between two of them; `accepts`
    counts the people who took it. `again` says that the same was asked for anew within RECONTACT,
    `complained` that a complaint came out of it.
    """

    conversation_id: int
    segment: int
    channel: str
    reason: str
    requested_at: datetime
    topic: str | None = None
    skill: str | None = None
    priority: int = 0
    accepted_at: datetime | None = None
    spoke_at: datetime | None = None
    ended_at: datetime | None = None
    end: End | None = None
    agent: str | None = None
    handled: float | None = None
    accepts: int = 0
    outcome: str | None = None
    again: bool = False
    complained: bool = False

    @property
    def abandoned(self) -> bool:
        """The investor left before anybody had taken it."""
        return self.accepted_at is None and self.end is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class BotSession:
    """One session that the bot answered. `topics` counts answers to a subject; `missed` says that the last
    message was not understood, `wished_at` is when a person was asked for, whether one came, a ticket was
    opened or neither; `again` as for a segment.
    """

    conversation_id: int
    began_at: datetime
    channel: str
    topics: int
    missed: bool = False
    wished_at: datetime | None = None
    complained: bool = False
    again: bool = False
    score: int | None = None

    @property
    def handed(self) -> bool:
        return self.wished_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question how it was; `score` 1 to 5 where it was answered."""

    conversation_id: int
    segment: int
    subject: Literal["bot", "agent"]
    score: int | None = None
    agent: str | None = None
    channel: str = ""
    topic: str | None = None
    skill: str | None = None
