"""Investors ask what they may hold: by their own result, with a warning for who insists, and proof of it."""

from datetime import timedelta

import pytest

from conversations.database import Database
from customers.suitability.evidence import Evidence
from tests.unit.actions.tasks.suitability.investor import BOLD, STEADY, Clock, Investor

SENTENCE = "我已知悉该产品风险超出我的承受能力，仍坚持购买"
AGAIN = "我是本人，已再次考虑，仍坚持购买"


@pytest.fixture
def talk(database: Database, clock: Clock) -> Investor:
    return Investor(database, clock)


async def steps(database: Database) -> list[str]:
    return [each.step for each in await Evidence(database).of("web", "someone")]


async def test_who_has_no_result_is_shown_the_article(talk: Investor, database: Database) -> None:
    assert "SUI04的回答" in await talk.say("R4的产品适合我吗", "ask_product_match")
    assert "SUI04的回答" in await talk.say("我能买什么", "ask_product_match")
    assert "SUI05的回答" in await talk.say("超出我的承受能力还要买", "ask_risk_mismatch")
    assert await steps(database) == []


async def test_a_result_says_what_may_be_held(talk: Investor, database: Database) -> None:
    await talk.take()
    said = await talk.press("我能买什么")
    assert "您的等级是C3（稳健型），有效期至2028-11-20，可以买R1–R3的产品" in said
    assert "R3：样例混合基金甲（S301）、样例指数基金乙（S302）" in said
    assert "R4" not in said
    assert "不表示适合投资" in said
    assert "样例产品，并非真实产品；匹配规则待核实" in said
    assert talk.slots["topic"] == "SUI04"
    assert await steps(database) == ["listed"]


async def test_a_product_is_held_against_the_own_result(talk: Investor) -> None:
    await talk.take()
    for text, told in {
        "R3的产品适合我吗": "风险是匹配的",
        "R4的产品适合我吗": "高于您的C3（稳健型）所对应的R1–R3，风险不匹配",
        "我能买R4吗": "风险不匹配",
        "样例行业基金甲我能买吗": "样例行业基金甲的风险等级是R4",
        "s102能不能买": "样例国债组合乙的风险等级是R1",
        "为什么我不能买R5的产品": "风险不匹配",
        "Ｒ２的基金能买吗": "风险是匹配的",
    }.items():
        assert told in await talk.say(text, "ask_product_match")


async def test_a_question_of_others_is_answered_as_ever(talk: Investor) -> None:
    await talk.take()
    asked = (
        "C3能买什么",
        "这只基金我能不能买",
        "R6能买吗",
        "我能买什么股票",
        "R1到R5是什么意思",
        "贵州茅台适合我吗",
    )
    for text in asked:
        assert "SUI04的回答" in await talk.say(text, "ask_product_match")


async def test_who_insists_is_warned_in_full_and_confirms_in_words(
    talk: Investor, database: Database
) -> None:
    await talk.take()
    await talk.say("R4的产品适合我吗", "ask_product_match")
    warned = await talk.say("超出我的承受能力还要买", "ask_risk_mismatch")
    assert "《普通投资者购买高于自身风险承受能力产品或者服务的特别风险警示书》" in warned
    assert "您要求购买的R4风险等级为R4" in warned
    assert "市场有风险，投资需谨慎" in warned
    assert SENTENCE in warned
    assert "逐字输入" in await talk.type("同意")
    aside = await talk.say("谢谢", "thanks")
    assert "警示书" not in aside
    assert talk.titles[-1] == "回到风险警示"
    confirmed = await talk.type(SENTENCE + "。")
    assert "不接受委托" in confirmed
    assert talk.slots["task"] is None
    kept = await Evidence(database).of("web", "someone")
    assert [each.step for each in kept] == ["mismatched", "warned", "confirmed"]
    assert kept[1].shown["text"] in warned
    assert kept[2].answered == SENTENCE + "。"
    assert {each.product for each in kept} == {"R4"}


async def test_second_thoughts_end_it(talk: Investor, database: Database) -> None:
    await talk.take()
    await talk.say("我坚持要买样例衍生品组合乙", "ask_risk_mismatch")
    assert "不买了，已经记下" in await talk.type("算了")
    assert await steps(database) == ["warned", "withdrawn"]
    assert talk.slots["task"] is None


async def test_without_a_product_it_is_asked_which(talk: Investor) -> None:
    await talk.take()
    assert "哪个产品" in await talk.say("超出我的承受能力我也要买", "ask_risk_mismatch")
    assert "没有超出" in await talk.type("R2")
    await talk.say("超出我的承受能力我也要买", "ask_risk_mismatch")
    assert "特别风险警示书" in await talk.type("R5的产品")


async def test_the_lowest_class_has_no_way_around(talk: Investor, database: Database) -> None:
    await talk.take(STEADY | {"max_loss": "A"})
    assert "只能买R1的产品" in await talk.say("R2的产品适合我吗", "ask_product_match")
    said = await talk.say("我坚持要买R2", "ask_risk_mismatch")
    assert "不能用签署警示书的办法买入" in said
    assert "特别风险警示书" not in said
    assert talk.slots["task"] is None
    await talk.type(SENTENCE)
    assert await steps(database) == ["barred", "barred"]
    assert "R1：" in await talk.say("我能买什么", "ask_product_match")


async def test_a_new_result_between_warning_and_sentence_counts(
    talk: Investor, clock: Clock, database: Database
) -> None:
    """A warning that was answered late is no way around the class the investor has by then."""
    await talk.take()
    await talk.say("我坚持要买R4", "ask_risk_mismatch")
    before = talk.slots["task"]
    other = Investor(database, clock)
    await other.take(STEADY | {"max_loss": "A"})
    talk.slots["task"] = before
    assert "最低类别" in await talk.type(SENTENCE)
    assert await steps(database) == ["warned", "barred"]


async def test_who_is_old_is_asked_twice_and_called(talk: Investor, database: Database) -> None:
    await talk.take(BOLD | {"age": "E", "max_loss": "B", "goal": "B", "choice": "B"})
    await talk.say("我坚持要买R5", "ask_risk_mismatch")
    asked = await talk.type(SENTENCE)
    assert AGAIN in asked
    assert talk.slots["handoff"] is None
    assert AGAIN in await talk.type(SENTENCE) or talk.slots["task"]["state"]["step"] == "again"
    said = await talk.type(AGAIN)
    assert "人工给您回访" in said
    assert talk.slots["handoff"] == {"reason": "topic", "skill": "suitability", "priority": 0}
    assert (await steps(database))[-2:] == ["confirmed", "confirmed_again"]


async def test_after_its_end_a_result_matches_nothing(
    talk: Investor, clock: Clock, database: Database
) -> None:
    await talk.take()
    clock.now += timedelta(days=800)
    for text in ("我能买什么", "R1的产品适合我吗", "我坚持要买R5"):
        assert "已于2028-11-20过期" in await talk.say(text, "ask_product_match")
        assert talk.titles == ["重新测评"]
    assert await steps(database) == ["expired"] * 3


async def test_in_the_middle_of_another_test_it_leads_back(talk: Investor) -> None:
    await talk.take()
    await talk.say("开始测评", "ask_risk_test")
    assert "风险不匹配" in await talk.say("R4的产品适合我吗", "ask_product_match")
    assert talk.titles[-1] == "回到第1题"
    assert "第2题" in await talk.type("B")


async def test_a_turn_run_twice_leaves_one_proof(talk: Investor, database: Database) -> None:
    await talk.take()
    await talk.say("我坚持要买R4", "ask_risk_mismatch")
    before, now = talk.slots["task"], talk.clock.now
    first = await talk.type(SENTENCE)
    talk.slots["task"], talk.clock.now = before, now
    talk.same_message()
    assert await talk.type(SENTENCE) == first
    assert await steps(database) == ["warned", "confirmed"]


async def test_whatever_is_typed_to_a_warning_confirms_nothing(talk: Investor, database: Database) -> None:
    await talk.take()
    await talk.say("我坚持要买R4", "ask_risk_mismatch")
    for text in (
        "我坚持要买" * 3_000,
        "<b>我坚持要买R5</b>",
        "😀",
        "R" * 500,
        "我坚持要买R99",
        SENTENCE[:-1],
    ):
        await talk.type(text)
    assert set(await steps(database)) == {"warned"}
