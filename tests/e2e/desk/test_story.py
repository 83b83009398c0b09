"""One conversation through all hands: the bot, the queue, two agents, a supervisor, and the bot again."""

import io
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, expect

from tests.e2e.desk.crew import PHONE, SCREEN, Desk, Investor, crew, page_of, take_picture, takes_pictures
from tests.e2e.system import System

VAGUE, WRONG = "那件事到底怎么回事呀", "不是这个意思"
WHISPER = "先核对他的身份再答复"
BACKLOG = "浦发银行多少钱"


class Scene:
    """Who takes part."""

    def __init__(self, investor: Investor, wang: Desk, li: Desk, zhao: Desk) -> None:
        self.investor = investor
        self.wang = wang
        self.li = li
        self.zhao = zhao


@pytest_asyncio.fixture(loop_scope="session")
async def scene(system: System, chromium: Browser) -> AsyncIterator[Scene]:
    """The investor has the chat before them; everybody who works here has signed in."""
    async with crew(system), AsyncExitStack() as open_pages:
        desk = f"{system.url}/desk"
        phone = await open_pages.enter_async_context(page_of(chromium, system.url, PHONE))
        desks = []
        for name in ("wang", "li", "zhao"):
            at = Desk(await open_pages.enter_async_context(page_of(chromium, desk, SCREEN)))
            await at.sign_in(name)
            if name == "zhao":
                await at.enrol()
            await at.is_there()
            desks.append(at)
        await desks[0].sets_itself("忙碌")
        await desks[1].sets_itself("接待")
        yield Scene(Investor(phone), *desks)


async def test_a_conversation_goes_through_all_hands_and_comes_back(
    scene: Scene, system: System, chromium: Browser
) -> None:
    await the_bot_fails(scene.investor)
    await an_agent_takes_it_with_all_that_was_said(scene.wang)
    await they_talk(scene)
    await the_rules_are_kept(scene)
    await it_is_handed_on_and_watched(scene)
    await it_ends_and_the_bot_goes_on(scene)
    assert WHISPER not in await scene.investor.sees()
    if takes_pictures():
        await look_round(scene, system, chromium)


async def the_bot_fails(investor: Investor) -> None:
    """It asks which share is meant and answers; then it misses twice, and calls a person."""
    await investor.says("000001多少钱")
    await investor.presses("平安银行 000001")
    await investor.hears("今开")
    await investor.says(VAGUE)
    await investor.hears("您想问的是下面哪一个")
    await investor.says(WRONG)
    await investor.hears("您是下一位", "system")


async def an_agent_takes_it_with_all_that_was_said(wang: Desk) -> None:
    queue = wang.page.locator(".queue")
    await expect(queue.get_by_text("多次未答出")).to_be_visible()
    await take_picture(wang.page, "queue")
    assert VAGUE not in await queue.inner_text()
    wish = queue.get_by_role("listitem", name=re.compile("^多次未答出"))
    await wish.get_by_role("button", name="接入", exact=True).click()
    await wang.standing("人工服务中")
    await wang.sees_line("user", VAGUE)
    await expect(wang.page.locator(".line-row.user .bubble.chosen")).to_have_text("选择了「平安银行 000001」")
    await expect(wang.page.locator(".offered-buttons .pressed").first).to_contain_text("平安银行 000001")
    await expect(wang.page.locator(".line-row.user .fate .chip").first).to_contain_text("行情资讯")
    summary = wang.page.locator(".summary")
    await expect(summary).to_contain_text("多次未答出")
    await expect(summary).to_contain_text("平安银行")


async def they_talk(scene: Scene) -> None:
    """Words both ways, and a picture."""
    investor, wang = scene.investor, scene.wang
    await investor.hears("王芳", "system")
    await wang.writes("您好，请问您想办什么业务？")
    await investor.hears("您好，请问您想办什么业务？", "agent")
    await investor.says(BACKLOG)
    await wang.sees_line("user", BACKLOG)
    file = io.BytesIO()
    Image.new("RGB", (240, 120), "teal").save(file, "PNG")
    await wang.sends_picture(file.getvalue())
    picture = investor.page.locator(".message.agent img")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 240
    await expect(wang.page.locator(".line-row.agent .picture img")).to_be_visible()
    await take_picture(wang.page, "conversation")
    await take_picture(investor.page, "investor")


async def the_rules_are_kept(scene: Scene) -> None:
    """What is forbidden stays here, what one should think about goes after a second look."""
    wang = scene.wang
    await wang.writes("放心，保证收益百分之十。")
    await expect(wang.page.get_by_text("这条内容不能发送")).to_be_visible()
    await take_picture(wang.page, "blocked")
    await wang.writes("贵州茅台现价 1768.90 元。")
    await wang.page.get_by_role("button", name="仍要发送").click()
    await scene.investor.hears("贵州茅台现价 1768.90 元。", "agent")
    assert "保证收益" not in await scene.investor.sees()


async def it_is_handed_on_and_watched(scene: Scene) -> None:
    """A colleague takes it; a supervisor reads along and says a word that only the agent sees."""
    await scene.wang.page.get_by_role("button", name="转接").click()
    dialog = scene.wang.page.get_by_role("dialog")
    await dialog.get_by_label("转给").select_option(value="li")
    await dialog.get_by_label("交接说明").fill("客户要问平安银行")
    await dialog.get_by_role("button", name="转接").click()
    await scene.li.page.locator(".mine").get_by_role("button", name="接入", exact=True).click()
    await scene.li.standing("李强")
    await scene.li.sees_line("agent", "您好，请问您想办什么业务？")
    await scene.zhao.page.get_by_role("link", name="主管").click()
    await expect(scene.zhao.page.get_by_text("李强").first).to_be_visible()
    await take_picture(scene.zhao.page, "lead")
    served = scene.zhao.page.get_by_role("row").filter(has_text="人工服务中")
    await served.get_by_role("button", name="打开").click()
    await scene.investor.says("我想改手机号")
    await scene.zhao.sees_line("user", "我想改手机号")
    await scene.zhao.writes(WHISPER, "耳语给坐席")
    await expect(scene.li.page.locator(".note .text", has_text=WHISPER)).to_be_visible()
    await take_picture(scene.zhao.page, "whisper")


async def it_ends_and_the_bot_goes_on(scene: Scene) -> None:
    """It is written down and rated; the bot answers what is new, and nothing of what was said meanwhile."""
    investor, page = scene.investor, scene.li.page
    await page.get_by_role("button", name="结束并小结").click()
    await page.get_by_label("告知投资者").fill("改手机号请在应用里办理。")
    await take_picture(page, "wrap-up")
    await page.get_by_role("button", name="保存小结").click()
    await investor.presses("很满意")
    await scene.li.sees_line("user", "很满意")
    await page.get_by_role("button", name="交回机器人").click()
    await scene.li.standing("机器人服务中")
    await investor.hears("改手机号请在应用里办理。", "system")
    await investor.says("贵州茅台多少钱")
    await investor.hears("贵州茅台 600519", "bot")
    await investor.hears("浦发银行 600000", "bot", times=0)


async def look_round(scene: Scene, system: System, chromium: Browser) -> None:
    """The other views, for the documents."""
    for name in ("metrics", "transcripts", "settings", "me"):
        await scene.zhao.page.goto(f"{system.url}/desk/{name}")
        await scene.zhao.is_there()
        await take_picture(scene.zhao.page, name)
    async with page_of(chromium, f"{system.url}/desk/audit", SCREEN) as page:
        sun = Desk(page)
        await sun.sign_in("sun")
        await sun.enrol()
        await expect(page.get_by_role("table")).to_be_visible()
        await take_picture(page, "audit")
