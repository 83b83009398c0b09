"""What there is to read of conversations for who works with them: the queue, a transcript, its steps.

Everything here only reads. Ages are seconds by the server's clock, so that no clock of a gateway matters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack

from conversations import records_sql as sql
from conversations.database import Database, Row
from conversations.messages import Button, Owner, Sender

MOST_LINES = 5_000
MOST_HEADS = 5_000
MOST_SESSIONS = 50

Place = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Head:
    """How a conversation stands. `age` is seconds since the last step, `waited` since people were asked for
    (None where nobody waits); `segment` the epoch of that asking. `handoff` is what people know of it.
    """

    conversation_id: int
    channel: str
    user: str
    owner: Owner
    agent: str | None
    joined: list[str]
    epoch: int
    segment: int | None
    seq: int
    waiting: int
    handoff: dict[str, Any] | None
    priority: int
    queued_at: datetime | None
    moved_at: datetime
    created_at: datetime
    age: float
    waited: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the transcript with all that is known of it. `pressed` is the button's id, `pressed_title`
    what stood on it; `delivery_error` says why a platform did not take it.
    """

    seq: int
    sender: Sender
    kind: str
    text: str | None
    at: datetime
    buttons: tuple[Button, ...]
    pressed: str | None
    pressed_title: str | None
    image: str | None
    media: dict[str, Any] | None
    topic: str | None
    intent: str | None
    confidence: float | None
    entities: list[dict[str, Any]] | None
    message_id: str | None
    agent: str | None
    delivery: str | None
    delivery_error: str | None
    epoch: int
    length: int | None


@dataclass(frozen=True, slots=True)
class Stride:
    """A step that was taken, from `before` to `owner`; `agent` is whose it became, `by` who took it."""

    epoch: int
    segment: int | None
    before: Owner
    owner: Owner
    reason: str
    by: str
    agent: str | None
    detail: dict[str, Any] | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A segment: people were asked for in `epoch`; `ended` is None while they have to do with it. `detail` is
    what the agent wrote down at its end.
    """

    epoch: int
    reason: str
    began: datetime
    ended: datetime | None
    agent: str | None
    detail: dict[str, Any] | None

    @property
    def outcome(self) -> str | None:
        return (self.detail or {}).get("outcome")


@dataclass(frozen=True, slots=True)
class Board:
    """What people have to do with now. `queued` are the first of `queued_count`, who is next at the front."""

    queued: list[Head]
    queued_count: int
    attended: list[Head]
    tickets: list[Head]


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation in which something fits a search: so many `lines` of the span, and their topics."""

    conversation_id: int
    channel: str
    user: str
    owner: Owner
    agent: str | None
    lines: int
    first_at: datetime
    last_at: datetime
    topics: list[str]

    @property
    def place(self) -> Place:
        """Where to go on reading: `before` of the next search."""
        return self.last_at, self.conversation_id


class Fitting(TypedDict, total=False):
    """What a search asks for: the channel, a topic spoken of, who had it, words said in it; at most `limit`
    conversations, behind the place `before`.
    """

    channel: str | None
    topic: str | None
    agent: str | None
    text: str | None
    limit: int
    before: Place | None


class Records:
    """Reads for people what conversations wrote."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def head(self, conversation_id: int) -> Head | None:
        """How it stands; None where there is no such conversation."""
        row = await self._database.row(sql.HEAD, {"conversation_id": conversation_id})
        return Head(**row) if row else None

    async def heads(self, conversations: Sequence[int]) -> list[Head]:
        """How these stand, by number."""
        return _heads(await self._database.rows(sql.HEADS, {"ids": list(conversations)}))

    async def lines(
        self, conversation_id: int, after: int = 0, limit: int = 500, before: int | None = None
    ) -> list[Line]:
        """The transcript in order behind the place `after`; with `before` the last lines ahead of that."""
        values = {
            "conversation_id": conversation_id,
            "after": after,
            "before": before,
            "limit": max(0, min(limit, MOST_LINES)),
        }
        if before is None:
            return [_line(row) for row in await self._database.rows(sql.LINES_AFTER, values)]
        return [_line(row) for row in reversed(await self._database.rows(sql.LINES_BEFORE, values))]

    async def steps(self, conversation_id: int, after_epoch: int = 0) -> list[Stride]:
        """Every change of owner behind an epoch, with its reason."""
        values = {"conversation_id": conversation_id, "after_epoch": after_epoch}
        return [Stride(**row) for row in await self._database.rows(sql.STEPS, values)]

    async def sessions(self, conversation_id: int) -> list[Session]:
        """The times people had to do with it, the latest first, the one under way among them."""
        values = {"conversation_id": conversation_id, "limit": MOST_SESSIONS}
        return [Session(**row) for row in await self._database.rows(sql.SESSIONS, values)]

    async def board(self, limit: int = 100) -> Board:
        """The queue in its order, whom agents attend to, and what was left for them; `limit` of the queue and
        of what was left.
        """
        most = {"limit": max(0, min(limit, MOST_HEADS))}
        queued = _heads(await self._database.rows(sql.QUEUED, most))
        length = len(queued)
        if length == most["limit"]:
            length = (await self._database.row(sql.QUEUE_LENGTH, {}) or {"queued": 0})["queued"]
        attended = _heads(await self._database.rows(sql.ATTENDED, {}))
        return Board(queued, length, attended, _heads(await self._database.rows(sql.LEFT, most)))

    async def has_ticket(self, conversation_id: int) -> bool:
        """Whether it has a ticket of which nobody has got in touch with the investor."""
        row = await self._database.row(sql.HAS_TICKET, {"conversation_id": conversation_id})
        return bool(row and row["open"])

    async def find(self, since: datetime, until: datetime, **fits: Unpack[Fitting]) -> list[Found]:
        """Conversations in which something was said in this span that fits; the latest first, further back
        with the `place` of the last one as `before`.
        """
        text, before = fits.get("text"), fits.get("before")
        values = {
            "since": since,
            "until": until,
            "channel": fits.get("channel"),
            "topic": fits.get("topic"),
            "agent": fits.get("agent"),
            "text": f"%{_literally(text)}%" if text else None,
            "limit": max(0, min(fits.get("limit", 50), MOST_HEADS)),
            "before_at": before[0] if before else None,
            "before_id": before[1] if before else None,
        }
        return [Found(**row) for row in await self._database.rows(sql.FIND, values)]


def _heads(rows: Sequence[Row]) -> list[Head]:
    return [Head(**row) for row in rows]


def _line(row: Row) -> Line:
    buttons = tuple(Button(button["id"], button["title"]) for button in row.pop("buttons") or ())
    return Line(buttons=buttons, **row)


def _literally(text: str) -> str:
    """The signs of a pattern as signs."""
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
