"""What is sent unasked, joined: the post, its campaigns, and what follows them until they have arrived."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from conversations import Conversations
from conversations.database import Database
from conversations.locks import Locks
from conversations.rounds import always
from conversations.sending import ChannelSender
from desk.audit.log import Audit
from desk.routes.campaigns import CampaignRoutes
from notices.board import Board
from notices.campaigns import Campaigns
from notices.following import Following
from notices.mailing import Mailing
from notices.ways import Reachable


@dataclass(frozen=True)
class OpenNotices:
    """`mailing` is the Post of all who send unasked, `desk` the campaigns' room there."""

    mailing: Mailing
    campaigns: Campaigns
    following: Following
    desk: CampaignRoutes

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Until left."""
        task = asyncio.create_task(always(self.following.run))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def open_notices(
    database_url: str, conversations: Conversations, senders: Sequence[ChannelSender[Any]]
) -> AsyncIterator[OpenNotices]:
    """By the ways of these senders, and the web page."""
    reachable = reachable_by(senders)
    async with Database(database_url, connections=1) as locking:
        mailing = Mailing(conversations, reachable)
        campaigns = Campaigns(conversations, mailing)
        following = Following(conversations, mailing, campaigns, Locks(locking), reachable)
        desk = CampaignRoutes(Board(conversations.database, campaigns), Audit(conversations.database))
        yield OpenNotices(mailing, campaigns, following, desk)


def reachable_by(senders: Sequence[ChannelSender[Any]]) -> Reachable:
    """Account data goes only where the channel's limits let it."""
    withheld = frozenset(sender.name for sender in senders if not sender.limits.account_data)
    return Reachable(frozenset(sender.name for sender in senders), withheld)
