"""Signing in at the desk: a password of one's own, a second factor, and what is not let in."""

import pyotp
from playwright.async_api import Page, expect

from conversations.owners import accept, transfer
from tests.e2e.desk.site import Site
from tests.e2e.desk.test_workspace import at_work, sign_in
from tests.unit.desk.office import PASSWORD

CHOSEN = "another horse battery"


async def test_a_wrong_password_is_told_and_nothing_of_the_desk_is_shown(page: Page, site: Site) -> None:
    await site.office.hire("agent", "wang")
    await sign_in(page, "wang", "not the password")
    await expect(page.get_by_role("alert")).to_have_text("账号、密码或验证码不正确。")
    await expect(page.get_by_role("navigation")).to_have_count(0)


async def test_who_was_given_a_password_chooses_one_before_anything_else(page: Page, site: Site) -> None:
    fields = {"id": "wang", "name": "王芳", "number": "1001", "role": "agent"}
    given = await site.office.agents.create("test", fields)
    await sign_in(page, "wang", given)
    await page.get_by_label("当前密码").fill(given)
    await page.get_by_label("新密码", exact=True).fill("short")
    await page.get_by_label("再输一次新密码").fill("short")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("密码太短，至少 10 个字符。")
    await page.get_by_label("新密码", exact=True).fill(CHOSEN)
    await page.get_by_label("再输一次新密码").fill(CHOSEN)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="我的会话")).to_be_visible()
    await expect(page.get_by_text("已连接")).to_be_visible()


async def test_a_second_factor_is_enrolled_and_asked_for_the_next_time(page: Page, site: Site) -> None:
    await site.office.hire("senior", "li")
    await sign_in(page, "li")
    picture = page.get_by_alt_text("绑定用的二维码")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    totp = pyotp.TOTP(await page.locator(".secret").inner_text())
    await page.get_by_label("验证码").fill(totp.now())
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="已经保存")).to_be_visible()
    codes = await page.locator(".codes li").all_inner_texts()
    await page.get_by_role("button", name="已经保存").click()
    await expect(page.get_by_role("heading", name="我的会话")).to_be_visible()
    await page.context.clear_cookies()
    await page.reload()
    await sign_in(page, "li", PASSWORD)
    await page.get_by_label("动态验证码").fill(codes[0])
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="我的会话")).to_be_visible()


async def test_when_the_session_ends_elsewhere_the_desk_is_gone(page: Page, site: Site) -> None:
    await site.office.hire("agent", "wang")
    await sign_in(page, "wang")
    await expect(page.get_by_text("已连接")).to_be_visible()
    await site.office.sessions.end_all("wang")
    await expect(page.get_by_role("button", name="登录")).to_be_visible()
    await expect(page.get_by_role("heading", name="我的会话")).to_have_count(0)


async def test_who_sits_down_next_finds_nothing_that_was_typed_before(page: Page, site: Site) -> None:
    head = await at_work(page, site)
    await page.get_by_role("tab", name="内部备注").click()
    await page.get_by_label("内部备注").last.fill("只给自己看的话")
    await site.office.hire("agent", "li")
    await site.conversations.move(head.conversation_id, transfer(by="wang", to="li"))
    await site.conversations.move(head.conversation_id, accept("li"))
    await site.office.sessions.end_all("wang")
    await sign_in(page, "li")
    await page.get_by_role("tab", name="内部备注").click()
    await expect(page.get_by_label("内部备注").last).to_have_value("")
