"""A connection that comes and goes: seen by the person, and nothing is lost or doubled."""

from playwright.async_api import BrowserContext, Page, expect

from channels.web.parse import CHANNEL
from channels.web.session import COOKIE
from conversations import Inbound
from tests.e2e.web.site import Site
from tests.e2e.web.test_chat import say, sender_of
from tests.fakes.brain import FakeBrain


async def test_after_a_restart_the_page_comes_back_and_has_missed_nothing(page: Page, site: Site) -> None:
    await say(page, "一")
    await expect(page.locator(".message.bot")).to_contain_text("答：一")
    sender = await sender_of(page)
    await site.stop()
    await expect(page.get_by_role("status")).to_have_text("连接中断，正在重连")
    await site.conversations.answer(Inbound(CHANNEL, sender, "meanwhile", text="二"))
    await site.start()
    await expect(page.get_by_role("status")).to_have_text("已连接")
    await say(page, "三")
    await expect(page.locator(".bubble")).to_have_text(["一", "答：一", "二", "答：二", "三", "答：三"])


async def test_what_could_not_be_sent_says_so_and_is_sent_again_once(
    page: Page, site: Site, brain: FakeBrain
) -> None:
    await site.stop()
    await say(page, "贵州茅台多少钱")
    await expect(page.locator(".fate")).to_contain_text("未能发送")
    await site.start()
    await expect(page.get_by_role("status")).to_have_text("已连接")
    await page.get_by_role("button", name="重试").click()
    await expect(page.locator(".bubble")).to_have_text(["贵州茅台多少钱", "答：贵州茅台多少钱"])
    assert [question["text"] for question in brain.asked] == ["贵州茅台多少钱"]


async def test_a_short_gap_is_bridged_without_the_person(page: Page, site: Site) -> None:
    await site.stop()
    await say(page, "贵州茅台多少钱")
    await expect(page.locator("[data-state=sending]")).to_be_visible()
    await site.start()
    await expect(page.locator(".bubble")).to_have_text(["贵州茅台多少钱", "答：贵州茅台多少钱"])


async def test_without_a_network_the_page_says_so_and_waits(page: Page, context: BrowserContext) -> None:
    await context.set_offline(True)
    await page.evaluate("dispatchEvent(new Event('offline'))")
    await expect(page.get_by_role("status")).to_have_text("网络已断开")
    await context.set_offline(False)
    await expect(page.get_by_role("status")).to_have_text("已连接")


async def test_where_no_socket_opens_answers_still_arrive(context: BrowserContext, site: Site) -> None:
    page = await context.new_page()
    await page.route_web_socket("**/api/chat/socket*", lambda socket: socket.close())
    await page.goto(site.address)
    await say(page, "一")
    await expect(page.locator(".bubble")).to_have_text(["一", "答：一"])


async def test_two_pages_of_one_person_show_the_same(page: Page, context: BrowserContext, site: Site) -> None:
    other = await context.new_page()
    await other.goto(site.address)
    await say(page, "一")
    for shown in (page, other):
        await expect(shown.locator(".bubble")).to_have_text(["一", "答：一"])


async def test_another_session_begins_another_transcript(
    page: Page, context: BrowserContext, site: Site
) -> None:
    await say(page, "一")
    await expect(page.locator(".message.bot")).to_contain_text("答：一")
    await context.clear_cookies(name=COOKIE)
    await site.stop()
    await site.start()
    await expect(page.get_by_role("heading", name="您好，我是问盘")).to_be_visible()
    await expect(page.locator(".message")).to_have_count(0)
