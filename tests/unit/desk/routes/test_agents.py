"""The agents' list over HTTP: who sets up the desk makes and changes, nobody else."""

from typing import Any

import httpx
import pytest

from desk.people.caller import MAY, ROLES, Role
from desk.routes.agents import AGENTS, AgentRoutes
from tests.unit.desk.office import Office

NEW = {"id": "wang", "name": "王芳", "number": "2001", "role": "agent"}


@pytest.fixture
def client(office: Office) -> httpx.AsyncClient:
    return office.browser(AgentRoutes(office.agents).routes(office.guard))


def told(response: httpx.Response) -> tuple[int, Any]:
    return response.status_code, response.json()


async def test_an_admin_makes_changes_and_resets_an_agent(office: Office, client: httpx.AsyncClient) -> None:
    await office.signed_in(client, "admin")
    status, made = told(await client.post(AGENTS, json={**NEW, "skills": ["trade"]}))
    assert (status, len(made["password"])) == (201, 16)
    assert made["agent"]["skills"] == ["trade"]
    assert "password" not in made["agent"]
    changed = await client.put(f"{AGENTS}/wang", json={"capacity": 5, "licences": ["general", "adviser"]})
    assert told(changed)[1]["agent"]["licences"] == ["general", "adviser"]
    assert told(await client.get(f"{AGENTS}/wang")) == told(changed)
    listed = (await client.get(AGENTS)).json()["agents"]
    assert [each["number"] for each in listed] == ["1001", "2001"]
    status, reset = told(await client.post(f"{AGENTS}/wang/reset", json={"second": True}))
    assert (status, reset["password"] != made["password"]) == (200, True)


async def test_sessions_of_an_agent_are_ended(office: Office, client: httpx.AsyncClient) -> None:
    await office.signed_in(client, "admin")
    wang = await office.signed_in(office.browser(), await office.hire("agent", "wang"))
    assert told(await client.post(f"{AGENTS}/wang/end-sessions")) == (200, {"ended": 1})
    assert not await office.sessions.is_alive(wang.session)


@pytest.mark.parametrize("role", [role for role in ROLES if "set" not in MAY[role]])
async def test_other_roles_see_and_change_nothing(
    office: Office, client: httpx.AsyncClient, role: Role
) -> None:
    caller = await office.signed_in(client, role)
    calls = [
        client.get(AGENTS),
        client.post(AGENTS, json=NEW),
        client.get(f"{AGENTS}/{caller.agent}"),
        client.put(f"{AGENTS}/{caller.agent}", json={"role": "admin"}),
        client.post(f"{AGENTS}/{caller.agent}/reset", json={}),
        client.post(f"{AGENTS}/{caller.agent}/end-sessions"),
    ]
    for call in calls:
        assert told(await call) == (403, {"error": "not_allowed", "permission": "set"})
    assert [each.role for each in await office.agents.list()] == [role]


async def test_nobody_raises_themselves(office: Office, client: httpx.AsyncClient) -> None:
    caller = await office.signed_in(client, "admin")
    changed = await client.put(f"{AGENTS}/{caller.agent}", json={"role": "compliance"})
    assert told(changed) == (409, {"error": "not_now", "why": "own_role"})


UNREADABLE = [
    (b"{", "body"),
    (b"[]", "body"),
    (b"null", "body"),
    (b'{"password": "x"}', "password"),
    (b'{"secret": "x"}', "secret"),
    (b'{"must_change": false}', "must_change"),
    (b'{"role": {"$ne": ""}}', "role"),
    (b'{"skills": {"trade": 1}}', "skills"),
    (b'{"capacity": 1e400}', "capacity"),
    (b'{"id": "li"}', "id"),
]


async def test_what_cannot_be_kept_is_refused_by_its_field(office: Office, client: httpx.AsyncClient) -> None:
    wang = await office.hire("agent", "wang")
    await office.signed_in(client, "admin")
    for body, field in UNREADABLE:
        response = await client.put(f"{AGENTS}/wang", content=body)
        assert told(response) == (400, {"error": "unreadable", "field": field})
    assert await office.agents.get("wang") == wang


async def test_making_and_changing_asks_for_a_fresh_password(
    office: Office, client: httpx.AsyncClient
) -> None:
    await office.signed_in(client, "admin")
    await office.database.rows("update desk_session set fresh_at = now() - interval '1 h' returning id", {})
    for call in (
        client.post(AGENTS, json=NEW),
        client.put(f"{AGENTS}/wang", json={}),
        client.post(f"{AGENTS}/wang/reset", json={}),
    ):
        assert told(await call) == (403, {"error": "fresh_sign_in_needed"})
    assert (await client.get(AGENTS)).status_code == 200


async def test_who_is_not_there_is_404(office: Office, client: httpx.AsyncClient) -> None:
    await office.signed_in(client, "admin")
    for call in (
        client.get(f"{AGENTS}/li"),
        client.put(f"{AGENTS}/li", json={}),
        client.post(f"{AGENTS}/li/reset", json={}),
        client.post(f"{AGENTS}/li/end-sessions"),
    ):
        assert told(await call) == (404, {"error": "unknown", "what": "agent"})
    assert told(await client.get(f"{AGENTS}/%00")) == (400, {"error": "unreadable", "field": "id"})
