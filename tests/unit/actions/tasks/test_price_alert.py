"""Price alerts by chat. 贵州茅台 stands at 1768.90 as on 2021-07-28, with its limits of that day."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from actions.handlers.tasking import Tasks
from actions.identify import Identifier
from actions.residue import Residue
from actions.tasks.alerts import alert_tasks
from actions.tasks.roster import consent_task, own_data
from conversations.database import Database
from customers.consents import Consents
from customers.price_alerts import MOST, PriceAlert, PriceAlerts, Wish
from customers.subscriptions import Subscriptions
from market.quote import QuoteMissing
from tests.unit.actions.given import MOUTAI, NOW, FakeLexicon, FakeMarket, quote_of
from tests.unit.actions.talk import Dialogue
from tests.unit.actions.tasks.talking import SECRET

PRICE = "ask_price_alert"
M = "SH600519"


@dataclass
class Talk:
    """A dialogue with the task, and what is kept of it."""

    dialogue: Dialogue
    alerts: PriceAlerts
    market: FakeMarket

    async def say(self, text: str, *refs: str, intent: str = PRICE) -> str:
        return await self.dialogue.say(text, intent, *refs)

    async def press(self, title: str) -> str:
        return await self.dialogue.press(title)

    async def kept(self) -> list[tuple[str, str, str]]:
        return [_row(alert) for alert in await self.alerts.of("web", "someone", NOW)]


def _row(alert: PriceAlert) -> tuple[str, str, str]:
    return alert.ref, alert.kind, "" if alert.threshold is None else f"{alert.threshold:f}"


@pytest.fixture
def stranger(database: Database) -> Talk:
    market = FakeMarket()
    own = alert_tasks(database, Identifier(FakeLexicon(), Residue.load()), market)
    own += own_data(database, SECRET)
    tasks = Tasks(own, consent_task(database), lambda: NOW)
    return Talk(Dialogue({}, tasks=tasks), PriceAlerts(database), market)


@pytest.fixture
async def talk(stranger: Talk, database: Database) -> Talk:
    await Consents(database).record("web", "someone", "records", given=True, version="t", message_id="c")
    return stranger


async def test_before_anything_is_kept_it_is_asked_for_and_then_set(stranger: Talk) -> None:
    assert "同意保存吗" in await stranger.say("茅台到1500提醒我", M)
    assert await stranger.kept() == []
    said = await stranger.press("同意")
    assert said == (
        "好的，贵州茅台 跌到 1500时提醒您。\n现在 1768.90（07-28 15:00 腾讯行情）。\n"
        "有效到 10-26，提醒一次就结束。行情每分钟看一次，可能晚到；只提醒，不下单。"
    )
    assert await stranger.kept() == [(M, "below", "1500")]


async def test_a_price_is_kept_with_the_side_from_which_it_comes(talk: Talk) -> None:
    for text in ("茅台到1800提醒我", "茅台到1500提醒我", "茅台涨停了叫我"):
        assert "提醒您" in await talk.say(text, M)
    assert await talk.kept() == [(M, "above", "1800"), (M, "below", "1500"), (M, "limit_up", "")]
    assert talk.dialogue.slots["topic"] == "QUO10"
    assert talk.dialogue.slots["task"] is None


async def test_who_wanted_no_more_messages_and_sets_an_alert_is_sent_alerts_again(
    talk: Talk, database: Database
) -> None:
    await talk.say("别再给我发消息了", intent="out_of_scope")
    wishes = Subscriptions(database)
    number = await wishes.want("web", "someone", [])
    assert not await wishes.wanted(number, "price_alert")
    said = await talk.say("茅台跌到1500提醒我", M)
    assert said.endswith("您之前关掉了到价提醒，现在重新打开了；别的消息不变。")
    assert {kind for kind, wanted in (await wishes.of(number)).items() if wanted} == {
        "price_alert",
        "delisting",
    }
    assert "重新打开" not in await talk.say("茅台跌到1400提醒我", M)
    await talk.say("退订到价提醒", intent="out_of_scope")
    assert "重新打开" in await talk.say("把茅台的提醒改成1600", M) + await talk.say("茅台涨到1900提醒我", M)
    assert await wishes.wanted(number, "price_alert")


async def test_what_is_reached_already_is_said_and_asked(talk: Talk) -> None:
    said = await talk.say("茅台跌到1800提醒我", M)
    assert "贵州茅台已经在 1800 以下了，现在 1768.90（07-28 15:00 腾讯行情）。" in said
    assert await talk.kept() == []
    assert "涨到 1800时提醒您" in await talk.press("改为涨到 1800")
    assert await talk.kept() == [(M, "above", "1800")]


async def test_after_that_another_price_can_be_said(talk: Talk) -> None:
    await talk.say("茅台跌到1800提醒我", M)
    await talk.say("1700")
    assert await talk.kept() == [(M, "below", "1700")]


async def test_what_a_day_cannot_reach_is_said(talk: Talk) -> None:
    assert "1884.18 和 1541.60，到不了当天涨 15%" in await talk.say("茅台涨15%提醒我", M)
    assert await talk.kept() == []


async def test_what_is_missing_is_asked_for_one_by_one(talk: Talk) -> None:
    assert "要提醒哪只、到多少" in await talk.say("设个提醒")
    assert "要提醒哪只股票" in await talk.say("跌到1500")
    assert "跌到 1500时提醒您" in await talk.say("茅台", M, intent="ask_quote")
    assert await talk.kept() == [(M, "below", "1500")]


async def test_a_share_is_watched_once_its_condition_is_said(talk: Talk) -> None:
    assert "贵州茅台到什么时候提醒您" in await talk.say("帮我盯着茅台", M)
    assert "当天跌 5%时提醒您" in await talk.say("跌5%")
    assert await talk.kept() == [(M, "fall", "5")]


async def test_the_share_spoken_of_before_is_meant(talk: Talk) -> None:
    talk.dialogue.slots["quote_security"] = M
    await talk.say("它跌到1500提醒我")
    assert await talk.kept() == [(M, "below", "1500")]


async def test_a_name_of_several_is_asked_about(talk: Talk) -> None:
    said = await talk.say("000001到15提醒我", "SZ000001,SZ001359,SH601318")
    assert "哪一只" in said
    assert "平安银行 000001" in talk.dialogue.titles
    assert "平安银行" in await talk.press("平安银行 000001")
    assert [row[0] for row in await talk.kept()] == ["SZ000001"]


async def test_two_shares_are_set_one_by_one(talk: Talk) -> None:
    assert "一次设一只" in await talk.say("茅台到1500五粮液到150提醒我", M, "SZ000858")
    assert await talk.kept() == []


async def test_without_a_price_the_side_is_asked(talk: Talk) -> None:
    talk.market._special = {M: QuoteMissing(MOUTAI, "source_down")}
    assert "是涨到 1500 提醒，还是跌到 1500 提醒" in await talk.say("茅台到1500提醒我", M)
    assert "现在的价格暂时取不到" in await talk.say("跌到", intent="nlu_fallback")
    assert await talk.kept() == [(M, "below", "1500")]


async def test_a_sample_is_said_to_be_one(talk: Talk) -> None:
    talk.market._special = {M: quote_of(demo=True)}
    assert "演示里不会真的触发" in await talk.say("茅台到1500提醒我", M)


async def test_an_index_has_no_limit(talk: Talk) -> None:
    assert "没有涨跌停" in await talk.say("上证涨停了叫我", "SH000001")


async def test_a_share_that_is_gone_has_no_price(talk: Talk) -> None:
    assert "已经终止上市" in await talk.say("康得新到5块提醒我", "SZ002450")


async def test_what_cannot_be_watched_is_declined_with_what_can(talk: Talk) -> None:
    for text in ("茅台均线金叉提醒我", "大单买入通知我", "炸板了提醒我一下", "跌到成本价提醒我一下"):
        said = await talk.say(text)
        assert "这个条件还不能设" in said
        assert "到某个价" in said


async def test_they_are_listed_changed_and_taken_back(talk: Talk) -> None:
    assert "没有设提醒" in await talk.say("我设过哪些提醒")
    await talk.say("茅台到1500提醒我", M)
    await talk.say("五粮液涨停提醒我", "SZ000858")
    listed = await talk.say("我设过哪些提醒")
    assert "1. 贵州茅台 跌到 1500（到 10-26）\n2. 五粮液 涨停（到 10-26）" in listed
    assert talk.dialogue.titles == ["删 贵州茅台 跌到 1500", "删 五粮液 涨停", "全部删除"]
    assert "已删除：五粮液 涨停" in await talk.say("删掉第2条", intent="nlu_fallback")
    assert "已改成：贵州茅台 跌到 1600" in await talk.say("提醒价格改成1600")
    assert await talk.kept() == [(M, "below", "1600")]
    assert "已删除：贵州茅台 跌到 1600" in await talk.say("把茅台那个提醒删掉", M)
    assert await talk.kept() == []


async def test_of_several_it_is_asked_which(talk: Talk) -> None:
    await talk.say("茅台到1500提醒我", M)
    await talk.say("五粮液到150提醒我", "SZ000858")
    assert "要改哪一条" in await talk.say("提醒价改成1650")
    assert "已改成" in await talk.press("改 贵州茅台 跌到 1500")
    assert "要删哪一条" in await talk.say("取消提醒")
    assert "已删除全部 2 条" in await talk.press("全部删除")
    assert "已经没有了" in await talk_again(talk)


async def talk_again(talk: Talk) -> str:
    """The button of an alert that is over."""
    talk.dialogue.buttons = [
        {"title": "删", "payload": '/go_on_task{"task":"price_alert","choice":"remove:1"}'}
    ]
    return await talk.press("删")


async def test_what_is_over_after_the_list_was_shown_is_not_taken_back_twice(talk: Talk) -> None:
    await talk.say("茅台到1500提醒我", M)
    await talk.say("看看我设了哪些提醒")
    (alert,) = await talk.alerts.of("web", "someone", NOW)
    await talk.alerts.fire([alert.number], NOW)
    assert "已经没有了" in await talk.press("删 贵州茅台 跌到 1500")


async def test_only_so_many_can_be_set(talk: Talk) -> None:
    for price in range(MOST):
        wish = Wish(M, "above", Decimal(2000 + price))
        await talk.alerts.add("web", "someone", wish, f"x{price}", NOW)
    assert f"最多设 {MOST} 条" in await talk.say("茅台到1500提醒我", M)
    listed = await talk.say("我的提醒")
    assert "…还有 12 条" in listed
    assert len(listed.splitlines()) <= 12


async def test_what_is_under_way_can_be_stopped_or_left(talk: Talk) -> None:
    await talk.say("设个提醒")
    assert "不客气" in await talk.say("谢谢", intent="thanks")
    assert talk.dialogue.titles == ["接着设提醒"]
    assert "要提醒哪只" in await talk.press("接着设提醒")
    assert "没有设" in await talk.say("算了", intent="cancel")
    assert talk.dialogue.slots["task"] is None


async def test_another_question_in_between_is_no_answer(talk: Talk) -> None:
    await talk.say("跌到1500提醒我")
    assert "提醒您" not in await talk.say("茅台今天为什么跌了这么多", M)
    await talk.say("帮我盯着茅台", M)
    for text in ("跌了这么多怎么办", "昨天跌了5%", "涨停是什么意思"):
        assert "提醒您" not in await talk.say(text)
    assert await talk.kept() == []


async def test_the_article_answers_questions_about_alerts(talk: Talk) -> None:
    assert "提醒您" not in await talk.say("到价提醒在哪里设置")
    assert await talk.kept() == []
