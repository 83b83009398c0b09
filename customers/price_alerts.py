"""The prices and changes at which investors want to be told: set, shown, changed and taken back.

What is kept needs the consent to `records`; without it, or once it is withdrawn, an alert is not looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, cast

from conversations.database import Connection, Database
from customers.consents import agreed, given_by
from customers.investors import OF, alone
from rules.price_alerts import AlertKind

MOST = 20
"""Alerts that an investor may have at a time."""
LASTS = timedelta(days=90)

_LIVE = "p.fired_at is null and p.cancelled_at is null and p.expires_at > %(now)s"
_AGREED = given_by("p.investor_id", "records")
_COLUMNS = "p.id as number, p.investor_id, p.ref, p.kind, p.threshold, p.created_at, p.expires_at, p.fired_at"
_OF = f"""
select {_COLUMNS} from price_alert p
where p.investor_id = ({OF}) and {_LIVE} order by p.id"""  # noqa: S608
_COUNT = f"select count(*)::int as live from price_alert p where p.investor_id = %(investor)s and {_LIVE}"  # noqa: S608
_SAME = f"""
select {_COLUMNS} from price_alert p where p.investor_id = %(investor)s and p.ref = %(ref)s
  and p.kind = %(kind)s and (p.message_id = %(message_id)s
    or ({_LIVE} and p.threshold is not distinct from %(threshold)s)) limit 1"""  # noqa: S608
_ADD = f"""
insert into price_alert as p (investor_id, ref, kind, threshold, message_id, created_at, expires_at)
values (%(investor)s, %(ref)s, %(kind)s, %(threshold)s, %(message_id)s, %(now)s, %(expires_at)s)
returning {_COLUMNS}"""  # noqa: S608
_CANCEL = f"""
update price_alert p set cancelled_at = %(now)s
where p.id = any(%(numbers)s) and p.investor_id = ({OF}) and {_LIVE} returning {_COLUMNS}"""  # noqa: S608
_CHANGE = f"""
update price_alert p set kind = %(kind)s, threshold = %(threshold)s, created_at = %(now)s,
  expires_at = %(expires_at)s
where p.id = %(number)s and p.investor_id = ({OF}) and {_LIVE} returning {_COLUMNS}"""  # noqa: S608
_REFS = f"select distinct p.ref from price_alert p where {_LIVE} and {_AGREED} order by p.ref"  # noqa: S608
_OF_REFS = f"""
select {_COLUMNS} from price_alert p
where p.ref = any(%(refs)s) and p.id > %(after)s and {_LIVE} and {_AGREED}
order by p.id limit %(limit)s"""  # noqa: S608
_FIRE = f"""
update price_alert p set fired_at = %(now)s
where p.id = any(%(numbers)s) and {_LIVE} returning p.id"""  # noqa: S608

Refusal = Literal["full"]


@dataclass(frozen=True, slots=True)
class PriceAlert:
    """`threshold` is in yuan, or in percent above zero for "rise" and "fall"; None for a limit."""

    number: int
    investor_id: int
    ref: str
    kind: AlertKind
    threshold: Decimal | None
    created_at: datetime
    expires_at: datetime
    fired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be set."""

    ref: str
    kind: AlertKind
    threshold: Decimal | None = None


class PriceAlerts:
    """Alerts by account, and all of them for who watches. Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, channel: str, user: str, wish: Wish, message_id: str, now: datetime
    ) -> PriceAlert | Refusal:
        """Set it, once for each message; one that is set already is the same. Raises ConsentMissing."""
        async with self._database.transaction() as connection:
            investor = await agreed(connection, channel, user, "records")
            await alone(connection, investor)
            values = _wished(wish, now) | {"investor": investor, "message_id": message_id}
            if same := await _one(connection, _SAME, values):
                return PriceAlert(**same)
            live = await _one(connection, _COUNT, values)
            if live and live["live"] >= MOST:
                return "full"
            return PriceAlert(**cast("dict[str, Any]", await _one(connection, _ADD, values)))

    async def of(self, channel: str, user: str, now: datetime) -> list[PriceAlert]:
        """Those that are live, the oldest first."""
        rows = await self._database.rows(_OF, {"channel": channel, "user": user, "now": now})
        return [PriceAlert(**row) for row in rows]

    async def cancel(
        self, channel: str, user: str, numbers: Sequence[int], now: datetime
    ) -> list[PriceAlert]:
        """Take them back; those that were live."""
        values = {"channel": channel, "user": user, "numbers": list(numbers), "now": now}
        return [PriceAlert(**row) for row in await self._database.rows(_CANCEL, values)]

    async def change(
        self, channel: str, user: str, number: int, wish: Wish, now: datetime
    ) -> PriceAlert | None:
        """Set it anew; None where it is not live any more."""
        values = _wished(wish, now) | {"channel": channel, "user": user, "number": number}
        row = await self._database.row(_CHANGE, values)
        return PriceAlert(**row) if row else None

    async def refs(self, now: datetime) -> list[str]:
        """Every security that somebody wants to be told of."""
        return [row["ref"] for row in await self._database.rows(_REFS, {"now": now})]

    async def of_refs(
        self, refs: Sequence[str], now: datetime, after: int = 0, limit: int = 1000
    ) -> list[PriceAlert]:
        """Live ones of these securities behind the number `after`."""
        values = {"refs": list(refs), "now": now, "after": after, "limit": limit}
        return [PriceAlert(**row) for row in await self._database.rows(_OF_REFS, values)]

    async def fire(self, numbers: Sequence[int], now: datetime) -> list[int]:
        """They are over; those that were not before."""
        rows = await self._database.rows(_FIRE, {"numbers": list(numbers), "now": now})
        return [row["id"] for row in rows]


def _wished(wish: Wish, now: datetime) -> dict[str, Any]:
    set_ = {"ref": wish.ref, "kind": wish.kind, "threshold": wish.threshold}
    return set_ | {"now": now, "expires_at": now + LASTS}


async def _one(connection: Connection, statement: str, values: Mapping[str, Any]) -> dict[str, Any] | None:
    return await (await connection.execute(statement, values)).fetchone()
