"""What commands a price alert is read from the words, and a question is no command."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from actions.tasks.alert_reading import MOST, AlertWords, Reading, number_of

READING = Reading(AlertWords.load())
PRICE = "ask_price_alert"
ASKED = [
    "到价提醒在哪里设置",
    "怎么取消价格提醒",
    "提醒设了没反应",
    "到价提醒有效期多长",
    "跌到20块能不能叫我一下",
]


@pytest.mark.parametrize(
    ("text", "kind", "threshold"),
    [
        ("茅台到1500提醒我", None, "1500"),
        ("茅台涨到2000叫我", "above", "2000"),
        ("茅台跌破一千三提醒一下", "below", "1300"),
        ("茅台跌5%提醒我", "fall", "5"),
        ("茅台涨幅超过5个点告诉我", "rise", "5"),
        ("茅台涨停了叫我", "limit_up", None),
        ("茅台跌停提醒我", "limit_down", None),
        ("給我盯著 茅台漲到2000塊通知我", "above", "2000"),
        ("notify me when Moutai hits 1800", None, "1800"),
        ("它回到12块3再叫我", None, "12.3"),
        ("中远海控到十五块一定要叫我", None, "15"),
    ],
)
def test_what_is_commanded_is_read(text: str, kind: str | None, threshold: str | None) -> None:
    command = READING.command(text)
    number = None if threshold is None else Decimal(threshold)
    assert command is not None
    assert command.act == "set"
    assert command.condition is not None
    assert (command.condition.kind, command.condition.threshold) == (kind, number)


def test_a_question_about_alerts_is_no_command() -> None:
    assert [text for text in ASKED if READING.command(text)] == []


def examples() -> list[tuple[str, str]]:
    """Every example of another intent."""
    found: list[tuple[str, str]] = []
    for file in (Path(__file__).parents[4] / "data").glob("*/nlu.yml"):
        blocks: list[dict[str, Any]] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)[
            "nlu"
        ]
        found += [
            (block["intent"], line[2:])
            for block in blocks
            if block.get("intent", PRICE) != PRICE
            for line in block["examples"].splitlines()
        ]
    return found


def test_no_message_of_another_intent_is_taken_for_a_command() -> None:
    assert [(intent, text) for intent, text in examples() if READING.command(text)] == []


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1500", "1500"),
        ("12块3", "12.3"),
        ("4块5", "4.5"),
        ("一千三", "1300"),
        ("三百五", "350"),
        ("三十", "30"),
        ("十块三", "10.3"),
        ("一百零五", "105"),
        ("三点五", "3.5"),
    ],
)
def test_numbers_are_read_as_people_write_them(written: str, number: str) -> None:
    assert number_of(written) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["到0块提醒我", "到99999999提醒我", "跌500%提醒我", "到提醒我", "提醒" * 500, "\x00\u202e到价提醒"],
)
def test_what_is_no_price_sets_nothing(text: str) -> None:
    command = READING.command(text)
    assert command is None or command.condition is None


@given(some.text(alphabet="到涨跌停提醒我叫破%块元点十百千万一二三0123456789.茅台删改成 \u202e", max_size=40))
def test_whatever_is_written_a_threshold_is_above_zero_and_sane(text: str) -> None:
    command = READING.command(text)
    number = command.condition.threshold if command and command.condition else None
    assert number is None or 0 < number <= MOST
