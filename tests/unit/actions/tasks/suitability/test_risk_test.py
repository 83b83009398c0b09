"""Investors take the risk test in chat: with other questions between, left, changed, and never coached."""

from datetime import timedelta

import pytest

from conversations.database import Database
from customers.suitability.attempts import RiskTests
from customers.suitability.reading import Questionnaires
from customers.suitability.results import Results
from tests.unit.actions.tasks.suitability.investor import BOLD, SHEET, STEADY, Clock, Investor

COUNT = len(SHEET.questions)


@pytest.fixture
def talk(database: Database, clock: Clock) -> Investor:
    return Investor(database, clock)


async def test_the_whole_test_ends_with_a_level_and_its_letter(talk: Investor, database: Database) -> None:
    intro = await talk.say("我要做风险测评", "ask_risk_test")
    assert f"一共{COUNT}题" in intro
    assert "样例问卷，正式结果以券商为准" in intro
    assert "没有标准答案" in intro
    assert "敏感个人信息" in await talk.press("开始测评")
    first = await talk.press("同意")
    assert f"第1题/共{COUNT}题" in first
    assert "A. 未满18周岁\nB. 18–40周岁" in first
    second = await talk.type("B")
    assert f"第2题/共{COUNT}题" in second
    assert talk.titles == ["是", "否"]
    await talk.press("是")
    complete = await talk.fill(dict(list(STEADY.items())[2:]))
    assert f"{COUNT}题都答完了" in complete
    done = await talk.press("提交")
    assert "您的等级是C3（稳健型）" in done
    assert "用时2分20秒" in done
    assert "《投资者风险承受能力评估结果告知函》" in done
    assert "与您相匹配的产品或者服务风险等级为：R1–R3" in done
    assert "有效期至2028-11-20" in done
    assert "市场有风险，投资需谨慎" in done
    assert talk.titles == ["我能买什么", "等级说明"]
    assert talk.slots["task"] is None
    kept = await Results(database, Questionnaires.load()).latest("web", "someone")
    assert kept is not None
    assert kept.letter in done


async def test_another_question_is_answered_as_ever_and_the_answer_after_it_counts(talk: Investor) -> None:
    await talk.begin()
    for letters in ("B", "A", "A", "B", "A", "A"):
        seventh = await talk.type(letters)
    assert f"第7题/共{COUNT}题" in seventh
    aside = await talk.say("科创板最少买几股", "ask_trading_unit")
    assert "第7题" not in aside
    assert talk.titles[-1] == "回到第7题"
    assert f"第8题/共{COUNT}题" in await talk.type("B")
    await talk.say("谢谢", "thanks")
    assert f"第8题/共{COUNT}题" in await talk.press("回到第8题")


async def test_a_test_is_left_and_taken_up_days_later(
    talk: Investor, clock: Clock, database: Database
) -> None:
    await talk.begin()
    await talk.fill(dict(list(STEADY.items())[:6]))
    paused = await talk.type("先不做了")
    assert "答过的6题都记着，还剩14题" in paused
    assert talk.slots["task"] is None
    await talk.type("B")
    clock.now += timedelta(days=5)
    later = Investor(database, clock)
    resumed = await later.say("继续测评", "ask_risk_test")
    assert "上次答了6题，接着做" in resumed
    assert f"第7题/共{COUNT}题" in resumed
    await later.fill(dict(list(STEADY.items())[6:]))
    assert "C3" in await later.press("提交")


async def test_who_just_stays_away_is_not_said_to_have_thought_for_days(talk: Investor, clock: Clock) -> None:
    await talk.begin()
    clock.now += timedelta(days=2)
    await talk.fill(STEADY)
    assert "用时2分13秒" in await talk.press("提交")


async def test_the_test_goes_on_on_another_channel(talk: Investor, clock: Clock, database: Database) -> None:
    await talk.begin()
    await talk.type("B")
    link = """insert into investor_account (channel, user_id, investor_id)
      select 'wechat', 'someone', investor_id from investor_account where channel = 'web'"""
    async with database.connection() as connection:
        await connection.execute(link)
    phone = Investor(database, clock, channel="wechat")
    assert f"第2题/共{COUNT}题" in await phone.say("继续测评", "ask_risk_test")
    await phone.fill(dict(list(STEADY.items())[1:]))
    await phone.press("提交")
    assert "C3" in await talk.type("A")
    assert talk.slots["task"] is None


async def test_an_answer_can_be_looked_at_again_and_changed(talk: Investor, database: Database) -> None:
    await talk.begin()
    await talk.fill(dict(list(STEADY.items())[:5]))
    assert f"第5题/共{COUNT}题" in await talk.type("上一题")
    assert f"第4题/共{COUNT}题" in await talk.type("上一题")
    assert f"第5题/共{COUNT}题" in await talk.type("下一题")
    assert f"第3题/共{COUNT}题" in await talk.type("改第三题")
    assert f"第6题/共{COUNT}题" in await talk.type("E")
    found = await RiskTests(database, Questionnaires.load()).under_way("web", "someone")
    assert found is not None
    assert found.answers["income_source"] == ("E",)
    assert found.answers["income"] == ("B",)
    assert "还没有答" in await talk.type("下一题")
    assert "前面的题答完才到那里" in await talk.type("改第15题")
    assert f"一共只有{COUNT}题" in await talk.type("改第99题")
    assert f"一共只有{COUNT}题" in await talk.type("改第0题")
    assert f"已答5题，还剩15题。\n第6题/共{COUNT}题" in await talk.type("还有几题")


async def test_at_the_first_question_there_is_none_before(talk: Investor) -> None:
    await talk.begin()
    assert "这已经是第一题" in await talk.type("上一题")


async def test_before_it_is_handed_in_everything_can_be_changed(talk: Investor) -> None:
    await talk.begin()
    await talk.fill(STEADY)
    assert f"第19题/共{COUNT}题" in await talk.type("改第19题")
    assert "都答完了" in await talk.type("A")
    assert f"第20题/共{COUNT}题" in await talk.type("上一题")
    assert "都答完了" in await talk.type("下一题")
    done = await talk.type("确认提交")
    assert "C1（保守型，风险承受能力最低类别）" in done
    assert "因为不能承受任何投资损失" in done
    assert "只能买R1的产品" in done


async def test_begun_anew_it_is_still_the_same_test(talk: Investor) -> None:
    await talk.begin()
    await talk.fill(dict(list(STEADY.items())[:5]))
    assert f"第1题/共{COUNT}题" in await talk.type("重新开始")
    await talk.fill(BOLD)
    assert "C5（激进型）" in await talk.press("提交")


async def test_no_answer_is_ever_coached(talk: Investor) -> None:
    await talk.begin()
    for text in (
        *(
            "选哪个分高",
            "标准答案",
            "帮我选",
            "有标准答案吗",
            "怎么选才能C5",
            "你觉得我该选哪个",
            "哪个选项分高",
        ),
        *("替我答", "教我怎么选", "每题多少分", "多少分才是C4", "选什么好", "随便帮我选一个"),
    ):
        said = await talk.type(text)
        assert "没有标准答案" in said, text
        assert f"第1题/共{COUNT}题" in said
    assert f"第2题/共{COUNT}题" in await talk.type("B")


async def test_what_does_not_fit_is_asked_again(talk: Investor) -> None:
    await talk.begin()
    for text, told in {
        "F": "这题只有A、B、C、D、E",
        "AB": "只能选一项",
        "第九个": "这题只有",
        "99": "这题只有",
        "不知道": "最接近您实际情况",
        "都不符合": "最接近您实际情况",
        "什么意思": "最接近您实际情况",
    }.items():
        said = await talk.type(text)
        assert told in said
        assert f"第1题/共{COUNT}题" in said


async def test_what_is_no_answer_leaves_the_test_where_it_was(talk: Investor) -> None:
    await talk.begin()
    await talk.type("B")
    for text in (
        "B" * 10_000,
        "<b>B</b><script>alert(1)</script>",
        "😀😀",
        "'; drop table risk_test; --",
        "99999999999999999999",
        "{words}",
        "贵州茅台多少钱",
        "给我看看自选股",
        "哪个券商更好",
    ):
        said = await talk.type(text)
        assert f"共{COUNT}题" not in said, text[:80]
        assert talk.titles[-1] == "回到第2题"
    assert f"第3题/共{COUNT}题" in await talk.type("A")


async def test_a_cry_for_help_is_never_an_answer(talk: Investor) -> None:
    await talk.begin()
    assert "12356" in await talk.say("B 我不想活了", "distress")


async def test_several_options_are_one_answer(talk: Investor, database: Database) -> None:
    await talk.begin()
    eighth = dict(list(STEADY.items())[:8])
    assert "（可多选" in await talk.fill(eighth)
    assert "“以上都没有”不能和别的选项一起选" in await talk.type("A、D")
    await talk.type("选A和C")
    found = await RiskTests(database, Questionnaires.load()).under_way("web", "someone")
    assert found is not None
    assert found.answers["qualification"] == ("A", "C")


async def test_answers_that_cannot_both_be_true_are_asked_again(talk: Investor) -> None:
    await talk.begin()
    said = await talk.fill(STEADY | {"debts": "A", "use": "D"})
    assert "第6题和第20题的回答对不上：说没有大额债务，又打算用收益偿还债务" in said
    assert f"第6题/共{COUNT}题" in said
    assert f"第20题/共{COUNT}题" in await talk.type("B")
    assert "都答完了" in await talk.type("D")
    assert "C3" in await talk.type("提交")


async def test_a_third_test_of_a_day_is_put_off_to_the_next(talk: Investor, clock: Clock) -> None:
    for _ in range(2):
        await talk.take()
    assert "今天已经测了2次，请明天再测" in await talk.say("开始测评", "ask_risk_test")
    clock.now += timedelta(days=1)
    assert f"第1题/共{COUNT}题" in await talk.say("开始测评", "ask_risk_test")


async def test_what_was_finished_twice_is_told_alike(talk: Investor) -> None:
    """A turn may be run twice: the state before it, the same message."""
    await talk.begin()
    await talk.fill(STEADY)
    before, buttons = talk.slots["task"], talk.buttons
    first = await talk.press("提交")
    talk.slots["task"], talk.buttons = before, buttons
    assert await talk.press("提交") == first


async def test_a_question_about_the_test_begins_none(talk: Investor) -> None:
    asked = (
        "测评题在哪答",
        "想重新测评应该怎么操作",
        "怎么做风险测评",
        "不做风险测评能不能买产品",
        "再来一次",
        "重新开始",
    )
    for text in asked:
        assert "一共20题" not in await talk.say(text, "ask_risk_test")
        assert talk.slots["task"] is None
