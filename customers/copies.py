"""Everything that is kept of an investor, for themselves (个人信息保护法 45).

What was sent unasked stands in tables of the room notices; here they are only read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conversations.database import Connection, Database, Row
from customers.investors import NUMBERS_OF
from customers.sealed import ANSWER, EVIDENCE, HOLDING, RESULT
from sealing import Keys, Table

_TABLES = {
    "accounts": "select channel, linked_at from investor_account t where {whose} order by linked_at, channel",
    "settings": """select language, quiet_from, quiet_to, created_at from investor t
      where id in (select id from mine) and joined_into is null""",
    "consents": """select kind, given, version, at from investor_consent t
      where {whose} and message_id not like 'joined:%%' order by id""",
    "watched": "select ref, added_at from watched t where {whose} order by added_at, ref",
    "holdings": """select investor_id, ref, quantity, cost, sealed, source, updated_at from holding t
      where {whose} order by ref""",
    "alerts": """select ref, kind, threshold, created_at, expires_at, fired_at, cancelled_at
      from price_alert t where {whose} order by id""",
    "subscriptions": "select kind, wanted, changed_at from subscription t where {whose} order by kind",
    "tests": "select id, state, started_at, ended_at, version from risk_test t where {whose} order by id",
    "answers": """select test_id, message_id, question, options, sealed, at from risk_answer
      where test_id in (select id from risk_test t where {whose}) order by id""",
    "results": """select test_id, level, score, sealed, at, valid_until from risk_result t
      where {whose} order by at""",
    "evidence": """select investor_id, message_id, product, step, answered, sealed, at
      from suitability_evidence t where {whose} order by id""",
    "notices": """select t.kind, t.state, coalesce(g.title, '') as title, t.made_at
      from notice_sent t left join campaign g on g.id = t.campaign_id where {whose} order by t.id""",
    "read": """select e.title, t.at from event_acknowledged t join event e on e.id = t.event_id
      where {whose} order by t.at""",
}
_SEALED: Mapping[str, tuple[Table, tuple[str, ...]]] = {
    "holdings": (HOLDING, ("ref", "quantity", "cost", "source", "updated_at")),
    "answers": (ANSWER, ("question", "options", "at")),
    "results": (RESULT, ("level", "score", "at", "valid_until")),
    "evidence": (EVIDENCE, ("product", "step", "answered", "at")),
}
"""What is opened for them, and what of it is theirs to read."""
_WHOSE = "t.investor_id in (select id from mine)"
_STATEMENTS = {
    name: f"with mine as ({NUMBERS_OF}) {query.format(whose=_WHOSE)}"  # noqa: S608 - our own text
    for name, query in _TABLES.items()
}


@dataclass(frozen=True, slots=True)
class Copy:
    """The rows of each table, without the numbers that say nothing to a person."""

    accounts: Sequence[Row]
    settings: Sequence[Row]
    consents: Sequence[Row]
    watched: Sequence[Row]
    holdings: Sequence[Row]
    alerts: Sequence[Row]
    subscriptions: Sequence[Row]
    tests: Sequence[Row]
    answers: Sequence[Row]
    results: Sequence[Row]
    evidence: Sequence[Row]
    notices: Sequence[Row]
    read: Sequence[Row]

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in _TABLES)


class Copies:
    """Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, channel: str, user: str) -> Copy:
        """What is kept of who writes from there, under all of their numbers."""
        values = {"channel": channel, "user": user}

        async def read(connection: Connection) -> Copy:
            rows = {
                name: await (await connection.execute(statement, values)).fetchall()
                for name, statement in _STATEMENTS.items()
            }
            return Copy(**{name: _opened(self._database.keys, name, found) for name, found in rows.items()})

        return await self._database.patiently(read)


def _opened(keys: Keys, name: str, rows: Sequence[Row]) -> Sequence[Row]:
    if name not in _SEALED:
        return rows
    table, shown = _SEALED[name]
    opened = [table.open(keys, row) for row in rows]
    return [{column: row[column] for column in shown} for row in opened]
