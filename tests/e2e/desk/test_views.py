"""The views beside the workspace in a browser: the floor, the figures, records, settings, the audit log."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from conversations import Brain
from conversations.database import Database
from conversations.messages import Reply
from conversations.owners import accept, close, wrap_up
from desk.people.sessions import Sessions
from desk.work.library import Handbook
from tests.e2e.desk.house import House, house_over
from tests.e2e.desk.test_workspace import MARKUP, sign_in
from tests.fakes.brain import TOKEN, FakeBrain
from tests.keys import KEYS
from tests.unit.desk.office import PASSWORD, Office
from tests.unit.desk.people.telephone import enrolled

PHONE = "13812345678"
CHOSEN = "another horse battery"
REASON = "核对投诉内容"
LAPSED = "update desk_session set fresh_at = now() - interval '1 hour' returning id"


@pytest_asyncio.fixture(loop_scope="session")
async def house(
    database_url: str, brain: FakeBrain, handbook: Handbook, tmp_path: Path
) -> AsyncIterator[House]:
    async with (
        Brain(brain.url, TOKEN) as client,
        Database(database_url, connections=4, patience=1.0, keys=KEYS) as database,
        Office(database, Sessions(database)) as office,
        house_over(database_url, office, client, handbook, tmp_path) as opened,
    ):
        yield opened


async def serve(house: House, user: str = "u1") -> int:
    """王芳 is at her desk and has the conversation of `user`, who has told a telephone number."""
    await house.office.hire("agent", "wang", name="王芳", skills=["general"])
    await house.presences.sign("wang", "ready")
    head = await house.waits(user)
    moved = await house.conversations.move(head.conversation_id, accept("wang"))
    await house.conversations.say(head.conversation_id, "wang", Reply("您好"), epoch=moved.epoch)
    await house.says(f"我的手机号是{PHONE}", user)
    return head.conversation_id


async def test_a_supervisor_sees_the_team_and_takes_over(chromium: Browser, house: House) -> None:
    number = await serve(house)
    await house.alarms.raise_(number, 1, "distress")
    async with house.visited(chromium, "supervisor", "lead") as page:
        wang = page.locator(".team li", has_text="王芳")
        await expect(wang).to_contain_text("1/3")
        await expect(page.get_by_role("alert")).to_contain_text("情绪危机")
        await page.get_by_role("button", name="已知悉").click()
        await expect(page.get_by_role("alert")).to_have_count(0)
        await wang.locator("summary").click()
        await wang.get_by_role("button", name="请去休息").click()
        await expect(wang.locator(".state")).to_have_text("离开")
        await page.get_by_role("region", name="进行中的人工会话").get_by_role("button", name="打开").click()
        await expect(page.locator(".bubble").last).to_have_text(f"我的手机号是{PHONE}")
        await page.locator(".head summary").click()
        await page.get_by_role("button", name="接手会话").click()
        assert (await house.head(number)).agent == "wang"
        await page.get_by_role("button", name="确认接手").click()
        await expect(page.locator(".head .chip")).to_have_text("人工服务中 · 李静")
        assert (await house.head(number)).agent == "supervisor"


async def test_the_queue_is_ordered_and_given_to_who_is_there(chromium: Browser, house: House) -> None:
    await house.office.hire("agent", "wang", name="王芳", skills=["general"])
    await house.presences.sign("wang", "ready")
    first, second = await house.waits("u1"), await house.waits("u2")
    async with house.visited(chromium, "supervisor", "lead") as page:
        await page.get_by_label(f"会话 {second.conversation_id} 的优先级").select_option("7")
        rows = page.get_by_role("region", name="排队").locator("tbody tr")
        await expect(rows.first.locator("select").first).to_have_value("7")
        given = page.get_by_label(f"会话 {first.conversation_id} 指派给")
        await given.focus()
        await given.select_option("wang")
        await rows.last.get_by_role("button", name="指派").click()
        await expect(rows).to_have_count(1)
    now = await house.head(first.conversation_id)
    assert (now.owner, now.agent) == ("assigned", "wang")


async def test_a_figure_opens_its_conversations_and_they_their_records(
    chromium: Browser, house: House
) -> None:
    number = await serve(house)
    await house.conversations.move(number, wrap_up("wang", detail={"outcome": "solved"}))
    await house.conversations.move(number, close(by="wang", reason="served"))
    async with house.visited(chromium, "supervisor", "metrics") as page:
        tile = page.locator(".tile", has_text="平均处理时长")
        await expect(tile).to_contain_text("达标 ≤ 3分00秒")
        await tile.get_by_role("button").focus()
        await expect(tile.get_by_role("tooltip")).to_contain_text("从接起到会话结束")
        await page.keyboard.press("Enter")
        await page.get_by_role("dialog").get_by_role("button", name="看记录").click()
        await expect(page.get_by_role("heading", name=f"会话 {number}")).to_be_visible()
        await page.get_by_role("link", name="指标").click()
        await page.get_by_label("分组").last.select_option("agent")
        await expect(page.get_by_role("rowheader", name="王芳")).to_be_visible()


async def test_a_record_is_masked_on_the_page_and_in_the_file(chromium: Browser, house: House) -> None:
    number = await serve(house)
    async with house.visited(chromium, "supervisor", f"transcripts/{number}") as page:
        await expect(page.locator(".line-row.user .bubble").last).to_have_text("我的手机号是〔手机号〕")
        await page.get_by_role("button", name="导出").click()
        await page.get_by_label("JSON（数据）").check()
        await page.get_by_label("理由").fill("短")
        await submit(page, "导出")
        await expect(page.get_by_label("理由")).to_have_attribute("aria-invalid", "true")
        await page.get_by_label("理由").fill(REASON)
        async with page.expect_download() as download:
            await submit(page, "导出")
        file = await download.value
        assert file.suggested_filename.startswith(f"transcript-{number}-")
        document = json.loads((await file.path()).read_text(encoding="utf-8"))
        assert document["export"]["masked"] is True
        assert PHONE not in json.dumps(document)


async def test_seeing_it_unmasked_takes_a_reason_and_the_password(chromium: Browser, house: House) -> None:
    number = await serve(house)
    await house.office.hire("supervisor", "li")
    telephone, _ = await enrolled(house.office, "li")
    async with house.visited(chromium, None, f"transcripts/{number}", who="li") as page:
        await house.office.database.rows(LAPSED, {})
        await page.get_by_role("button", name="查看原文").click()
        await page.get_by_label("理由").fill(REASON)
        await submit(page, "查看原文")
        await page.get_by_label("密码").fill(PASSWORD)
        await page.get_by_label("动态验证码").fill(await telephone.code())
        await page.get_by_role("button", name="确认").click()
        await expect(page.locator(".line-row.user .bubble").last).to_have_text(f"我的手机号是{PHONE}")
        await expect(page.get_by_role("status").filter(has_text=REASON)).to_be_visible()
    assert ("li", "unmask", f"conversation:{number}") in await house.acts()


async def test_somebody_new_signs_in_with_the_password_shown_once(chromium: Browser, house: House) -> None:
    async with house.visited(chromium, "admin", "settings") as page:
        await page.get_by_role("button", name="新增坐席").click()
        await page.get_by_label("账号").fill("王")
        await page.get_by_label("姓名").fill(MARKUP[:40])
        await page.get_by_label("工号").fill("2001")
        await submit(page, "新增坐席")
        await expect(page.get_by_label("账号")).to_have_attribute("aria-invalid", "true")
        await page.get_by_label("账号").fill("wang")
        await submit(page, "新增坐席")
        given = await page.locator(".given code").inner_text()
        await page.get_by_role("button", name="已经记下").click()
        await expect(page.get_by_role("cell", name=MARKUP[:40])).to_be_visible()
        await expect(page.get_by_text(given)).to_have_count(0)
        await page.get_by_role("link", name="审计").click()
        await expect(page.get_by_text("日志完整")).to_be_visible()
        row = page.locator("tbody tr", has_text="新增坐席").first
        await expect(row).to_contain_text("坐席 wang")
        assert await page.locator("tbody img").count() == 0
    async with house.visited(chromium, None) as other:
        await sign_in(other, "wang", given)
        await expect(other.get_by_role("heading", name="设置新密码")).to_be_visible()
        await other.get_by_label("当前密码").fill(given)
        await other.get_by_label("新密码", exact=True).fill(CHOSEN)
        await other.get_by_label("再输一次新密码").fill(CHOSEN)
        await other.keyboard.press("Enter")
        await expect(other.get_by_role("heading", name="我的会话")).to_be_visible()


async def test_hours_are_kept_and_a_wrong_one_is_marked(chromium: Browser, house: House) -> None:
    async with house.visited(chromium, "admin", "settings") as page:
        await page.get_by_role("tab", name="服务时间").click()
        ends = page.get_by_label("交易日 结束")
        await ends.fill("08:00")
        await page.get_by_role("button", name="保存").click()
        await expect(ends).to_have_attribute("aria-invalid", "true")
        await ends.fill("24:00")
        await page.get_by_label("日期").fill("2026-12-31")
        await page.get_by_role("button", name="添加日期").click()
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_text("已保存")).to_be_visible()
        await page.reload()
        await page.get_by_role("tab", name="服务时间").click()
        await expect(ends).to_have_value("24:00")
        await expect(page.get_by_role("group", name="2026-12-31")).to_contain_text("不服务")


async def test_an_appointment_is_moved_and_given_up_and_the_investor_told(
    chromium: Browser, house: House
) -> None:
    await house.office.hire("agent", "wang", name="王芳", skills=["general"])
    number = await house.says("想约个时间")
    slots = await house.appointments.slots(number)
    await house.appointments.book(number, slots[0].starts_at)
    async with house.visited(chromium, "supervisor", "lead") as page:
        await page.get_by_role("tab", name="预约").click()
        row = page.locator("tbody tr")
        await row.get_by_role("button", name="改期").click()
        await page.get_by_label("改到").select_option(index=3)
        await submit(page, "改期")
        await expect(row.locator("td").first).to_contain_text(f"{slots[2].starts_at:%H:%M}")
        await row.get_by_role("button", name="取消").click()
        await submit(page, "取消预约")
        await expect(row.locator(".chip")).to_have_text("已取消")
    texts = await house.texts()
    assert len([text for text in texts if text and "预约" in text]) == 2


async def test_a_wish_for_deletion_is_taken_down_and_refused_with_a_reason(
    chromium: Browser, house: House
) -> None:
    number = await house.says("请删除我的记录")
    async with house.visited(chromium, "compliance", "transcripts") as page:
        await page.get_by_role("tab", name="个人信息请求").click()
        await page.get_by_role("button", name="登记请求").click()
        await page.get_by_label("会话编号").fill(str(number))
        await page.get_by_label("类别").select_option("delete")
        await page.get_by_label("请求内容").fill("请删除我的聊天记录。")
        await submit(page, "登记请求")
        await page.get_by_role("button", name="办理").click()
        await expect(page.get_by_text("如果同意：清除")).to_be_visible()
        await page.get_by_label("不予办理").check()
        await page.get_by_label("理由").fill("尚未核实投资者身份")
        await submit(page, "答复")
        await expect(page.get_by_text("没有待办的请求")).to_be_visible()
    assert any("尚未核实投资者身份" in (text or "") for text in await house.texts())


async def submit(page: Page, name: str) -> None:
    await page.get_by_role("dialog").get_by_role("button", name=name).click()
