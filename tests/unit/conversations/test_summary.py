"""What who takes over sees at a glance: the investor's own words, cut, and no conclusions."""

from typing import Any

import pytest

from conversations.summary import ASKED, LONG, SECURITIES, SHORT, TRIED, summarise


def said(text: str | None, **fields: Any) -> dict[str, Any]:
    """A message of the investor as it stands in the transcript, understood unless told otherwise."""
    known = {"sender": "user", "kind": "text", "text": text, "topic": "QUO01", "intent": "ask_quote"}
    return {**known, "entities": None, "message_id": text, **fields}


def reply(to: str) -> dict[str, Any]:
    return said("好的。", sender="bot", message_id=to)


def security(value: str, start: int, end: int, **fields: Any) -> dict[str, Any]:
    return {"entity": "security", "value": value, "start": start, "end": end, **fields}


def test_what_was_answered_is_told_from_what_was_not() -> None:
    rows = [
        said("茅台多少钱"),
        reply("茅台多少钱"),
        said("啥玩意", topic=None, intent="nlu_fallback"),
        reply("啥玩意"),
        said("在吗", topic=None, intent=None),
    ]
    assert summarise(rows)["asked"] == [
        {"text": "茅台多少钱", "topic": "QUO01", "answered": True},
        {"text": "啥玩意", "topic": None, "answered": False},
        {"text": "在吗", "topic": None, "answered": False},
    ]


def test_greetings_and_the_wish_for_a_person_are_no_questions() -> None:
    rows = [said("你好", topic=None, intent="greet"), said("转人工", topic="SVC01", intent="ask_human")]
    assert summarise(rows)["asked"] == []


def test_securities_have_the_names_they_were_given() -> None:
    entities = [security("SH600519", 0, 2)]
    pressed = said("平安银行", kind="button", entities=[security("SZ000001", 0, 8)])
    again = said("那600519呢", entities=[security("SH600519", 1, 7)])
    rows = [said("茅台多少钱", entities=entities), pressed, again]
    assert summarise(rows)["securities"] == [
        {"ref": "SZ000001", "name": "平安银行"},
        {"ref": "SH600519", "name": "茅台"},
    ]


def test_what_could_be_several_securities_is_none() -> None:
    rows = [said("平安", entities=[security("SZ000001,SH601318", 0, 2)])]
    assert summarise(rows)["securities"] == []


def test_misunderstandings_and_pressed_buttons_are_counted_and_listed() -> None:
    rows = [
        said("啥", topic=None, intent="nlu_fallback"),
        said("天气", topic=None, intent="out_of_scope"),
        said("走势图", kind="button"),
        said("走势图", kind="button"),
    ]
    summary = summarise(rows)
    assert (summary["misses"], summary["tried"], summary["last"]) == (2, ["走势图"], "走势图")


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["how do I open an account", "hello"], "en"),
        (["茅台多少钱", "MACD怎么看", "ETF"], "zh"),
        (["600519"], "zh"),
        (["OK 好的谢谢您"], "zh"),
        ([], "zh"),
    ],
)
def test_the_language_is_that_of_what_was_typed(texts: list[str], language: str) -> None:
    assert summarise([said(text) for text in texts])["language"] == language


def test_nothing_makes_it_long() -> None:
    rows = [
        said(f"{number}" + "很长" * 500, kind="button", entities=[security(f"SH{number:06}", 0, 900)])
        for number in range(100)
    ]
    summary = summarise(rows)
    assert len(summary["asked"]) == ASKED
    assert len(summary["securities"]) == SECURITIES
    assert len(summary["tried"]) == TRIED
    assert {len(each["text"]) for each in summary["asked"]} == {SHORT}
    assert len(summary["last"]) == LONG
    assert summary["asked"][-1]["text"].startswith("99")


def test_of_nothing_nothing_is_told() -> None:
    empty = {"asked": [], "securities": [], "misses": 0, "tried": [], "last": "", "language": "zh"}
    assert summarise([]) == empty
    assert summarise([said(None, kind="image", topic=None, intent=None)]) == empty
