"""What happens when a message was not understood: choices, and a person after the second miss."""

import pytest

from tests.unit.actions.given import MOUTAI
from tests.unit.actions.talk import Dialogue

UNSURE = (("nlu_fallback", 0.5), ("ask_transfer_limit", 0.3), ("ask_account_opening", 0.2), ("greet", 0.1))


async def test_the_likeliest_meanings_are_offered() -> None:
    talk = Dialogue({})
    assert (await talk.say("那个多少", "nlu_fallback", ranking=UNSURE)).startswith("您想问的是下面哪一个")
    assert talk.titles == ["按钮TRF04", "按钮ACC01"]
    assert (await talk.press("按钮ACC01")).startswith("ACC01的回答。")


async def test_the_topic_is_that_of_the_likeliest() -> None:
    talk = Dialogue({})
    await talk.say("那个多少", "nlu_fallback", ranking=UNSURE)
    assert talk.slots["topic"] == "TRF04"


async def test_what_is_hardly_likely_is_no_choice() -> None:
    talk = Dialogue({})
    ranking = (("ask_transfer_limit", 0.03), ("ask_account_opening", 0.02))
    assert (await talk.say("乾坤挪移", "nlu_fallback", ranking=ranking)).startswith("没太明白您的意思")


async def test_a_person_is_offered_after_the_second_miss() -> None:
    talk = Dialogue({})
    await talk.say("乾坤挪移", "nlu_fallback")
    assert (await talk.say("九阳神功", "nlu_fallback")).startswith("还是没明白")
    assert talk.titles == ["人工客服"]


async def test_a_person_is_called_at_the_second_miss_while_people_are_there() -> None:
    talk = Dialogue({}, desk="open")
    await talk.say("乾坤挪移", "nlu_fallback")
    assert talk.slots["handoff"] is None
    assert "这就为您请人工客服" in await talk.say("那个多少", "nlu_fallback", ranking=UNSURE)
    assert talk.slots["handoff"] == {"reason": "misunderstood", "skill": "general", "priority": 0}
    assert talk.titles == []
    assert len(talk.noted) == 2


async def test_a_person_is_only_offered_while_people_are_away() -> None:
    talk = Dialogue({}, desk="closed")
    for text in ("乾坤挪移", "九阳神功"):
        await talk.say(text, "nlu_fallback")
    assert (talk.titles, talk.slots["handoff"]) == (["人工客服"], None)


async def test_a_person_is_offered_beside_the_choices() -> None:
    talk = Dialogue({})
    await talk.say("乾坤挪移", "nlu_fallback")
    await talk.say("那个多少", "nlu_fallback", ranking=UNSURE)
    assert talk.titles == ["按钮TRF04", "按钮ACC01", "人工客服"]


async def test_an_answer_in_between_ends_the_row_of_misses() -> None:
    talk = Dialogue({})
    await talk.say("乾坤挪移", "nlu_fallback")
    await talk.say("转账限额", "ask_transfer_limit")
    assert (await talk.say("九阳神功", "nlu_fallback")).startswith("没太明白您的意思")


@pytest.mark.parametrize(
    ("intent", "declined"),
    [
        ("ask_advice", "不推荐股票"),
        ("ask_forecast", "会涨还是跌我不能判断"),
        ("ask_rumour", "传闻和内幕我无法证实"),
    ],
)
async def test_what_is_most_likely_a_wish_for_advice_is_declined_not_asked_back(
    intent: str, declined: str
) -> None:
    talk = Dialogue({})
    ranking = ((intent, 0.4), ("ask_transfer_limit", 0.35))
    assert declined in await talk.say("那个能不能", "nlu_fallback", ranking=ranking)


async def test_a_choice_is_about_the_share_that_was_named() -> None:
    talk = Dialogue({})
    await talk.say("茅台那个", "nlu_fallback", "SH600519", ranking=UNSURE)
    assert all('"security":"SH600519"' in button["payload"] for button in talk.buttons)


async def test_a_misunderstood_name_is_about_quotes() -> None:
    talk = Dialogue({}, near={"茅苔": [MOUTAI]})
    assert "您是不是要找" in await talk.say("茅苔", "nlu_fallback")
    assert (talk.slots["topic"], talk.slots["quote_choices"]) == ("QUO01", ["SH600519"])


async def test_what_was_not_answered_is_noted_for_editors() -> None:
    talk = Dialogue({})
    await talk.say("乾坤挪移", "nlu_fallback")
    await talk.say("转账限额", "ask_transfer_limit")
    await talk.say("乾坤大挪移是什么意思", "ask_term")
    assert talk.noted == [("乾坤挪移", "m1"), ("乾坤大挪移是什么意思", "m3")]
