"""Writing in the chat: Enter, input methods, long texts, and text that looks like markup."""

from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from channels.web.assets import load_words
from tests.fakes.brain import FakeBrain, turn

LIMIT = load_words()["composer"]["limit"]
MARKUP = [
    "<img src=x onerror=\"document.title='hacked'\">",
    "<script>document.title='hacked'</script>",
    "</textarea><b>粗</b>&amp;",
    "[x](javascript:document.title='hacked')",
]


async def test_enter_sends_and_shift_enter_makes_a_line(page: Page) -> None:
    box = page.get_by_label("输入您的问题")
    await box.fill("第一行")
    await box.press("Shift+Enter")
    await box.press_sequentially("第二行")
    await expect(page.locator(".message")).to_have_count(0)
    await box.press("Enter")
    await expect(page.locator(".message.user .bubble")).to_have_text("第一行\n第二行", use_inner_text=True)
    await expect(box).to_have_value("")


async def test_enter_that_ends_a_composition_does_not_send(page: Page) -> None:
    await page.get_by_label("输入您的问题").focus()
    keyboard = await page.context.new_cdp_session(page)
    await keyboard.send("Input.imeSetComposition", {"text": "maotai", "selectionStart": 6, "selectionEnd": 6})
    await page.keyboard.press("Enter")
    await keyboard.send("Input.insertText", {"text": "茅台"})
    await expect(page.locator(".message")).to_have_count(0)
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.user")).to_contain_text("茅台")


async def test_who_writes_too_fast_is_told_when_to_come_again_and_the_text_stays(page: Page) -> None:
    async def refuse(route: Route) -> None:
        await route.fulfill(status=429, headers={"Retry-After": "7"}, json={"error": "too_many"})

    await page.route("**/api/chat", refuse, times=1)
    box = page.get_by_label("输入您的问题")
    await box.fill("茅台")
    await box.press("Enter")
    await expect(page.locator(".message.user .fate")).to_contain_text("您发得有点快，请在 7 秒后再试")
    await page.get_by_role("button", name="重试").click()
    await expect(page.locator(".message.bot")).to_contain_text("答：茅台")


async def test_blank_text_is_not_sent(page: Page) -> None:
    box = page.get_by_label("输入您的问题")
    await box.fill(" \n ")
    await box.press("Enter")
    await expect(page.get_by_role("button", name="发送")).to_be_disabled()
    await expect(page.locator(".message")).to_have_count(0)


async def test_a_text_near_its_limit_is_counted_and_beyond_it_is_kept(page: Page) -> None:
    box, send = page.get_by_label("输入您的问题"), page.get_by_role("button", name="发送")
    await box.fill("🚀" * (LIMIT - 10))
    await expect(page.get_by_text("还可输入 10 字")).to_be_visible()
    await box.fill("茅" * (LIMIT + 3))
    await expect(page.get_by_text("已超出 3 字")).to_be_visible()
    await expect(send).to_be_disabled()
    await box.press("Enter")
    await expect(page.locator(".message")).to_have_count(0)
    await expect(send).to_be_in_viewport()


@pytest.mark.parametrize("text", MARKUP)
async def test_markup_is_shown_as_it_was_written(page: Page, brain: FakeBrain, text: str) -> None:
    title = await page.title()
    button = {"title": text, "payload": "/x"}
    brain.answer = lambda _: (200, turn(messages=[{"text": text, "buttons": [button], "image": text}]))
    await page.get_by_label("输入您的问题").fill(text)
    await page.keyboard.press("Enter")
    await expect(page.locator(".bubble")).to_have_text([text, text])
    await expect(page.get_by_role("button", name=text)).to_be_visible()
    assert await page.locator(".bubble img, .bubble script, .bubble b, .bubble a").count() == 0
    assert await page.title() == title


async def test_figures_are_only_split_never_changed(page: Page) -> None:
    lines = [
        "",
        "1768.90  ▲56.01  +3.27%",
        "贵州茅台 600519  1768.90  ▲56.01  +3.27% 和 39.85  ▲0.31  +0.78%",
        "▲▼▲ 1 ▼",
        "▲1.<b>2</b>",
        "今开 1703.00  昨收 1712.89",
    ]
    split = "lines => import('/static/web/figures.js').then(figures => lines.map(figures.pieces))"
    assert [
        "".join(piece["text"] for piece in pieces) for pieces in await page.evaluate(split, lines)
    ] == lines


async def test_only_a_line_with_a_percentage_is_a_row(page: Page) -> None:
    lines = [
        "平安银行　 000001    11.02  0.00%  11-20",
        "贵州茅台 600519  已收盘",
        "编号 123456  按 5% 计",
        "600519",
    ]
    read = "lines => import('/static/web/figures.js').then(figures => lines.map(figures.row))"
    listed = {
        "name": "平安银行",
        "code": "000001",
        "tone": "",
        "figures": ["11.02", "0.00%"],
        "note": "11-20",
    }
    assert await page.evaluate(read, lines) == [listed, None, None, None]


async def test_a_sector_is_a_row_with_what_stands_beside_it(page: Page) -> None:
    lines = [
        "电网设备　  +3.12%  领涨 嘉凯城 +10.14%",
        "银行　　　　   -0.40%",
        "近5日 +1.25%  近20日 -3.37%",
        "12.89  +0.55%  已收盘",
    ]
    read = "lines => import('/static/web/figures.js').then(figures => lines.map(figures.row))"
    grid = {
        "name": "电网设备",
        "code": "",
        "tone": "up",
        "figures": ["+3.12%"],
        "note": "领涨 嘉凯城 +10.14%",
    }
    bank = {"name": "银行", "code": "", "tone": "down", "figures": ["-0.40%"], "note": ""}
    assert await page.evaluate(read, lines) == [grid, bank, None, None]


async def test_a_document_of_our_own_answer_can_be_opened(page: Page, brain: FakeBrain) -> None:
    url = "https://static.cninfo.com.cn/finalpage/2022-05-11/1213336270.PDF?a=1&b=<b>"
    told: dict[str, Any] = {
        "text": f"关于更正的公告\n原文 {url}\n【估值】11-26",
        "buttons": [],
        "image": None,
    }
    brain.answer = lambda _: (200, turn(messages=[told]))
    await page.get_by_label("输入您的问题").fill(f"原文 {url}")
    await page.keyboard.press("Enter")
    link = page.locator(".message.bot a")
    await expect(link).to_have_text("原文 · static.cninfo.com.cn")
    assert await link.get_attribute("rel") == "noopener noreferrer"
    assert (await link.get_attribute("href") or "").startswith("https://static.cninfo.com.cn/finalpage/")
    await expect(page.locator(".message.bot .part strong")).to_have_text("【估值】")
    assert await page.locator(".message.user a, .bubble b").count() == 0


async def test_nothing_but_a_plain_https_address_after_its_label_becomes_a_link(page: Page) -> None:
    lines = [
        "原文 https://static.cninfo.com.cn/x.pdf",
        "原文 http://static.cninfo.com.cn/x.pdf",
        "原文 javascript:alert(1)",
        "原文 https://user:word@evil.example/x",
        "原文 https://",
        "没有找到“https://evil.example”，您是不是要找：",
        "https://evil.example",
    ]
    read = "lines => import('/static/web/lines.js').then(found => lines.map(found.address))"
    opened = {
        "label": "原文",
        "href": "https://static.cninfo.com.cn/x.pdf",
        "host": "static.cninfo.com.cn",
    }
    assert await page.evaluate(read, lines) == [opened, None, None, None, None, None, None]
