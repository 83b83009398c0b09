"""A demo's two accounts at the desk, and hours in which it can be tried; gone where there is no demo."""

import asyncio
from collections.abc import Mapping, Sequence

from conversations.database import Database, jsonb
from desk.people import demo
from desk.people.agents import Agents
from desk.people.caller import Role
from desk.people.passwords import Passwords
from desk.people.sessions import Sessions
from desk.routing.hours import Hours
from gateway.settings import Settings

_ALL_DAY = {"trading": [["00:00", "24:00"]], "other": [["00:00", "24:00"]]}
_BY = "demo"
_OPEN_ALL_DAY = """
insert into desk_setting (name, value, changed_by) values ('hours', %(value)s, %(by)s)
on conflict (name) do nothing returning name
"""
_AS_BEFORE = "delete from desk_setting where name = 'hours' and changed_by = %(by)s returning name"

Account = tuple[str, str, Role]


def is_demo(settings: Settings, market: Mapping[str, str]) -> bool:
    """Whether strangers may be let in to try: no live market, no public address, no other desk."""
    return market.get("mode") == "demo" and not settings.public_url and settings.desk.chatwoot is None


def offer(database_url: str, *, wanted: bool) -> Sequence[Account]:
    """Names, passwords and roles to sign in with until the next start; nobody where none are wanted."""
    return asyncio.run(_offer(database_url, wanted=wanted))


async def _offer(database_url: str, *, wanted: bool) -> Sequence[Account]:
    async with Database(database_url, connections=1) as database:
        agents = Agents(database, Passwords(), Sessions(database))
        if not wanted:
            await demo.withdraw(agents)
            await database.rows(_AS_BEFORE, {"by": _BY})
            return ()
        await database.rows(_OPEN_ALL_DAY, {"value": jsonb(Hours.read(_ALL_DAY).value), "by": _BY})
        return await demo.offer(agents)
