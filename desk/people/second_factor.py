"""The second factor: a telephone that shows codes, each taken once, and words on paper for when it is lost.

The time of a code is PostgreSQL's. A secret without a `last_step` was begun: no code has shown yet that the
telephone knows it, so nothing asks for one.
"""

import io
import secrets
from dataclasses import dataclass
from secrets import compare_digest

import pyotp
import segno

from conversations.database import Database, Row
from desk.errors import NotNow, SignInRefused
from desk.people.passwords import LETTERS
from desk.people.vault import Vault

ISSUER = "Wenpan"
STEP = 30  # seconds a code is shown
AROUND = (0, -1, 1)  # steps by which a telephone's clock may differ
CODES = 8  # on paper

_BEGIN = """
update desk_agent set secret = %(secret)s where id = %(id)s and last_step is null returning id"""

_KEPT = """
select secret, last_step, extract(epoch from now())::bigint as now from desk_agent
where id = %(id)s and secret is not null"""

_TAKE = """
update desk_agent set last_step = %(step)s
where id = %(id)s and coalesce(last_step, 0) < %(step)s and secret = %(secret)s returning id"""

_KEEP_RECOVERY = "update desk_agent set recovery = %(recovery)s where id = %(id)s returning id"

_RECOVER = """
update desk_agent set recovery = array_remove(recovery, %(code)s)
where id = %(id)s and %(code)s = any(recovery) and last_step is not null returning id"""

_DISABLE = """
update desk_agent set secret = null, last_step = null, recovery = '{}' where id = %(id)s returning id"""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a telephone is shown: the secret to type, the address behind it, its picture."""

    secret: str
    uri: str
    svg: str


class SecondFactor:
    """Of all agents. Raises StoreUnavailable."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def begin(self, agent: str) -> Enrolment:
        """A new secret; raises NotNow where one is in use."""
        secret = pyotp.random_base32()
        if not await self._database.rows(_BEGIN, {"id": agent, "secret": self._vault.seal(secret)}):
            raise NotNow("enabled")
        uri = pyotp.TOTP(secret).provisioning_uri(name=agent, issuer_name=ISSUER)
        return Enrolment(secret, uri, _picture(uri))

    async def enable(self, agent: str, code: str) -> list[str]:
        """From now on codes are asked for; gives the recovery codes, which nobody can read again. Raises
        SignInRefused for a wrong code, NotNow where nothing was begun or it is enabled.
        """
        row = await self._database.row(_KEPT, {"id": agent})
        if row is None or row["last_step"] is not None:
            raise NotNow("enabled" if row else "not_begun")
        if not await self._take(agent, row, code):
            raise SignInRefused
        codes = [_recovery_code() for _ in range(CODES)]
        marks = [self._mark(agent, each) for each in codes]
        await self._database.rows(_KEEP_RECOVERY, {"id": agent, "recovery": marks})
        return codes

    async def check(self, agent: str, code: str) -> bool:
        """Whether a code is right, of the telephone or of the paper; it is used up by this."""
        code = _typed(code)
        if is_recovery(code):
            return bool(await self._database.rows(_RECOVER, {"id": agent, "code": self._mark(agent, code)}))
        row = await self._database.row(_KEPT, {"id": agent})
        return row is not None and row["last_step"] is not None and await self._take(agent, row, code)

    async def disable(self, agent: str) -> None:
        await self._database.rows(_DISABLE, {"id": agent})

    async def _take(self, agent: str, row: Row, code: str) -> bool:
        """Whether it is a code of these minutes that was not taken before, nor one after it."""
        secret = self._vault.open(row["secret"])
        step = _step_of(secret, code, row["now"]) if secret else None
        if step is None:
            return False
        values = {"id": agent, "step": step, "secret": row["secret"]}
        return bool(await self._database.rows(_TAKE, values))

    def _mark(self, agent: str, code: str) -> str:
        return self._vault.mark("recovery", agent, code.replace("-", ""))


def is_recovery(code: str) -> bool:
    """Whether it is meant for one of the paper: those of a telephone are figures."""
    return not _typed(code).isdecimal()


def _typed(code: str) -> str:
    return code.strip().lower().replace(" ", "")


def _step_of(secret: str, code: str, now: int) -> int | None:
    """The time step that shows this code about `now`."""
    totp = pyotp.TOTP(secret, interval=STEP)
    steps = (now // STEP + shift for shift in AROUND)
    shown = [step for step in steps if compare_digest(totp.generate_otp(step).encode(), code.encode())]
    return shown[0] if shown else None


def _recovery_code() -> str:
    letters = [secrets.choice(LETTERS) for _ in range(10)]
    return f"{''.join(letters[:5])}-{''.join(letters[5:])}"


def _picture(uri: str) -> str:
    drawn = io.BytesIO()
    segno.make(uri, error="m").save(drawn, kind="svg", scale=4, xmldecl=False, nl=False)
    return drawn.getvalue().decode()
