"""When a message is several questions, and when it is one after all."""

from typing import Any

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.parts import ASKS, PARTS, START
from bot.components.several import SeveralQuestions

CONFIG = {
    "sure": 0.8,
    "most": 3,
    "talk": ["greet", "thanks"],
    "alone": ["distress"],
    "weighty": ["complain"],
    "verdicts": ["ask_advice", "ask_forecast"],
    "facts": ["ask_quote", "ask_chart"],
}
MAOTAI = {"entity": "security", "value": "SH600519"}
WULIANGYE = {"entity": "security", "value": "SZ000858"}


def part(
    text: str,
    intent: str,
    confidence: float = 0.9,
    security: dict[str, Any] | None = None,
    *,
    asks: bool = True,
) -> Message:
    return Message(
        {
            TEXT: text,
            INTENT: {"name": intent, "confidence": confidence},
            ENTITIES: [security] if security else [],
            ASKS: asks,
        }
    )


def joined(*parts: Message, whole: str = "ask_quote") -> Message:
    """The message of these parts, after the decision; `whole` is what it was taken for as one."""
    start = 0
    for each in parts:
        each.set(START, start)
        start += len(each.get(TEXT)) + 1
    intent = {"name": whole, "confidence": 0.5}
    securities = [entity for each in parts for entity in each.get(ENTITIES)]
    message = Message(
        {
            TEXT: "，".join(each.get(TEXT) for each in parts),
            INTENT: intent,
            INTENT_RANKING_KEY: [intent],
            ENTITIES: securities,
            PARTS: list(parts),
        }
    )
    SeveralQuestions(CONFIG).process([message])
    return message


def meant(message: Message) -> str:
    return str(message.get(INTENT)["name"])


def asked(message: Message) -> list[str]:
    return [entity["value"] for entity in message.get(ENTITIES) if entity["entity"] == "part"]


def test_different_questions_are_several_and_keep_their_place() -> None:
    message = joined(part("茅台多少钱", "ask_quote", 0.95, MAOTAI), part("怎么开户", "ask_account_opening"))
    assert message.get(INTENT) == {"name": "ask_several", "confidence": 0.9}
    assert message.get(ENTITIES) == [
        MAOTAI,
        {
            "entity": "part",
            "value": "ask_quote",
            "start": 0,
            "end": 5,
            "text": "茅台多少钱",
            "confidence": 0.95,
            "extractor": "SeveralQuestions",
        },
        {
            "entity": "part",
            "value": "ask_account_opening",
            "start": 6,
            "end": 10,
            "text": "怎么开户",
            "confidence": 0.9,
            "extractor": "SeveralQuestions",
        },
    ]
    assert [each["name"] for each in message.get(INTENT_RANKING_KEY)] == ["ask_several", "ask_quote"]


@pytest.mark.parametrize(
    "other",
    [
        part("你好", "greet"),
        part("怎么办", "nlu_fallback"),
        part("怎么开户", "ask_account_opening", 0.7),
        part("换手率呢", "ask_quote"),
        part("我有账户", "ask_account_opening", asks=False),
    ],
)
def test_talk_doubt_and_more_of_the_same_are_no_second_question(other: Message) -> None:
    message = joined(part("茅台多少钱", "ask_quote"), other)
    assert meant(message) == "ask_quote"
    assert not asked(message)


def test_neighbours_of_one_intent_are_one_part() -> None:
    message = joined(
        part("甲", "ask_quote", security=MAOTAI), part("乙", "ask_quote"), part("丙", "ask_news")
    )
    assert [each["text"] for each in message.get(ENTITIES) if each["entity"] == "part"] == ["甲，乙", "丙"]


def test_a_question_that_comes_back_later_is_asked_once() -> None:
    message = joined(part("甲", "ask_schedule"), part("丙", "ask_news"), part("乙", "ask_schedule"))
    assert asked(message) == ["ask_schedule", "ask_news"]


def test_there_are_no_more_parts_than_can_be_answered() -> None:
    assert len(asked(joined(*(part(name, name) for name in "abcde")))) == 3


def test_a_complaint_wins_wherever_it_stands() -> None:
    message = joined(part("甲", "ask_news"), part("乙", "complain", asks=False), part("丙", "ask_limit_rule"))
    assert meant(message) == "complain"
    assert not asked(message)


@pytest.mark.parametrize("whole", ["complain", "distress"])
def test_a_grave_message_is_not_taken_apart(whole: str) -> None:
    message = joined(part("甲", "ask_holidays"), part("乙", "ask_news"), whole=whole)
    assert meant(message) == whole
    assert not asked(message)


def test_despair_of_a_clause_alone_is_not_believed() -> None:
    message = joined(
        part("要死了", "distress"), part("怎么撤单", "ask_cancel_order"), whole="ask_cancel_order"
    )
    assert meant(message) == "ask_cancel_order"


def test_a_price_without_a_share_is_no_question_beside_another() -> None:
    message = joined(
        part("最低收多少", "ask_quote"), part("佣金多少", "ask_commission"), whole="ask_commission"
    )
    assert meant(message) == "ask_commission"


@pytest.mark.parametrize(("other", "several"), [(None, False), (MAOTAI, False), (WULIANGYE, True)])
def test_a_verdict_stays_alone_beside_facts_on_the_same_share(
    other: dict[str, Any] | None, several: bool
) -> None:
    quote = part("多少钱", "ask_quote", security=other)
    message = joined(quote, part("要不要卖茅台", "ask_advice", security=MAOTAI))
    assert meant(message) == ("ask_several" if several else "ask_advice")


def test_one_sure_part_is_what_a_doubtful_message_means() -> None:
    message = joined(part("那个", "nlu_fallback"), part("北交所打新", "ask_ipo_bse"), whole="nlu_fallback")
    assert meant(message) == "ask_ipo_bse"


def test_one_sure_part_changes_nothing_where_the_whole_is_understood() -> None:
    assert meant(joined(part("那个", "nlu_fallback"), part("打新", "ask_ipo_steps"))) == "ask_quote"
