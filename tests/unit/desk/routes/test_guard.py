"""The door of the desk: who comes in, who does not, and what each of them is told."""

from typing import Any

import httpx
import pytest
from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from desk.errors import NotAllowed, Unknown
from desk.people.caller import Caller
from desk.people.details import Agent
from desk.people.sessions import Sessions
from desk.routes.guard import Guard, answer, read
from tests.unit.desk.office import Office

OTHERS = ["https://evil.example", "null", "http://127.0.0.1:8001", "https://127.0.0.1:8000", "http://[", ""]


class Said(BaseModel):
    text: str
    times: int = 1


async def _who(_request: Request, caller: Caller) -> Response:
    return answer({"agent": caller.agent})


async def _say(request: Request, _caller: Caller) -> Response:
    return answer(await read(request, Said), 201)


async def _lose(_request: Request, _caller: Caller) -> Response:
    raise Unknown("conversation")


def routes(guard: Guard) -> APIRouter:
    router = APIRouter()
    guard.add(router, "GET", "/who", _who, None)
    guard.add(router, "POST", "/say", _say, "serve")
    guard.add(router, "POST", "/export", _who, "export", fresh=True)
    guard.add(router, "POST", "/early", _who, None, early=True)
    guard.add(router, "GET", "/lost", _lose, None)
    return router


@pytest.fixture
def client(office: Office) -> httpx.AsyncClient:
    return office.browser(routes(office.guard))


def told(response: httpx.Response) -> tuple[int, Any]:
    return response.status_code, response.json()


async def test_who_is_signed_in_comes_in_as_themselves(office: Office, client: httpx.AsyncClient) -> None:
    caller = await office.signed_in(client, await office.hire("agent", "wang"))
    assert caller.name == "坐席1001"
    response = await client.get("/who")
    assert told(response) == (200, {"agent": "wang"})
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


async def test_nobody_comes_in_without_a_session(office: Office, client: httpx.AsyncClient) -> None:
    assert told(await client.get("/who")) == (401, {"error": "not_signed_in"})
    for forged in ("x", "a" * 43, "\u00e9", (await office.signed_in(client)).session):
        client.cookies.clear()
        response = await client.get("/who", headers={b"Cookie": f"wenpan_desk={forged}".encode("latin-1")})
        assert told(response) == (401, {"error": "not_signed_in"})


async def test_a_page_of_another_site_gets_nothing(office: Office, client: httpx.AsyncClient) -> None:
    await office.signed_in(client)
    for origin in OTHERS:
        for call in (client.get("/who", headers={"Origin": origin}), _post(client, {"Origin": origin})):
            assert told(await call) == (403, {"error": "foreign_origin"})


async def _post(client: httpx.AsyncClient, headers: dict[str, Any]) -> httpx.Response:
    return await client.post("/say", json={"text": "您好"}, headers=headers)


async def test_a_change_without_an_origin_is_refused(office: Office, client: httpx.AsyncClient) -> None:
    await office.signed_in(client)
    del client.headers["Origin"]
    assert (await client.get("/who")).status_code == 200
    assert told(await _post(client, {})) == (403, {"error": "foreign_origin"})


async def test_a_change_needs_the_token_of_its_own_session(office: Office, client: httpx.AsyncClient) -> None:
    await office.signed_in(client)
    assert (await _post(client, {})).status_code == 201
    other = await office.signed_in(office.browser())
    for token in ("", "x", other.csrf, "\u00e9".encode()):
        assert told(await _post(client, {"X-Desk-Token": token})) == (403, {"error": "foreign_origin"})
    del client.headers["X-Desk-Token"]
    assert told(await _post(client, {})) == (403, {"error": "foreign_origin"})


@pytest.mark.parametrize(
    ("public_url", "origin", "host", "status"),
    [
        ("https://chat.example.com", "https://chat.example.com", "127.0.0.1:8000", 200),
        ("https://chat.example.com", "https://CHAT.example.com:443", "chat.example.com", 200),
        ("https://chat.example.com", "http://chat.example.com", "chat.example.com", 403),
        ("https://chat.example.com", "http://localhost:8000", "localhost:8000", 200),
        (None, "http://[::1]:8000", "[::1]:8000", 200),
        (None, "http://rebound.example:8000", "rebound.example:8000", 403),
    ],
)
async def test_our_own_pages_are_those_of_the_public_address_and_of_this_machine(
    office: Office, public_url: str | None, origin: str, host: str, status: int
) -> None:
    there = Office(office.database, public_url=public_url)
    client = there.browser(routes(there.guard))
    caller = await there.signed_in(client)
    headers = {"Origin": origin, "Host": host, "Cookie": f"{there.guard.cookie}={_token(client)}"}
    assert caller.agent
    client.cookies.clear()
    assert (await client.post("/early", headers=headers)).status_code == status


def _token(client: httpx.AsyncClient) -> str:
    return next(iter(client.cookies.jar)).value or ""


async def test_a_role_that_may_not_is_told_what_it_lacks(office: Office, client: httpx.AsyncClient) -> None:
    await office.signed_in(client, "quality")
    assert told(await _post(client, {})) == (403, {"error": "not_allowed", "permission": "serve"})


async def test_what_asks_for_a_fresh_password_says_so(office: Office, client: httpx.AsyncClient) -> None:
    caller = await office.signed_in(client, "supervisor")
    assert (await client.post("/export")).status_code == 200
    await _age(office, caller, "fresh_at", 601)
    assert told(await client.post("/export")) == (403, {"error": "fresh_sign_in_needed"})
    await office.sessions.freshen(caller.session)
    assert (await client.post("/export")).status_code == 200


async def test_who_must_change_the_password_may_do_only_that(
    office: Office, client: httpx.AsyncClient
) -> None:
    agent = await office.hire()
    await office.agents.reset("test", agent.id)
    await office.signed_in(client, agent)
    assert told(await client.get("/who")) == (409, {"error": "not_now", "why": "must_change"})
    assert (await client.post("/early")).status_code == 200


UNREADABLE = [
    (b"", "body"),
    (b"{", "body"),
    (b"[]", "body"),
    (b'{"text": 1}', "text"),
    (b'{"text": "x", "times": "many"}', "times"),
    (b'{"text": "\\u0000"}', "body"),
    (b'{"text": "\\ud83d"}', "body"),
    (b"\xff", "body"),
    (b"[" * 100_000, "body"),
    (b'{"text": "' + b"x" * 300_000 + b'"}', "body"),
]


async def test_what_cannot_be_read_is_refused_by_its_field(office: Office, client: httpx.AsyncClient) -> None:
    await office.signed_in(client)
    for body, field in UNREADABLE:
        response = await client.post("/say", content=body)
        assert told(response) == (400, {"error": "unreadable", "field": field})


async def test_an_escaped_backslash_before_u0000_is_text(office: Office, client: httpx.AsyncClient) -> None:
    await office.signed_in(client)
    response = await client.post("/say", content=b'{"text": "\\\\u0000"}')
    assert told(response) == (201, {"text": "\\u0000", "times": 1})


async def test_what_goes_wrong_inside_is_told_with_its_facts(
    office: Office, client: httpx.AsyncClient
) -> None:
    await office.signed_in(client)
    assert told(await client.get("/lost")) == (404, {"error": "unknown", "what": "conversation"})


async def test_a_database_that_is_away_is_503(office: Office, client: httpx.AsyncClient) -> None:
    await office.signed_in(client)
    await office.database.close()
    assert told(await client.get("/who")) == (503, {"error": "unavailable"})


async def _age(office: Office, caller: Caller, column: str, seconds: int) -> None:
    """Let time pass for a session."""
    await office.database.rows(  # the column's name is our own
        f"update desk_session set {column} = {column} - make_interval(secs => %(seconds)s)"  # noqa: S608
        " where id = %(id)s returning id",
        {"id": caller.session, "seconds": seconds},
    )


@pytest.mark.parametrize(("column", "seconds"), [("seen_at", 1_801), ("expires_at", 43_201)])
async def test_a_session_that_lapsed_is_over(
    office: Office, client: httpx.AsyncClient, column: str, seconds: int
) -> None:
    caller = await office.signed_in(client)
    await _age(office, caller, column, seconds - 5)
    assert await office.sessions.is_alive(caller.session)
    await _age(office, caller, column, 5)
    assert not await office.sessions.is_alive(caller.session)
    assert (await client.get("/who")).status_code == 401


async def test_a_session_that_was_ended_is_over_and_its_socket_hears_it(
    office: Office, client: httpx.AsyncClient
) -> None:
    caller = await office.signed_in(client)
    heard: list[str] = []
    forget = office.sessions.on_ended(heard.append)
    await office.sessions.end(caller.session)
    await office.sessions.end(caller.session)
    assert heard == [caller.session]
    assert (await client.get("/who")).status_code == 401
    forget()
    await office.sessions.end((await office.signed_in(client)).session)
    assert len(heard) == 1


async def test_who_was_let_go_is_out_at_once(office: Office, client: httpx.AsyncClient) -> None:
    agent: Agent = await office.hire("agent")
    caller = await office.signed_in(client, agent)
    await office.database.rows("update desk_agent set active = false returning id", {})
    assert (await client.get("/who")).status_code == 401
    assert not await office.sessions.is_alive(caller.session)


async def test_who_must_enrol_may_do_nothing_else(office: Office) -> None:
    there = Office(office.database, Sessions(office.database))
    client = there.browser(routes(there.guard))
    await there.signed_in(client, await office.hire("supervisor"))
    assert told(await client.get("/who")) == (409, {"error": "not_now", "why": "second_required"})
    assert (await client.post("/early")).status_code == 200


async def test_using_a_session_keeps_it_and_an_open_socket_alone_does_not(
    office: Office, client: httpx.AsyncClient
) -> None:
    caller = await office.signed_in(client)
    await _age(office, caller, "seen_at", 1_700)
    await office.sessions.alive([caller.session])
    await _age(office, caller, "seen_at", 90)
    assert (await client.get("/who")).status_code == 200
    await _age(office, caller, "seen_at", 1_700)
    await office.sessions.touch(caller.session)
    await _age(office, caller, "seen_at", 1_700)
    assert (await client.get("/who")).status_code == 200
    await _age(office, caller, "seen_at", 1_801)
    await office.sessions.touch(caller.session)
    assert (await client.get("/who")).status_code == 401


def test_a_caller_without_a_permission_is_refused() -> None:
    with pytest.raises(NotAllowed):
        Caller("wang", "王芳", "1001", "agent", "session").require("audit")
