"""An agent's day in one browser: signing in, taking a conversation, reading, answering, writing down the end."""

from playwright.async_api import Page, expect

from tests.e2e.desk.site import Site
from tests.unit.desk.office import PASSWORD


async def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    await page.get_by_label("账号").fill(name)
    await page.get_by_label("密码").fill(password)
    await page.get_by_role("button", name="登录").click()


async def test_an_agent_takes_a_conversation_answers_and_writes_down_the_end(page: Page, site: Site) -> None:
    await site.office.hire("agent", "wang", name="王芳", skills=["general"])
    head = await site.waits("u1")
    await sign_in(page, "wang")
    await page.locator(".queue").get_by_role("button", name="接入").click()
    await expect(page.locator(".line-row.user .bubble").first).to_have_text("转人工")
    await expect(page.locator(".line-row.bot .bubble").first).to_have_text("答：转人工")
    await page.get_by_label("回复投资者").fill("您好，请说您的问题。")
    await page.keyboard.press("Enter")
    await expect(page.locator(".line-row.agent .bubble")).to_have_text("您好，请说您的问题。")
    assert "您好，请说您的问题。" in await site.texts("u1")
    await site.says("银证转账几点结束", "u1")
    await expect(page.locator(".line-row.user .bubble").last).to_have_text("银证转账几点结束")
    await page.screenshot(path="/tmp/f1shot/work.png")
