"""Small talk says what it always said; who was answered wrongly is asked again, and offered a person next."""

import pytest

from actions.calling import ASKED
from actions.set_phrases import SMALL_TALK
from tests.unit.actions.reading import responses
from tests.unit.actions.talk import ACTIONS, Dialogue


@pytest.mark.parametrize(("intent", "response"), list(SMALL_TALK.items()))
async def test_each_kind_of_small_talk_has_its_words(intent: str, response: str) -> None:
    assert await Dialogue({}).say("嗯嗯", intent) == responses()[response]


def test_every_intent_of_small_talk_is_sent_there() -> None:
    assert {intent for intent, action in ACTIONS.items() if action == "action_small_talk"} == {
        *SMALL_TALK,
        ASKED,
    }


WISH = {"reason": "ask_human", "skill": "general", "priority": 0}
CALLED = {
    "open": ("这就为您请人工客服", WISH),
    "closed": ("现在人工客服不在线", WISH),
    "none": ("暂未接入", None),
}


@pytest.mark.parametrize(("desk", "said", "wish"), [(desk, *told) for desk, told in CALLED.items()])
async def test_who_asks_for_a_person_hears_whether_one_can_come(
    desk: str, said: str, wish: dict[str, object] | None
) -> None:
    talk = Dialogue({}, desk=desk)
    assert said in await talk.say("转人工", "ask_human")
    assert talk.slots["handoff"] == wish


async def test_who_asks_for_a_person_may_go_on_with_the_matter() -> None:
    talk = Dialogue({}, desk="closed", thread="ask_account_opening")
    await talk.say("转人工", "ask_human")
    assert talk.slots["thread"] == "ask_account_opening"


async def test_who_was_answered_wrongly_is_offered_a_person_at_the_next_miss() -> None:
    talk = Dialogue({})
    assert (await talk.say("你答非所问", "dispute")).startswith("抱歉")
    await talk.say("叽里咕噜", "nlu_fallback")
    assert "人工客服" in talk.titles


@pytest.mark.parametrize(("text", "intent"), [("叽里咕噜", "nlu_fallback"), ("还是不对", "dispute")])
async def test_who_was_answered_wrongly_is_called_a_person_at_the_next_miss_or_word_of_it(
    text: str, intent: str
) -> None:
    talk = Dialogue({}, desk="open")
    assert (await talk.say("你答非所问", "dispute")).startswith("抱歉，刚才没有答到点上")
    assert talk.slots["handoff"] is None
    assert "请人工客服" in await talk.say(text, intent)
    assert talk.slots["handoff"] == {"reason": "misunderstood", "skill": "general", "priority": 0}


@pytest.mark.parametrize("desk", ["closed", "none"])
async def test_nobody_is_called_to_a_wrong_answer_while_nobody_is_there(desk: str) -> None:
    talk = Dialogue({}, desk=desk)
    for text in ("你答非所问", "还是不对"):
        assert (await talk.say(text, "dispute")).startswith("抱歉，刚才没有答到点上")
        assert talk.slots["handoff"] is None


async def test_what_we_are_names_business_and_not_the_market_alone() -> None:
    talk = Dialogue({})
    for intent in ("greet", "help", "out_of_scope"):
        said = await talk.say("你能干嘛", intent)
        assert "开户" in said
        assert "暂未接入" not in said
