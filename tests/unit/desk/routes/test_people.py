"""Signing in and one's own account over HTTP, as the desk's pages do it."""

from http.cookies import SimpleCookie
from typing import Any

import httpx
import pytest

from desk.people.demo import offer
from desk.people.sessions import Sessions
from desk.routes.guard import TOKEN_HEADER
from desk.routes.people import OwnAccount
from tests.unit.desk.office import PASSWORD, Office
from tests.unit.desk.people.telephone import Telephone, enrolled
from tests.unit.desk.people.test_attempts import passes

API = "/desk/api"


def browser(office: Office) -> httpx.AsyncClient:
    account = OwnAccount(office.signing_in, office.sessions, office.audit)
    return office.browser(account.routes(office.guard))


@pytest.fixture
def client(office: Office) -> httpx.AsyncClient:
    return browser(office)


async def sign_in(client: httpx.AsyncClient, name: str, password: str = PASSWORD) -> dict[str, Any]:
    """What a page does: keeps the cookie by itself, and the token that it is told."""
    response = await client.post(f"{API}/sign-in", json={"name": name, "password": password})
    assert response.status_code == 200, response.text
    return keep(client, response)


def keep(client: httpx.AsyncClient, response: httpx.Response) -> dict[str, Any]:
    told = dict(response.json())
    if "me" in told:
        client.headers[TOKEN_HEADER] = told["me"]["csrf"]
    return told


async def post(client: httpx.AsyncClient, path: str, **body: Any) -> tuple[int, Any]:
    response = await client.post(f"{API}/{path}", json=body)
    return response.status_code, response.json()


async def test_a_page_signs_in_and_learns_who_its_user_is(office: Office, client: httpx.AsyncClient) -> None:
    await office.hire("senior", "wang", skills=["trade", "risk"], licences=["general"])
    told = (await sign_in(client, "wang"))["me"]
    assert (await client.get(f"{API}/me")).json() == {"me": told}
    assert told.pop("csrf")
    assert told.pop("fresh_until").endswith("+08:00")
    assert told == {
        "agent": "wang",
        "name": "坐席1001",
        "number": "1001",
        "role": "senior",
        "permissions": ["join", "serve"],
        "skills": ["risk", "trade"],
        "licences": ["general"],
        "must_change": False,
        "second_factor": False,
        "second_required": False,
        "demo": False,
    }


@pytest.mark.parametrize(
    ("public_url", "name", "secure"),
    [(None, "wenpan_desk", False), ("https://chat.example.com", "__Host-wenpan_desk", True)],
)
async def test_the_cookie_is_for_our_pages_alone_and_for_no_script(
    office: Office, public_url: str | None, name: str, secure: bool
) -> None:
    there = Office(office.database, public_url=public_url)
    await there.hire("agent", "wang")
    client = browser(there)
    response = await client.post(f"{API}/sign-in", json={"name": "wang", "password": PASSWORD})
    cookie = SimpleCookie(response.headers["set-cookie"])[name]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "strict", "/")
    assert bool(cookie["secure"]) is secure
    assert (cookie["domain"], cookie["max-age"], cookie["expires"]) == ("", "", "")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
async def test_a_page_of_another_site_signs_nobody_in(
    office: Office, client: httpx.AsyncClient, origin: str | None
) -> None:
    await office.hire("agent", "wang")
    del client.headers["Origin"]
    headers = {"Origin": origin} if origin else {}
    response = await client.post(
        f"{API}/sign-in", json={"name": "wang", "password": PASSWORD}, headers=headers
    )
    assert (response.status_code, response.json()) == (403, {"error": "foreign_origin"})
    assert "set-cookie" not in response.headers


async def test_a_wrong_password_is_refused_and_guessing_slowed_down(
    office: Office, client: httpx.AsyncClient
) -> None:
    await office.hire("agent", "wang")
    for name in ("wang", "nobody"):
        for _ in range(5):
            refused = await post(client, "sign-in", name=name, password="wrong password")
            assert refused == (401, {"error": "sign_in_refused"})
        response = await client.post(f"{API}/sign-in", json={"name": name, "password": PASSWORD})
        assert response.status_code == 429
        assert response.json() == {"error": "too_many_tries", "seconds": int(response.headers["retry-after"])}
    await passes(office.database, 30)
    assert (await sign_in(client, "wang"))["me"]["agent"] == "wang"


UNREADABLE = [
    (b"{", "body"),
    (b'{"name": "wang"}', "password"),
    (b'{"name": 7, "password": "x"}', "name"),
    (b'{"name": "wang", "password": "' + b"x" * 1001 + b'"}', "password"),
    (b'{"name": "\\u0000", "password": "x"}', "body"),
]


async def test_a_sign_in_that_cannot_be_read_is_no_try(office: Office, client: httpx.AsyncClient) -> None:
    for body, field in UNREADABLE:
        response = await client.post(f"{API}/sign-in", content=body)
        assert (response.status_code, response.json()) == (400, {"error": "unreadable", "field": field})
    assert await office.database.rows("select from desk_attempt", {}) == []


async def test_who_has_a_telephone_signs_in_in_two_steps(office: Office, client: httpx.AsyncClient) -> None:
    await office.hire("agent", "wang")
    telephone, codes = await enrolled(office, "wang")
    ticket = (await sign_in(client, "wang"))["second"]
    assert (await client.get(f"{API}/me")).status_code == 401
    refused = await post(client, "sign-in/second", ticket=ticket, code="abc")
    assert refused == (401, {"error": "sign_in_refused"})
    code = await telephone.code()
    status, told = await post(client, "sign-in/second", ticket=ticket, code=code)
    assert (status, told["me"]["second_factor"]) == (200, True)
    for again in (code, codes[0]):
        replayed = await post(browser(office), "sign-in/second", ticket=ticket, code=again)
        assert replayed == (401, {"error": "sign_in_refused"})


async def test_signing_out_ends_the_session_and_not_only_the_cookie(
    office: Office, client: httpx.AsyncClient
) -> None:
    await office.hire("agent", "wang")
    await sign_in(client, "wang")
    stolen = dict(client.cookies)
    response = await client.post(f"{API}/sign-out", json={})
    assert response.status_code == 200
    assert not client.cookies
    thief = browser(office)
    thief.cookies.update(stolen)
    assert (await thief.get(f"{API}/me")).status_code == 401
    assert [each.act for each in (await office.audit.find())[0]][:2] == ["sign_out", "sign_in"]


async def test_ones_own_sessions_are_listed_and_ended_one_by_one(
    office: Office, client: httpx.AsyncClient
) -> None:
    await office.hire("agent", "wang")
    await office.signed_in(office.browser(), await office.hire("agent", "li"))
    phone = browser(office)
    phone.headers["User-Agent"] = "Mozilla/5.0 (iPhone; CPU) Version/18.1 Safari/604.1"
    await sign_in(phone, "wang")
    await sign_in(client, "wang")
    listed = (await client.get(f"{API}/me/sessions")).json()["sessions"]
    assert {each["device"]: each["current"] for each in listed} == {"": True, "Safari 18 · iPhone": False}
    (other,) = (each["id"] for each in listed if not each["current"])
    assert await post(client, f"sessions/{other}/end") == (200, {})
    assert (await phone.get(f"{API}/me")).status_code == 401
    assert await post(client, f"sessions/{other}/end") == (404, {"error": "unknown", "what": "session"})


async def test_nobody_ends_anothers_session(office: Office, client: httpx.AsyncClient) -> None:
    li = await office.signed_in(office.browser(), await office.hire("agent", "li"))
    await office.signed_in(client, "admin")
    for id in (li.session, "x", "%00"):
        status, _ = await post(client, f"sessions/{id}/end")
        assert status in (400, 404)
    assert await office.sessions.is_alive(li.session)


async def test_a_changed_password_keeps_this_page_and_ends_the_others(
    office: Office, client: httpx.AsyncClient
) -> None:
    await office.hire("agent", "wang")
    given = await office.agents.reset("test", "wang")
    await sign_in(client, "wang", given)
    other = browser(office)
    await sign_in(other, "wang", given)
    assert await post(client, "me/password", old=given, new="short") == (
        400,
        {"error": "unreadable", "field": "new", "why": "short"},
    )
    status, told = await post(client, "me/password", old=given, new="a new password")
    assert (status, told["me"]["must_change"]) == (200, False)
    assert (await client.get(f"{API}/me")).status_code == 200
    assert (await other.get(f"{API}/me")).status_code == 401


async def test_a_telephone_is_enrolled_and_given_up_with_a_fresh_password(
    office: Office, client: httpx.AsyncClient
) -> None:
    await office.hire("agent", "wang")
    await sign_in(client, "wang")
    _, begun = await post(client, "me/second/begin")
    assert set(begun) == {"secret", "uri", "svg"}
    telephone = Telephone(office.database, begun["secret"])
    status, told = await post(client, "me/second/enable", code=await telephone.code())
    assert (status, len(told["recovery"])) == (200, 8)
    await office.database.rows("update desk_session set fresh_at = now() - interval '1 h' returning id", {})
    for path in ("me/second/begin", "me/second/disable"):
        assert await post(client, path) == (403, {"error": "fresh_sign_in_needed"})
    status, told = await post(client, "me/confirm", password=PASSWORD, code=await telephone.code(1))
    assert (status, told["me"]["second_factor"]) == (200, True)
    assert await post(client, "me/second/disable") == (200, {})
    assert [each.act for each in (await office.audit.find())[0]][:2] == ["second_disabled", "second_enabled"]


async def test_a_role_that_needs_a_telephone_is_led_to_enrol(office: Office) -> None:
    there = Office(office.database, Sessions(office.database))
    for role, needed in (("supervisor", True), ("compliance", True), ("admin", True), ("agent", False)):
        client = browser(there)
        caller = await there.signed_in(client, role)  # type: ignore[arg-type]  # a role by its name
        assert caller.second_required is needed
        assert (await client.get(f"{API}/me")).json()["me"]["second_required"] is needed
    _, begun = await post(client, "me/second/begin")
    await post(client, "me/second/enable", code=await Telephone(office.database, begun["secret"]).code())
    assert (await client.get(f"{API}/me")).json()["me"]["second_required"] is False


async def test_what_was_opened_without_the_telephone_ends_with_its_enrolment(office: Office) -> None:
    there = Office(office.database, Sessions(office.database))
    admin = await there.hire("admin")
    guesser, owner = browser(there), browser(there)
    for client in (guesser, owner):
        await there.signed_in(client, admin)
    _, begun = await post(owner, "me/second/begin")
    await post(owner, "me/second/enable", code=await Telephone(office.database, begun["secret"]).code())
    assert (await guesser.get(f"{API}/me")).status_code == 401
    assert (await owner.get(f"{API}/me")).status_code == 200


async def test_a_database_that_is_away_signs_nobody_in(office: Office, client: httpx.AsyncClient) -> None:
    await office.database.close()
    unavailable = await post(client, "sign-in", name="wang", password=PASSWORD)
    assert unavailable == (503, {"error": "unavailable"})


async def test_a_demo_signs_in_without_a_telephone_and_says_what_it_is(office: Office) -> None:
    there = Office(office.database, Sessions(office.database))
    for name, password, role in await offer(there.agents):
        told = (await sign_in(browser(there), name, password))["me"]
        assert (told["demo"], told["role"], told["must_change"], told["second_required"]) == (
            True,
            role,
            False,
            False,
        )


async def test_who_signs_out_is_gone_at_once(office: Office) -> None:
    gone: list[str] = []

    async def left(agent: str) -> None:
        gone.append(agent)

    account = OwnAccount(office.signing_in, office.sessions, office.audit, left)
    browser = office.browser(account.routes(office.guard))
    caller = await office.signed_in(browser)
    await browser.post("/desk/api/sign-out")
    assert gone == [caller.agent]
