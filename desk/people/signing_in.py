"""Signing in: a name and a password, then perhaps a code; and giving the password again.

A wrong name, a wrong password and a wrong code are told apart by no answer, and by no time that it takes.
"""

from dataclasses import dataclass
from secrets import compare_digest

from conversations.database import Database, Row
from desk.audit.log import Audit
from desk.errors import SignInRefused, Unreadable
from desk.people.attempts import Attempts, Try
from desk.people.caller import Caller
from desk.people.details import folded
from desk.people.passwords import Passwords, WeakPassword, require_good
from desk.people.second_factor import SecondFactor, is_recovery
from desk.people.sessions import Sessions
from desk.people.vault import Vault

TICKET_LASTS = 300  # seconds
NOBODY = "?"  # in the log: what was typed for a name may have been a password

_AGENT = """
select id, password, active, last_step, cardinality(recovery) as codes,
    extract(epoch from now())::bigint as now
from desk_agent where id = %(id)s"""

_KEEP = """
update desk_agent set password = %(password)s, must_change = must_change and not %(chosen)s
where id = %(id)s and password = %(before)s returning id"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs in from: an address to count tries under, a device they know again."""

    address: str
    device: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` is for the browser."""

    token: str


@dataclass(frozen=True, slots=True)
class CodeWanted:
    """The password was right; `ticket` and a code sign in."""

    ticket: str


class SigningIn:
    """Every call counts as a try: raises TooManyTries, SignInRefused, StoreUnavailable, Unavailable."""

    def __init__(self, database: Database, passwords: Passwords, sessions: Sessions, vault: Vault) -> None:
        self._database = database
        self._passwords = passwords
        self._sessions = sessions
        self._vault = vault
        self._attempts = Attempts(database, vault)
        self._audit = Audit(database)
        self.second = SecondFactor(database, vault)

    async def begin(self, name: str, password: str, place: Place) -> SignedIn | CodeWanted:
        """With the name and the password."""
        name = folded(name)
        tried = await self._attempts.admit("password", name, place.address)
        row = await self._require_password(name, password, "password")
        await self._attempts.forgive(tried)
        if row["last_step"] is not None:
            return CodeWanted(self._vault.sign([row["id"], self._state(row), row["now"]]))
        return await self._open(row["id"], place, "password")

    async def finish(self, ticket: str, code: str, place: Place) -> SignedIn:
        """With the code, on the ticket of `begin`: it holds some minutes, and until it has signed somebody in
        or the password changes.
        """
        row = await self._holder(ticket)
        await self._require_code(row["id"], code, place, "code")
        return await self._open(row["id"], place, "recovery" if is_recovery(code) else "code")

    async def confirm(self, caller: Caller, password: str, code: str | None, place: Place) -> None:
        """The password again, and a code of who has a second factor: their session is fresh from now on."""
        if caller.second_factor and not code:
            raise Unreadable("code")
        tried = await self._attempts.admit("password", caller.agent, place.address)
        await self._require_password(caller.agent, password, "confirm")
        await self._attempts.forgive(tried)
        if caller.second_factor:
            await self._require_code(caller.agent, code or "", place, "confirm")
        await self._sessions.freshen(caller.session)

    async def change_password(self, caller: Caller, old: str, new: str, place: Place) -> None:
        """A password of one's own choice; every other session of theirs ends. Raises WeakPassword."""
        tried = await self._attempts.admit("password", caller.agent, place.address)
        row = await self._require_password(caller.agent, old, "confirm")
        await self._attempts.forgive(tried)
        require_good(new, (caller.agent, caller.name, caller.number))
        if old == new:
            raise WeakPassword("new", "same")
        await self._audit.write(caller.agent, "password_changed", f"agent:{caller.agent}", {})
        await self._keep(row, new, chosen=True)
        await self._sessions.end_all(caller.agent, but=caller.session)

    async def _require_password(self, name: str, password: str, step: str) -> Row:
        row = await self._database.row(_AGENT, {"id": name})
        kept = row["password"] if row and row["active"] else None
        right = await self._passwords.check(kept, password)
        if row is None or kept is None or not right:
            raise await self._refused(name if row else NOBODY, step)
        if self._passwords.is_stale(kept):
            await self._keep(row, password, chosen=False)
        return row

    async def _require_code(self, agent: str, code: str, place: Place, step: str) -> None:
        tried: Try = await self._attempts.admit("code", agent, place.address)
        if not await self.second.check(agent, code):
            raise await self._refused(agent, step)
        await self._attempts.forgive(tried)

    async def _holder(self, ticket: str) -> Row:
        """Whose ticket it is, while it holds."""
        match self._vault.read(ticket):
            case [str(id), str(state), int(since)]:
                row = await self._database.row(_AGENT, {"id": id})
            case _:
                raise SignInRefused
        if row is None or not row["active"] or not compare_digest(state, self._state(row)):
            raise SignInRefused
        if row["now"] - since > TICKET_LASTS:
            raise SignInRefused
        return row

    async def _open(self, agent: str, place: Place, by: str) -> SignedIn:
        await self._audit.write(agent, "sign_in", f"agent:{agent}", {"by": by})
        return SignedIn(await self._sessions.open(agent, place.device))

    async def _refused(self, agent: str, step: str) -> SignInRefused:
        await self._audit.write(agent, "sign_in_failed", f"agent:{agent}", {"step": step})
        return SignInRefused()

    async def _keep(self, row: Row, password: str, *, chosen: bool) -> None:
        kept = await self._passwords.hash(password)
        values = {"id": row["id"], "before": row["password"], "password": kept, "chosen": chosen}
        await self._database.rows(_KEEP, values)

    def _state(self, row: Row) -> str:
        """What changes with every sign-in by code and with every password: a ticket holds for one state."""
        return self._vault.mark("ticket", row["password"], str(row["last_step"]), str(row["codes"]))
