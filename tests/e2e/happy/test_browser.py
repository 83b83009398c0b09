"""The whole product in a browser on a phone: a chart in the chat, and a report that appears by itself."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from tests.e2e.conftest import CHROMIUM, QUIET
from tests.e2e.system import System

PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 60_000.0  # ms; a report is promised within a minute


@pytest.mark.browser
def test_an_investor_sees_chart_and_report_on_a_phone(system: System) -> None:
    if CHROMIUM is None:
        pytest.skip("Chromium is missing: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai")
        page.set_default_timeout(PATIENCE)
        page.goto(system.url)
        page.locator("[data-state=online]").wait_for()
        look_at_a_chart(page)
        wait_for_a_report(page)
        browser.close()


def look_at_a_chart(page: Page) -> None:
    say(page, "浦发银行走势图")
    picture = page.locator(".message.bot img").last
    expect(picture).to_be_visible(timeout=PATIENCE)
    assert picture.evaluate("e => e.decode().then(() => e.naturalWidth)") == 1080


def wait_for_a_report(page: Page) -> None:
    say(page, "帮我分析下平安银行")
    report = page.locator(".message.bot", has_text="平安银行 000001 事实报告")
    expect(report).to_contain_text("【风险】", timeout=PATIENCE)
    expect(report.locator("img")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def say(page: Page, text: str) -> None:
    page.get_by_label("输入您的问题").fill(text)
    page.get_by_role("button", name="发送").click()
