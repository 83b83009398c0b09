"""What people at the desk see of an investor's suitability."""

from dataclasses import dataclass
from datetime import datetime

from conversations.database import Database
from customers.sealed import RESULT
from customers.suitability.rows import MINE

_LATEST = f"""{MINE}
select r.test_id, r.level, r.sealed, r.valid_until from risk_result r join mine on r.investor_id = mine.id
where (
  select c.given from investor_consent c join mine on c.investor_id = mine.id
  where c.kind = 'finances' order by c.id desc limit 1
) order by r.at desc, r.test_id desc limit 1"""  # noqa: S608 - our own text


@dataclass(frozen=True, slots=True)
class Profile:
    """`risk_class` is "C1" to "C5", or "unknown"; after `valid_until` it counts no more."""

    risk_class: str = "unknown"
    valid_until: datetime | None = None


class KnownProfiles:
    """Profiles by account. Who has taken their consent back is not known. Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, channel: str, user: str) -> Profile:
        row = await self._database.row(_LATEST, {"channel": channel, "user": user})
        if row is None:
            return Profile()
        opened = RESULT.open(self._database.keys, row)
        return Profile(opened["level"], opened["valid_until"])
