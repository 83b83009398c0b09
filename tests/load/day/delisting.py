"""A delisting decision in the middle of the load: whoever wrote on a platform holds the share."""

import asyncio

from conversations.database import Database
from notices.events import CAMPAIGNS, START
from notices.jobs import Deferred, defer
from tests.load.clients import REF

HOLDERS = (
    "insert into investor (id) select id from conversation where channel in ('wechat', 'telegram')"
    " on conflict do nothing",
    "insert into investor_account (channel, user_id, investor_id)"
    " select channel, user_id, id from conversation where channel in ('wechat', 'telegram')"
    " on conflict do nothing",
    "insert into investor_consent (investor_id, kind, given, version, channel, message_id)"
    " select i.id, 'records', true, '1', 'wechat', 'm' from investor i",
    "insert into watched (investor_id, ref) select id, %(ref)s from investor",
)
EVENT = """
insert into event (key, kind, level, ref, title, source, published_at)
values ('load', 'delisting_decision', 'red', %(ref)s, '退市吉恩：关于公司股票终止上市的公告', '上交所',
        '2018-05-23')
returning id"""
TOLD = "select count(*) as told from notice_sent where state in ('sent', 'delivered', 'read')"
SETTLED = "select from notice_sent where state in ('waiting', 'queued') limit 1"
WITHIN = 3600.0  # seconds: the hour


async def tell_everybody(dsn: str, after: float) -> int:
    """Seconds from now a campaign begins; how many were told when all was settled."""
    await asyncio.sleep(after)
    async with Database(dsn, connections=2) as database:
        async with database.transaction() as connection:
            for statement in HOLDERS:
                await connection.execute(statement, {"ref": REF})
            [event] = await (await connection.execute(EVENT, {"ref": REF})).fetchall()
            await defer(connection, Deferred(CAMPAIGNS, START, {"event": event["id"]}))
        await asyncio.sleep(5)  # it begins
        async with asyncio.timeout(WITHIN):
            while await database.rows(SETTLED, {}):  # noqa: ASYNC110 - no bell
                await asyncio.sleep(0.5)
        [row] = await database.rows(TOLD, {})
    return int(row["told"])
