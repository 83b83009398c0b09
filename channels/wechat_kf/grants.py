"""WeCom's grants of one message outside the five: a greeting, a word to who waits, a farewell.

They are kept with the access tokens, one for each investor, for whichever gateway sends.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from channels.wechat_kf.states import State
from conversations.database import Database

GREETING = timedelta(seconds=20)
WITHIN = {State.QUEUED: timedelta(hours=48), State.HUMAN: timedelta(hours=48), State.ENDED: GREETING}
_KIND = "wechat_kf/grant/"
_MENUS, _TEXTS = "menu", "text"

_PUT = """
insert into channel_token (account, token, expires_at) values (%(account)s, %(token)s, %(ends)s)
on conflict (account) do update set token = excluded.token, expires_at = excluded.expires_at
returning account"""
_TAKE = """
with taken as (delete from channel_token where account = %(account)s returning token, expires_at)
select token from taken where expires_at > now()"""
_CLEAR = """
delete from channel_token where starts_with(account, %(kind)s) and expires_at <= now() returning account"""


@dataclass(frozen=True, slots=True)
class Grant:
    """Good once; without `menus` for plain text only."""

    code: str = field(repr=False)
    menus: bool


class Grants:
    """Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, user: str, code: str, at: datetime, state: State | None = None) -> None:
        """Given at `at`: in `state`, or for a greeting."""
        within = GREETING if state is None else WITHIN[state]
        token = f"{_MENUS if within == GREETING else _TEXTS}:{code}"
        await self._database.rows(_PUT, {"account": _KIND + user, "token": token, "ends": at + within})

    async def take(self, user: str) -> Grant | None:
        """The newest, which is nobody else's then."""
        row = await self._database.row(_TAKE, {"account": _KIND + user})
        if row is None:
            return None
        kind, _, code = row["token"].partition(":")
        return Grant(code, kind == _MENUS)

    async def clear(self) -> None:
        """Drop those that nobody used in time."""
        await self._database.rows(_CLEAR, {"kind": _KIND})
