"""Who an account of a channel belongs to; nobody is written down before they have agreed to it.

Two who turned out to be one keep two numbers: what was kept for good stays under the old one, all else and
every account goes to the other. Who asks for what is kept for good asks for all numbers of a person.
"""

from conversations.database import Connection, Database


def owner_of(channel: str, user: str) -> str:
    """The query for the number of whose account this is; both are SQL."""
    return f"select investor_id from investor_account where channel = {channel} and user_id = {user}"  # noqa: S608


OF = owner_of("%(channel)s", "%(user)s")
NUMBERS = "select id from investor where id = %(investor)s or joined_into = %(investor)s"
"""All numbers of the person whose present one is `investor`."""
NUMBERS_OF = f"""
select mine.investor_id as id from ({OF}) mine
union select i.id from ({OF}) mine join investor i on i.joined_into = mine.investor_id"""  # noqa: S608
"""All numbers of who writes from there."""
_KNOWN = f"""
with mine as ({OF})
select a.channel, a.user_id as user from investor_account a join mine using (investor_id)
order by a.linked_at, a.channel, a.user_id"""  # noqa: S608 - our own text
# Of two that begin at once, both get the row of the one that came first. Who is found stays who they are
# until the end of the transaction: a join waits for it.
_BEGIN = f"""
with ours as ({OF} for share), made as (
  insert into investor (created_at) select now() where not exists (select from ours) returning id
), linked as (
  insert into investor_account (channel, user_id, investor_id) select %(channel)s, %(user)s, id from made
  on conflict (channel, user_id) do update set channel = excluded.channel returning investor_id
)
select investor_id from ours union all select investor_id from linked"""  # noqa: S608
_ALONE = "select id from investor where id = %(investor)s for no key update"
_HOLD = """
select channel, user_id from investor_account where investor_id = any(%(investors)s)
order by channel, user_id for update"""


class Investors:
    """Investors by their accounts, `channel` and `user` as conversations have them. Raises
    StoreUnavailable.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, channel: str, user: str) -> int | None:
        """The number of who writes from there; None for somebody of whom nothing is kept."""
        row = await self._database.row(OF, {"channel": channel, "user": user})
        return row["investor_id"] if row else None

    async def accounts(self, channel: str, user: str) -> list[tuple[str, str]]:
        """Every account of the same investor, the first one first."""
        rows = await self._database.rows(_KNOWN, {"channel": channel, "user": user})
        return [(row["channel"], row["user"]) for row in rows]

    async def numbers(self, investor: int) -> list[int]:
        """All numbers of a person, by the present one; what is kept for good may stand under any."""
        rows = await self._database.rows(NUMBERS, {"investor": investor})
        return sorted(row["id"] for row in rows)


async def begin(connection: Connection, channel: str, user: str) -> int:
    """The number of who writes from there, given now to who has none; it is theirs to the end of the
    transaction.
    """
    row = await (await connection.execute(_BEGIN, {"channel": channel, "user": user})).fetchone()
    return int(row["investor_id"]) if row else await begin(connection, channel, user)


async def alone(connection: Connection, investor: int) -> None:
    """Whoever else writes what has a limit for this investor waits until the end of the transaction; `begin`
    or `agreed` comes first.
    """
    await connection.execute(_ALONE, {"investor": investor})


async def hold(connection: Connection, *investors: int) -> None:
    """Nobody else writes for these investors until the end of the transaction."""
    await connection.execute(_HOLD, {"investors": list(investors)})


async def held(connection: Connection, channel: str, user: str) -> int | None:
    """The number of who writes from there, held; None for somebody of whom nothing is kept."""
    investor = await number_of(connection, channel, user)
    while investor is not None:
        await hold(connection, investor)
        before, investor = investor, await number_of(connection, channel, user)
        if before == investor:
            return investor  # not joined to somebody else meanwhile
    return None


async def number_of(connection: Connection, channel: str, user: str) -> int | None:
    """The number of who writes from there, as this transaction sees it now."""
    row = await (await connection.execute(OF, {"channel": channel, "user": user})).fetchone()
    return row["investor_id"] if row else None
