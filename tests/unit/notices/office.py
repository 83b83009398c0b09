"""A gateway's whole way of a campaign over a test's clientele: mailing, campaigns, following."""

from dataclasses import dataclass

from conversations import Conversations
from conversations.database import Database
from conversations.locks import Locks
from notices.campaigns import Campaigns
from notices.following import Following
from notices.mailing import Mailing
from notices.telling import Beginning
from notices.ways import Reachable


@dataclass
class Office:
    """Joined as the gateway joins them; batches are small, so that there are several."""

    conversations: Conversations
    mailing: Mailing
    campaigns: Campaigns
    following: Following

    async def tell(self, event: int, *, rehearsal: bool = False) -> int:
        """Begin the campaign of an event and take up everybody; its number."""
        number = await self.campaigns.begin(Beginning(event, "test", rehearsal=rehearsal))
        await self.campaigns.expand(number)
        return number


def office(conversations: Conversations, *channels: str, batch: int = 2) -> Office:
    reachable = Reachable(frozenset(channels))
    mailing = Mailing(conversations, reachable)
    campaigns = Campaigns(conversations, mailing, batch=batch)
    locks = Locks(Database(conversations.database.dsn, connections=1))
    return Office(
        conversations, mailing, campaigns, Following(conversations, mailing, campaigns, locks, reachable)
    )
