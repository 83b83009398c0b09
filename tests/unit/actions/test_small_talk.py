"""Small talk says what it always said; who was answered wrongly is asked again, and offered a person next."""

import pytest

from actions.set_phrases import SMALL_TALK
from tests.unit.actions.reading import responses
from tests.unit.actions.talk import ACTIONS, Dialogue


@pytest.mark.parametrize(("intent", "response"), list(SMALL_TALK.items()))
async def test_each_kind_of_small_talk_has_its_words(intent: str, response: str) -> None:
    assert await Dialogue({}).say("嗯嗯", intent) == responses()[response]


def test_every_intent_of_small_talk_is_sent_there() -> None:
    assert {intent for intent, action in ACTIONS.items() if action == "action_small_talk"} == set(SMALL_TALK)


async def test_a_person_is_called_where_a_desk_is_and_nowhere_else() -> None:
    asked = Dialogue({}, channel="wechat_kf", desks=frozenset({"wechat_kf"}))
    assert "转人工客服" in await asked.say("转人工", "ask_human")
    assert asked.slots["handoff"] == {"reason": "ask_human", "skill": "general", "priority": 0}
    elsewhere = Dialogue({}, channel="web", desks=frozenset({"wechat_kf"}))
    assert "暂未接入" in await elsewhere.say("转人工", "ask_human")
    assert elsewhere.slots["handoff"] is None


async def test_who_was_answered_wrongly_is_offered_a_person_at_the_next_miss() -> None:
    talk = Dialogue({})
    assert (await talk.say("你答非所问", "dispute")).startswith("抱歉")
    await talk.say("叽里咕噜", "nlu_fallback")
    assert "人工客服" in talk.titles


async def test_what_we_are_names_business_and_not_the_market_alone() -> None:
    talk = Dialogue({})
    for intent in ("greet", "help", "out_of_scope"):
        said = await talk.say("你能干嘛", intent)
        assert "开户" in said
        assert "暂未接入" not in said
