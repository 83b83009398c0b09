"""An agent's day in one browser: signing in, taking a conversation, answering, writing down the end."""

import io

from PIL import Image
from playwright.async_api import FilePayload, Page, expect

from conversations import Inbound
from conversations.records import Head
from tests.e2e.desk.site import Site
from tests.unit.desk.office import PASSWORD

MARKUP = "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"


async def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    await page.get_by_label("账号").fill(name)
    await page.get_by_label("密码").fill(password)
    await page.get_by_role("button", name="登录").click()


async def at_work(page: Page, site: Site) -> Head:
    """王芳 is signed in and has taken the conversation of u1."""
    await site.office.hire("agent", "wang", name="王芳", skills=["general"])
    head = await site.waits("u1")
    await sign_in(page, "wang")
    await page.locator(".queue").get_by_role("button", name="接入").click()
    await expect(page.get_by_label("回复投资者")).to_be_enabled()
    return head


async def say(page: Page, text: str) -> None:
    await page.get_by_label("回复投资者").fill(text)
    await page.keyboard.press("Enter")


async def test_an_agent_takes_a_conversation_and_both_sides_read_each_other(page: Page, site: Site) -> None:
    await at_work(page, site)
    await expect(page.locator(".line-row.user .bubble").first).to_have_text("转人工")
    await expect(page.locator(".line-row.bot .bubble").first).to_have_text("答：转人工")
    await say(page, "您好，请说您的问题。")
    await expect(page.locator(".line-row.agent .bubble")).to_have_text("您好，请说您的问题。")
    await expect(page.get_by_label("回复投资者")).to_have_value("")
    assert "您好，请说您的问题。" in await site.texts("u1")
    await site.says("银证转账几点结束", "u1")
    await expect(page.locator(".line-row.user .bubble").last).to_have_text("银证转账几点结束")
    await expect(page).to_have_title("(1) 问盘坐席台")


async def test_a_picture_is_looked_at_before_it_is_sent(page: Page, site: Site) -> None:
    await at_work(page, site)
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="发送图片").click()
    picture = FilePayload(name="a.png", mimeType="image/png", buffer=file.getvalue())
    await (await chooser.value).set_files([picture])
    await expect(page.get_by_alt_text("待发送的图片")).to_be_visible()
    await expect(page.locator(".line-row.agent")).to_have_count(0)
    await page.get_by_role("dialog").get_by_role("button", name="发送").click()
    shown = page.locator(".line-row.agent .picture img")
    await expect(shown).to_be_visible()
    assert await shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 40


async def test_a_warning_may_be_confirmed_and_what_is_forbidden_may_not(page: Page, site: Site) -> None:
    await at_work(page, site)
    await say(page, "贵州茅台现价 1768.90 元。")
    await expect(page.get_by_text("发送前请留意")).to_be_visible()
    await page.get_by_role("button", name="仍要发送").click()
    await expect(page.locator(".line-row.agent .bubble")).to_have_text("贵州茅台现价 1768.90 元。")
    await say(page, "放心，保证收益百分之十。")
    await expect(page.get_by_text("这条内容不能发送")).to_be_visible()
    await expect(page.get_by_role("button", name="仍要发送")).to_have_count(0)
    await expect(page.get_by_label("回复投资者")).to_have_value("放心，保证收益百分之十。")


async def test_a_canned_reply_is_chosen_with_the_keys(page: Page, site: Site) -> None:
    await site.aids.replies.stock()
    await at_work(page, site)
    box = page.get_by_label("回复投资者")
    await box.fill("/")
    first = page.locator(".canned li").first
    await expect(first).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("ArrowDown")
    await expect(first).to_have_attribute("aria-selected", "false")
    await page.keyboard.press("Enter")
    await expect(box).not_to_have_value("/")
    await expect(page.locator(".line-row.agent")).to_have_count(0)


async def test_the_bots_answer_is_shown_on_a_click_and_sent_by_the_agent(page: Page, site: Site) -> None:
    await at_work(page, site)
    await page.get_by_role("button", name="参考答案").click()
    await expect(page.get_by_role("dialog").locator(".bubble")).to_have_text("答：转人工")
    await page.get_by_role("button", name="放入输入框").click()
    await expect(page.get_by_label("回复投资者")).to_have_value("答：转人工")
    await expect(page.locator(".line-row.agent")).to_have_count(0)


async def test_a_draft_is_there_again_after_a_reload(page: Page, site: Site) -> None:
    await at_work(page, site)
    async with page.expect_response("**/draft"):
        await page.get_by_label("回复投资者").fill("还没写完")
    await page.reload()
    await expect(page.get_by_label("回复投资者")).to_have_value("还没写完")


async def test_notes_are_for_colleagues_alone(page: Page, site: Site) -> None:
    await at_work(page, site)
    await page.get_by_role("tab", name="内部备注").click()
    await page.get_by_label("内部备注").last.fill("客户要查上月流水")
    await page.keyboard.press("Enter")
    await expect(page.locator(".note .text")).to_have_text("客户要查上月流水")
    assert "客户要查上月流水" not in await site.texts("u1")


async def test_the_end_is_written_down_and_told_to_the_investor(page: Page, site: Site) -> None:
    head = await at_work(page, site)
    await page.get_by_role("button", name="结束并小结").click()
    await page.get_by_label("小结", exact=False).last.fill("已核对资金流水，无异常。")
    await page.get_by_label("告知投资者").fill("已为您核对资金流水。")
    await page.get_by_role("button", name="保存小结").click()
    await page.get_by_role("button", name="交回机器人").click()
    await expect(page.locator(".head .chip")).to_have_text("机器人服务中")
    now = await site.head(head.conversation_id)
    assert now.owner == "bot"
    assert any("已为您核对资金流水。" in (text or "") for text in await site.texts("u1"))


async def test_markup_of_anybody_is_shown_as_it_was_written(page: Page, site: Site) -> None:
    await at_work(page, site)
    await site.says(MARKUP, "u1")
    await say(page, MARKUP)
    await expect(page.locator(".line-row.user .bubble").last).to_have_text(MARKUP)
    await expect(page.locator(".line-row.agent .bubble")).to_have_text(MARKUP)
    assert await page.locator(".transcript script, .bubble img").count() == 0
    assert await page.title() != "hacked"


async def test_older_lines_come_when_one_scrolls_up_and_what_is_read_stays(page: Page, site: Site) -> None:
    await site.office.hire("agent", "wang", skills=["general"])
    head = await site.waits("u1")
    for number in range(120):
        await site.conversations.receive(Inbound("web", "u1", f"n{number}", text=f"第{number}句"))
    await sign_in(page, "wang")
    await page.locator(".queue").get_by_role("button", name="接入").click()
    await expect(page.locator(".line-row.user .bubble").last).to_have_text("第119句")
    await expect(page.locator(".line-row.user .bubble").last).to_be_in_viewport()
    first = page.locator(".line-row").first
    seq = await first.get_attribute("data-seq")
    await page.locator(".transcript").evaluate("box => (box.scrollTop = 100)")
    await expect(page.locator(".line-row.user .bubble").first).to_have_text("转人工")
    await expect(page.locator(f'[data-seq="{seq}"]')).to_be_in_viewport()
    now = await site.head(head.conversation_id)
    await expect(page.locator(".line-row")).to_have_count(now.seq)


async def test_what_was_said_while_the_line_was_down_comes_once(page: Page, site: Site) -> None:
    await at_work(page, site)
    await page.context.set_offline(True)
    await expect(page.get_by_text("网络已断开")).to_be_visible()
    await site.says("还在吗", "u1")
    await page.context.set_offline(False)
    await expect(page.get_by_text("已连接")).to_be_visible()
    await expect(page.locator(".line-row.user .bubble")).to_have_text(["转人工", "还在吗"])


async def test_a_supervisor_whispers_and_takes_over(
    page: Page, second_page: Page, address: str, site: Site
) -> None:
    head = await at_work(page, site)
    await site.office.hire("supervisor", "zhao", name="赵敏")
    await sign_in(second_page, "zhao")
    await expect(second_page.get_by_text("已连接")).to_be_visible()
    await second_page.goto(f"{address}/work/{head.conversation_id}")
    await expect(second_page.get_by_label("回复投资者")).to_be_disabled()
    await second_page.get_by_role("tab", name="耳语给坐席").click()
    await second_page.get_by_label("耳语给坐席").last.fill("不要承诺到账时间")
    await second_page.keyboard.press("Enter")
    await expect(page.locator(".note.whisper")).to_contain_text("赵敏")
    await expect(page.locator(".note.whisper .text")).to_have_text("不要承诺到账时间")
    await second_page.get_by_text("更多").click()
    await second_page.get_by_role("button", name="接手会话").click()
    await second_page.get_by_role("dialog").locator("button.main").click()
    await second_page.get_by_role("tab", name="回复投资者").click()
    await expect(second_page.get_by_label("回复投资者")).to_be_enabled()
    await expect(page.get_by_text("这个会话已不在您名下。")).to_be_visible()
    await expect(page.locator(".conversation")).to_have_count(0)
    assert "不要承诺到账时间" not in await site.texts("u1")


async def test_an_agent_without_a_mouse_takes_and_opens_conversations(page: Page, site: Site) -> None:
    await site.office.hire("agent", "wang", skills=["general"])
    await site.waits("u1")
    await site.waits("u2")
    await sign_in(page, "wang")
    await expect(page.locator(".waiting")).to_have_count(2)
    await page.locator("body").press("j")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("回复投资者")).to_be_focused()
    await expect(page.locator(".waiting")).to_have_count(1)
    await page.locator(".transcript").press("j")
    await page.keyboard.press("Enter")
    await expect(page.locator(".card")).to_have_count(2)
    for place in (1, 2):
        await page.keyboard.press(f"Alt+{place}")
        await expect(page.locator(".card .open").nth(place - 1)).to_have_attribute("aria-current", "true")
    await page.locator(".transcript").press("?")
    await expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
