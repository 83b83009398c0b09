"""What the desk sees of campaigns and does to them: the port of desk.campaigns."""

from collections.abc import Mapping
from typing import Any

from conversations.database import Database
from notices.campaigns import Campaigns
from notices.errors import NoEvent
from notices.telling import Beginning

LISTED, CALLS = 50, 50

_CAMPAIGN = """
select g.id, g.event_id, g.rehearsal, g.corrects, g.kind, g.ref, g.title, g.state, g.affected, g.exact,
       g.deadline, g.started_by, g.started_at, g.expanded_at, g.ended_at, g.ended_why, now() as now
from campaign g"""
_LIST = f"{_CAMPAIGN} order by g.id desc limit {LISTED}"
_ONE = f"{_CAMPAIGN} where g.id = %(campaign)s"
_COUNTS = "select state, count(*)::int as n from notice_sent where campaign_id = %(campaign)s group by state"
_EVENTS = """
select e.id, e.kind, e.ref, e.title, e.source, e.first_seen_at from event e
where e.withdrawn_at is null and e.corrected_by is null and e.first_seen_at > now() - interval '3 days'
  and e.kind in ('delisting_decision', 'delisting_period')
  and not exists (select from campaign g where g.event_id = e.id and not g.rehearsal)
order by e.id desc limit 20"""

# Holders have the lowest numbers: they are called first, and before them who was not tried yet.
_CALLS = f"""
select n.id, n.investor_id, n.state, n.tried, n.call, n.called_by, n.changed_at, (
  select c.id from investor_account a join conversation c on c.channel = a.channel and c.user_id = a.user_id
  where a.investor_id = n.investor_id order by a.linked_at limit 1) as conversation
from notice_sent n
where n.campaign_id = %(campaign)s and n.state in ('unreachable', 'unknown')
order by n.call nulls first, n.id limit {CALLS}"""  # noqa: S608 - our own text
_CALLED = """
update notice_sent set call = %(outcome)s, called_by = %(by)s, changed_at = now(),
  state = case when %(outcome)s = 'called' then 'called' else state end
where id = %(notice)s and campaign_id = %(campaign)s and state in ('unreachable', 'unknown') returning id"""


class Board:
    """Reads `database`; what is begun and stopped is so by `campaigns`. Raises StoreUnavailable."""

    def __init__(self, database: Database, campaigns: Campaigns) -> None:
        self._database = database
        self._campaigns = campaigns

    async def newest(self) -> list[dict[str, Any]]:
        return await self._database.rows(_LIST, {})

    async def events(self) -> list[dict[str, Any]]:
        return await self._database.rows(_EVENTS, {})

    async def show(self, number: int) -> dict[str, Any] | None:
        row = await self._database.row(_ONE, {"campaign": number})
        if row is None:
            return None
        rows = await self._database.rows(_COUNTS, {"campaign": number})
        return {**row, "counts": told({each["state"]: each["n"] for each in rows})}

    async def calls(self, number: int) -> list[dict[str, Any]]:
        return await self._database.rows(_CALLS, {"campaign": number})

    async def begin_by(self, event: int, by: str, *, rehearsal: bool) -> int | None:
        try:
            return await self._campaigns.begin(Beginning(event, by, rehearsal=rehearsal))
        except NoEvent:  # withdrawn meanwhile, or never there
            return None

    async def stop_by(self, number: int) -> bool:
        return await self._campaigns.stop(number, "by hand")

    async def called(self, number: int, notice: int, outcome: str, by: str) -> bool:
        values = {"campaign": number, "notice": notice, "outcome": outcome, "by": by}
        return await self._database.row(_CALLED, values) is not None


def told(states: Mapping[str, int]) -> dict[str, int]:
    """The figures of the page: who was sent it was sent it, whatever came of it later. Pure."""

    def of(*names: str) -> int:
        return sum(states.get(name, 0) for name in names)

    return {
        "waiting": of("waiting", "queued"),
        "sent": of("sent", "delivered", "read", "unknown"),
        "delivered": of("delivered", "read"),
        "read": of("read"),
        "unknown": of("unknown"),
        "unreachable": of("unreachable"),
        "called": of("called"),
        "dropped": of("dropped"),
        "rehearsed": of("rehearsed"),
    }
