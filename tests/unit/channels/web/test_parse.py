"""Bytes of a chat call become one `Inbound` or one typed refusal, whatever they are."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channels.errors import UnreadableUpdate
from channels.web.parse import LAST_SEQ, parse_chat, parse_count, parse_sender
from conversations import Inbound

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
calls = st.fixed_dictionaries(
    {}, optional={name: anything for name in ("sender", "text", "payload", "message_id", "more")}
)
any_text = st.text(st.characters(codec=None, exclude_categories=()))  # lone surrogates too


def parse(**fields: Any) -> Inbound:
    return parse_chat(json.dumps(fields).encode(), lambda: "made-here")


def test_a_written_message_is_kept_word_for_word() -> None:
    inbound = parse(sender="u1", text=" 贵州茅台多少钱 ", message_id="m-1")
    assert inbound == Inbound("web", "u1", "m-1", "text", " 贵州茅台多少钱 ")


def test_a_pressed_button_carries_its_id_and_no_text() -> None:
    inbound = parse(sender="u1", payload="b7")
    assert (inbound.kind, inbound.button, inbound.text) == ("button", "b7", None)


def test_a_message_without_an_id_gets_one() -> None:
    assert parse(sender="u1", text="你好").message_id == "made-here"


@given(any_text)
@example("")
@example("\x00\x07")
@example("\ud800")
@example("<script>alert(1)</script>")
@example("'; drop table message; --")
@example("/restart")
@example("🚀" * 10_000)
def test_no_text_is_refused_and_none_is_changed(text: str) -> None:
    assert parse(sender="u1", text=text).text == text


@given(any_text)
def test_no_button_is_refused_and_none_is_read(button: str) -> None:
    assert parse(sender="u1", payload=button).button == button


@given(st.binary())
@example(b"[" * 100_000)
@example(b'{"sender": ' + b"9" * 5_000 + b"}")
@example(b"\xff\xfe{\x00")
@example(b'{"sender": NaN}')
def test_any_bytes_are_a_message_or_unreadable(body: bytes) -> None:
    with contextlib.suppress(UnreadableUpdate):
        assert isinstance(parse_chat(body, lambda: "id"), Inbound)


@given(calls)
def test_any_fields_are_a_message_or_unreadable(fields: dict[str, Any]) -> None:
    try:
        inbound = parse_chat(json.dumps(fields).encode(), lambda: "id")
    except UnreadableUpdate:
        return
    assert isinstance(fields["sender"], str)
    assert (inbound.text is None) != (inbound.button is None)


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "你好"},
        {"sender": "u1"},
        {"sender": "u1", "text": "你好", "payload": "b1"},
        {"sender": "u1", "text": 600519},
        {"sender": "u1", "text": ["你好"]},
        {"sender": "u1", "payload": {"id": "b1"}},
        {"sender": 7, "text": "你好"},
        {"sender": "u1", "text": "你好", "message_id": 7},
        {"sender": "u1", "text": "你好", "message_id": ""},
        {"sender": "u1", "text": "你好", "message_id": "m" * 65},
    ],
)
def test_a_missing_field_or_a_wrong_type_is_unreadable(fields: dict[str, Any]) -> None:
    with pytest.raises(UnreadableUpdate):
        parse(**fields)


@pytest.mark.parametrize("sender", ["u", "U-1", "a.b_c:d@e", "7" * 64])
def test_a_safe_sender_is_taken(sender: str) -> None:
    assert parse_sender(sender) == sender


@pytest.mark.parametrize("sender", ["", " ", "-u", "../u", "a b", "a/b", "张三", "u\n", "u" * 65, None, 7])
def test_a_sender_that_could_do_harm_in_a_path_or_log_is_unreadable(sender: object) -> None:
    with pytest.raises(UnreadableUpdate):
        parse_sender(sender)


@given(st.integers(min_value=0))
def test_a_count_is_read_and_cut(number: int) -> None:
    assert parse_count(str(number), 0, LAST_SEQ) == min(number, LAST_SEQ)


def test_no_count_is_the_usual_one() -> None:
    assert parse_count(None, 200, LAST_SEQ) == parse_count("", 200, LAST_SEQ) == 200


@pytest.mark.parametrize("value", ["-1", "1.5", "x", "１", "²", " 1", "0x1"])
def test_a_count_that_is_none_is_unreadable(value: str) -> None:
    with pytest.raises(UnreadableUpdate):
        parse_count(value, 0, LAST_SEQ)
