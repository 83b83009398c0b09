"""The people of the story, each with a browser of their own before the whole product."""

import io
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pyotp
from PIL import Image
from playwright.async_api import Browser, FilePayload, Locator, Page, ViewportSize, expect

from conversations.database import Database
from desk.people.caller import Role
from tests.e2e.channels.conftest import dsn_of
from tests.e2e.system import System
from tests.unit.desk.office import PASSWORD, Office

IMAGES = Path(__file__).parents[3] / "docs" / "images"
AS_BEFORE = "delete from desk_setting where name = 'hours' returning name"
PHONE, SCREEN = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=800)
CREW: tuple[tuple[str, str, str, Role, list[str]], ...] = (
    ("wang", "王芳", "1001", "agent", ["general", "account"]),
    ("li", "李强", "1002", "agent", ["trade"]),
    ("zhao", "赵敏", "9001", "supervisor", ["general"]),
    ("sun", "孙洁", "9002", "compliance", []),
)
PATIENCE = 15_000.0  # ms


@asynccontextmanager
async def crew(system: System) -> AsyncIterator[None]:
    """They work at the desk, at any hour; afterwards nobody does."""
    async with Database(dsn_of(system), connections=2) as database, Office(database) as office:
        await office.never_closes()
        for id, name, number, role, skills in CREW:
            fields = {"id": id, "name": name, "number": number, "role": role, "skills": skills}
            await office.agents.create("test", fields, PASSWORD)
        yield
        for id, *_ in CREW:
            await office.agents.change("test", id, {"active": False})
        await database.rows(AS_BEFORE, {})


@asynccontextmanager
async def page_of(chromium: Browser, url: str, size: ViewportSize) -> AsyncIterator[Page]:
    """A new browser at `url`. Whatever a script of the page breaks makes the story fail."""
    context = await chromium.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(error.stack or str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    await page.goto(url)
    yield page
    await context.close()
    assert faults == []


def takes_pictures() -> bool:
    """Whether somebody wants them for the documents."""
    return os.environ.get("WENPAN_SCREENSHOTS") == "1"


async def take_picture(page: Page, name: str) -> None:
    """`docs/images/desk-<name>.png`, where they are wanted."""
    if not takes_pictures():
        return
    await page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(await page.screenshot(animations="disabled")))
    shot.quantize(128, dither=Image.Dither.NONE).save(IMAGES / f"desk-{name}.png", optimize=True)


async def figure(page: Page, name: str, value: int) -> None:
    """Wait until a campaign's page shows so many."""
    await expect(page.locator(f'[data-figure="{name}"]')).to_have_text(str(value))


class Investor:
    """On a phone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def says(self, text: str) -> None:
        await self.page.get_by_label("输入您的问题").fill(text)
        await self.page.get_by_role("button", name="发送").click()

    async def hears(self, text: str, sender: str = "bot", times: int = 1) -> Locator:
        heard = self.page.locator(f".message.{sender}", has_text=text)
        await expect(heard).to_have_count(times, timeout=PATIENCE)
        return heard

    async def presses(self, title: str) -> None:
        await self.page.locator(".message").get_by_role("button", name=title, exact=True).last.click()

    async def sees(self) -> str:
        """All that is on the screen."""
        return await self.page.locator("body").inner_text()


class Desk:
    """At a computer."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def sign_in(self, name: str) -> None:
        await self.page.get_by_label("账号").fill(name)
        await self.page.get_by_label("密码").fill(PASSWORD)
        await take_picture(self.page, "sign-in")
        await self.page.get_by_role("button", name="登录").click()

    async def enrol(self) -> None:
        """The second factor that a supervisor must have, from the secret that is shown."""
        secret = await self.page.locator(".secret").inner_text()
        await self.page.get_by_label("验证码").fill(pyotp.TOTP(secret).now())
        await self.page.keyboard.press("Enter")
        await self.page.get_by_role("button", name="已经保存").click()

    async def is_there(self) -> None:
        await expect(self.page.get_by_text("已连接")).to_be_visible(timeout=PATIENCE)

    async def sets_itself(self, state: str) -> None:
        await self.page.get_by_role("radio", name=state).click()

    async def writes(self, text: str, to: str = "回复投资者") -> None:
        await self.page.get_by_role("tab", name=to).click()
        await self.page.get_by_label(to).last.fill(text)
        await self.page.keyboard.press("Enter")

    async def sees_line(self, sender: str, text: str) -> None:
        line = self.page.locator(f".line-row.{sender} .bubble", has_text=text)
        await expect(line.last).to_be_visible(timeout=PATIENCE)

    async def sends_picture(self, picture: bytes) -> None:
        async with self.page.expect_file_chooser() as chooser:
            await self.page.get_by_role("button", name="发送图片").click()
        await (await chooser.value).set_files(
            [FilePayload(name="a.png", mimeType="image/png", buffer=picture)]
        )
        await self.page.get_by_role("dialog").get_by_role("button", name="发送").click()

    async def standing(self, words: str) -> None:
        await expect(self.page.locator(".head .chip")).to_have_text(re.compile(words), timeout=PATIENCE)
