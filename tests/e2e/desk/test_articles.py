"""An editor changes an answer in a browser, a second one approves and publishes it, and it is shown."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from conversations import Brain
from conversations.database import Database
from desk.people.sessions import Sessions
from desk.work.library import Handbook
from gateway.articles import today
from knowledge.editing import Editing
from knowledge.librarian import Librarian
from knowledge.library import Library, Shelf
from knowledge.retrieval import Retrieval
from knowledge.store import Store
from knowledge.watch import Watch
from tests.e2e.desk.house import House, house_over
from tests.fakes.brain import TOKEN, FakeBrain
from tests.keys import KEYS
from tests.unit.conversations.conftest import eventually
from tests.unit.desk.office import Office
from tests.unit.knowledge.given import published


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


@asynccontextmanager
async def watched(database_url: str) -> AsyncIterator[Shelf]:
    """The shelf of another process."""
    shelf = Shelf(Library(()))
    watch = asyncio.create_task(Watch(database_url, Librarian(shelf, Retrieval())).run())
    yield shelf
    watch.cancel()
    await asyncio.gather(watch, return_exceptions=True)


async def opens(page: Page, version: int) -> None:
    await page.get_by_role("button", name=f"打开版本 {version}").click()


async def does(page: Page, step: str) -> None:
    await page.get_by_role("dialog").get_by_role("button", name=step, exact=True).click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_an_answer_is_changed_by_two_editors_and_shown(
    chromium: Browser, house: House, database_url: str
) -> None:
    await published(Editing(Store(database_url), today), answer="原来的答案", sources=["一份文件"])
    async with (
        watched(database_url) as shelf,
        house.visited(chromium, "quality", "knowledge", who="wang") as one,
        house.visited(chromium, "supervisor", "knowledge", who="li") as other,
    ):
        await one.get_by_label("查找").fill("原来的")
        await one.get_by_role("button", name="ACC91的标题").click()
        await one.get_by_role("button", name="修改").click()
        await one.get_by_label("答案").fill("手续费是 {rule:fees.nothing@any}")
        await does_not(one, "没有这条规则：fees.nothing@any")
        await one.get_by_label("答案").fill("改过的答案")
        await one.keyboard.press("Escape")
        await one.get_by_role("button", name="修改").click()
        await expect(one.get_by_label("答案")).to_have_value("改过的答案")
        await one.get_by_label("说明", exact=True).fill("新规")
        await does(one, "保存草稿")
        await opens(one, 2)
        await expect(one.locator(".change ins")).to_have_text("改过的答案")
        await expect(one.locator(".change del")).to_have_text("原来的答案")
        await does(one, "提交审核")
        await opens(one, 2)
        await expect(one.get_by_text("请由另一位同事审阅")).to_be_visible()

        await other.get_by_role("tab", name="审核").click()
        await other.get_by_role("row", name="新规").get_by_role("button", name="审阅").click()
        await expect(other.locator(".change ins")).to_have_text("改过的答案")
        await does(other, "通过")
        await other.get_by_role("row", name="新规").get_by_role("button", name="打开").click()
        await does(other, "发布")
        await eventually(lambda: answered(shelf, "改过的答案"))
        assert await answered(shelf, "改过的答案")


async def does_not(page: Page, why: str) -> None:
    await page.get_by_role("dialog").get_by_role("button", name="保存草稿").click()
    await expect(page.get_by_role("alert")).to_contain_text(why)


async def answered(shelf: Shelf, answer: str) -> bool:
    found = shelf.library.get("ACC91", today())
    return found is not None and found.answer == answer
