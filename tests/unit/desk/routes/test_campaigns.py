"""Campaigns over HTTP: who serves looks and calls, who leads begins and stops, and the log has it first."""

from typing import Any

import pytest

from desk.campaigns import Noted
from desk.people.caller import MAY, ROLES, Role
from desk.routes.campaigns import CAMPAIGNS, CampaignRoutes
from desk.routes.page import WORDS
from notices.board import told
from pages.assets import load_words
from tests.unit.desk.office import Office


class Told:
    """Knows campaign 1 and event 5."""

    async def newest(self) -> list[dict[str, Any]]:
        return [{"id": 1}]

    async def events(self) -> list[dict[str, Any]]:
        return []

    async def show(self, number: int) -> dict[str, Any] | None:
        return {"id": 1} if number == 1 else None

    async def calls(self, number: int) -> list[dict[str, Any]]:
        return []

    async def times(self, event: int, after: int) -> list[dict[str, Any]]:
        return [{"place": after + 1}]

    async def begin_by(self, event: int, by: str, *, rehearsal: bool) -> int | None:
        return 1 if event == 5 else None

    async def stop_by(self, number: int) -> bool:
        return number == 1

    async def called(self, number: int, notice: int, outcome: str, by: str) -> Noted:
        if notice == 4:
            return "taken"
        return "noted" if (number, notice) == (1, 2) else "gone"


STEPS: list[tuple[str, str, dict[str, Any] | None, str, int]] = [
    ("GET", CAMPAIGNS, None, "serve", 200),
    ("GET", f"{CAMPAIGNS}/1", None, "serve", 200),
    ("GET", f"{CAMPAIGNS}/2", None, "serve", 404),
    ("GET", f"{CAMPAIGNS}/x", None, "serve", 400),
    ("GET", f"{CAMPAIGNS}/times/5?after=3", None, "lead", 200),
    ("GET", f"{CAMPAIGNS}/times/5?after=x", None, "lead", 400),
    ("POST", CAMPAIGNS, {"event": 5, "rehearsal": True}, "lead", 201),
    ("POST", CAMPAIGNS, {"event": 6}, "lead", 404),
    ("POST", CAMPAIGNS, {"event": "5"}, "lead", 400),
    ("POST", f"{CAMPAIGNS}/1/stop", {}, "lead", 200),
    ("POST", f"{CAMPAIGNS}/2/stop", {}, "lead", 409),
    ("POST", f"{CAMPAIGNS}/1/calls/2", {"outcome": "later"}, "serve", 200),
    ("POST", f"{CAMPAIGNS}/1/calls/3", {"outcome": "later"}, "serve", 404),
    ("POST", f"{CAMPAIGNS}/1/calls/4", {"outcome": "calling"}, "serve", 409),
    ("POST", f"{CAMPAIGNS}/1/calls/2", {"outcome": "perhaps"}, "serve", 400),
]


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_may_what_it_may(office: Office, role: Role) -> None:
    browser = office.browser(CampaignRoutes(Told(), office.audit).routes(office.guard))
    await office.signed_in(browser, role)
    for method, path, body, permission, status in STEPS:
        response = await browser.request(method, path, json=body)
        allowed = permission in MAY[role]
        assert response.status_code == (status if allowed else 403), (method, path)


async def test_what_changes_something_is_in_the_log_and_has_words(office: Office) -> None:
    browser = office.browser(CampaignRoutes(Told(), office.audit).routes(office.guard))
    await office.signed_in(browser, "supervisor")
    for method, path, body, _, _ in STEPS:
        await browser.request(method, path, json=body)
    rows, _ = await office.audit.find()
    acts = {row.act for row in rows if row.subject.startswith(("campaign:", "event:"))}
    assert acts == {"campaign_rehearse", "campaign_begin", "campaign_stop", "campaign_call"}
    assert acts <= load_words(WORDS)["done"].keys()


def test_every_figure_has_a_word_and_counts_who_came_further() -> None:
    counted = told({"sent": 1, "delivered": 2, "read": 4, "unknown": 8, "queued": 16, "waiting": 32})
    assert counted["sent"] == 15
    assert (counted["delivered"], counted["read"], counted["waiting"]) == (6, 4, 48)
    assert {*counted, "acknowledged"} <= load_words(WORDS)["campaigns"]["figure"].keys()
