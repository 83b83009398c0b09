"""The investor's side from end to end: a test on WeChat, what does not fit, a holding that turns red."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import psycopg
import pytest_asyncio
from playwright.async_api import Browser

from tests.e2e.channels.conftest import dsn_of, settled
from tests.e2e.channels.phones import Phones, phones
from tests.e2e.channels.seen import Seen
from tests.e2e.channels.ways import Telegram, Way, Wechat
from tests.e2e.desk.crew import SCREEN, Desk, crew, figure, page_of
from tests.e2e.investor.decided import announce
from tests.e2e.suitability.test_risk_test import ANSWERS, LAST, SENTENCE
from tests.e2e.system import System, run_system
from tests.e2e.upstreams import NOT_BEHIND_THEM, Upstreams

CODE, NAME = "600432", "退市吉恩"
ROUND = """
select procrastinate_defer_jobs_v1(array[row('watchers'::varchar, 'watch_announcements'::varchar, 0, null,
  null, '{"timestamp": 0}'::jsonb, null)::procrastinate_job_to_defer_v1])"""
NOTICES = "select count(*) from notice_sent where state = any(%s)"
A_ROUND, A_LOOK, STEPS_TAKE = 120.0, 5.0, 30.0  # seconds
Connection = psycopg.AsyncConnection[tuple[object, ...]]


@dataclass
class Talk:
    """One investor on a way, message by message."""

    way: Way
    database: Connection
    seen: list[Seen] = field(default_factory=list)

    async def says(self, text: str, *hears: str) -> None:
        await self.way.say(text)
        await self._hears(text, hears)

    async def presses(self, title: str, *hears: str) -> None:
        await self.way.press(title, self.seen[-1].choices[title])
        await self._hears(title, hears)

    async def _hears(self, said: str, parts: tuple[str, ...]) -> None:
        await settled(self.database, self.way, len(self.seen) + 1)
        self.seen.append(await self.way.look())
        told = "\n".join(self.seen[-1].lines)
        assert [part for part in parts if part not in told] == [], f"{said}: {told}"


@dataclass
class Stage:
    """Everybody who takes part, before the whole product with recorded upstreams."""

    system: System
    upstreams: Upstreams
    phones: Phones
    database: Connection

    def enters(self, kind: type[Way], number: int) -> Talk:
        return Talk(kind(self.phones, number), self.database)

    async def counted(self, many: int, *states: str) -> None:
        """Until so many notices stand at one of these."""
        async with asyncio.timeout(40):
            while await self._count(states) < many:  # noqa: ASYNC110 - it stands in the database
                await asyncio.sleep(0.2)

    async def _count(self, states: tuple[str, ...]) -> int:
        row = await (await self.database.execute(NOTICES, [list(states)])).fetchone()
        return int(str(row[0])) if row else 0


@pytest_asyncio.fixture(loop_scope="session")
async def stage(upstreams: Upstreams) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        people = await stack.enter_async_context(phones())
        variables = {
            **{"MARKET_MODE": "live", "TELEGRAM_ACCOUNT_DATA": "yes"},
            **upstreams.variables,
            **NOT_BEHIND_THEM,
            **people.variables,
        }
        running = run_system(variables)
        system = await asyncio.to_thread(running.__enter__)
        stack.push_async_callback(asyncio.to_thread, running.__exit__, None, None, None)
        people.connect(system.url)
        connecting = psycopg.AsyncConnection.connect(dsn_of(system), autocommit=True)
        yield Stage(system, upstreams, people, await stack.enter_async_context(await connecting))


async def test_an_investor_is_tested_holds_a_share_and_hears_that_its_listing_ends(
    stage: Stage, chromium: Browser
) -> None:
    investor = stage.enters(Wechat, 1)
    await the_whole_test_is_taken(investor)
    await what_does_not_fit_is_warned_of(investor)
    watcher = stage.enters(Telegram, 2)
    await no_round_is_near()
    await one_holds_the_share_and_another_watches_it(investor, watcher)
    await its_listing_ends(stage)
    await both_hear_of_it(stage, investor, watcher)
    await the_desk_sees_how_far_it_came(stage, chromium)


async def the_whole_test_is_taken(investor: Talk) -> None:
    """With another question between."""
    await investor.says("我要做风险测评", "一共20题")
    await investor.presses("开始测评", "敏感个人信息")
    await investor.presses("同意", "第1题/共20题")
    for place, answer in enumerate(ANSWERS[:6], 2):
        await investor.says(answer, f"第{place}题/共20题")
    await investor.says("科创板最少买几股", "200股")
    for place, answer in enumerate((*ANSWERS[6:], *LAST[:6]), 8):
        await investor.says(answer, f"第{place}题/共20题")
    await investor.says(LAST[6], "20题都答完了")
    await investor.presses("提交", "C3（稳健型）", "市场有风险，投资需谨慎")


async def what_does_not_fit_is_warned_of(investor: Talk) -> None:
    await investor.says("R4的产品适合我吗", "风险不匹配")
    await investor.says("超出我的承受能力还要买", "特别风险警示书", SENTENCE)
    await investor.says(SENTENCE, "不接受委托")


async def one_holds_the_share_and_another_watches_it(investor: Talk, watcher: Talk) -> None:
    await investor.says(f"我有{CODE} 1000股", NAME, "1000股")
    await watcher.says(f"加自选 {CODE}", "同意保存吗")
    await watcher.presses("同意", "境外")
    await watcher.presses("同意", NAME)
    await watcher.says("以后用繁体", "自動回覆", "以後都用繁體字")


async def no_round_is_near() -> None:
    """The product looks by itself every other minute, and believes for a while that there was nothing."""
    left = A_ROUND - time.time() % A_ROUND
    if left < STEPS_TAKE:
        await asyncio.sleep(left + A_LOOK)


async def its_listing_ends(stage: Stage) -> None:
    """The exchange's decision is announced; the watcher looks again."""
    stage.upstreams.tells(*announce(CODE, NAME))
    await stage.database.execute(ROUND)
    await stage.counted(2, "sent", "delivered")


async def both_hear_of_it(stage: Stage, investor: Talk, watcher: Talk) -> None:
    titles = ("关于公司股票终止上市的公告", "關於公司股票終止上市的公告")
    for talk, title in zip((investor, watcher), titles, strict=True):
        talk.seen.append(await talk.way.look())
        told = "\n".join(talk.seen[-1].lines)
        assert f"{NAME} {CODE}" in told
        assert title in told
    [number] = [number for title, number in investor.seen[-1].choices.items() if title == "知道了"]
    await investor.way.press("知道了", number)
    await stage.counted(1, "read")


async def the_desk_sees_how_far_it_came(stage: Stage, chromium: Browser) -> None:
    """Whoever leads opens the campaign."""
    async with (
        crew(stage.system),
        page_of(chromium, f"{stage.system.url}/desk", SCREEN) as page,
    ):
        desk = Desk(page)
        await desk.sign_in("zhao")
        await desk.enrol()
        await desk.is_there()
        await page.goto(f"{stage.system.url}/desk/campaigns")
        told = page.get_by_role("row").filter(has_text=CODE)
        await told.get_by_role("button", name="查看").click()
        for name, value in (("affected", 2), ("read", 1), ("unreachable", 0)):
            await figure(page, name, value)
