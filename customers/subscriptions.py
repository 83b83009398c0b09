"""What investors want to be told by itself, when not, and in which language.

Which kinds there are, and what counts for who has said nothing, stands in `customers.kinds`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.database import Database, Row
from customers.consents import agreed
from customers.investors import held, owner_of
from customers.kinds import load_kinds
from customers.sending import agreed_to, kinds_in_sql, wanted_by

_SET = """
insert into subscription (investor_id, kind, wanted) values (%(investor)s, %(kind)s, %(wanted)s)
on conflict (investor_id, kind) do update set wanted = excluded.wanted, changed_at = now()
where subscription.wanted <> excluded.wanted"""
_AGAIN = """
update subscription set wanted = true, changed_at = now()
where investor_id = %(investor)s and kind = %(kind)s and not wanted"""
_SAID = "select kind, wanted from subscription where investor_id = %(investor)s"
_SETTINGS = "select language, quiet_from, quiet_to from investor where id = %(investor)s"
_QUIET = """
update investor set quiet_from = %(quiet_from)s, quiet_to = %(quiet_to)s where id = %(investor)s"""
_LANGUAGE = "update investor set language = %(language)s where id = %(investor)s"
# Who said so is found by the index of wishes; who has said nothing, by the investors themselves.
_WHO_SAID_SO = f"""
select s.investor_id as id from subscription s
where s.kind = %(kind)s and s.wanted and s.investor_id > %(after)s
  and {agreed_to("s.investor_id", "%(kind)s")}
order by s.investor_id limit %(limit)s"""  # noqa: S608 - our own text
_WHO_DID_NOT_REFUSE = f"""
select i.id from investor i
where i.id > %(after)s and i.joined_into is null and {wanted_by("i.id", "%(kind)s")}
order by i.id limit %(limit)s"""  # noqa: S608 - our own text


@dataclass(frozen=True, slots=True)
class Settings:
    """How an investor wants to be spoken to; minutes of the day in Shanghai."""

    language: str | None = None
    quiet_from: int | None = None
    quiet_to: int | None = None


class Subscriptions:
    """Raises StoreUnavailable; what keeps something new raises ConsentMissing("records")."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kinds = load_kinds()

    async def want(self, channel: str, user: str, kinds: Sequence[str]) -> int:
        """Send these from now on; returns whose wish it is."""
        async with self._database.transaction() as connection:
            investor = await agreed(connection, channel, user, "records")
            for kind in kinds:
                await connection.execute(_SET, {"investor": investor, "kind": kind, "wanted": True})
        return investor

    async def again(self, channel: str, user: str, kind: str) -> bool:
        """Send this again if it had been refused; whether it had. Raises ConsentMissing."""
        async with self._database.transaction() as connection:
            investor = await agreed(connection, channel, user, "records")
            done = await connection.execute(_AGAIN, {"investor": investor, "kind": kind})
        return done.rowcount > 0

    async def refuse(self, channel: str, user: str, kinds: Sequence[str]) -> int | None:
        """Never send these again, whatever was agreed to; None for somebody who is sent nothing anyway."""
        async with self._database.transaction() as connection:
            investor = await held(connection, channel, user)
            if investor is not None:
                for kind in kinds:
                    await connection.execute(_SET, {"investor": investor, "kind": kind, "wanted": False})
        return investor

    async def of(self, investor: int) -> dict[str, bool]:
        """Each kind, with whether it is wanted."""
        rows = await self._database.rows(_SAID, {"investor": investor})
        said = {row["kind"]: row["wanted"] for row in rows}
        return {name: said.get(name, kind.wanted) for name, kind in self._kinds.items()}

    async def wanted(self, investor: int, kind: str) -> bool:
        """Whether it is wanted, be it by default; whether it may be sent now is another question."""
        return (await self.of(investor))[kind]

    async def wants(self, kind: str, after: int = 0, limit: int = 1000) -> list[int]:
        """Numbers of investors who want it and consented to it, in order, beyond `after`: go on with the
        last one until nobody is left.
        """
        statement = _WHO_DID_NOT_REFUSE if self._kinds[kind].wanted else _WHO_SAID_SO
        values = {"kind": kind, "after": after, "limit": limit, "kinds": kinds_in_sql()}
        return [row["id"] for row in await self._database.rows(statement, values)]

    async def settings(self, investor: int) -> Settings:
        """How this investor is spoken to."""
        row: Row | None = await self._database.row(_SETTINGS, {"investor": investor})
        return Settings(**row) if row else Settings()

    async def rest(self, channel: str, user: str, start: int | None, end: int | None) -> None:
        """Send only what is urgent between these minutes of the day; at any time again without them."""
        async with self._database.transaction() as connection:
            investor = await agreed(connection, channel, user, "records")
            values = {"investor": investor, "quiet_from": start, "quiet_to": end}
            await connection.execute(_QUIET, values)

    async def speak(self, channel: str, user: str, language: str) -> None:
        """Be spoken to in "zh-Hans", "zh-Hant" or "en"."""
        async with self._database.transaction() as connection:
            investor = await agreed(connection, channel, user, "records")
            await connection.execute(_LANGUAGE, {"investor": investor, "language": language})


def wished_language(channel: str, user: str) -> str:
    """In SQL, what who writes from there wished to be spoken to in; the port `Wished` of conversations."""
    return f"(select language from investor where id = ({owner_of(channel, user)}))"  # noqa: S608 - our own text
