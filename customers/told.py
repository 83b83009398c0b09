"""What an investor may ask about: what was sent to them, events of their shares, alerts that were reached,
and what they have read.

Events, campaigns and notices are tables of the room notices; here they are only read, and by number alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from conversations.database import Database, jsonb
from customers.investors import NUMBERS_OF, OF, held
from customers.price_alerts import PriceAlert
from customers.sending import kinds_in_sql, wanted_by

BACK = timedelta(days=30)

_EVENT = f"""
with me as ({OF}), mine as (
  select ref, bool_or(held) as held from (
    select w.ref, false as held from watched w join me using (investor_id)
    union all select h.ref, true from holding h join me using (investor_id)
  ) theirs group by ref
), told as (select * from jsonb_to_recordset(%(telling)s) as t(kind text, subscription text))
select e.level, e.ref, e.title, e.source, e.withdrawn_at,
  coalesce(e.published_at, e.first_seen_at) as at, e.published_exact or e.published_at is null as exact,
  coalesce(e.detail->>'name', '') as name, mine.held
from event e join mine using (ref) left join told t on t.kind = e.kind
where e.first_seen_at > %(since)s and (%(ref)s::text is null or e.ref = %(ref)s)
  and (%(level)s::text is null or e.level = %(level)s)
  and (e.level in ('red', 'orange') or {wanted_by("(select investor_id from me)", "t.subscription")})
order by e.level is null, e.first_seen_at desc limit 1"""  # noqa: S608 - our own text
# What was sent under a number that they had before counts too.
_SENT = f"""
with mine as ({NUMBERS_OF})
select coalesce(nullif(n.why, ''), g.why) as why, n.sent_at, e.level, e.withdrawn_at
from notice_sent n left join campaign g on g.id = n.campaign_id
left join event e on e.id = g.event_id or n.campaign_id = 0 and e.key = n.key
left join price_alert a on a.id = case when n.key ~ '^price_alert:[0-9]+$'
  then split_part(n.key, ':', 2)::bigint end
where n.investor_id in (select id from mine) and n.sent_at > %(since)s
  and coalesce(nullif(n.why, ''), g.why, '') <> ''
  and (%(ref)s::text is null or coalesce(e.ref, a.ref) = %(ref)s or e.detail -> 'refs' ? %(ref)s::text)
  and (%(level)s::text is null or e.level = %(level)s)
order by n.sent_at desc, n.id desc limit 1"""  # noqa: S608
_REACHED = f"""
select id as number, investor_id, ref, kind, threshold, created_at, expires_at, fired_at from price_alert
where investor_id = ({OF}) and fired_at > %(since)s and (%(ref)s::text is null or ref = %(ref)s)
order by fired_at desc limit 1"""  # noqa: S608
_ACKNOWLEDGE = """
insert into event_acknowledged (investor_id, event_id, channel)
select %(investor)s, e.id, %(channel)s from event e where e.id = %(event)s
on conflict do nothing"""
_TITLE = "select id from event where id = %(event)s"


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event of one of the investor's shares; `exact`: `at` is more than a day."""

    level: str | None
    ref: str
    title: str
    source: str
    withdrawn_at: datetime | None
    at: datetime
    exact: bool
    name: str
    held: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that went out to the investor, and why; `level` is its event's."""

    why: str
    sent_at: datetime
    level: str | None
    withdrawn_at: datetime | None


class Told:
    """By account. Raises StoreUnavailable."""

    def __init__(self, database: Database, telling: Mapping[str, str]) -> None:
        """`telling` says under which subscription each kind of event is sent."""
        self._database = database
        self._telling = jsonb([{"kind": kind, "subscription": sent} for kind, sent in telling.items()])

    async def sent(
        self, who: tuple[str, str], now: datetime, ref: str | None = None, level: str | None = None
    ) -> Sent | None:
        """The newest of the last month."""
        row = await self._database.row(_SENT, self._asking(who, now, ref) | {"level": level})
        return Sent(**row) if row else None

    async def event(
        self, who: tuple[str, str], now: datetime, ref: str | None = None, level: str | None = None
    ) -> ToldEvent | None:
        """The latest of the last month, those of a level first."""
        known = {"telling": self._telling, "kinds": kinds_in_sql(), "level": level}
        row = await self._database.row(_EVENT, self._asking(who, now, ref) | known)
        return ToldEvent(**row) if row else None

    async def reached(self, who: tuple[str, str], now: datetime, ref: str | None = None) -> PriceAlert | None:
        """The latest price alert that was reached."""
        row = await self._database.row(_REACHED, self._asking(who, now, ref))
        return PriceAlert(**row) if row else None

    async def acknowledge(self, who: tuple[str, str], event: int) -> bool:
        """They have read it, once; False where there is no such event."""
        async with self._database.transaction() as connection:
            investor = await held(connection, *who)
            values = {"investor": investor, "channel": who[0], "event": event}
            if investor is not None:
                await connection.execute(_ACKNOWLEDGE, values)
            return await (await connection.execute(_TITLE, values)).fetchone() is not None

    @staticmethod
    def _asking(who: tuple[str, str], now: datetime, ref: str | None) -> dict[str, Any]:
        return {"channel": who[0], "user": who[1], "since": now - BACK, "ref": ref}
