"""What the desk sees of campaigns and does to them: the port of desk.campaigns."""

from collections.abc import Mapping
from typing import Any, Literal

from conversations.database import Database
from notices.campaigns import Campaigns
from notices.errors import NoEvent
from notices.telling import Beginning

LISTED, CALLS, TIMES = 50, 50, 500
AT_IT = 15
"""Minutes for which a call that an agent took is theirs."""

_CAMPAIGN = """
select g.id, g.event_id, g.rehearsal, g.corrects, g.kind, g.ref, g.title, g.state, g.affected, g.exact,
       g.deadline, g.started_by, g.started_at, g.expanded_at, g.ended_at, g.ended_why, now() as now
from campaign g"""
_LIST = f"{_CAMPAIGN} order by g.id desc limit {LISTED}"
_ONE = f"{_CAMPAIGN} where g.id = %(campaign)s"
_COUNTS = "select state, count(*)::int as n from notice_sent where campaign_id = %(campaign)s group by state"
_ACKNOWLEDGED = """
select count(*)::int as n from event_acknowledged a join campaign g on g.event_id = a.event_id
where g.id = %(campaign)s and not g.rehearsal"""

# Of everybody who was to be told of an event, by a campaign or an alert: when it was published and seen, when
# it went out to them and when they said that they know.
_TIMES = f"""
select e.published_at, e.published_exact, e.first_seen_at, n.id as place, n.investor_id, n.state, n.sent_at, (
  select min(a.at) from event_acknowledged a where a.event_id = e.id and a.investor_id in (
    n.investor_id, (select i.joined_into from investor i where i.id = n.investor_id))) as acknowledged_at
from event e cross join lateral (
  select n.* from campaign g join notice_sent n on n.campaign_id = g.id
  where g.event_id = e.id and not g.rehearsal
  union all
  select n.* from notice_sent n where n.campaign_id = 0 and n.key = e.key) n
where e.id = %(event)s and n.id > %(after)s order by n.id limit {TIMES}"""  # noqa: S608 - our own text
_MUST_HEAR = "e.ref is not null and e.kind in ('delisting_decision', 'delisting_period')"
_EVENTS = f"""
select e.id, e.kind, e.ref, e.title, e.source, e.first_seen_at from event e
where e.withdrawn_at is null and e.corrected_by is null and e.first_seen_at > now() - interval '3 days'
  and {_MUST_HEAR}
  and not exists (select from campaign g where g.event_id = e.id and not g.rehearsal)
order by e.id desc limit 20"""  # noqa: S608 - our own text
_TOLD_OF = f"select e.id from event e where e.id = %(event)s and {_MUST_HEAR}"  # noqa: S608

# Calls that somebody is at come first, then who was not tried yet; holders have the lowest numbers.
_CALLS = f"""
select n.id, n.investor_id, n.state, n.tried, n.call, n.called_by, n.changed_at, (
  select c.id from investor_account a join conversation c on c.channel = a.channel and c.user_id = a.user_id
  where a.investor_id = n.investor_id order by a.linked_at limit 1) as conversation
from notice_sent n
where n.campaign_id = %(campaign)s and n.state in ('unreachable', 'unknown')
order by n.call is distinct from 'calling', n.call nulls first, n.id limit {CALLS}"""  # noqa: S608
_CALLED = f"""
update notice_sent set call = %(outcome)s, called_by = %(by)s, changed_at = now(),
  state = case when %(outcome)s = 'called' then 'called' else state end
where id = %(notice)s and campaign_id = %(campaign)s and state in ('unreachable', 'unknown')
  and (call is distinct from 'calling' or called_by = %(by)s
       or changed_at < now() - interval '{AT_IT} minutes') returning id"""  # noqa: S608
_ANOTHERS = """
select id from notice_sent
where id = %(notice)s and campaign_id = %(campaign)s and call in ('calling', 'called')
  and called_by <> %(by)s"""


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
        [known] = await self._database.rows(_ACKNOWLEDGED, {"campaign": number})
        counts = told({each["state"]: each["n"] for each in rows})
        return {**row, "counts": counts | {"acknowledged": known["n"]}}

    async def calls(self, number: int) -> list[dict[str, Any]]:
        return await self._database.rows(_CALLS, {"campaign": number})

    async def times(self, event: int, after: int) -> list[dict[str, Any]]:
        return await self._database.rows(_TIMES, {"event": event, "after": after})

    async def begin_by(self, event: int, by: str, *, rehearsal: bool) -> int | None:
        if await self._database.row(_TOLD_OF, {"event": event}) is None:
            return None
        try:
            return await self._campaigns.begin(Beginning(event, by, rehearsal=rehearsal))
        except NoEvent:  # withdrawn meanwhile, or never there
            return None

    async def stop_by(self, number: int) -> bool:
        return await self._campaigns.stop(number, "by hand")

    async def called(
        self, number: int, notice: int, outcome: str, by: str
    ) -> Literal["noted", "taken", "gone"]:
        values = {"campaign": number, "notice": notice, "outcome": outcome, "by": by}
        if await self._database.row(_CALLED, values):
            return "noted"
        return "taken" if await self._database.row(_ANOTHERS, values) else "gone"


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
