"""A desk of one test: its people, the guard at its door, browsers in front of it.

async def test_…(office: Office) -> None:
    wang = await office.hire("agent")
    client = office.browser(routes(office.guard))           # or several routers
    caller = await office.signed_in(client, "supervisor")   # hires one, and signs them in there
    response = await client.post("/desk/api/…", json={})     # cookie, Origin and X-Desk-Token are on it
"""

import itertools
from contextlib import AsyncExitStack
from typing import Any, Self

import httpx
from argon2 import PasswordHasher
from fastapi import APIRouter, FastAPI

from conversations.database import Database
from desk.audit.log import Audit
from desk.people.agents import Agents
from desk.people.caller import Caller, Role
from desk.people.details import Agent
from desk.people.passwords import Passwords
from desk.people.sessions import Sessions
from desk.people.signing_in import SigningIn
from desk.people.vault import Vault
from desk.routes.guard import TOKEN_HEADER, Guard
from desk.routing.settings import Settings

ORIGIN = "http://127.0.0.1:8000"
PASSWORD = "correct horse battery"
ALL_DAY = {"trading": [["00:00", "24:00"]], "other": [["00:00", "24:00"]]}
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Office:
    """No role needs a second factor here unless a test says otherwise."""

    def __init__(
        self, database: Database, sessions: Sessions | None = None, public_url: str | None = None
    ) -> None:
        self.database = database
        self.sessions = sessions or Sessions(database, required_roles=())
        self.passwords = Passwords(CHEAP)
        self.agents = Agents(database, self.passwords, self.sessions)
        self.vault = Vault("a key of the tests")
        self.signing_in = SigningIn(database, self.passwords, self.sessions, self.vault)
        self.audit = Audit(database, recheck=0)
        self.guard = Guard(self.sessions, public_url)
        self._numbers = itertools.count(1001)
        self._browsers = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._browsers.aclose()

    async def hire(self, role: Role = "agent", id: str | None = None, **details: Any) -> Agent:
        """Somebody of that role who signs in with PASSWORD; the name is made up unless it is said."""
        number = str(next(self._numbers))
        known = {"id": id or f"{role}{number}", "name": f"坐席{number}", "number": number, "role": role}
        fields = {**known, **details}
        await self.agents.create("test", fields, PASSWORD)
        return await self.agents.get(fields["id"])

    async def never_closes(self) -> None:
        """From now on people serve at any hour."""
        await Settings(self.database, lambda _day: True).put("hours", ALL_DAY, "test")

    async def headers_of(self, who: str) -> dict[str, str]:
        """What a browser sends in which somebody has just signed in, but for where it calls from."""
        token = await self.sessions.open(who, "test")
        caller = await self.sessions.caller_of(token)
        return {"Cookie": f"{self.guard.cookie}={token}", TOKEN_HEADER: caller.csrf}

    def browser(self, *routers: APIRouter, origin: str = ORIGIN) -> httpx.AsyncClient:
        """A browser with an open page of ours, nobody signed in; every call has its own cookies."""
        app = FastAPI()
        for router in routers:
            app.include_router(router)
        return self.browser_of(app, origin)

    def browser_of(self, app: FastAPI, origin: str = ORIGIN) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app)
        client = httpx.AsyncClient(transport=transport, base_url=origin, headers={"Origin": origin})
        self._browsers.push_async_callback(client.aclose)
        return client

    async def signed_in(self, client: httpx.AsyncClient, who: Agent | Role = "agent") -> Caller:
        """Sign somebody in at a browser, without a password's time."""
        agent = who if isinstance(who, Agent) else await self.hire(who)
        token = await self.sessions.open(agent.id, "test")
        caller = await self.sessions.caller_of(token)
        client.cookies.set(self.guard.cookie, token)
        client.headers[TOKEN_HEADER] = caller.csrf
        return caller
