"""Follows what was sent unasked until it has arrived, or nothing is left but to call.

One gateway at a time goes through it. It takes a pause as long as its work was, a few times over, so that a
million notices under way do not cost the database more than a part of its time.
"""

import asyncio
import time

from conversations import Conversations
from conversations.database import Row
from conversations.locks import Locks
from conversations.unasked import Place, give_up
from notices import following_sql as sql
from notices.campaigns import Campaigns
from notices.campaigns_sql import UNSETTLED
from notices.mailing import Carried, Mailing, read_kept
from notices.mailing_sql import DROP
from notices.telling import Beginning
from notices.ways import RECEIPTS, Reachable

LOCK = "wenpan.notices.following"
NO_CAMPAIGN = 0
STRETCH = 10_000  # notices looked at by one statement
CARRIED = 500  # put on another way in one transaction
SHORTEST_PAUSE = 1.0  # seconds, while a campaign is under way
IDLE = 3.0
RESTING = 4  # times as long as the work was


class Following:
    """Works until cancelled; `locks` are over a database of their own."""

    def __init__(
        self,
        conversations: Conversations,
        mailing: Mailing,
        campaigns: Campaigns,
        locks: Locks,
        reachable: Reachable,
    ) -> None:
        self._database = conversations.database
        self._mailing = mailing
        self._campaigns = campaigns
        self._locks = locks
        self._receipts = not reachable.channels.isdisjoint(RECEIPTS)

    async def run(self) -> None:
        """Raises StoreUnavailable; begin it again."""
        while True:
            began, live = time.monotonic(), 0
            async with self._locks.if_free(LOCK) as mine:
                if mine:
                    live = await self.once()
            pause = SHORTEST_PAUSE if live else IDLE
            await asyncio.sleep(max(pause, RESTING * (time.monotonic() - began)))

    async def once(self) -> int:
        """One look at all that is under way; how many campaigns that are."""
        campaigns = await self._database.rows(sql.LIVE, {})
        for campaign in campaigns:
            if campaign["void"]:  # all of one event before it is asked who was told of it
                await self._campaigns.stop(campaign["id"], campaign["void"])
        for campaign in campaigns:
            await self._follow_campaign(campaign)
        await self._settle(NO_CAMPAIGN)
        await self._carry_on(NO_CAMPAIGN)
        return len(campaigns)

    async def _follow_campaign(self, campaign: Row) -> None:
        number = campaign["id"]
        if campaign["void"]:
            await self._hold_back(number)
        await self._settle(number)
        await self._database.rows(sql.READ, {"campaign": number})
        if campaign["withdrawal"]:
            await self._withdraw(campaign["withdrawal"])
        elif campaign["state"] != "stopped" and not campaign["void"]:
            if campaign["pressing"]:
                await self._press(number)
            await self._carry_on(number)
            await self._database.rows(sql.FINISH, {"campaign": number})

    async def _withdraw(self, event: int) -> None:
        """Those who were told hear that it was withdrawn, once it is known who they are."""
        rows = await self._database.rows(UNSETTLED, {"event": event})
        if not rows[0]["yes"]:
            await self._campaigns.begin(Beginning(event, "events"))

    async def _settle(self, campaign: int) -> None:
        """Write down what the outbox and, later, the platforms say."""
        for statement in (sql.FOLLOW, sql.FOLLOW_SENT) if self._receipts else (sql.FOLLOW,):
            values = {"campaign": campaign, "after": 0, "limit": STRETCH}
            looked = STRETCH
            while looked == STRETCH:
                [row] = await self._database.rows(statement, values)
                looked, values = row["looked"], values | {"after": row["last"]}

    async def _press(self, campaign: int) -> None:
        """The hour is nearly over: what a platform does not take is given up, what nobody read is, too."""
        values = {"campaign": campaign, "limit": STRETCH, "all": False}
        async with self._database.transaction() as connection:
            rows = await (await connection.execute(sql.HELD_UP, values)).fetchall()
            await give_up(connection, [Place(**row) for row in rows])
            await connection.execute(sql.UNREAD, values)
        await self._settle(campaign)

    async def _hold_back(self, campaign: int) -> None:
        """What no platform has taken goes to none any more, also where a channel is off and nobody asks the
        gate: until then it would not be known who was told.
        """
        values = {"campaign": campaign, "limit": STRETCH, "all": True}
        async with self._database.transaction() as connection:
            rows = await (await connection.execute(sql.HELD_UP, values)).fetchall()
            given_up = await give_up(connection, [Place(**row) for row in rows])
            await connection.execute(DROP, {"notices": sorted(given_up)})

    async def _carry_on(self, campaign: int) -> None:
        """Put what is waiting on its next way."""
        carried = CARRIED
        while carried == CARRIED:
            async with self._database.transaction() as connection:
                values = {"campaign": campaign, "limit": CARRIED}
                rows = await (await connection.execute(sql.WAITING, values)).fetchall()
                places = await self._mailing.carry(connection, [_carried(row) for row in rows])
            await self._mailing.ring(places)
            carried = len(rows)


def _carried(row: Row) -> Carried:
    reply, tried = read_kept(row["reply"]), tuple(row["tried"])
    return Carried(row["id"], row["investor_id"], row["kind"], reply, row["made_at"], row["until"], tried)
