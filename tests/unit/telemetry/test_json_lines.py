"""Lines of log: JSON, with the trace, and without what anybody wrote."""

import asyncio
import json
import logging
import sys
from typing import Any

import pytest

from telemetry.json_lines import JsonLines, Printed, asked

TEXT = "我叫王小明, 电话 13800138000"


def line(name: str, message: str, *values: object, trace: str = "", error: bool = False) -> dict[str, Any]:
    info = sys.exc_info() if error else None
    record = logging.LogRecord(name, logging.WARNING, "/x/rasa/core/processor.py", 7, message, values, info)
    text = JsonLines(("bot", "market"), lambda: trace).format(record)
    assert "\n" not in text
    said: dict[str, Any] = json.loads(text)
    return said


async def within_a_request(name: str, message: str, *values: object) -> dict[str, Any]:
    asked()
    return line(name, message, *values)


def test_a_line_says_when_where_and_how_bad_it_was() -> None:
    said = line("market.houses", "source failed: %s", "qt.gtimg.cn")
    assert said["event"] == "source failed: qt.gtimg.cn"
    assert (said["level"], said["logger"]) == ("warning", "market.houses")
    assert said["timestamp"].endswith("Z")
    assert "trace" not in said


def test_a_line_within_a_trace_names_it() -> None:
    assert line("bot.turn", "x", trace="a" * 32)["trace"] == "a" * 32


async def test_within_a_request_a_librarys_words_are_not_told() -> None:
    said = await asyncio.create_task(within_a_request("rasa.core.processor", f"No intent for '{TEXT}'"))
    assert said["event"] == "rasa/core/processor.py:7"
    assert "王小明" not in json.dumps(said, ensure_ascii=False)


async def test_within_a_request_our_own_words_are_told() -> None:
    said = await asyncio.create_task(
        within_a_request("bot.gateway_channel", "Action %s failed", "action_quote")
    )
    assert said["event"] == "Action action_quote failed"


async def test_of_a_room_only_its_own_name_counts() -> None:
    said = await asyncio.create_task(within_a_request("botany", TEXT))
    assert "王小明" not in json.dumps(said, ensure_ascii=False)


def test_before_anybody_asks_a_librarys_words_are_told() -> None:
    assert (
        line("rasa.core.run", "Rasa server is up and running.")["event"] == "Rasa server is up and running."
    )


def test_of_a_line_that_is_json_only_the_event_is_told() -> None:
    inner = json.dumps({"event": "processor.message.parse", "text": TEXT, "level": "info"})
    said = line("rasa.core.processor", inner)
    assert said["event"] == "processor.message.parse"
    assert "text" not in said


@pytest.mark.parametrize("words", ["{not json", "{}", "{ }", '{"event": null}'])
def test_words_with_braces_are_words(words: str) -> None:
    assert isinstance(line("bot", words)["event"], str)


def test_of_an_exception_type_and_way_are_told_and_no_word() -> None:
    try:
        raise LookupError(TEXT)
    except LookupError:
        said = line("bot", "broke", error=True)
    assert said["failure"] == "LookupError"
    assert said["frames"][0].startswith("tests/unit/telemetry/test_json_lines.py:")
    assert "王小明" not in json.dumps(said, ensure_ascii=False)


def test_what_a_library_prints_is_a_line_of_log(caplog: pytest.LogCaptureFixture) -> None:
    printed = Printed()
    with caplog.at_level(logging.INFO):
        print("Starting", "a server\n\nand more", file=printed, end="")  # noqa: T201
        assert caplog.messages == ["Starting a server"]
        printed.flush()
        printed.flush()
    assert caplog.messages == ["Starting a server", "and more"]
