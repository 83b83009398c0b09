"""People at the desk: they take who is handed to them, say one sentence to each, and end the talk."""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from websockets.asyncio.client import ClientConnection

from conversations.database import Database
from tests.load.connection import Address, Connection, socket_to
from tests.unit.desk.office import Office

AGENTS, CAPACITY = 20, 20
WAITING = """
select id, epoch, case when owner = 'assigned' then agent end as offered_to from conversation
where owner in ('queued', 'assigned') order by queued_at"""
GIVEN = """
select c.id, c.epoch, c.agent from conversation c where c.owner = 'human' and not exists (
  select from message m where m.conversation_id = c.id and m.sender = 'agent' and m.epoch = c.epoch)"""
TALKED = """
select c.id, c.epoch, c.agent from conversation c where c.owner = 'human' and exists (
  select from message m where m.conversation_id = c.id and m.sender = 'agent' and m.epoch = c.epoch
    and m.at < now() - interval '30 seconds')"""
WRAPPED = "select id, epoch, agent from conversation where owner = 'wrapup'"
SENTENCE = "您好，我是人工客服，请问有什么可以帮您"
EVERY = 0.5  # seconds
Headers = dict[str, str]
"""Of an agent's browser."""


@asynccontextmanager
async def serving(dsn: str, gateway: Address) -> AsyncIterator[None]:
    """Within, AGENTS are ready and answer."""
    async with (
        Database(dsn, connections=2) as database,
        Office(database) as office,
        AsyncExitStack() as stack,
    ):
        await office.never_closes()
        seats = {}
        for number in range(AGENTS):
            agent = await office.hire(id=f"agent{number}", capacity=CAPACITY)
            headers = {**await office.headers_of(agent.id), "Origin": str(gateway)}
            await _ready(stack, gateway, headers)
            seats[agent.id] = headers
        task = asyncio.create_task(_answer(database, gateway, seats))
        stack.callback(task.cancel)
        yield


async def _ready(stack: AsyncExitStack, gateway: Address, headers: Headers) -> None:
    socket = await stack.enter_async_context(socket_to(gateway, "/desk/api/socket", headers))
    await socket.send('{"type":"presence","state":"ready"}')
    reading = asyncio.create_task(_read(socket))
    stack.callback(reading.cancel)


async def _read(socket: ClientConnection) -> None:
    async for _ in socket:
        pass


async def _answer(database: Database, gateway: Address, seats: Mapping[str, Headers]) -> None:
    """Take who waits, one seat after another, say the sentence to who was taken, and end what was talked."""
    numbers, turns = itertools.count(time.time_ns()), itertools.cycle(seats.values())
    async with Connection(gateway) as connection:
        while True:
            for row in await database.rows(WAITING, {}):
                seat = seats.get(row["offered_to"]) or next(turns)
                await _do(connection, row["id"], "accept", {"epoch": row["epoch"]}, seat)
            for row in await database.rows(GIVEN, {}):
                said = {"epoch": row["epoch"], "text": SENTENCE, "reply_id": f"r{next(numbers)}"}
                await _do(connection, row["id"], "say", said, seats[row["agent"]])
            for row in await database.rows(TALKED, {}):
                wrapped = {"epoch": row["epoch"], "outcome": "solved"}
                await _do(connection, row["id"], "wrap-up", wrapped, seats[row["agent"]])
            for row in await database.rows(WRAPPED, {}):
                ended = {"epoch": row["epoch"], "to": "bot"}
                await _do(connection, row["id"], "finish", ended, seats[row["agent"]])
            await asyncio.sleep(EVERY)


async def _do(
    connection: Connection, conversation: int, step: str, body: Mapping[str, object], headers: Headers
) -> None:
    """What came too late is left to the next round."""
    path = f"/desk/api/conversations/{conversation}/{step}"
    content = json.dumps(body).encode()
    await connection.send(path, content, {**headers, "Content-Type": "application/json"}, (200, 409))
