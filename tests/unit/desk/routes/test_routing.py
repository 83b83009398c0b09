"""The addresses of routing: who may set what, order the queue, send somebody to their break."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from desk.people.caller import Role
from desk.routes.appointments import AppointmentRoutes
from desk.routes.routing import RoutingRoutes
from desk.routing.roster import Roster
from tests.unit.desk.office import Office
from tests.unit.desk.routing.conftest import desk as desk  # noqa: PLC0414 - a fixture
from tests.unit.desk.routing.reception import Desk


@dataclass
class House:
    """The desk and a browser in front of it."""

    desk: Desk
    office: Office

    async def browser(self, role: Role, id: str) -> httpx.AsyncClient:
        desk, roster = self.desk, Roster(self.desk.conversations.database)
        shared = (desk.conversations, desk.settings, roster)
        client = self.office.browser(
            RoutingRoutes(*shared, desk.alerts, self.office.audit).routes(self.office.guard),
            AppointmentRoutes(*shared, desk.appointments).routes(self.office.guard),
        )
        await self.office.signed_in(client, await self.office.hire(role, id))
        return client

    async def acts(self) -> list[tuple[str, str]]:
        rows, _ = await self.office.audit.find()
        return [(row.act, row.subject) for row in rows if row.act in ("setting", "presence", "queue")]


@pytest.fixture
async def house(desk: Desk) -> AsyncIterator[House]:
    async with Office(desk.conversations.database) as office:
        yield House(desk, office)


async def test_an_admin_sets_the_hours_and_leaves_a_trace(house: House) -> None:
    admin = await house.browser("admin", "admin")
    hours = {"trading": [["09:00", "15:00"]], "other": [], "peak": None}
    response = await admin.put("/desk/api/settings/hours", json=hours)
    assert (response.status_code, response.json()["trading"]) == (200, [["09:00", "15:00"]])
    assert (await admin.get("/desk/api/settings/hours")).json() == response.json()
    assert await house.acts() == [("setting", "setting:hours")]


async def test_what_cannot_be_set_is_named_and_changes_nothing(house: House) -> None:
    admin = await house.browser("admin", "admin")
    before = (await admin.get("/desk/api/settings/hours")).json()
    response = await admin.put("/desk/api/settings/hours", json={"trading": [["09:00", "08:00"]]})
    assert (response.status_code, response.json()) == (
        400,
        {"error": "unreadable", "field": "trading[0].ends"},
    )
    assert (await admin.get("/desk/api/settings/hours")).json() == before
    assert await house.acts() == []


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        ("admin", "routing", 200),
        ("supervisor", "routing", 200),
        ("supervisor", "hours", 403),
        ("supervisor", "appointments", 403),
        ("agent", "routing", 403),
        ("quality", "routing", 403),
    ],
)
async def test_a_supervisor_sets_routing_and_no_other_role_but_the_admin(
    house: House, role: Role, name: str, status: int
) -> None:
    client = await house.browser(role, "somebody")
    assert (await client.put(f"/desk/api/settings/{name}", json={})).status_code == status


async def test_the_team_is_shown_to_who_leads_as_it_stands(house: House) -> None:
    chief, agent = await house.browser("supervisor", "chief"), await house.browser("agent", "wang")
    await house.desk.presences.sign("wang", "ready")
    team = (await chief.get("/desk/api/team")).json()["team"]
    assert {each["agent"]: each["state"] for each in team} == {"chief": "gone", "wang": "ready"}
    assert (await agent.get("/desk/api/team")).status_code == 403


async def test_a_supervisor_sends_an_agent_to_their_break(house: House) -> None:
    chief = await house.browser("supervisor", "chief")
    await house.browser("agent", "wang")
    await house.desk.presences.sign("wang", "ready")
    assert (await chief.post("/desk/api/team/wang/state", json={"state": "away"})).status_code == 200
    assert [each.state for each in await house.desk.presences.there(30)] == ["away"]
    assert (await chief.post("/desk/api/team/nobody/state", json={"state": "away"})).status_code == 404
    assert (await chief.post("/desk/api/team/wang/state", json={"state": "asleep"})).status_code == 400
    assert await house.acts() == [("presence", "agent:wang")]


async def test_a_supervisor_puts_somebody_forward_and_they_are_served_first(house: House) -> None:
    chief = await house.browser("supervisor", "chief")
    first, second = await house.desk.queue("u1", 60), await house.desk.queue("u2", 30)
    assert (await chief.post(f"/desk/api/queue/{second}/priority", json={"priority": 4})).status_code == 200
    await house.desk.agent("wang")
    await house.desk.router.once()
    assert await house.desk.owners(second, first) == [("assigned", "wang"), ("queued", None)]
    refused = await chief.post(f"/desk/api/queue/{second}/priority", json={"priority": 1})
    assert (refused.status_code, refused.json()["why"]) == (409, "not_waiting")


async def test_a_supervisor_gives_a_conversation_to_who_is_there_and_licensed(house: House) -> None:
    chief = await house.browser("supervisor", "chief")
    number = await house.desk.queue("u1", skill="adviser")
    await house.desk.agent("away", state="gone", licences=["adviser"])
    await house.desk.agent("bare", state="busy")
    await house.desk.agent("zhang", state="busy", licences=["adviser"])
    told = {}
    for agent in ("nobody", "away", "bare", "zhang"):
        response = await chief.post(f"/desk/api/queue/{number}/assign", json={"agent": agent})
        told[agent] = (response.status_code, response.json().get("why") or response.json().get("what"))
    assert told == {
        "nobody": (404, "agent"),
        "away": (409, "not_there"),
        "bare": (409, "not_licensed"),
        "zhang": (200, None),
    }
    assert await house.desk.owners(number) == [("assigned", "zhang")]
    again = await chief.post(f"/desk/api/queue/{number}/assign", json={"agent": "zhang"})
    assert (again.status_code, again.json()["owner"]) == (409, "assigned")
    assert await house.acts() == [("queue", f"conversation:{number}")]


async def test_an_agent_orders_no_queue(house: House) -> None:
    agent = await house.browser("agent", "wang")
    number = await house.desk.queue("u1")
    for act, body in (("priority", {"priority": 9}), ("assign", {"agent": "wang"})):
        assert (await agent.post(f"/desk/api/queue/{number}/{act}", json=body)).status_code == 403


async def test_alerts_are_shown_to_supervisors_and_marked_as_seen(house: House) -> None:
    chief, agent = await house.browser("supervisor", "chief"), await house.browser("agent", "wang")
    number = await house.desk.queue("u1", priority=9, reason="distress")
    await house.desk.router.once()
    alerts = (await chief.get("/desk/api/alerts")).json()["alerts"]
    assert [(each["conversation_id"], each["reason"]) for each in alerts] == [(number, "distress")]
    assert (await agent.get("/desk/api/alerts")).json() == {"alerts": []}
    seen = f"/desk/api/alerts/{alerts[0]['id']}/seen"
    assert [(await client.post(seen)).status_code for client in (agent, chief, chief)] == [404, 200, 404]


async def test_an_agent_books_moves_and_gives_up_for_a_conversation_of_theirs(house: House) -> None:
    wang, li = await house.browser("agent", "wang"), await house.browser("agent", "li")
    number = await house.desk.queue("u1")
    await house.desk.presences.sign("wang", "ready")
    await house.desk.sql("update conversation set owner = 'human', agent = 'wang'")
    slots = (await wang.get(f"/desk/api/appointments/slots?conversation={number}")).json()["slots"]
    booking = {"conversation": number, "starts_at": slots[0]["starts_at"]}
    assert (await li.post("/desk/api/appointments", json=booking)).status_code == 403
    booked = (await wang.post("/desk/api/appointments", json={**booking, "agent": "wang"})).json()
    at = f"/desk/api/appointments/{booked['appointment']['id']}"
    moved = await wang.post(f"{at}/change", json={"starts_at": slots[1]["starts_at"]})
    assert moved.json()["appointment"]["starts_at"] == slots[1]["starts_at"]
    listed = (await wang.get("/desk/api/appointments")).json()["appointments"]
    assert [each["id"] for each in listed] == [booked["appointment"]["id"]]
    assert [(await wang.post(f"{at}/cancel")).status_code for _ in range(2)] == [200, 409]
    assert ["预约" in text for text in (await house.desk.told("u1"))[-3:]] == [True] * 3


async def test_a_colleagues_appointment_is_left_alone_though_nobody_has_the_conversation(
    house: House,
) -> None:
    wang, li = await house.browser("agent", "wang"), await house.browser("agent", "li")
    number = await house.desk.queue("u1")
    await house.desk.sql("update conversation set owner = 'ticket'")
    slots = (await wang.get(f"/desk/api/appointments/slots?conversation={number}")).json()["slots"]
    times = [{"starts_at": slot["starts_at"]} for slot in slots[:2]]
    booking = {"conversation": number, **times[0], "agent": "wang"}
    booked = (await wang.post("/desk/api/appointments", json=booking)).json()["appointment"]
    at = f"/desk/api/appointments/{booked['id']}"
    tries = [
        await li.post(f"{at}/cancel"),
        await li.post(f"{at}/change", json=times[1]),
        await li.post("/desk/api/appointments", json={**booking, **times[1], "agent": "li"}),
    ]
    assert [response.status_code for response in tries] == [403, 403, 403]
    assert (await wang.post(f"{at}/change", json=times[1])).status_code == 200


async def test_a_time_that_was_taken_is_refused(house: House) -> None:
    chief = await house.browser("supervisor", "chief")
    first, second = await house.desk.talk("u1"), await house.desk.talk("u2")
    slots = (await chief.get(f"/desk/api/appointments/slots?conversation={first}")).json()["slots"]
    bodies = [{"conversation": number, "starts_at": slots[0]["starts_at"]} for number in (first, second)]
    responses = [await chief.post("/desk/api/appointments", json=body) for body in bodies]
    assert [response.status_code for response in responses] == [200, 409]
    assert responses[1].json()["why"] == "slot_taken"
    wrong = await chief.post("/desk/api/appointments", json={"conversation": first, "starts_at": "soon"})
    assert (wrong.status_code, wrong.json()["field"]) == (400, "starts_at")
