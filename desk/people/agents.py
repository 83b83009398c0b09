"""The people of the desk: made, changed, let go, given a new password, each with its row in the audit log."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from psycopg.errors import UniqueViolation

from conversations.database import Connection, Database, Row
from desk.audit.log import note
from desk.errors import NotNow, Unknown, Unreadable
from desk.people.demo_names import DEMO_NAMES
from desk.people.details import LISTS, Agent, checked
from desk.people.passwords import Passwords, one_time, require_good
from desk.people.sessions import Sessions

_COLUMNS = """id, name, number, role, skills, licences, languages, capacity, active, must_change,
    last_step is not null as second_factor"""

_ALL = f"select {_COLUMNS} from desk_agent order by active desc, number, id"  # noqa: S608 - our own text
_ONE = f"select {_COLUMNS} from desk_agent where id = %(id)s"  # noqa: S608

_LOCK = "select pg_advisory_xact_lock(hashtext('wenpan.desk.agents'))"

_CREATE = """
insert into desk_agent
    (id, name, number, role, skills, licences, languages, capacity, active, password, must_change)
values (%(id)s, %(name)s, %(number)s, %(role)s, %(skills)s, %(licences)s, %(languages)s, %(capacity)s,
    %(active)s, %(password)s, %(must_change)s)"""

_CHANGE = """
update desk_agent set name = %(name)s, number = %(number)s, role = %(role)s, skills = %(skills)s,
    licences = %(licences)s, languages = %(languages)s, capacity = %(capacity)s, active = %(active)s
where id = %(id)s"""

_PUT = f"""{_CREATE}
on conflict (id) do update set (name, number, role, skills, licences, languages, capacity, active, password,
    must_change, secret, last_step, recovery)
= (%(name)s, %(number)s, %(role)s, %(skills)s, %(licences)s, %(languages)s, %(capacity)s, %(active)s,
    %(password)s, %(must_change)s, null, null, '{{}}')"""  # noqa: S608

_OTHER_ADMIN = """
select from desk_agent where role = 'admin' and active and id <> %(id)s limit 1"""

_RESET = """
update desk_agent set password = %(password)s, must_change = true,
    secret = case when %(second)s then null else secret end,
    last_step = case when %(second)s then null else last_step end,
    recovery = case when %(second)s then '{}' else recovery end
where id = %(id)s returning id"""


class Agents:
    """All of them. `by` is who does it: a sign-in name, or a command. Raises StoreUnavailable."""

    def __init__(self, database: Database, passwords: Passwords, sessions: Sessions) -> None:
        self._database = database
        self._passwords = passwords
        self._sessions = sessions

    async def list(self) -> list[Agent]:
        """Those who work here first, by their numbers."""
        return [_agent(row) for row in await self._database.rows(_ALL, {})]

    async def get(self, id: str) -> Agent:
        """Raises Unknown."""
        row = await self._database.row(_ONE, {"id": id})
        if row is None:
            raise Unknown("agent")
        return _agent(row)

    async def create(self, by: str, fields: Mapping[str, Any], password: str | None = None) -> str:
        """Somebody new; gives their password: the one that is said, else one that is good for one sign-in.
        Raises Unreadable with the field that cannot be, or is somebody else's.
        """
        details = checked(fields)
        if missing := {"id", "name", "number", "role"} - fields.keys():
            raise Unreadable(min(missing))
        if fields["id"] in DEMO_NAMES:
            raise Unreadable("id")
        agent = Agent(**details)
        if password is not None:
            require_good(password, (agent.id, agent.name, agent.number), "password")
        given = password or one_time()
        await self._insert(by, agent, await self._passwords.hash(given), must_change=password is None)
        return given

    async def put(self, by: str, agent: Agent) -> str:
        """An account as it is described, whatever it was before; gives its new password, which holds."""
        given = one_time()
        kept = await self._passwords.hash(given)
        async with self._database.transaction() as connection:
            await _write(connection, _PUT, agent, password=kept, must_change=False)
            await note(connection, by, "agent_created", f"agent:{agent.id}", {"role": agent.role})
        await self._sessions.end_all(agent.id)
        return given

    async def change(self, by: str, id: str, fields: Mapping[str, Any]) -> Agent:
        """Other details; who is let go, or gets another role, is signed out. Raises Unreadable, Unknown, and
        NotNow: nobody changes their own role or lets themselves go, and one admin stays.
        """
        details = checked(fields)
        if details.pop("id", id) != id:
            raise Unreadable("id")
        async with self._database.transaction() as connection:
            await connection.execute(_LOCK)
            before = await _locked(connection, id)
            after = dataclasses.replace(before, **details)
            await _require_possible(connection, by, before, after)
            await _write(connection, _CHANGE, after)
            changed = [name for name in details if getattr(before, name) != getattr(after, name)]
            await note(connection, by, "agent_changed", f"agent:{id}", _told(changed, after))
        if before.role != after.role or not after.active:
            await self._sessions.end_all(id)
        return after

    async def reset(self, by: str, id: str, *, second: bool = False) -> str:
        """A password that is good for one sign-in; every session of theirs ends. `second` drops the second
        factor too, for who lost it.
        """
        if by == id or id in DEMO_NAMES:
            raise NotNow("demo" if id in DEMO_NAMES else "own_account")
        given = one_time()
        values = {"id": id, "password": await self._passwords.hash(given), "second": second}
        async with self._database.transaction() as connection:
            if not await (await connection.execute(_RESET, values)).fetchone():
                raise Unknown("agent")
            await note(connection, by, "password_reset", f"agent:{id}", {"second_factor": second})
        await self._sessions.end_all(id)
        return given

    async def end_sessions(self, by: str, id: str) -> int:
        """Sign somebody out everywhere; gives how many sessions that were."""
        await self.get(id)
        async with self._database.transaction() as connection:
            await note(connection, by, "session_ended", f"agent:{id}", {"all": True})
        return await self._sessions.end_all(id)

    async def _insert(self, by: str, agent: Agent, password: str, *, must_change: bool) -> None:
        async with self._database.transaction() as connection:
            await _write(connection, _CREATE, agent, password=password, must_change=must_change)
            await note(connection, by, "agent_created", f"agent:{agent.id}", {"role": agent.role})


async def _locked(connection: Connection, id: str) -> Agent:
    row = await (await connection.execute(_ONE, {"id": id})).fetchone()
    if row is None:
        raise Unknown("agent")
    return _agent(row)


async def _require_possible(connection: Connection, by: str, before: Agent, after: Agent) -> None:
    if by == before.id and before.role != after.role:
        raise NotNow("own_role")
    if by == before.id and not after.active:
        raise NotNow("own_account")
    if before.is_demo and (before.role != after.role or after.active > before.active):
        raise NotNow("demo")  # it needs no second factor: only a demo brings it back
    was_admin = before.role == "admin" and before.active
    stays = after.role == "admin" and after.active
    if was_admin and not stays and not await _has_other_admin(connection, before.id):
        raise NotNow("last_admin")


async def _has_other_admin(connection: Connection, id: str) -> bool:
    return bool(await (await connection.execute(_OTHER_ADMIN, {"id": id})).fetchall())


async def _write(connection: Connection, statement: str, agent: Agent, **more: Any) -> None:
    """Run a statement with an agent's details; a name or number that is somebody else's is Unreadable."""
    values = {**dataclasses.asdict(agent), **more}
    lists = {name: list(values[name]) for name in LISTS}
    try:
        await connection.execute(statement, {**values, **lists})
    except UniqueViolation as error:
        of_number = error.diag.constraint_name == "desk_agent_number_key"
        raise Unreadable("number" if of_number else "id") from None


def _agent(row: Row) -> Agent:
    lists = {name: tuple(row[name]) for name in LISTS}
    return Agent(**{**row, **lists})


def _told(changed: list[str], after: Agent) -> dict[str, Any]:
    """What the audit log says of a change: which fields, and what somebody may do from now on."""
    telling = {name: getattr(after, name) for name in changed if name in ("role", "active", "licences")}
    return {"fields": changed, **telling}
