"""Who an account of a channel belongs to; nobody is written down before they have agreed to it."""

from conversations.database import Connection, Database

_OF = "select investor_id from investor_account where channel = %(channel)s and user_id = %(user)s"
_KNOWN = f"""
with mine as ({_OF})
select a.channel, a.user_id as user from investor_account a join mine using (investor_id)
order by a.linked_at, a.channel"""  # noqa: S608 - our own text
# Of two that begin at once, both get the row of the one that came first.
_BEGIN = f"""
with ours as ({_OF}), made as (
  insert into investor (created_at) select now() where not exists (select from ours) returning id
), linked as (
  insert into investor_account (channel, user_id, investor_id) select %(channel)s, %(user)s, id from made
  on conflict (channel, user_id) do update set channel = excluded.channel returning investor_id
)
select investor_id from ours union all select investor_id from linked"""  # noqa: S608


class Investors:
    """Investors by their accounts, `channel` and `user` as conversations have them. Raises
    StoreUnavailable.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, channel: str, user: str) -> int | None:
        """The number of who writes from there; None for somebody of whom nothing is kept."""
        row = await self._database.row(_OF, {"channel": channel, "user": user})
        return row["investor_id"] if row else None

    async def accounts(self, channel: str, user: str) -> list[tuple[str, str]]:
        """Every account of the same investor, the first one first."""
        rows = await self._database.rows(_KNOWN, {"channel": channel, "user": user})
        return [(row["channel"], row["user"]) for row in rows]


async def begin(connection: Connection, channel: str, user: str) -> int:
    """The number of who writes from there, given now to who has none."""
    row = await (await connection.execute(_BEGIN, {"channel": channel, "user": user})).fetchone()
    return int(row["investor_id"]) if row else await begin(connection, channel, user)
