"""What a person told leads the next answer of the same topic within a day; once."""

from datetime import timedelta
from typing import Any

import pytest

from tests.unit.actions.given import NOW
from tests.unit.actions.talk import Dialogue

LED = "刚才人工客服的小结：限额已调到二十万。\n"


def served(**changes: Any) -> dict[str, Any]:
    at = (NOW - timedelta(hours=2)).isoformat()
    told = "限额已调到二十万。"
    return {"topic": "TRF04", "outcome": "resolved", "told": told, "at": at} | changes


async def test_the_next_answer_of_the_topic_is_led_once_by_what_was_told() -> None:
    talk = Dialogue({}, served=served())
    assert (await talk.say("转账限额", "ask_transfer_limit")).startswith(f"{LED}TRF04的回答。")
    assert (await talk.say("转账限额", "ask_transfer_limit")).startswith("TRF04的回答。")


async def test_words_that_ask_for_nothing_do_not_use_it_up() -> None:
    talk = Dialogue({}, served=served())
    await talk.say("谢谢", "thanks")
    await talk.say("叽里咕噜", "nlu_fallback")
    assert (await talk.say("转账限额", "ask_transfer_limit")).startswith(LED)


async def test_another_question_ends_it() -> None:
    talk = Dialogue({}, served=served())
    assert (await talk.say("怎么转账", "ask_transfer_steps")).startswith("TRF02的回答。")
    assert (await talk.say("转账限额", "ask_transfer_limit")).startswith("TRF04的回答。")


@pytest.mark.parametrize(
    "changes",
    [
        {"at": (NOW - timedelta(days=1)).isoformat()},
        {"told": None},
        {"told": ""},
        {"topic": None},
    ],
)
async def test_what_is_old_or_says_nothing_leads_no_answer(changes: dict[str, Any]) -> None:
    talk = Dialogue({}, served=served(**changes))
    assert (await talk.say("转账限额", "ask_transfer_limit")).startswith("TRF04的回答。")
    assert talk.slots["served"] is None
