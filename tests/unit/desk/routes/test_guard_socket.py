"""The door for sockets: a browser opens one from any page, so its origin is asked first."""

import httpx
import pytest
from starlette.requests import HTTPConnection

from desk.errors import ForeignOrigin, NotNow, NotSignedIn, Unavailable
from desk.people.sessions import Sessions
from tests.unit.desk.office import ORIGIN, Office
from tests.unit.desk.routes.test_guard import OTHERS


@pytest.fixture
def client(office: Office) -> httpx.AsyncClient:
    return office.browser()


def socket(office: Office, client: httpx.AsyncClient, origin: str | None) -> HTTPConnection:
    """What a browser sends that opens a socket."""
    cookie = f"{office.guard.cookie}={client.cookies.get(office.guard.cookie, '')}"
    headers = {"host": "127.0.0.1:8000", "cookie": cookie, **({"origin": origin} if origin else {})}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return HTTPConnection({"type": "websocket", "headers": raw})


async def test_a_socket_is_opened_by_who_is_signed_in(office: Office, client: httpx.AsyncClient) -> None:
    with pytest.raises(NotSignedIn):
        await office.guard.caller(socket(office, client, ORIGIN))
    known = await office.signed_in(client, "agent")
    assert await office.guard.caller(socket(office, client, ORIGIN)) == known
    await office.sessions.end(known.session)
    with pytest.raises(NotSignedIn):
        await office.guard.caller(socket(office, client, ORIGIN))


async def test_a_socket_from_a_page_of_another_site_is_refused(
    office: Office, client: httpx.AsyncClient
) -> None:
    await office.signed_in(client)
    for origin in (*OTHERS, None):
        with pytest.raises(ForeignOrigin):
            await office.guard.caller(socket(office, client, origin))


async def test_a_socket_is_not_for_who_must_change_the_password_or_enrol(office: Office) -> None:
    agent = await office.hire()
    await office.agents.reset("test", agent.id)
    client = office.browser()
    await office.signed_in(client, agent)
    with pytest.raises(NotNow, match="must_change"):
        await office.guard.caller(socket(office, client, ORIGIN))
    there = Office(office.database, Sessions(office.database))
    await there.signed_in(client, await office.hire("admin"))
    with pytest.raises(NotNow, match="second_required"):
        await there.guard.caller(socket(there, client, ORIGIN))


async def test_a_socket_hears_that_the_database_is_away(office: Office, client: httpx.AsyncClient) -> None:
    await office.signed_in(client)
    await office.database.close()
    with pytest.raises(Unavailable):
        await office.guard.caller(socket(office, client, ORIGIN))
