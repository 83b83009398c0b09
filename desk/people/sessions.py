"""Who is signed in: opaque tokens in browsers, their hashes in the database, ends that hold at once.

Every age is PostgreSQL's: a gateway whose clock jumps neither ends a session nor keeps one.
"""

import hashlib
import secrets
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from conversations.database import Database, Row
from desk.errors import NotSignedIn, Unknown
from desk.people.caller import Caller, Role
from desk.people.demo_names import DEMO_NAMES

_LIVE = """s.ended_at is null and s.expires_at > now()
    and s.seen_at > now() - make_interval(secs => %(idle)s)"""

_OPEN = """
insert into desk_session (id, agent, csrf, device, expires_at)
values (%(id)s, %(agent)s, %(csrf)s, %(device)s, now() + make_interval(secs => %(longest)s)) returning id"""

_TOUCH = f"""
update desk_session s set seen_at = now() where s.id = %(id)s and {_LIVE}
    and s.seen_at < now() - interval '15 s' returning s.id"""  # noqa: S608 - our own text

_CALLER = f"""
with touched as ({_TOUCH})
select s.id as session, s.agent, s.csrf, a.name, a.number, a.role, a.licences, a.skills, a.must_change,
    a.last_step is not null as second_factor,
    s.fresh_at + make_interval(secs => %(fresh)s) as fresh_until,
    s.fresh_at > now() - make_interval(secs => %(fresh)s) as fresh
from desk_session s join desk_agent a on a.id = s.agent and a.active
where s.id = %(id)s and {_LIVE}"""  # noqa: S608

_ALIVE = f"""
select s.id from desk_session s join desk_agent a on a.id = s.agent and a.active
where s.id = any(%(ids)s) and {_LIVE}"""  # noqa: S608

_OF = f"""
select s.id, s.device, s.created_at, s.seen_at from desk_session s
where s.agent = %(agent)s and {_LIVE} order by s.seen_at desc, s.id"""  # noqa: S608

_END = """
update desk_session s set ended_at = now()
where s.ended_at is null and (s.id = %(id)s or s.agent = %(agent)s and s.id <> %(but)s) returning s.id"""

_FRESHEN = "update desk_session set fresh_at = now() where id = %(id)s and ended_at is null returning id"

_CLEAR = (
    "delete from desk_session where coalesce(ended_at, expires_at) < now() - interval '30 d' returning id"
)


@dataclass(frozen=True, slots=True)
class Lasting:
    """Seconds: a session nobody uses, any session, and how long a password counts as just given."""

    idle: float = 30 * 60
    longest: float = 12 * 3600
    fresh: float = 10 * 60


@dataclass(frozen=True, slots=True)
class Session:
    """One of an agent's own, as they see it."""

    id: str
    device: str
    created_at: datetime
    seen_at: datetime


class Sessions:
    """All of them, on every gateway. Raises StoreUnavailable.

    `required_roles` need a second factor; until they have one, their callers are `second_required`.
    """

    def __init__(
        self,
        database: Database,
        lasting: Lasting = Lasting(),  # noqa: B008 - frozen
        required_roles: Collection[Role] = ("supervisor", "compliance", "admin"),
    ) -> None:
        self._database = database
        self._lasting = lasting
        self._required = frozenset(required_roles)
        self._listeners: list[Callable[[str], None]] = []

    async def open(self, agent: str, device: str = "") -> str:
        """A new session; gives the token for the browser, of which only the hash is kept."""
        token = secrets.token_urlsafe(32)
        values = {"id": id_of(token), "agent": agent, "csrf": secrets.token_urlsafe(32), "device": device}
        await self._database.rows(_OPEN, {**values, "longest": self._lasting.longest})
        return token

    async def caller_of(self, token: str | None) -> Caller:
        """Who holds the token, and notes that they are there; raises NotSignedIn."""
        if not token:
            raise NotSignedIn
        lasting = {"idle": self._lasting.idle, "fresh": self._lasting.fresh}
        row = await self._database.row(_CALLER, {"id": id_of(token), **lasting})
        if row is None:
            raise NotSignedIn
        return self._caller(row)

    async def touch(self, session: str) -> None:
        """Somebody does something there, though not by a request: the session is not idle."""
        await self._database.rows(_TOUCH, {"id": session, "idle": self._lasting.idle})

    async def is_alive(self, session: str) -> bool:
        return session in await self.alive([session])

    async def alive(self, sessions: Iterable[str]) -> frozenset[str]:
        """Those that have neither ended nor lapsed, for who keeps many open and asks now and then."""
        values = {"ids": list(sessions), "idle": self._lasting.idle}
        return frozenset(row["id"] for row in await self._database.rows(_ALIVE, values))

    async def of(self, agent: str) -> list[Session]:
        """An agent's open ones, the one used last first."""
        rows = await self._database.rows(_OF, {"agent": agent, "idle": self._lasting.idle})
        return [Session(**row) for row in rows]

    async def end(self, session: str) -> None:
        await self._end(id=session, agent=None, but="")

    async def require_own(self, agent: str, session: str) -> None:
        """Raise Unknown unless it is one of the agent's own."""
        if session not in {each.id for each in await self.of(agent)}:
            raise Unknown("session")

    async def end_all(self, agent: str, but: str = "") -> int:
        """Every session of an agent, except perhaps one; gives how many there were."""
        return await self._end(id=None, agent=agent, but=but)

    async def freshen(self, session: str) -> None:
        """The password was given again just now."""
        await self._database.rows(_FRESHEN, {"id": session})

    async def clear(self) -> None:
        """Drop what ended long ago."""
        await self._database.rows(_CLEAR, {})

    def on_ended(self, tell: Callable[[str], None]) -> Callable[[], None]:
        """Call `tell` with each session that this gateway ends, until what is given back is called. What
        another gateway ends, or what lapses, is seen by asking `alive`.
        """
        self._listeners.append(tell)
        return lambda: self._listeners.remove(tell)

    async def _end(self, **which: str | None) -> int:
        ended = await self._database.rows(_END, which)
        for row in ended:
            for tell in tuple(self._listeners):
                tell(row["id"])
        return len(ended)

    def _caller(self, row: Row) -> Caller:
        required = row["role"] in self._required and row["agent"] not in DEMO_NAMES
        sets = {"licences": frozenset(row["licences"]), "skills": frozenset(row["skills"])}
        return Caller(**{**row, **sets}, second_required=required and not row["second_factor"])


def id_of(token: str) -> str:
    """The hash under which the session of a token is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
