"""A supervisor rehearses a campaign, begins it and sees how far it came; whom nothing reached is called."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from conversations import Brain
from conversations.database import Database
from desk.people.sessions import Sessions
from desk.work.library import Handbook
from tests.e2e.desk.crew import figure, take_picture
from tests.e2e.desk.house import House, house_over
from tests.fakes.brain import TOKEN, FakeBrain
from tests.keys import KEYS
from tests.unit.desk.office import Office
from tests.unit.notices.clientele import REF, Clientele


@pytest_asyncio.fixture(loop_scope="session")
async def house(
    database_url: str, brain: FakeBrain, handbook: Handbook, tmp_path: Path
) -> AsyncIterator[House]:
    async with (
        Brain(brain.url, TOKEN) as client,
        Database(database_url, connections=4, patience=1.0, keys=KEYS) as database,
        Office(database, Sessions(database, required_roles=())) as office,
        house_over(database_url, office, client, handbook, tmp_path) as opened,
    ):
        yield opened


async def begun(page: Page, house: House, button: str) -> None:
    """Press it; the job that it defers is done here."""
    assert house.notices
    await page.get_by_role("button", name=button).click()
    await page.wait_for_url("**/campaigns/*")
    await house.notices.campaigns.expand(int(page.url.rpartition("/")[2]))


async def test_a_campaign_is_rehearsed_begun_followed_and_ended_by_telephone(
    chromium: Browser, house: House, database_url: str
) -> None:
    clientele = Clientele(database_url)
    for n in range(3):
        clientele.investor(f"web:{n}", holds=[REF])
    clientele.investor(holds=[REF])
    clientele.event()
    async with house.visited(chromium, "supervisor", "campaigns") as page:
        await begun(page, house, "演练")
        await figure(page, "rehearsed", 3)
        assert clientele.said("web:0") == []
        await page.get_by_role("button", name="返回列表").click()
        await begun(page, house, "立即通知")
        await figure(page, "affected", 4)
        await figure(page, "unreachable", 1)
        assert len(clientele.said("web:0")) == 1
        await expect(page.get_by_text("剩余")).to_be_visible()
        await take_picture(page, "campaign")
        await page.get_by_role("button", name="未接通").click()
        await expect(page.get_by_role("cell", name="未接通 李静")).to_be_visible()
        await page.get_by_role("button", name="已告知").click()
        await figure(page, "called", 1)
        await page.get_by_role("button", name="停止", exact=True).click()
        await expect(page.get_by_role("status").get_by_text("已停止：人工停止")).to_be_visible()
    rows, _ = await house.office.audit.find()
    acts = [row.act for row in reversed(rows) if row.act.startswith("campaign_")]
    assert acts == ["campaign_rehearse", "campaign_begin", "campaign_call", "campaign_call", "campaign_stop"]
