"""Why something was sent is answered out of what happened, and reading it is noted once."""

from datetime import timedelta
from decimal import Decimal

import pytest

from actions.handlers.tasking import Tasks
from actions.identify import Identifier
from actions.question import Question
from actions.residue import Residue
from actions.tasks.alerts import alert_tasks
from actions.tasks.roster import consent_task
from actions.tasks.task import Said
from conversations.database import Database
from customers.price_alerts import PriceAlert, PriceAlerts, Wish
from notices.events import Events, Found
from tests.unit.actions.given import NOW, FakeLexicon, FakeMarket
from tests.unit.actions.talk import Dialogue
from tests.unit.customers.people import People

M = "SH600519"
LEVELS = "ask_price_alert"  # whatever was found, the words decide
# The title of a real decision (000622, 2025-06-19), told here of the share that the dialogue knows.
DECISION = Found(
    f"delisting_decision:{M}:2021-07-28",
    "delisting_decision",
    "关于收到股票终止上市决定的公告",
    "巨潮资讯",
    M,
    "red",
    published_at=NOW.replace(hour=0, minute=0),
    detail={"name": "贵州茅台"},
    step=True,
    campaign=True,
)


@pytest.fixture
async def investor(people: People) -> int:
    return await people.agree("someone", "records", "finances")


def tasks_of(database: Database) -> Tasks:
    own = alert_tasks(database, Identifier(FakeLexicon(), Residue.load()), FakeMarket())
    return Tasks(own, consent_task(database), lambda: NOW)


@pytest.fixture
def talk(database: Database) -> Dialogue:
    return Dialogue({}, tasks=tasks_of(database))


async def hold(people: People, investor: int) -> None:
    statement = "insert into holding (investor_id, ref, quantity, source) values (%(n)s, %(ref)s, 1, 'chat')"
    await people.do(statement, n=investor, ref=M)


async def test_a_red_one_is_explained_by_its_decision(
    talk: Dialogue, database: Database, people: People, investor: int
) -> None:
    await hold(people, investor)
    await Events(database).keep(DECISION, NOW)
    assert await talk.say("为什么给我发红色提醒", LEVELS) == (
        "因为您持有贵州茅台 600519。\n"
        "红色（终止上市决定） 07-28（仅有日期）：关于收到股票终止上市决定的公告\n"
        "来源：巨潮资讯\n提醒按公开信息发，以公司和交易所公告为准。"
    )
    assert talk.slots["topic"] == "ALT02"
    assert talk.titles == ["预警含义", "退市后怎么办"]


async def test_what_was_withdrawn_is_said_to_be(
    talk: Dialogue, database: Database, people: People, investor: int
) -> None:
    await hold(people, investor)
    number = await Events(database).keep(DECISION, NOW)
    assert number is not None
    await Events(database).withdraw(number, Found("w:1", "delisting_withdrawn", "x", "巨潮资讯", M), NOW)
    assert "这条后来撤回了" in await talk.say("为什么给我发红色提醒", LEVELS)


async def test_who_was_told_nothing_is_shown_the_article(
    talk: Dialogue, database: Database, people: People, investor: int
) -> None:
    await Events(database).keep(DECISION, NOW)
    assert "没有因为您的自选、持仓或到价提醒给您发过消息" in await talk.say("为什么给我发红色提醒", LEVELS)
    assert talk.titles == ["预警含义"]
    await hold(people, investor)
    assert "近30天没有" in await talk.say("为什么给我发橙色提醒", LEVELS)


async def test_what_was_not_asked_for_was_not_sent(
    talk: Dialogue, database: Database, people: People, investor: int
) -> None:
    await people.do("insert into watched (investor_id, ref) values (%(n)s, %(ref)s)", n=investor, ref=M)
    moved = Found(
        "m", "price_move", "贵州茅台上涨异动", "腾讯行情", M, published_at=NOW, published_exact=True
    )
    await Events(database).keep(moved, NOW)
    assert "近30天没有" in await talk.say("刚才收到一条提醒", LEVELS)
    await people.do("insert into subscription values (%(n)s, 'price_move', true)", n=investor)
    assert "因为您关注" in await talk.say("刚才收到一条提醒", LEVELS)


async def test_what_was_really_sent_is_explained_first_the_newest_before(
    talk: Dialogue, database: Database, people: People, investor: int
) -> None:
    await hold(people, investor)
    number = await Events(database).keep(DECISION, NOW)
    assert number is not None
    campaign = (
        "insert into campaign (id, event_id, key, kind, ref, title, reply, why, phase, exact, deadline,"
        " started_by) values (7, %(event)s, 'e', 'delisting_decision', %(ref)s, 't', '{}', "
        " '您持有贵州茅台。', 'done', false, now(), 't')"
    )
    await people.do(campaign, event=number, ref=M)
    sent = (
        "insert into notice_sent (investor_id, key, kind, campaign_id, why, state, sent_at)"
        " values (%(n)s, %(key)s, 'k', %(campaign)s, %(why)s, 'sent', %(at)s)"
    )
    hour, minutes = NOW - timedelta(hours=1), NOW - timedelta(minutes=9)
    await people.do(sent, n=investor, key="e", campaign=7, why=None, at=hour)
    await people.do(sent, n=investor, key="b", campaign=0, why="您订阅了收盘简报。", at=minutes)
    await people.do(sent, n=investor, key="waits", campaign=0, why="还没有发出。", at=None)
    assert "07-28 15:21 发给您的最近一条提醒，是因为：\n您订阅了收盘简报。\n" in await talk.say(
        "为什么给我发这条提醒", LEVELS
    )
    assert await talk.say("为什么给我发红色提醒", LEVELS) == (
        "红色（终止上市决定） 07-28 14:30 发给您的最近一条提醒，是因为：\n您持有贵州茅台。\n"
        "提醒按公开信息发，以公司和交易所公告为准。"
    )
    assert talk.titles == ["预警含义", "退市后怎么办"]
    await Events(database).withdraw(number, Found("w:1", "delisting_withdrawn", "x", "巨潮资讯", M), NOW)
    assert "您持有贵州茅台。（这条后来撤回了）" in await talk.say("为什么给我发红色提醒", LEVELS)


async def test_what_was_sent_of_a_shares_industry_is_explained_where_the_share_is_named(
    talk: Dialogue, database: Database, people: People, investor: int
) -> None:
    detail = {"sector": "白酒", "refs": [M]}
    moved = Found(
        "s", "sector_move", "白酒下跌异动", "同花顺", published_at=NOW, published_exact=True, detail=detail
    )
    await Events(database).keep(moved, NOW)
    sent = (
        "insert into notice_sent (investor_id, key, kind, campaign_id, why, state, sent_at)"
        " values (%(n)s, 's', 'price_move', 0, '您有属于白酒行业的股票。', 'sent', %(at)s)"
    )
    await people.do(sent, n=investor, at=NOW - timedelta(minutes=1))
    assert "您有属于白酒行业的股票。" in await talk.say("为什么给我发贵州茅台的提醒", LEVELS, M)
    assert "您有属于白酒行业的股票。" not in await talk.say("为什么给我发五粮液的提醒", LEVELS, "SZ000858")


async def test_a_price_alert_is_explained_by_the_wish(
    talk: Dialogue, database: Database, investor: int
) -> None:
    alerts = PriceAlerts(database)
    wish = Wish(M, "above", Decimal(1760))
    alert = await alerts.add("web", "someone", wish, "m1", NOW - timedelta(days=1))
    assert isinstance(alert, PriceAlert)
    await alerts.fire([alert.number], NOW - timedelta(minutes=3))
    assert await talk.say("为什么给我发这条消息", LEVELS) == (
        "因为您在 07-27 设了提醒：贵州茅台 涨到 1760。\n07-28 15:27 达到，提醒一次就结束。"
    )


async def test_reading_an_event_is_noted_once(talk: Dialogue, database: Database, investor: int) -> None:
    number = await Events(database).keep(DECISION, NOW)
    payload = f'/go_on_task{{"task":"event_known","choice":"{number}"}}'
    for _ in range(2):
        talk.buttons = [{"title": "知道了", "payload": payload}]
        assert "已记下您看过了" in await talk.press("知道了")
    rows = await database.rows("select investor_id, event_id, channel from event_acknowledged", {})
    assert [tuple(row.values()) for row in rows] == [(investor, number, "web")]
    talk.buttons = [{"title": "知道了", "payload": payload.replace(f'"{number}"', '"999"')}]
    assert "过期" in await talk.press("知道了")


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("为什么给我发预警", True),
        ("为什么收到红色预警", True),
        ("why did I get this", True),
        ("黄色预警是啥意思", False),
        ("为什么我的股票是红色预警", False),
        ("为什么没有通知我缴款", False),
        ("为什么收不到推送", False),
        ("收到黄色提醒怎么办", False),
        ("为啥不给我开两融", False),
        ("公司为啥发那份异动公告", False),
        ("红色预警什么意思", False),
    ],
)
def test_only_the_question_for_what_was_sent_is_claimed(text: str, claimed: bool) -> None:
    said = Said(Question(text=text, intent=LEVELS), "web", "someone", "m1", NOW)
    assert bool(tasks_of(Database("", wait=False)).claiming(said, None, None)) == claimed
