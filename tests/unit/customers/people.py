"""Investors as the tests have them: who agreed to what, with a row in every table that keeps something."""

import itertools
from collections.abc import Mapping
from typing import Any

from conversations.database import Database
from customers.consents import ConsentKind, Consents
from customers.investors import Investors
from customers.models import Base
from customers.sending import kinds_in_sql, wanted_by
from notices.models import Base as Notices

ROWS = (
    "insert into watched (investor_id, ref) values (%(id)s, 'SH600519')",
    "insert into holding (investor_id, ref, quantity, source) values (%(id)s, 'SH600519', 100, 'chat')",
    """insert into price_alert (investor_id, ref, kind, threshold, message_id, expires_at)
    values (%(id)s, 'SH600519', 'above', 1500, %(message)s, now() + interval '1 day')""",
    "insert into subscription (investor_id, kind, wanted) values (%(id)s, 'brief_morning', true)",
    "insert into subscription (investor_id, kind, wanted) values (%(id)s, 'announcement', false)",
    """insert into investor_link_code (digest, investor_id, expires_at)
    values (%(message)s, %(id)s, now() + interval '10 minutes')""",
    "update investor set language = 'en', quiet_from = 1320, quiet_to = 480 where id = %(id)s",
    """with test as (insert into risk_test (investor_id, version, channel, message_id)
      values (%(id)s, 'v1', 'web', %(message)s) returning id)
    insert into risk_answer (test_id, question, options, message_id)
    select id, 'q1', '{a}', %(message)s from test""",
    """insert into risk_result
      (test_id, investor_id, version, score, level, lowest, reasons, letter, seconds, valid_until)
    select id, investor_id, 'v1', 40, 'C3', false, '{}', '结果', 200, now() + interval '2 years'
    from risk_test where investor_id = %(id)s""",
    """insert into suitability_evidence
      (investor_id, product, step, shown, answered, channel, message_id)
    values (%(id)s, 'p1', 'warned', '{}', '同意', 'web', %(message)s)""",
    """insert into event (id, key, kind, ref, title, source)
    values (1, 'e1', 'delisting_decision', 'SH600519', '甲', '上交所'),
      (2, 'e2', 'price_move', null, '乙', '行情')
    on conflict do nothing""",
    """insert into campaign
      (id, event_id, key, kind, ref, title, reply, why, phase, exact, deadline, started_by)
    values (1, 1, 'event:e1', 'delisting_decision', 'SH600519', '甲', '{}', '', 'done', true, now(), 'events')
    on conflict do nothing""",
    """insert into notice_sent (investor_id, key, kind, campaign_id, state)
    values (%(id)s, 'event:e1', 'delisting', 1, 'read')""",
    """insert into notice_sent (investor_id, key, kind, reply, state)
    values (%(id)s, 'brief', 'brief_morning', '{}', 'delivered')""",
    """insert into event_acknowledged (investor_id, event_id, channel)
    values (%(id)s, 1, 'web'), (%(id)s, 2, 'web')""",
)
"""Everything that can be kept of an investor whose number is `id`."""
TABLES = {**Base.metadata.tables, **Notices.metadata.tables}
"""Of the rooms that keep something under an investor's number."""


class People:
    """Makes investors, and looks what is kept of them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.consents = Consents(database)
        self.investors = Investors(database)
        self._messages = itertools.count(1)

    async def agree(self, user: str, *kinds: ConsentKind, channel: str = "web", given: bool = True) -> int:
        """Somebody who said so of these kinds; returns their number."""
        number = 0
        for kind in kinds:
            message = f"{channel}-{user}-{next(self._messages)}"
            number = await self.consents.record(
                channel, user, kind, given=given, version="2026-11", message_id=message
            )
        return number

    async def fill(self, number: int) -> None:
        """A row in every table."""
        values = {"id": number, "message": f"filled-{number}"}
        for statement in ROWS:
            async with self.database.connection() as connection:
                await connection.execute(statement, values)

    async def do(self, statement: str, **values: Any) -> list[Mapping[str, Any]]:
        async with self.database.connection() as connection:
            cursor = await connection.execute(statement, values)
            return list(await cursor.fetchall()) if cursor.description else []

    async def may_be_sent(self, kind: str, *numbers: int) -> list[int]:
        """Those of these present numbers to whom this kind may be sent, whatever the hour."""
        rows = await self.do(
            f"select i.id from investor i where id = any(%(ids)s) and {wanted_by('i.id', '%(kind)s')}",  # noqa: S608
            ids=list(numbers),
            kind=kind,
            kinds=kinds_in_sql(),
        )
        return sorted(row["id"] for row in rows)

    async def kept(self, *numbers: int) -> dict[str, int]:
        """How many rows name them, by table, of every table of TABLES that can."""
        counts = {}
        for name, table in TABLES.items():
            column = "id" if name == "investor" else "investor_id"
            if column in table.c:
                statement = f"select count(*) as n from {name} where {column} = any(%(numbers)s)"  # noqa: S608
                counts[name] = (await self.do(statement, numbers=list(numbers)))[0]["n"]
        return {name: count for name, count in counts.items() if count}
