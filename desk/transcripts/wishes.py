"""What investors wish about their own data: written down with its day, answered, each step in the log.

A copy is given whole and unmasked, for the data are their own; a correction is noted beside the transcript,
which stays as it was said; of a deletion everything goes that no duty keeps, and why the rest stays is told.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from conversations.database import Connection, Database, Row
from conversations.erasing import Erasing
from conversations.errors import StoreUnavailable
from conversations.messages import SHANGHAI, Reply
from conversations.notices import Notices
from conversations.records import Line, Stride
from desk.audit.log import Audit, note
from desk.errors import NotNow, Unavailable, Unknown
from desk.people.caller import Caller
from desk.sealed import WISH
from desk.transcripts import wishes_sql as sql
from desk.transcripts.duties import DUTIES, Sifted, sift
from desk.transcripts.exports import Exported, Exporter, Format, Wanted, vouched
from desk.transcripts.gathering import Archive
from desk.transcripts.received import Received
from desk.work.notes import write
from sealing.keys import Keys

Kind = Literal["copy", "correct", "delete"]
ANSWER_WITHIN = 15
"""Days. 反洗钱法 39 gives an objection fifteen days; 个人信息保护法 50 asks for a convenient way and names no
number, so the same is held to here.
"""
FILE = Path(__file__).resolve().parents[2] / "data" / "notices" / "wishes.yml"
NAMES = frozenset(
    {
        *(f"{step}_{kind}" for step in ("taken", "granted") for kind in ("copy", "correct", "delete")),
        *("partly_delete", "kept_delete", "refused"),
        *DUTIES,
    }
)
LISTED = 100

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wish:
    """One of them; `overdue` by the server's clock. `outcome` is "granted", "partly", "kept" or "refused"."""

    id: int
    conversation_id: int
    kind: Kind
    text: str
    made_at: datetime
    due_at: datetime
    overdue: bool
    taken_by: str
    outcome: str | None
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None


Change = Callable[[Connection, Keys, Mapping[str, Any]], Awaitable[Row | None]]
"""Writes a row and gives it back; None where nothing was to be changed."""


class Telling(Protocol):
    """What of `Conversations` is needed."""

    @property
    def erasing(self) -> Erasing: ...

    async def tell(self, conversation_id: int, what: Reply) -> object: ...


class Wishes:
    """Every call raises Unknown, NotNow or Unavailable where it must."""

    def __init__(
        self, conversations: Telling, database: Database, exporter: Exporter, received: Received, audit: Audit
    ) -> None:
        self._conversations = conversations
        self._database = database
        self._archive = Archive(database)
        self._received = received
        self._exporter = exporter
        self._audit = audit
        self._words = Notices.load(FILE, NAMES)

    async def take(self, caller: Caller, conversation_id: int, kind: Kind, text: str) -> Wish:
        """Write a wish down; the investor is told by when it is answered."""
        values = {
            "conversation_id": conversation_id,
            "kind": kind,
            "text": text,
            "days": ANSWER_WITHIN,
            "by": caller.agent,
        }
        wish = await self._changed(caller, taken, values, {"step": "taken", "kind": kind})
        if wish is None:
            raise Unknown("conversation")
        due = wish.due_at.astimezone(SHANGHAI)
        await self._tell(wish, self._words.say(f"taken_{kind}", number=wish.id, due=f"{due:%m-%d}"))
        return wish

    async def listed(self, *, only_open: bool, before: int | None = None) -> list[Wish]:
        """Open ones by their day; else all, the latest first, further back than the wish `before`."""
        values = {"only_open": only_open, "before": before, "limit": LISTED}
        statement = sql.OPEN if only_open else sql.ALL
        return [opened(self._database, row) for row in await self._database.rows(statement, values)]

    async def get(self, id: int) -> Wish:
        row = await self._database.row(sql.ONE, {"id": id})
        if row is None:
            raise Unknown("wish")
        return opened(self._database, row)

    async def outlook(self, id: int) -> Sifted:
        """What a deletion would blank, and what keeps the rest."""
        wish = await self.get(id)
        dossier = await self._archive.whole(wish.conversation_id)
        rows = await self._database.rows(sql.TICKETS, {"conversation_id": wish.conversation_id})
        lines = [entry for entry in dossier.entries if isinstance(entry, Line)]
        steps = [entry for entry in dossier.entries if isinstance(entry, Stride)]
        return sift(lines, steps, {row["message_id"] for row in rows})

    async def copy(self, caller: Caller, id: int, format: Format, reason: str) -> Exported:
        """The investor's own copy, as a file; export and unmasking leave their rows."""
        wish = await self.get(id)
        if wish.kind != "copy":
            raise NotNow("not_a_copy")
        wanted = Wanted(format, reason, unmask=True, internal=False)
        exported = await self._exporter.export(caller, wish.conversation_id, wanted)
        await self._audit.write(caller.agent, "wish", _subject(wish), {"step": "copied", "wish": id})
        return exported

    async def answer(self, caller: Caller, id: int, *, granted: bool, reason: str = "") -> Wish:
        """Grant it, as far as the law lets us, or refuse it for a reason the investor is told. One answer at
        a time: what is deleted is not refused at the same moment.
        """
        async with self._database.transaction() as connection:
            await connection.execute(sql.LOCK, {"id": id})
            wish = await self.get(id)
            if wish.answered_at:
                raise NotNow("answered")
            return await self._answered(caller, wish, granted=granted, reason=reason)

    async def _answered(self, caller: Caller, wish: Wish, *, granted: bool, reason: str) -> Wish:
        if not granted:
            return await self._refuse(caller, wish, vouched(caller, reason))
        if wish.kind == "delete":
            return await self._delete(caller, wish)
        if wish.kind == "correct":
            correction = {"conversation_id": wish.conversation_id, "kind": "system"}
            correction |= {"agent": caller.agent, "text": wish.text}
            return await self._close(caller, wish, "granted", {}, correction)
        return await self._close(caller, wish, "granted", {})

    async def _refuse(self, caller: Caller, wish: Wish, reason: str) -> Wish:
        return await self._close(caller, wish, "refused", {"reason": reason})

    async def _delete(self, caller: Caller, wish: Wish) -> Wish:
        sifted = await self.outlook(wish.id)
        counts = {"blanked": len(sifted.free), "kept": len(sifted.kept)}
        detail = {"step": "deleting", "wish": wish.id, **counts, "duties": list(sifted.duties)}
        await self._audit.write(caller.agent, "wish", _subject(wish), detail)
        if sifted.free:
            await self._blank(caller, wish, sifted.free)
        outcome = ("partly" if sifted.free else "kept") if sifted.kept else "granted"
        duties = "\n".join(self._words.say(duty).text or "" for duty in sifted.duties)
        return await self._close(caller, wish, outcome, {**counts, "duties": duties})

    async def _blank(self, caller: Caller, wish: Wish, places: Sequence[int]) -> None:
        reason = f"wish {wish.id}"
        redacted = await self._conversations.erasing.redact(
            wish.conversation_id, places, by=caller.agent, reason=reason
        )
        await self._received.discard(redacted.files)

    async def _close(
        self,
        caller: Caller,
        wish: Wish,
        outcome: str,
        facts: Mapping[str, Any],
        correction: Mapping[str, Any] | None = None,
    ) -> Wish:
        name = outcome if outcome == "refused" else f"{outcome}_{wish.kind}"
        reply = self._words.say(name, number=wish.id, **facts)
        sealed = WISH.seal(self._database.keys, {"id": wish.id, "text": wish.text, "answer": reply.text})
        values = {"id": wish.id, "outcome": outcome, "sealed": sealed, "by": caller.agent}
        detail = {"step": "answered", "kind": wish.kind, "outcome": outcome}
        closed = await self._changed(caller, answered, values, detail, correction)
        if closed is None:
            raise NotNow("answered")
        await self._tell(closed, reply)
        return closed

    async def _changed(
        self,
        caller: Caller,
        change: Change,
        values: Mapping[str, Any],
        detail: Mapping[str, Any],
        correction: Mapping[str, Any] | None = None,
    ) -> Wish | None:
        """The change and its row in the log, both or neither; None where nothing was to be changed."""
        try:
            async with self._database.transaction() as connection:
                row = await change(connection, self._database.keys, values)
                if row is None:
                    return None
                wish = opened(self._database, row)
                if correction:
                    await write(connection, self._database.keys, correction)
                facts = {**detail, "wish": wish.id}
                await note(connection, caller.agent, "wish", _subject(wish), facts)
                return wish
        except StoreUnavailable as error:
            raise Unavailable from error

    async def _tell(self, wish: Wish, reply: Reply) -> None:
        """Say it to the investor; where that fails, staff find the words in the wish."""
        try:
            await self._conversations.tell(wish.conversation_id, reply)
        except StoreUnavailable:
            log.warning("an investor could not be told of wish %d", wish.id)


async def taken(connection: Connection, keys: Keys, wish: Mapping[str, Any]) -> Row | None:
    """The row of a new wish, sealed: {"conversation_id", "kind", "text", "days", "by"}; None where there is
    no such conversation.
    """
    number = (await (await connection.execute(sql.NEXT)).fetchone() or {})["id"]
    sealed = WISH.seal(keys, {"id": number, "text": wish["text"], "answer": None})
    return await (await connection.execute(sql.TAKE, {**wish, "id": number, "sealed": sealed})).fetchone()


async def answered(connection: Connection, _keys: Keys, values: Mapping[str, Any]) -> Row | None:
    """The row as it is closed; None where it was before."""
    return await (await connection.execute(sql.ANSWER, values)).fetchone()


def opened(database: Database, row: Row) -> Wish:
    """A row as the wish that it holds."""
    return Wish(**WISH.open(database.keys, row))


def _subject(wish: Wish) -> str:
    return f"conversation:{wish.conversation_id}"
