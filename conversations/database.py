"""The pool of PostgreSQL connections, and patience with a server that restarts."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Self

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from conversations.errors import StoreUnavailable
from sealing.keys import NO_KEYS, Keys

Row = DictRow
Connection = AsyncConnection[DictRow]
LOST = (psycopg.OperationalError, PoolTimeout)  # the connection is gone, not the statement wrong
PATIENCE = 10.0  # seconds for a server that restarts
# Either end misses the other within half a minute: a machine that vanished would hold its locks two hours.
# A local socket has no use for it. Times come out as the investor's.
LINE: Mapping[str, Any] = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
    "options": "-c timezone=Asia/Shanghai -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5"
    " -c tcp_keepalives_count=3 -c tcp_user_timeout=25000",
}
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Database:
    """Autocommitting connections that prepare what they run; `dsn` is any form libpq reads. Without `wait` it
    is open at once, whether or not the server is there. Stores seal what is personal with `keys`.
    """

    def __init__(
        self,
        dsn: str,
        *,
        connections: int = 8,
        patience: float = PATIENCE,
        wait: bool = True,
        keys: Keys = NO_KEYS,
    ) -> None:
        self.dsn = dsn
        self.keys = keys
        self._wait = wait
        self._patience = patience
        self._connections = connections
        self._pool = self._new_pool()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def open(self) -> None:
        """Ready for work; raises PoolTimeout, and may then be called again."""
        self._pool = self._new_pool()  # one that was closed, or could not be opened, stays closed
        await self._pool.open(wait=self._wait, timeout=self._patience)

    async def close(self) -> None:
        await self._pool.close()

    def _new_pool(self) -> AsyncConnectionPool[Connection]:
        return AsyncConnectionPool(
            self.dsn,
            min_size=min(2, self._connections),
            max_size=self._connections,
            open=False,
            timeout=self._patience,
            kwargs={"autocommit": True, "row_factory": dict_row, "prepare_threshold": 1, **LINE},
        )

    def connection(self) -> AbstractAsyncContextManager[Connection]:
        """A connection for a few statements: never held while something else is waited for."""
        return self._lent()

    @asynccontextmanager
    async def _lent(self) -> AsyncIterator[Connection]:
        """Given back as it is, for it commits by itself; what was left open in it the pool rolls back."""
        connection = await self._pool.getconn()
        try:
            yield connection
        finally:
            await self._pool.putconn(connection)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """One transaction, tried once: for work that must not run twice. Raises StoreUnavailable."""
        try:
            async with self.connection() as connection, connection.transaction():
                yield connection
        except LOST as exc:
            raise StoreUnavailable from exc

    async def patiently[T](self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """`work` on a connection, again and again while the server restarts, then StoreUnavailable.

        Only for work that may run twice: a commit whose answer was lost is repeated.
        """
        deadline = asyncio.get_running_loop().time() + self._patience
        while True:
            try:
                async with self.connection() as connection:
                    return await work(connection)
            except LOST as exc:
                if asyncio.get_running_loop().time() > deadline:
                    raise StoreUnavailable from exc
                await asyncio.sleep(0.1)

    async def rows(self, statement: str, values: Mapping[str, Any]) -> list[Row]:
        """All rows of one statement that may run twice."""

        async def work(connection: Connection) -> list[Row]:
            return await (await connection.execute(statement, values)).fetchall()

        return await self.patiently(work)

    async def row(self, statement: str, values: Mapping[str, Any]) -> Row | None:
        """The first row of one statement that may run twice."""
        rows = await self.rows(statement, values)
        return rows[0] if rows else None

    def load(self) -> dict[str, float]:
        """How busy the pool is: connections `open`, `idle` and at `most`, who is `waiting` for one, for how
        many seconds they have `waited` so far, and how many waits ended in `errors`.
        """
        stats = self._pool.get_stats()
        return {
            "open": stats.get("pool_size", 0),
            "idle": stats.get("pool_available", 0),
            "most": stats.get("pool_max", 0),
            "waiting": stats.get("requests_waiting", 0),
            "waited": stats.get("requests_wait_ms", 0) / 1000,
            "errors": stats.get("requests_errors", 0),
        }

    async def alive(self) -> bool:
        """Whether a statement works now."""
        try:
            async with asyncio.timeout(2), self.connection() as connection:
                await connection.execute("select 1")
        except (*LOST, TimeoutError):  # that is the answer
            return False
        return True


def jsonb(value: Any) -> Jsonb | None:
    """`value` for a jsonb column; None is SQL's null."""
    return None if value is None else Jsonb(value, dumps=_ENCODER.encode)


def array_of(numbers: Iterable[int | None]) -> str:
    """Whole numbers for a parameter that is cast to an array: many of them travel quickest so."""
    return "{" + ",".join("null" if number is None else str(number) for number in numbers) + "}"
