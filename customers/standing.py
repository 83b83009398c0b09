"""Which shares stand before their delisting, for who adds one to a list when it has been announced already.

Whoever adds asks here once the share is on the list: an event that is kept later finds them by its campaign.
Events are the room notices' table; here it is only read.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from conversations.database import Database

_NEWEST = """
select distinct on (e.ref) e.ref, e.level, coalesce(c.title, e.title) as title,
  coalesce(c.source, e.source) as source,
  case when c.id is null then coalesce(e.published_at, e.first_seen_at)
       else coalesce(c.published_at, c.first_seen_at) end as at,
  case when c.id is null then e.published_exact or e.published_at is null
       else c.published_exact or c.published_at is null end as exact
from event e left join lateral (
  with recursive line as (
    select n.* from event n where n.id = e.corrected_by
    union all
    select n.* from line join event n on n.id = line.corrected_by)
  select * from line where corrected_by is null) c on true
where e.ref = any(%(refs)s) and e.level in ('red', 'orange') and e.withdrawn_at is null
order by e.ref, coalesce(e.published_at, e.first_seen_at) desc, e.id desc"""


@dataclass(frozen=True, slots=True)
class Step:
    """The newest step of a share; `exact`: `at` is more than a day."""

    ref: str
    level: Literal["red", "orange"]
    title: str
    source: str
    at: datetime
    exact: bool


class Standing:
    """Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, refs: Collection[str]) -> list[Step]:
        """Of these shares those with a decision or a delisting period that was not withdrawn, the newest
        first.
        """
        rows = await self._database.rows(_NEWEST, {"refs": list(refs)}) if refs else []
        return sorted((Step(**row) for row in rows), key=lambda step: step.at, reverse=True)
