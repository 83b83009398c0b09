"""The audit log over HTTP: for who checks it, a page at a time, and whether it is what was written."""

import httpx
import psycopg
import pytest

from desk.people.caller import MAY, ROLES, Role
from desk.routes.audit import AuditRoutes
from tests.unit.desk.office import Office

AUDIT = "/desk/api/audit"


@pytest.fixture
def client(office: Office) -> httpx.AsyncClient:
    return office.browser(AuditRoutes(office.audit).routes(office.guard))


async def test_the_rows_are_shown_the_newest_first(office: Office, client: httpx.AsyncClient) -> None:
    await office.signed_in(client, "compliance")
    await office.audit.write("wang", "view", "conversation:12", {"reason": "投诉"})
    shown = (await client.get(AUDIT)).json()
    assert [(each["id"], each["act"]) for each in shown["rows"]] == [(2, "view"), (1, "agent_created")]
    assert set(shown["rows"][0]) == {"id", "at", "actor", "act", "subject", "detail"}
    assert shown["rows"][0]["at"].endswith("+08:00")
    assert shown["intact"] is True
    assert shown["head"] == str((await office.audit.verify()).head)
    for asked, ids in (
        ({"before": "2"}, [1]),
        ({"subject": "conversation:12"}, [2]),
        ({"actor": "wang", "act": "view"}, [2]),
        ({"actor": "li"}, []),
        ({"actor": ""}, [2, 1]),
    ):
        assert [each["id"] for each in (await client.get(AUDIT, params=asked)).json()["rows"]] == ids


async def test_a_log_that_was_touched_says_so(office: Office, client: httpx.AsyncClient) -> None:
    await office.signed_in(client, "admin")
    async with await psycopg.AsyncConnection.connect(office.database.dsn, autocommit=True) as connection:
        await connection.execute("set session_replication_role = replica")
        await connection.execute("update desk_audit set actor = 'li'")
    assert (await client.get(AUDIT)).json()["intact"] is False


async def test_a_place_that_is_no_number_is_refused(office: Office, client: httpx.AsyncClient) -> None:
    await office.signed_in(client, "compliance")
    for before in ("x", "-1", "1.5", "9" * 30, "²", "%00"):
        response = await client.get(f"{AUDIT}?before={before}")
        assert (response.status_code, response.json()["field"]) == (400, "before")


@pytest.mark.parametrize("role", [role for role in ROLES if "audit" not in MAY[role]])
async def test_other_roles_do_not_see_it(office: Office, client: httpx.AsyncClient, role: Role) -> None:
    await office.signed_in(client, role)
    response = await client.get(AUDIT)
    assert (response.status_code, response.json()) == (403, {"error": "not_allowed", "permission": "audit"})
