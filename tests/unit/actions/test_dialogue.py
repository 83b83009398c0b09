"""Words about the conversation: a guide with digressions, once more, back, never mind."""

from actions.features import Answer
from actions.question import Question
from actions.utterance import Button, Utterance
from tests.unit.actions.given import MOUTAI
from tests.unit.actions.talk import Dialogue


class Priced:
    """Tells which share it was asked about, with three buttons."""

    async def answer(self, question: Question) -> Answer:
        ref = question.asked[0].refs[0] if question.asked else "?"
        buttons = tuple(Button(name, "/help") for name in ("甲", "乙", "丙"))
        return Answer([Utterance("utter_article", {"body": ref, "stamp": ""}, buttons)], shown=(MOUTAI,))


async def test_a_guide_leads_step_by_step_to_its_end() -> None:
    talk = Dialogue({})
    await talk.say("怎么开户", "ask_account_opening")
    assert (await talk.press("一步步看")).startswith("第1步（共3步）：准备身份证。")
    assert (await talk.press("下一步")).startswith("第2步（共3步）：在App里开户。")
    assert (await talk.say("然后呢", "next_step")).startswith("第3步（共3步）：等审核。")
    assert "步骤到这里就完了" in await talk.say("下一步", "next_step")
    assert talk.slots["topic"] == "ACC01"


async def test_a_guide_goes_back_a_step() -> None:
    talk = Dialogue({})
    await talk.say("怎么开户", "ask_account_opening")
    await talk.press("一步步看")
    await talk.press("下一步")
    assert (await talk.press("上一步")).startswith("第1步（共3步）：")


async def test_a_question_in_between_leads_back_into_the_guide() -> None:
    talk = Dialogue({})
    await talk.say("怎么开户", "ask_account_opening")
    await talk.press("一步步看")
    await talk.press("下一步")
    assert (await talk.say("转账限额多少", "ask_transfer_limit")).startswith("TRF04的回答。")
    assert talk.titles[-1] == "回到第2步"
    assert (await talk.press("回到第2步")).startswith("第2步（共3步）：")


async def test_the_next_step_after_a_question_in_between_is_that_of_the_guide() -> None:
    talk = Dialogue({})
    await talk.say("怎么开户", "ask_account_opening")
    await talk.press("一步步看")
    await talk.say("转账限额多少", "ask_transfer_limit")
    assert (await talk.say("下一步", "next_step")).startswith("第2步（共3步）：")


async def test_the_way_back_takes_the_place_of_the_last_button() -> None:
    talk = Dialogue({"ask_chart": Priced()})
    await talk.say("怎么开户", "ask_account_opening")
    await talk.press("一步步看")
    await talk.say("茅台走势图", "ask_chart", "SH600519")
    assert talk.titles == ["甲", "乙", "回到第1步"]


async def test_a_guide_is_offered_no_longer_when_the_talk_has_moved_on() -> None:
    talk = Dialogue({"ask_chart": Priced()})
    await talk.say("怎么开户", "ask_account_opening")
    await talk.press("一步步看")
    for _ in range(3):
        await talk.say("茅台走势图", "ask_chart", "SH600519")
        assert "回到第1步" in talk.titles
    await talk.say("茅台走势图", "ask_chart", "SH600519")
    assert "回到第1步" not in talk.titles


async def test_the_next_step_of_an_article_just_told_is_its_first() -> None:
    talk = Dialogue({})
    await talk.say("怎么开户", "ask_account_opening")
    assert (await talk.say("下一步怎么弄", "next_step")).startswith("第1步（共3步）：")


async def test_the_next_step_of_nothing_asks_what_is_meant() -> None:
    assert (await Dialogue({}).say("下一步", "next_step")).startswith("您想接着看什么")
    talk = Dialogue({"ask_chart": Priced()})
    await talk.say("茅台走势图", "ask_chart", "SH600519")
    assert (await talk.say("下一步", "next_step")).startswith("您想接着看什么")


async def test_of_an_article_without_steps_there_is_its_detail_and_then_no_more() -> None:
    talk = Dialogue({})
    await talk.say("转账限额多少", "ask_transfer_limit")
    assert (await talk.say("然后呢", "next_step")).startswith("更多内容。")
    assert (await talk.say("然后呢", "next_step")).startswith("没有更多了")


async def test_once_more_is_the_last_answer() -> None:
    talk = Dialogue({"ask_chart": Priced()})
    await talk.say("转账限额多少", "ask_transfer_limit")
    await talk.say("茅台走势图", "ask_chart", "SH600519")
    assert "SH600519" in await talk.say("再说一遍", "repeat")
    assert "SH600519" in await talk.say("再说一遍", "repeat")


async def test_once_more_of_nothing_asks_what_is_meant() -> None:
    assert (await Dialogue({}).say("再说一遍", "repeat")).startswith("您想接着看什么")


async def test_back_is_the_answer_before_the_last_and_then_the_one_before() -> None:
    talk = Dialogue({"ask_chart": Priced()})
    await talk.say("怎么转账", "ask_transfer_steps")
    await talk.say("转账限额多少", "ask_transfer_limit")
    await talk.say("茅台走势图", "ask_chart", "SH600519")
    assert (await talk.say("上一个", "go_back")).startswith("TRF04的回答。")
    assert (await talk.say("上一个", "go_back")).startswith("TRF02的回答。")
    assert (await talk.say("上一个", "go_back")).startswith("前面没有别的问题了")


async def test_a_quote_can_be_gone_back_to() -> None:
    talk = Dialogue({})
    await talk.say("茅台多少钱", "ask_quote", "SH600519")
    await talk.say("转账限额多少", "ask_transfer_limit")
    assert "1768.90" in await talk.say("上一个", "go_back")
    assert talk.slots["topic"] == "QUO01"


async def test_never_mind_drops_what_was_under_way() -> None:
    talk = Dialogue({}, quote_choices=["SH600519"], thread="ask_quote", awaiting=True)
    await talk.say("怎么开户", "ask_account_opening")
    await talk.press("一步步看")
    assert (await talk.say("算了不办了", "cancel")).startswith("好的，先放下")
    assert (await talk.say("下一步", "next_step")).startswith("第1步")
    assert talk.slots["quote_choices"] is None
