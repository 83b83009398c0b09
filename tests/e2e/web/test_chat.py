"""What a person does with the chat: ask, read, choose, scroll, come back."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from channels.web.parse import CHANNEL
from conversations import Inbound
from tests.e2e.web.site import Site
from tests.fakes.brain import FakeBrain, turn

QUOTE = (
    "贵州茅台 600519  已收盘\n1768.90  ▲56.01  +3.27%\n今开 1703.00  昨收 1712.89\n"
    "演示数据 截至 2021-07-28 15:00 · 自动回复 · 不构成投资建议"
)
LIST = "贵州茅台 600519  1768.90  +3.27%\n浦发银行 600000    13.75  -0.07%\n演示数据 · 不构成投资建议"
CHOICES = [
    {"title": "平安银行 000001", "payload": '/ask_quote{"security":"SZ000001"}'},
    {"title": "上证指数 000001", "payload": '/ask_quote{"security":"SH000001"}'},
]


UP = """async box => {
  do {
    box.scrollTo({ top: 0, behavior: 'instant' });
    await new Promise(settled => setTimeout(settled, 100));
  } while (box.scrollTop > 0);
}"""
"""To the top, and again while the page is still on its smooth way to the end."""


def offer_choices(question: dict[str, Any]) -> tuple[int, Any]:
    if question["payload"]:
        return 200, turn("好的")
    return 200, turn(messages=[{"text": "您问的是哪一个？", "buttons": CHOICES, "image": None}])


async def say(page: Page, text: str) -> None:
    await page.get_by_label("输入您的问题").fill(text)
    await page.get_by_role("button", name="发送").click()


async def sender_of(page: Page) -> str:
    """The page's own session, asked with its cookie."""
    return str(
        await page.evaluate("fetch('/api/session', {method: 'POST'}).then(r => r.json()).then(s => s.sender)")
    )


@pytest.mark.parametrize("size", [(390, 844), (1280, 800), (320, 568)], ids=["phone", "desktop", "small"])
async def test_a_person_asks_and_reads_a_dated_price(
    page: Page, brain: FakeBrain, size: tuple[int, int]
) -> None:
    brain.answer = lambda _: (200, turn(QUOTE))
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await say(page, "贵州茅台多少钱")
    answer = page.locator(".message.bot")
    await expect(answer).to_contain_text("1768.90  ▲56.01  +3.27%")
    await expect(answer).to_contain_text("截至 2021-07-28 15:00")
    await expect(page.locator(".message.user")).to_have_text("我贵州茅台多少钱" + await time_of(page, "user"))
    assert await page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    await expect(page.get_by_text("自动回复 · 不构成投资建议", exact=True)).to_be_in_viewport()
    await expect(answer).to_be_in_viewport()


async def time_of(page: Page, sender: str) -> str:
    return await page.locator(f".message.{sender} time").inner_text()


async def test_what_rose_is_red_and_what_fell_is_green(page: Page, brain: FakeBrain) -> None:
    brain.answer = lambda _: (200, turn(QUOTE, LIST))
    await say(page, "茅台和浦发")
    await expect(page.locator(".price.up")).to_have_text("1768.90  ▲56.01  +3.27%")
    await expect(page.locator(".row .up")).to_have_text(["1768.90", "+3.27%"])
    await expect(page.locator(".row .down")).to_have_text(["13.75", "-0.07%"])
    red = await page.locator(".price.up").evaluate("e => getComputedStyle(e).color")
    assert red == "rgb(198, 32, 46)"


async def test_a_newcomer_is_greeted_and_asks_by_one_touch(page: Page) -> None:
    await expect(page.get_by_role("heading", name="您好，我是问盘")).to_be_visible()
    await expect(page.get_by_text("不是真人")).to_be_visible()
    examples = page.get_by_role("group", name="您可以这样问").get_by_role("button")
    await expect(examples).to_have_count(3)
    await examples.first.tap()
    await expect(page.locator(".message.bot")).to_contain_text("答：贵州茅台多少钱")
    await expect(examples).to_have_count(0)


async def test_a_choice_is_pressed_marked_and_still_marked_after_a_reload(
    page: Page, brain: FakeBrain
) -> None:
    brain.answer = offer_choices
    await say(page, "平安")
    await page.get_by_role("button", name="平安银行 000001").tap()
    await expect(page.locator(".message.bot").last).to_contain_text("好的")
    assert brain.asked[-1]["payload"] == CHOICES[0]["payload"]
    for _ in range(2):
        await expect(page.get_by_role("button", name="平安银行 000001", pressed=True)).to_be_visible()
        await expect(page.get_by_role("button", name="上证指数 000001", pressed=True)).to_have_count(0)
        await page.reload()


async def test_a_reload_keeps_the_history(page: Page) -> None:
    for text in ("一", "二"):
        await say(page, text)
        await expect(page.locator(".message.bot").last).to_contain_text(f"答：{text}")
    await page.reload()
    await expect(page.locator(".bubble")).to_have_text(["一", "答：一", "二", "答：二"])
    await expect(page.get_by_role("group", name="您可以这样问")).to_be_hidden()


async def test_a_long_history_opens_at_its_end_and_goes_back_on_demand(page: Page, site: Site) -> None:
    sender = await sender_of(page)
    for number in range(50):
        await site.conversations.answer(Inbound(CHANNEL, sender, f"m{number}", text=f"问题{number}"))
    await page.reload()
    await expect(page.locator(".message")).to_have_count(60)
    await expect(page.get_by_text("答：问题49")).to_be_in_viewport()
    await page.get_by_role("button", name="查看更早的消息").click()
    await expect(page.locator(".message")).to_have_count(100)
    await expect(page.locator(".bubble").first).to_have_text("问题0")
    await expect(page.get_by_role("button", name="查看更早的消息")).to_be_hidden()


async def test_reading_further_up_a_person_is_told_of_new_messages(page: Page, site: Site) -> None:
    sender = await sender_of(page)
    for number in range(12):
        await site.conversations.answer(Inbound(CHANNEL, sender, f"m{number}", text=f"问题{number}"))
    await expect(page.get_by_text("答：问题11", exact=True)).to_be_in_viewport()
    await page.locator("#scroller").evaluate(UP)
    await expect(page.get_by_role("button", name="新消息")).to_be_hidden()
    await site.conversations.answer(Inbound(CHANNEL, sender, "new", text="新的"))
    await page.get_by_role("button", name="新消息").tap()
    await expect(page.get_by_text("答：新的")).to_be_in_viewport()
    await expect(page.get_by_role("button", name="新消息")).to_be_hidden()


async def test_while_the_answer_is_written_the_page_shows_it(page: Page, brain: FakeBrain) -> None:
    brain.hold.clear()
    await say(page, "慢")
    await expect(page.locator("#typing")).to_be_visible()
    brain.hold.set()
    await expect(page.locator(".message.bot")).to_contain_text("答：慢")
    await expect(page.locator("#typing")).to_be_hidden()


async def test_a_handoff_is_seen_in_the_header(page: Page, brain: FakeBrain) -> None:
    handoff = {"reason": "asked", "skill": None, "priority": 0}
    brain.answer = lambda _: (200, turn("好的", handoff=handoff))
    await say(page, "人工")
    await expect(page.locator("#tagline")).to_have_text("正在为您转接人工客服")


async def test_a_picture_is_shown(page: Page, brain: FakeBrain) -> None:
    picture = {"text": "走势图", "buttons": [], "image": "/static/web/mark.svg"}
    brain.answer = lambda _: (200, turn(messages=[picture]))
    await say(page, "走势图")
    await expect(page.get_by_role("img", name="图片")).to_be_visible()
    assert (
        await page.get_by_role("img", name="图片").evaluate("e => e.decode().then(() => e.naturalWidth)") > 0
    )


async def test_the_log_is_announced_and_the_keyboard_reaches_everything(page: Page) -> None:
    await expect(page.get_by_role("log", name="对话记录")).to_have_attribute("aria-live", "polite")
    await expect(page.get_by_role("log")).to_have_attribute("aria-busy", "false")
    await page.get_by_label("输入您的问题").fill("你好")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.bot")).to_contain_text("答：你好")
