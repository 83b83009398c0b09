"""What an investor is told of their own result, from the store where there is one."""

from datetime import timedelta

import pytest

from conversations.database import Database
from customers.consents import Consents
from tests.unit.actions.tasks.suitability.investor import SHEET, Clock, Investor

COUNT = len(SHEET.questions)


@pytest.fixture
def talk(database: Database, clock: Clock) -> Investor:
    return Investor(database, clock)


async def test_the_result_is_told_to_who_has_one(talk: Investor) -> None:
    await talk.take()
    for text in ("我是C几", "风险测评过期没", "我的测评什么时候到期", "查一下我的风险测评结果"):
        said = await talk.say(text, "ask_risk_result")
        assert "您的风险承受能力等级是C3（稳健型）" in said
        assert "有效期至2028-11-20" in said
        assert talk.slots["topic"] == "SUI02"
    assert "2026-11-20  C3（稳健型）" in await talk.press("测评记录")


async def test_who_took_their_consent_back_is_asked_before_they_are_told(
    talk: Investor, database: Database
) -> None:
    await talk.take()
    consents = Consents(database)
    await consents.record("web", "someone", "finances", given=False, version="1", message_id="withdrawn")
    assert "同意保存吗" in await talk.say("我是C几", "ask_risk_result")
    assert "等级是C3（稳健型）" in await talk.press("同意")


async def test_who_has_none_is_shown_the_article_and_the_way_to_the_test(talk: Investor) -> None:
    said = await talk.say("我是C几", "ask_risk_result")
    assert "SUI02的回答" in said
    assert talk.titles == ["开始测评"]
    assert "敏感个人信息" in await talk.press("开始测评")


async def test_a_result_that_has_expired_says_so(talk: Investor, clock: Clock) -> None:
    await talk.take()
    clock.now += timedelta(days=800)
    said = await talk.say("我是C几", "ask_risk_result")
    assert "已于2028-11-20过期" in said
    assert f"第1题/共{COUNT}题" in await talk.press("重新测评")


async def test_the_result_is_told_in_the_middle_and_the_test_goes_on(talk: Investor, clock: Clock) -> None:
    await talk.take()
    clock.now += timedelta(days=1)
    await talk.say("开始测评", "ask_risk_test")
    assert "等级是C3" in await talk.say("我是C几", "ask_risk_result")
    assert talk.titles[-1] == "回到第1题"
    assert f"第2题/共{COUNT}题" in await talk.type("B")
