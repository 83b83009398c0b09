"""Several questions in one message: each is answered, and none is lost."""

from collections.abc import Sequence
from typing import Any

import pytest

from actions.features import Answer
from actions.question import Question
from actions.utterance import Button, Utterance
from tests.unit.actions.given import MOUTAI
from tests.unit.actions.talk import Dialogue, article


class Charted:
    """A chart of the share in the question, else of the one before; asks where there is none."""

    async def answer(self, question: Question) -> Answer:
        refs = [ref for each in question.asked for ref in each.refs] or list(question.last)
        text = f"图：{refs[0]}" if refs else "哪一只"
        button = Button("月线", "/help")
        shown = (MOUTAI,) if refs else ()
        return Answer([Utterance("utter_article", {"body": text, "stamp": ""}, (button,))], shown=shown)


def several(*parts: tuple[str, str]) -> tuple[str, list[dict[str, Any]]]:
    """A message of parts, each with its intent, as the brain hands it on."""
    text, entities = "", []
    for words, intent in parts:
        entities.append(
            {
                "entity": "part",
                "value": intent,
                "start": len(text),
                "end": len(text) + len(words),
                "text": words,
            }
        )
        text += f"{words}，"
    return text, entities


async def asked(talk: Dialogue, *parts: tuple[str, str], named: Sequence[tuple[str, str]] = ()) -> str:
    text, entities = several(*parts)
    for words, ref in named:
        start = text.index(words)
        found = {"entity": "security", "value": ref, "text": words, "start": start, "end": start + len(words)}
        entities.append(found)
    return await talk.say(text, "ask_several", entities=entities)


async def test_each_of_two_questions_is_answered_in_its_order() -> None:
    told = await asked(Dialogue({}), ("怎么转账", "ask_transfer_steps"), ("限额多少", "ask_transfer_limit"))
    assert told.index("TRF02的回答。") < told.index("TRF04的回答。")


@pytest.mark.parametrize(
    ("words", "intent", "said"),
    [
        ("茅台主力资金", "ask_other_figure", "这项数据我这里没有"),
        ("今天谁涨停了", "ask_ranking", "个股的排行、筛选和成分股名单我这里没有"),
        ("恒生指数多少", "ask_other_market", "这个市场的行情我这里没有"),
    ],
)
async def test_what_is_not_served_is_said_beside_what_is(words: str, intent: str, said: str) -> None:
    told = await asked(Dialogue({}), (words, intent), ("怎么转账", "ask_transfer_steps"))
    assert told.index(said) < told.index("TRF02的回答。")


async def test_the_topic_is_that_of_the_first_question() -> None:
    talk = Dialogue({})
    await asked(talk, ("限额多少", "ask_transfer_limit"), ("怎么转账", "ask_transfer_steps"))
    assert talk.slots["topic"] == "TRF04"


async def test_each_question_is_about_the_share_in_its_own_words() -> None:
    talk = Dialogue({"ask_chart": Charted()})
    parts = (("茅台多少钱", "ask_quote"), ("五粮液走势图", "ask_chart"))
    told = await asked(talk, *parts, named=[("茅台", "SH600519"), ("五粮液", "SZ000858")])
    assert "贵州茅台 600519" in told
    assert "图：SZ000858" in told


async def test_a_question_without_a_share_is_about_the_one_before_it() -> None:
    talk = Dialogue({"ask_chart": Charted()})
    parts = (("茅台多少钱", "ask_quote"), ("走势图呢", "ask_chart"))
    assert "图：SH600519" in await asked(talk, *parts, named=[("茅台", "SH600519")])


async def test_only_the_last_answer_keeps_its_buttons() -> None:
    talk = Dialogue({"ask_chart": Charted()})
    await asked(talk, ("走势图", "ask_chart"), ("限额多少", "ask_transfer_limit"))
    assert talk.titles == ["详细说明"]


async def test_ten_questions_are_answered_three_at_a_time_until_all_are() -> None:
    talk = Dialogue({"ask_chart": Charted()})
    parts = [
        ("怎么转账", "ask_transfer_steps"),
        ("限额", "ask_transfer_limit"),
        ("开户", "ask_account_opening"),
    ]
    told = await asked(talk, *parts, ("销户", "ask_account_closing"), ("走势图", "ask_chart"))
    assert "您一次问了5个问题，先答前面3个" in told
    assert talk.titles == ["接着答", "按钮TRF02", "按钮TRF04"]
    following = await talk.press("接着答")
    assert "ACC11的回答。" in following
    assert "哪一只" in following
    assert talk.slots["waiting"] is None


async def test_advice_among_the_questions_is_declined_and_the_rest_is_answered() -> None:
    told = await asked(Dialogue({}), ("限额多少", "ask_transfer_limit"), ("推荐只股票", "ask_advice"))
    assert "TRF04的回答。" in told
    assert "不推荐股票" in told


async def test_the_same_answer_is_said_once() -> None:
    told = await asked(Dialogue({}), ("限额多少", "ask_transfer_limit"), ("最多转多少", "ask_transfer_limit"))
    assert told.count("TRF04的回答。") == 1


async def test_a_quote_below_two_refusals_is_said_once() -> None:
    talk = Dialogue({})
    parts = (("茅台明天会涨吗", "ask_forecast"), ("我该不该满仓", "ask_advice"))
    told = await asked(talk, *parts, named=[("茅台", "SH600519")])
    assert "没有人能保证" in told
    assert "不推荐" in told
    assert told.count("贵州茅台 600519") == 1
    assert talk.titles == ["公告", "走势图", "退市风险"]


async def test_what_was_said_already_says_nothing_of_its_own() -> None:
    parts = (("茅台多少钱", "ask_quote"), ("现价多少", "ask_quote"), ("限额多少", "ask_transfer_limit"))
    told = await asked(Dialogue({}), *parts, named=[("茅台", "SH600519")])
    assert told.count("贵州茅台 600519") == 1
    assert "TRF04的回答。" in told


LONG = (
    article("TRF02", answer="先登录App。\n再点银证转账。\n填金额后确认。"),
    article("TRF04", answer="限额看三处：\n银行的限额；\n券商的限额。\n以低的为准。"),
    article("ACC11", answer="科创板要{rule:permissions.assets@star}。\n另看经验。\n还要测评。"),
)
THREE = (
    ("怎么转账", "ask_transfer_steps"),
    ("限额", "ask_transfer_limit"),
    ("销户", "ask_account_closing"),
)


async def test_of_three_articles_each_is_begun_and_the_rest_is_a_button() -> None:
    talk = Dialogue({}, LONG)
    told = (await asked(talk, *THREE)).split("\n")
    assert told[:3] == ["先登录App。", "再点银证转账。", "自动回复"]
    assert told[3:7] == ["限额看三处：", "银行的限额；", "券商的限额。", "自动回复"]
    assert told[7:] == ["科创板要50万元。", "另看经验。", "自动回复 · 待核实"]
    assert talk.titles == ["按钮TRF02", "按钮TRF04", "按钮ACC11"]
    assert "填金额后确认。\n依据" in await talk.press("按钮TRF02")


async def test_of_two_articles_both_are_read_in_full() -> None:
    told = await asked(Dialogue({}, LONG), *THREE[:2])
    assert "填金额后确认。" in told
    assert "以低的为准。" in told


async def test_what_waits_stands_before_the_rest_of_what_is_begun() -> None:
    talk = Dialogue({"ask_chart": Charted()}, LONG)
    await asked(talk, *THREE, ("走势图", "ask_chart"))
    assert talk.titles == ["接着答", "按钮TRF02", "按钮TRF04"]


@pytest.mark.parametrize("count", [2, 3])
async def test_a_person_is_called_where_one_of_the_questions_takes_one(count: int) -> None:
    taken = article("ACC11", mode="human", skill="account", answer="请到柜台。\n带身份证。\n当天办结。")
    talk = Dialogue({}, [*LONG[:2], taken], desk="open")
    told = await asked(talk, *[THREE[2], *THREE[:2]][:count])
    assert told.startswith("请到柜台。")
    assert talk.slots["handoff"] == {"reason": "topic", "skill": "account", "priority": 0}
    assert "按钮ACC11" not in talk.titles


async def test_of_several_persons_the_first_is_called() -> None:
    both = [
        article(id, mode="human", skill=skill) for id, skill in (("ACC11", "account"), ("MRG02", "margin"))
    ]
    talk = Dialogue({}, both, desk="open")
    await asked(talk, ("销户", "ask_account_closing"), ("强平了", "ask_forced_liquidation"))
    assert talk.slots["handoff"]["skill"] == "account"


@pytest.mark.parametrize(("desk", "said"), [("open", "这就为您请人工客服"), ("none", "暂未接入")])
async def test_who_asks_for_a_person_beside_a_question_is_heard(desk: str, said: str) -> None:
    talk = Dialogue({}, desk=desk)
    told = await asked(talk, ("限额多少", "ask_transfer_limit"), ("转人工", "ask_human"))
    assert told.index("TRF04的回答。") < told.index(said)
    assert (talk.slots["handoff"] is None) == (desk == "none")


async def test_what_is_begun_is_to_be_in_the_characters_of_the_question() -> None:
    talk = Dialogue({}, LONG)
    parts = (
        ("怎麼轉帳", "ask_transfer_steps"),
        ("轉帳限額", "ask_transfer_limit"),
        ("銷戶", "ask_account_closing"),
    )
    told = (await asked(talk, *parts)).split("\n")
    assert told[:2] == ["先登录App。", "再点银证转账。"]
    assert set(talk.languages) == {"zh-Hant"}


async def test_a_part_that_is_no_question_gets_no_answer() -> None:
    told = await asked(Dialogue({}), ("你好", "greet"), ("限额多少", "ask_transfer_limit"))
    assert told.startswith("TRF04的回答。")
