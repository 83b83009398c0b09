"""Articles that an editor has added since the model was trained are reached by their own questions."""

import pytest

from tests.unit.actions.talk import ARTICLES, Dialogue, article

YUAN = article(
    "ACC77",
    questions=["数字人民币能不能开户", "用数字人民币钱包开户行吗", "数币钱包怎么绑证券户"],
    answer="可以用数字人民币钱包。",
)


def talk() -> Dialogue:
    return Dialogue({}, [*ARTICLES, YUAN])


async def test_its_own_question_wins_over_the_article_that_the_model_thought_of() -> None:
    said = talk()
    assert (await said.say("数字人民币能不能开户", "ask_account_opening")).startswith(
        "可以用数字人民币钱包。"
    )
    assert said.slots["topic"] == "ACC77"


async def test_its_own_question_is_no_longer_unknown() -> None:
    assert (await talk().say("数字人民币能不能开户？", "nlu_fallback")).startswith("可以用数字人民币钱包。")


async def test_its_own_question_wins_word_for_word_over_anything() -> None:
    assert (await talk().say("用数字人民币钱包开户行吗", "ask_quote")).startswith("可以用数字人民币钱包。")


async def test_it_can_be_told_once_more() -> None:
    said = talk()
    await said.say("数字人民币能不能开户", "ask_account_opening")
    assert (await said.say("再说一遍", "repeat")).startswith("可以用数字人民币钱包。")


@pytest.mark.parametrize("text", ["我想开户", "开户要多久", "人民币账户怎么开"])
async def test_other_questions_are_left_to_the_model(text: str) -> None:
    assert (await talk().say(text, "ask_account_opening")).startswith("ACC01的回答。")


async def test_a_question_of_an_article_the_model_knows_is_left_to_its_own_intent() -> None:
    known = article("TRF04", questions=["茅台多少钱", "限额多少呀", "能转多少呀"])
    assert "贵州茅台" in await Dialogue({}, [known]).say("茅台多少钱", "ask_quote", "SH600519")
