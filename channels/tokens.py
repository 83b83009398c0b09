"""One access token of an account for all processes: kept in a table, renewed before its end by one of them.

`asked_at` of its row is the lease: who sets it may ask the platform, and nobody else does within LEASE
seconds, so that no connection is held meanwhile and no token is asked for again right after it came. A
failure gives the lease back.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from channels.errors import TokenAway
from conversations.database import Database
from conversations.errors import StoreUnavailable

LEASE = 6.0  # seconds; one asking takes less
EARLY = 240.0  # seconds before the end; WeChat gives the next one from 300 on
LOOK = 0.1  # seconds between two looks at what another process is about
BRIEFLY = 5.0  # seconds for which a token near its end is not looked at again

_READ = """
select token, extract(epoch from expires_at - now())::float8 as seconds
from channel_token where account = %(account)s"""

_CLAIM = """
insert into channel_token (account, token, expires_at, asked_at) values (%(account)s, '', now(), now())
on conflict (account) do update set asked_at = now() where channel_token.asked_at <= now() - %(lease)s
returning asked_at"""

_KEEP = """
update channel_token set token = %(token)s, expires_at = now() + %(seconds)s
where account = %(account)s and asked_at = %(asked_at)s returning account"""

_GIVE_BACK = """
update channel_token set asked_at = asked_at - %(lease)s
where account = %(account)s and asked_at = %(asked_at)s returning account"""


@dataclass(frozen=True, slots=True)
class Token:
    """What a platform gave, good for `seconds` from now."""

    value: str = field(repr=False)
    seconds: float


Ask = Callable[[bool], Awaitable[Token]]


class AccessTokens:
    """The token of `account`. `ask(force)` has the platform give one; with `force` it must be a new one. What
    it raises comes out of `get` and `renew`, as do TokenAway and StoreUnavailable.
    """

    def __init__(self, database: Database, account: str, ask: Ask, *, lease: float = LEASE) -> None:
        self._database = database
        self._account = account
        self._ask = ask
        self._lease = lease
        self._kept = Token("", 0.0)
        self._until = 0.0  # of the loop's clock: when to look again
        self._obtaining: asyncio.Task[str] | None = None

    async def get(self) -> str:
        """The token to call the platform with."""
        if asyncio.get_running_loop().time() < self._until:
            return self._kept.value
        return await self._together(None)

    async def renew(self, broken: str) -> str:
        """Another one: `broken` was refused. Asks the platform only if nobody has done so yet."""
        if self._kept.value == broken:
            self._until = 0.0
        elif asyncio.get_running_loop().time() < self._until:
            return self._kept.value
        return await self._together(broken)

    async def _together(self, broken: str | None) -> str:
        """One obtaining for all callers of this process, its failure included."""
        for _ in range(2):  # the one under way may be about to give what is broken
            if self._obtaining is None or self._obtaining.done():
                self._obtaining = asyncio.create_task(self._obtain(broken))
            value = await asyncio.shield(self._obtaining)
            if value != broken:
                return value
        raise TokenAway

    async def _obtain(self, broken: str | None) -> str:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + 2 * self._lease
        while loop.time() < deadline:
            stored = await self._stored()
            if stored.value != broken and stored.seconds > EARLY:
                return self._keep(stored)
            claim = await self._claim()
            if claim is not None:
                return await self._renewed(claim, stored, broken)
            if stored.value != broken and stored.seconds > 0:  # good enough while another process is at it
                return self._keep(stored)
            await asyncio.sleep(LOOK)
        raise TokenAway

    async def _renewed(self, claim: datetime, stored: Token, broken: str | None) -> str:
        """The platform's answer. Where it has none, a token that is still good does for now."""
        try:
            async with asyncio.timeout(self._lease * 0.9):
                token = await self._ask(False)
                if token.value == broken:
                    token = await self._ask(True)
        except Exception as exc:  # whatever the platform or the way to it had: somebody may ask again
            await self._settle(_GIVE_BACK, claim, lease=timedelta(seconds=self._lease))
            if stored.value != broken and stored.seconds > 0:
                return self._keep(stored)
            if isinstance(exc, TimeoutError):
                raise TokenAway from None
            raise
        await self._settle(_KEEP, claim, token=token.value, seconds=timedelta(seconds=token.seconds))
        return self._keep(token)

    async def _stored(self) -> Token:
        row = await self._database.row(_READ, {"account": self._account})
        return Token(row["token"], row["seconds"]) if row else Token("", 0.0)

    async def _claim(self) -> datetime | None:
        values = {"account": self._account, "lease": timedelta(seconds=self._lease)}
        row = await self._database.row(_CLAIM, values)
        return row["asked_at"] if row else None

    async def _settle(self, statement: str, claim: datetime, **values: object) -> None:
        with contextlib.suppress(StoreUnavailable):  # the lease lapses by itself; what came is good anyway
            await self._database.rows(statement, {"account": self._account, "asked_at": claim, **values})

    def _keep(self, token: Token) -> str:
        fresh = max(token.seconds - EARLY, min(BRIEFLY, token.seconds / 2))
        self._kept, self._until = token, asyncio.get_running_loop().time() + fresh
        return token.value
