"""Every address of the whole desk, and who is let in about a colleague's conversation: there is no other."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import Route

from conversations import Brain, Conversations, Inbound
from conversations.database import Database
from conversations.locks import Locks
from conversations.owners import accept, request_handoff
from conversations.tickets import Terms as TicketTerms
from desk.assembly import Desk, Front, Outside
from desk.people.caller import MAY, ROLES, Permission, Role
from desk.routes.guard import TOKEN_HEADER
from desk.work.library import Handbook
from gateway.desk import article_routes
from tests.fakes.brain import TOKEN, FakeBrain
from tests.keys import KEYS
from tests.unit.desk.aids.conftest import TODAY, Filling
from tests.unit.desk.office import Office

API = "/desk/api/"
EPOCH = {"epoch": 2}
BODIES: dict[str, dict[str, Any]] = {
    "say": {**EPOCH, "text": "您好", "reply_id": "r1"},
    "note": {"text": "备注"},
    "whisper": {"text": "提醒"},
    "transfer": {**EPOCH, "skill": "risk"},
    "wrap-up": {**EPOCH, "outcome": "solved"},
    "finish": {**EPOCH, "to": "bot"},
    "vip": {"vip": True},
    "tags": {"tags": []},
    "draft": {"text": "您"},
    "used": {"id": "0123456789abcdef"},
    **dict.fromkeys(("accept", "resume", "requeue", "join", "leave", "take-over"), EPOCH),
}
ASKED: dict[str, dict[str, Any]] = {
    "picture": {**EPOCH, "reply_id": "p1"},
    "slots": {"conversation": 1},
}


def may(*permissions: Permission) -> frozenset[str]:
    return frozenset(role for role in ROLES if MAY[role] & set(permissions))


EVERYBODY, NOBODY = frozenset[str](ROLES), frozenset[str]()
OPEN = EVERYBODY | {"nobody"}
ADMITTED = {
    **dict.fromkeys(("POST sign-in", "POST sign-in/second"), OPEN),
    **dict.fromkeys(("GET me", "POST me/confirm", "POST me/password", "GET me/sessions"), EVERYBODY),
    **dict.fromkeys(("POST me/second/begin", "POST me/second/enable"), EVERYBODY),
    **dict.fromkeys(("POST me/second/disable", "POST sign-out", "POST sessions/{id}/end"), EVERYBODY),
    **dict.fromkeys(("GET agents", "POST agents", "GET agents/{id}", "PUT agents/{id}"), may("set")),
    **dict.fromkeys(("POST agents/{id}/reset", "POST agents/{id}/end-sessions"), may("set")),
    "GET audit": may("audit"),
    **dict.fromkeys(("GET conversations/{id}", "GET conversations/{id}/lines"), may("lead")),
    "GET files/{conversation}/{seq}": may("lead"),
    **{
        f"POST conversations/{{id}}/{step}": NOBODY
        for step in ("accept", "say", "picture", "transfer", "wrap-up", "finish", "resume", "requeue")
    },
    **dict.fromkeys(("PUT conversations/{id}/draft", "POST conversations/{id}/suggest"), NOBODY),
    "POST conversations/{id}/suggest/used": NOBODY,
    **{
        f"POST conversations/{{id}}/{step}": may("lead")
        for step in ("note", "whisper", "vip", "tags", "take-over")
    },
    **dict.fromkeys(("POST conversations/{id}/join", "POST conversations/{id}/leave"), may("join")),
    **dict.fromkeys(("GET canned", "GET knowledge", "GET knowledge/{id}"), EVERYBODY),
    **dict.fromkeys(("POST canned", "PUT canned/{id}", "DELETE canned/{id}"), may("set", "lead")),
    **dict.fromkeys(("GET settings/routing", "PUT settings/routing"), may("set", "lead")),
    **dict.fromkeys(("GET settings/hours", "GET settings/appointments"), may("set", "lead")),
    **dict.fromkeys(("PUT settings/hours", "PUT settings/appointments"), may("set")),
    **dict.fromkeys(("GET team", "POST team/{agent}/state"), may("lead")),
    **dict.fromkeys(("POST queue/{id}/priority", "POST queue/{id}/assign"), may("lead")),
    **dict.fromkeys(("GET colleagues", "GET alerts", "POST alerts/{id}/seen"), may("serve")),
    **dict.fromkeys(("GET appointments", "POST appointments"), may("serve")),
    "GET appointments/slots": may("lead"),
    **dict.fromkeys(("POST appointments/{id}/change", "POST appointments/{id}/cancel"), may("serve")),
    **dict.fromkeys(("GET transcripts", "GET transcripts/{id:number}"), may("read")),
    "GET transcripts/{id:number}/inspection": may("read"),
    "POST transcripts/{id:number}/unmask": may("unmask"),
    "POST transcripts/{id:number}/export": may("export"),
    **dict.fromkeys(("GET wishes", "POST wishes", "GET wishes/{id:number}"), may("wishes")),
    **dict.fromkeys(("POST wishes/{id:number}/copy", "POST wishes/{id:number}/answer"), may("wishes")),
    **dict.fromkeys(("GET articles", "GET articles/{id}", "GET articles/{id}/versions/{number}"), EVERYBODY),
    **dict.fromkeys(("GET gaps", "POST articles", "PUT articles/{id}"), may("edit")),
    **{
        f"POST articles/{{id}}/{step}": may("edit")
        for step in ("submit", "approve", "publish", "expire", "withdraw", "roll-back")
    },
    **dict.fromkeys(("GET metrics", "GET metrics/{name}/conversations"), may("measure")),
}


@dataclass
class Doors:
    """All of them, and people who try."""

    office: Office
    app: FastAPI
    addresses: list[str]

    async def visitor(self, role: Role) -> httpx.AsyncClient:
        client = self.office.browser_of(self.app)
        who = await self.office.hire(role)
        enrolled = "update desk_agent set last_step = 0 where id = %(id)s returning id"
        await self.office.database.rows(enrolled, {"id": who.id})
        await self.office.signed_in(client, who)
        return client

    async def answer(self, client: httpx.AsyncClient, address: str) -> int:
        """The status of what comes back."""
        method, path = address.split(" ")
        last = path.rpartition("/")[2]
        response = await client.request(
            method,
            API + re.sub(r"\{[\w:]+\}", "1", path),
            params=ASKED.get(last),
            json=None if method == "GET" else BODIES.get(last, {}),
        )
        return response.status_code


@pytest.fixture
async def doors(database_url: str, tmp_path: Path) -> AsyncIterator[Doors]:
    async with (
        FakeBrain() as fake,
        Brain(fake.url, TOKEN) as brain,
        Database(database_url, connections=4, keys=KEYS) as database,
        Office(database) as office,
    ):
        front = Front(database, lambda _day: True)
        conversations = await Conversations.open(database_url, brain, keys=KEYS)
        await taken_by_a_colleague(office, conversations)
        routers = Desk(front, conversations, outside(brain, database, tmp_path)).routers
        app = FastAPI()
        for router in routers:
            app.include_router(router)
        routes = [route for router in routers for route in router.routes if isinstance(route, Route)]
        addresses = [
            f"{method} {route.path.removeprefix(API)}"
            for route in routes
            for method in (route.methods or set()) - {"HEAD"}
            if route.path.startswith(API)
        ]
        yield Doors(office, app, addresses)
        await conversations.close(within=0.5)


async def taken_by_a_colleague(office: Office, conversations: Conversations) -> None:
    await office.hire(id="wang")
    await conversations.answer(Inbound("web", "u1", "m1", text="转人工"))
    await conversations.move(1, request_handoff(by="bot", reason="ask_human"))
    await conversations.move(1, accept("wang"))


def outside(brain: Brain, database: Database, folder: Path) -> Outside:
    async def nothing(*_: object) -> None:
        return None

    handbook = Handbook("", str, Filling(), lambda: TODAY)
    return Outside(
        brain=brain,
        locks=Locks(database),
        handbook=handbook,
        quota=nothing,
        open_file=nothing,
        keep_picture=nothing,
        media=folder,
        received=folder,
        secret_key="a secret of the tests",  # noqa: S106 - of the tests
        public_url=None,
        keep_years=20,
        ticket_terms=TicketTerms(1, 5, lambda _day: True),
        guests=[article_routes(database, database.dsn, handbook)],
    )


async def test_every_address_lets_in_whom_it_is_for_and_nobody_else(doors: Doors) -> None:
    admitted: dict[str, set[str]] = {address: set() for address in doors.addresses}
    visitors = {"nobody": doors.office.browser_of(doors.app)}
    visitors |= {role: await doors.visitor(role) for role in ROLES}
    changing = ["POST conversations/{id}/take-over", "POST me/second/disable", "POST sign-out"]
    for address in [*(each for each in doors.addresses if each not in changing), *changing]:
        for role, client in visitors.items():
            if await doors.answer(client, address) not in (401, 403):
                admitted[address].add(role)
    assert admitted == ADMITTED


async def test_nobody_is_let_in_without_their_token_or_from_another_page(doors: Doors) -> None:
    chief, strange = await doors.visitor("supervisor"), await doors.visitor("admin")
    del chief.headers[TOKEN_HEADER]
    strange.headers["Origin"] = "https://wenpan.example"
    changing = [each for each in doors.addresses if not each.startswith("GET") and "sign-in" not in each]
    assert {await doors.answer(chief, address) for address in changing} == {403}
    assert {await doors.answer(strange, address) for address in doors.addresses} == {403}
