"""Two of everything behind load balancers: whoever answers, goes and dies, investors notice nothing."""

import asyncio
import json
import random
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import psycopg
import pytest

from channels.files import Files
from conversations.database import Database
from desk.people.caller import Role
from tests.e2e.restart.visitors import Agent, Investor, World
from tests.e2e.scale_out.fleet import Fleet, files_of
from tests.e2e.upstreams import Upstreams
from tests.keys import KEYS
from tests.unit.desk.office import Office

PEOPLE = 4
SEED = 20261127
QUIET_WITHIN = 60.0  # seconds, on a machine that others use too
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(100)
SHARE, NAME = "SH600000", "浦发银行"
TAKEN = """
select i.answered_by, count(r.seq) as replies
from inbound i
join conversation c on c.id = i.conversation_id
left join message r
  on r.conversation_id = c.id and r.sender = 'bot' and r.seq between i.reply_first and i.reply_last
where c.user_id = %s group by i.id, i.answered_by"""
WITH_MEDIA = """
update message m set media = %s::jsonb from conversation c
where c.user_id = 'sender' and m.conversation_id = c.id and m.seq = 1 returning c.id"""
HAS_SECOND = "update desk_agent set last_step = 0 where role = 'supervisor'"
UNDER_WAY = "select count(distinct lease_holder) from conversation where waiting > 0"
OPEN = "select count(*) from conversation where owner = 'bot' and waiting > 0"


class Curious(Investor):
    """Asks the same again and again, and has a page open."""

    async def write(self, ended: asyncio.Event) -> None:
        while not ended.is_set():
            await self.say(f"{NAME}多少钱")
            await asyncio.sleep(self.world.chance.uniform(0.0, 0.4))

    async def say(self, text: str) -> None:
        body = {"sender": self.name, "text": text, "message_id": f"m{len(self.accepted)}"}
        answer = await self.world.post("write", "/api/chat", body, {})
        assert answer.status_code < 300, answer.text
        self.accepted.append(text)


class Watchful(Agent):
    """Has the desk open and does nothing."""

    @property
    def shown(self) -> set[int]:
        """The conversations on the page: those that wait, and the own ones."""
        return {head["conversation_id"] for part in ("queue", "mine") for head in self._board.get(part, ())}

    @property
    def is_there(self) -> bool:
        return bool(self._board)


@dataclass(frozen=True)
class Town:
    """Investors and an agent with their pages open, by the balancer."""

    world: World
    people: Sequence[Curious]
    agent: Watchful


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """One that opens a connection for each request: the balancer gives each to the next server."""
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(trust_env=False, timeout=30, limits=limits) as opened:
        yield opened


async def say(client: httpx.AsyncClient, url: str, sender: str, text: str) -> dict[str, list[dict[str, str]]]:
    answer = await client.post(f"{url}/api/chat", json={"sender": sender, "text": text})
    assert answer.status_code == 200, answer.text
    body: dict[str, list[dict[str, str]]] = answer.json()
    return body


async def test_a_conversation_goes_on_whichever_gateway_rasa_and_actions_answer(
    fleet: Fleet, client: httpx.AsyncClient, recorded: Upstreams
) -> None:
    row = recorded.row(SHARE)
    for sender in ("one", "two"):
        for text, heard in ((f"{NAME}多少钱", row.last), ("它今天最高多少", row.high), ("最低呢", row.low)):
            [reply] = (await say(client, fleet.url, sender, text))["replies"]
            assert NAME in reply["text"]
            assert heard in reply["text"]
    for kind, front in fleet.fronts.items():
        assert set(front.taken) == set(fleet.ports[kind]), kind
    for port in fleet.ports["gateway"]:
        shown = (await client.get(f"{fleet.url_of(port)}/metrics")).text
        assert "wenpan_turns_total{" in shown


async def test_a_session_of_one_gateway_is_good_at_the_other(fleet: Fleet, client: httpx.AsyncClient) -> None:
    one, other = map(fleet.url_of, fleet.ports["gateway"])
    made = (await client.post(f"{one}/api/session")).json()
    client.cookies.clear()
    headers = {"Authorization": f"Bearer {made['token']}"}
    assert (await client.post(f"{other}/api/session", headers=headers)).json()["sender"] == made["sender"]


async def test_a_picture_drawn_anywhere_is_shown_by_every_gateway(
    fleet: Fleet, client: httpx.AsyncClient
) -> None:
    replies = (await say(client, fleet.url, "viewer", f"{NAME}走势图"))["replies"]
    [image] = [reply["image"] for reply in replies if reply["image"]]
    shown = [await client.get(f"{fleet.url_of(port)}{image}") for port in fleet.ports["gateway"]]
    assert [answer.status_code for answer in shown] == [200, 200]
    assert shown[0].content == shown[1].content


async def test_what_an_investor_sent_is_shown_to_staff_by_every_gateway(
    fleet: Fleet, client: httpx.AsyncClient
) -> None:
    kept = await Files(Path(fleet.variables["RECEIVED_DIR"]), keys=KEYS).keep(PICTURE)
    await say(client, fleet.url, "sender", "您好")
    async with await psycopg.AsyncConnection.connect(fleet.dsn, autocommit=True) as connection:
        media = json.dumps({"file": kept.name, "mime": kept.mime})
        found = await (await connection.execute(WITH_MEDIA, [media])).fetchone()
        headers = await signed_in(fleet.dsn, "lead", "supervisor")
        await connection.execute(HAS_SECOND)
    assert found
    paths = [f"{fleet.url_of(port)}/desk/api/files/{found[0]}/1" for port in fleet.ports["gateway"]]
    assert [(await client.get(path, headers=headers)).content for path in paths] == [PICTURE] * 2


async def test_a_gateway_that_is_told_to_stop_breaks_no_request_and_its_lines_move_over(
    fleet: Fleet, client: httpx.AsyncClient
) -> None:
    async with town(fleet, "drained") as there:
        async with writing(there):
            leaving = fleet.running[fleet.ports["gateway"][0]]
            leaving.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(leaving.wait, 40) == 0
        await books_balance(fleet, there.people)
        await desk_goes_on(fleet, client, there.agent)
        assert fleet.fronts["gateway"].refused == 0
        assert there.world.broken == []
        assert there.world.asked["write"] == sum(len(person.accepted) for person in there.people)


async def test_a_killed_gateway_loses_nothing_and_doubles_nothing(
    fleet: Fleet, client: httpx.AsyncClient
) -> None:
    async with town(fleet, "killed") as there:
        async with writing(there):
            with fleet.stopped("rasa"):
                await both_are_asked(fleet)
                fleet.running[fleet.ports["gateway"][0]].kill()
            before = len(there.people[0].accepted)
            await until(lambda: len(there.people[0].accepted) > before + 2)
        await books_balance(fleet, there.people)
        await desk_goes_on(fleet, client, there.agent)


async def test_nothing_is_written_but_in_the_folder_for_it(fleet: Fleet) -> None:
    """What whoever runs it in a container needs to know."""
    assert files_of(fleet.folder) == fleet.files


@asynccontextmanager
async def town(fleet: Fleet, name: str) -> AsyncIterator[Town]:
    """All gateways up, everybody's pages open."""
    await fleet.whole()
    chance = random.Random(SEED)  # noqa: S311 - repeatable
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        world = World([fleet.url], PEOPLE, client, chance)
        people = [Curious(world, number) for number in range(PEOPLE)]
        for person in people:
            person.name = f"{name}-{person.name}"
        agent = await hired(world, fleet.dsn, name)
        lines = [asyncio.create_task(visitor.follow()) for visitor in (*people, agent)]
        try:
            yield Town(world, people, agent)
        finally:
            for line in lines:
                line.cancel()
            await asyncio.gather(*lines, return_exceptions=True)


async def hired(world: World, dsn: str, name: str) -> Watchful:
    """Somebody of the desk, in hours in which people work."""
    async with Database(dsn, connections=1) as database, Office(database) as office:
        await office.never_closes()
    return Watchful(world, name, await signed_in(dsn, name, "agent"))


async def signed_in(dsn: str, name: str, role: Role) -> dict[str, str]:
    """The headers of somebody new."""
    async with Database(dsn, connections=2) as database, Office(database) as office:
        agent = await office.hire(role, id=name, name=f"坐席{name}", number=name, capacity=1)
        return await office.headers_of(agent.id)


@asynccontextmanager
async def writing(there: Town) -> AsyncIterator[None]:
    """All write meanwhile, and were answered over their lines before; on leaving each is answered."""
    ended = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for person in there.people:
            tasks.create_task(person.write(ended))
        await until(lambda: there.agent.is_there and all(len(person.seen) >= 4 for person in there.people))
        yield
        ended.set()


async def both_are_asked(fleet: Fleet) -> None:
    """Until each gateway is in the middle of a turn."""
    async with await psycopg.AsyncConnection.connect(fleet.dsn, autocommit=True) as connection:
        async with asyncio.timeout(QUIET_WITHIN):
            while await (await connection.execute(UNDER_WAY)).fetchone() != (2,):  # noqa: ASYNC110 - no bell
                await asyncio.sleep(0.02)


async def desk_goes_on(fleet: Fleet, client: httpx.AsyncClient, agent: Watchful) -> None:
    """The agent's line has moved over, too: who asks for a person now is seen there."""
    before = agent.shown
    await say(client, fleet.url, f"caller-{agent.id}", "转人工")
    await until(lambda: bool(agent.shown - before))


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(QUIET_WITHIN):
        while not is_so():  # noqa: ASYNC110 - what is waited for happens elsewhere
            await asyncio.sleep(0.05)


async def books_balance(fleet: Fleet, people: Sequence[Curious]) -> None:
    """Each message that was taken stands once and has one answer, and who wrote it has seen all."""
    async with await psycopg.AsyncConnection.connect(fleet.dsn, autocommit=True) as connection:
        async with asyncio.timeout(QUIET_WITHIN):
            while await (await connection.execute(OPEN)).fetchone() != (0,):  # noqa: ASYNC110 - no bell
                await asyncio.sleep(0.1)
        for person in people:
            rows = await (await connection.execute(TAKEN, [person.name])).fetchall()
            assert rows == [("bot", 1)] * len(person.accepted)
            await until(partial(has_seen, person, 2 * len(rows)))
            assert [seq for seq, _ in person.seen] == list(range(1, 2 * len(rows) + 1))


def has_seen(person: Curious, count: int) -> bool:
    return len(person.seen) >= count
