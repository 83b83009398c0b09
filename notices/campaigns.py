"""An event becomes a campaign: begun once, expanded to everybody it concerns, stopped where it is void.

The expansion goes by batches, each one transaction that also moves the campaign's cursor: a worker that is
killed leaves whole batches behind, and whoever takes the job over goes on after the last of them.
"""

import logging
from collections.abc import Mapping
from typing import Any

from conversations import Conversations
from conversations.database import Connection, Row
from notices import campaigns_sql as sql
from notices import events
from notices.detecting import WITHDRAWN
from notices.errors import NoEvent
from notices.jobs import FIRST, Deferred, Task, defer
from notices.mailing import Mailing, admit, read_kept
from notices.post import Notice
from notices.telling import Beginning, Telling

QUEUE, START, EXPAND = events.CAMPAIGNS, events.START, "expand_campaign"
SUBSCRIPTION = "delisting"
BATCH = 4000  # investors of one transaction
log = logging.getLogger(__name__)


class Campaigns:
    """Begins, expands and stops; every call raises StoreUnavailable."""

    def __init__(
        self,
        conversations: Conversations,
        mailing: Mailing,
        telling: Telling | None = None,
        batch: int = BATCH,
    ) -> None:
        self._database = conversations.database
        self._mailing = mailing
        self._telling = telling or Telling()
        self._batch = batch

    @property
    def tasks(self) -> list[Task]:
        """The jobs: `start_campaign {"event"}` of who stores an event, `expand_campaign {"campaign"}` of
        ours.
        """
        return [Task(QUEUE, START, self._start), Task(QUEUE, EXPAND, self._expand)]

    async def begin(self, beginning: Beginning) -> int:
        """The campaign of this event, begun now unless it was; its expansion is a job of the same commit.
        Raises NoEvent.
        """
        async with self._database.transaction() as connection:
            number = await self._begun(connection, beginning)
            await defer(connection, Deferred(QUEUE, EXPAND, {"campaign": number}, FIRST))
        return number

    async def stop(self, campaign: int, why: str) -> bool:
        """What is not sent yet is not sent any more; False if it had ended."""
        values = {"campaign": campaign, "why": why}
        async with self._database.transaction() as connection:
            if await (await connection.execute(sql.STOP, values)).fetchone() is None:
                return False
            await connection.execute(sql.DROP, values)
            return True

    async def expand(self, campaign: int) -> None:
        """Take up everybody who is concerned, from where it stands."""
        while await self._step(campaign):
            pass

    async def _start(self, arguments: Mapping[str, Any], attempts: int) -> None:
        event = arguments["event"]
        void = await self._database.rows(sql.MISTOLD, {"event": event})
        for each in void:
            await self.stop(each["id"], "withdrawn" if each["kind"] == WITHDRAWN else "corrected")
        if any(each["kind"] == WITHDRAWN for each in void):
            return  # begun by `following`, once it is known who was told
        try:
            async with self._database.transaction() as connection:
                number = await self._begun(connection, Beginning(event, "events"))
        except NoEvent as exc:  # void before its turn came, or tells so of what nobody was told
            log.warning("no campaign is begun: %s", exc)
            return
        await self.expand(number)

    async def _expand(self, arguments: Mapping[str, Any], attempts: int) -> None:
        await self.expand(arguments["campaign"])

    async def _begun(self, connection: Connection, beginning: Beginning) -> int:
        line = await (await connection.execute(sql.LINE, {"event": beginning.event})).fetchall()
        event = await events.event_of(connection, beginning.event)
        if event is None or event.corrected_by or any(each["withdrawn_at"] for each in line):
            raise NoEvent(beginning.event)
        wrong = await _one(connection, sql.MISTOLD, {"event": beginning.event})
        if event.kind == WITHDRAWN and wrong is None:
            raise NoEvent(beginning.event)
        number = await _one(connection, sql.NUMBER, {})
        corrects = wrong["id"] if wrong else None
        values = self._telling.campaign(event, number["id"] if number else 0, beginning, corrects)
        begun = await _one(connection, sql.BEGIN, values) or await _one(connection, sql.BEGUN, values)
        return int(begun["id"]) if begun else 0

    async def _step(self, campaign: int) -> bool:
        """One batch; False where nothing is left to be taken up."""
        async with self._database.transaction() as connection:
            row = await _one(connection, sql.HOLD, {"campaign": campaign})
            if row is None:
                return False
            values = {
                "campaign": campaign,
                "event": row["event_id"],
                "cursor": row["cursor"],
                "limit": self._batch,
            }
            found = await (await connection.execute(sql.AFFECTED[row["phase"]], values)).fetchall()
            taken = await admit(connection, _notices(row, found), campaign)
            places = await self._mailing.carry(connection, taken, rehearsal=row["rehearsal"])
            whole = len(found) == self._batch
            step = {
                "campaign": campaign,
                "phase": row["phase"] if whole else _next(row),
                "cursor": found[-1]["place"] if whole else 0,
                "new": len(taken),
            }
            await connection.execute(sql.STEP, step)
        await self._mailing.ring(places)
        return step["phase"] != "done"


def _next(campaign: Row) -> str:
    """The phase behind this one: a withdrawal is for those who were told, and for nobody else."""
    if campaign["kind"] == WITHDRAWN:
        return "done"
    return {"told": "holding", "holding": "watched", "watched": "done"}[campaign["phase"]]


def _notices(campaign: Row, found: list[Row]) -> list[Notice]:
    reply = read_kept(campaign["reply"])
    return [Notice(one["investor_id"], SUBSCRIPTION, campaign["key"], reply) for one in found]


async def _one(connection: Connection, statement: str, values: Mapping[str, Any]) -> Row | None:
    return await (await connection.execute(statement, values)).fetchone()
