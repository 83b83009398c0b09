"""Short messages after an article: a step of the guide, or a question of the same kind."""

import pytest

from tests.unit.actions.talk import ARTICLES, Dialogue, article

PLACES = {
    "第三步是什么": "第3步",
    "上一步": "第1步",
    "从头来一遍": "第1步",
    "好了": "第3步",
    "做完了": "第3步",
    "继续": "第3步",
}


async def at_step_two() -> Dialogue:
    talk = Dialogue({})
    await talk.say("怎么开户", "ask_account_opening")
    await talk.press("一步步看")
    await talk.press("下一步")
    return talk


@pytest.mark.parametrize("text", PLACES)
@pytest.mark.parametrize("intent", ["go_back", "affirm", "next_step", "choose", "go_on", "nlu_fallback"])
async def test_words_of_a_guide_lead_through_it_whatever_they_are_taken_for(text: str, intent: str) -> None:
    assert (await (await at_step_two()).say(text, intent)).startswith(PLACES[text])


@pytest.mark.parametrize("text", ["继续", "回到刚才的步骤", "接着办吧"])
async def test_after_another_question_the_guide_goes_on_where_it_was_left(text: str) -> None:
    talk = await at_step_two()
    await talk.say("转账限额多少", "ask_transfer_limit")
    assert (await talk.say(text, "go_on")).startswith("第2步")


async def test_done_after_another_question_is_no_step() -> None:
    talk = await at_step_two()
    await talk.say("转账限额多少", "ask_transfer_limit")
    assert "第3步" not in await talk.say("好了", "affirm")


async def test_without_a_guide_these_words_are_what_they_were() -> None:
    assert (await Dialogue({}).say("上一步", "go_back")).startswith("前面没有别的问题了")


KIN = article("ACC02", detail="进度的细节。")
COSTLY = (("ask_ipo_payment", 0.5), ("ask_opening_progress", 0.2), ("ask_commission", 0.1))


async def test_a_short_question_is_of_the_kind_that_was_spoken_of() -> None:
    talk = Dialogue({}, [*ARTICLES, KIN])
    await talk.say("怎么开户", "ask_account_opening")
    assert (await talk.say("那要多久", "nlu_fallback", ranking=COSTLY)).startswith("ACC02的回答。")


async def test_what_is_clear_is_not_bent() -> None:
    talk = Dialogue({}, [*ARTICLES, KIN])
    await talk.say("怎么开户", "ask_account_opening")
    sure = (("ask_transfer_limit", 0.9), ("ask_opening_progress", 0.3))
    assert (await talk.say("转账限额多少", "ask_transfer_limit", ranking=sure)).startswith("TRF04的回答。")


async def test_what_nothing_fits_gets_more_of_the_article_once() -> None:
    talk = Dialogue({}, [article("TRF04", detail="限额的细节。")])
    await talk.say("转账限额", "ask_transfer_limit")
    lost = (("ask_ipo_payment", 0.3), ("ask_commission", 0.1))
    assert (await talk.say("要钱吗", "nlu_fallback", ranking=lost)).startswith("限额的细节。")
    assert not (await talk.say("还有呢", "nlu_fallback", ranking=lost)).startswith("限额的细节。")


async def test_a_wish_for_advice_is_declined_after_an_article_too() -> None:
    talk = Dialogue({}, [*ARTICLES, KIN])
    await talk.say("怎么开户", "ask_account_opening")
    ranking = (("ask_advice", 0.6), ("ask_opening_progress", 0.3))
    assert "不推荐股票" in await talk.say("能买吗", "ask_advice", ranking=ranking)


async def test_a_grave_word_is_heard_after_an_article_too() -> None:
    talk = Dialogue({}, [*ARTICLES, KIN])
    await talk.say("怎么开户", "ask_account_opening")
    ranking = (("report_theft", 0.4), ("ask_opening_progress", 0.3))
    assert "冻结" in await talk.say("被盗了", "report_theft", ranking=ranking)


async def test_a_fragment_about_the_matter_gets_more_of_the_article() -> None:
    talk = Dialogue({}, [article("TRF04", detail="限额的细节。")])
    await talk.say("转账限额", "ask_transfer_limit")
    told = await talk.say("我在外省", "go_on", ranking=(("go_on", 0.9), ("ask_commission", 0.05)))
    assert told.startswith("限额的细节。")


@pytest.mark.parametrize("intent", ["go_back", "repeat", "nlu_fallback", "ask_account_types"])
async def test_the_words_of_a_button_may_be_typed(intent: str) -> None:
    talk = Dialogue({}, [*ARTICLES, article("ACC01", steps=["准备身份证。"], detail="开户的细节。")])
    await talk.say("怎么开户", "ask_account_opening")
    assert (await talk.say("一步步看", intent)).startswith("第1步")
    assert (await talk.say("详细一点", intent)).startswith("开户的细节。")


@pytest.mark.parametrize("text", ["8848", "113050"])
async def test_digits_are_no_picture(text: str) -> None:
    assert "六位代码" in await Dialogue({}).say(text, "send_emoji")


@pytest.mark.parametrize(
    "intent", ["ask_reverse_repo", "nlu_fallback", "ask_rights_channels", "out_of_scope"]
)
async def test_digits_that_are_no_code_are_asked_about(intent: str) -> None:
    assert "六位代码" in await Dialogue({}).say("60051", intent)


async def test_a_code_of_a_repo_is_about_repos() -> None:
    talk = Dialogue({}, [article("PRM10")])
    assert (await talk.say("204001", "nlu_fallback")).startswith("PRM10的回答。")
