"""What conversations say becomes the JSON of the contract."""

import json
from datetime import UTC, datetime

from channels.web.render import (
    render_answer,
    render_history,
    render_message,
    render_pending,
    render_session,
    to_json,
)
from conversations import Answer, Button, Message, Status

CLOSE = datetime(2026, 11, 20, 7, 0, 0, 123456, tzinfo=UTC)
ASKED = Message(1, "user", "text", "贵州茅台多少钱", CLOSE, message_id="m1")
QUEUED = Status(conversation_id=1, owner="queued", epoch=1, seq=9, waiting=0, agent=None)
SAID = Message(2, "bot", "text", "贵州茅台 600519", CLOSE, buttons=(Button("b1", "走势图"),), message_id="m1")


def test_a_message_has_the_fields_of_the_contract() -> None:
    assert render_message(SAID) == {
        "seq": 2,
        "sender": "bot",
        "kind": "text",
        "text": "贵州茅台 600519",
        "buttons": [{"title": "走势图", "payload": "b1"}],
        "image": None,
        "pressed": None,
        "message_id": "m1",
        "at": "2026-11-20T15:00:00+08:00",
    }


def test_an_answer_says_what_was_understood_and_who_owns_the_conversation() -> None:
    answer = Answer((SAID,), 2, "QUO01", "ask_quote", 0.98, "bot")
    assert render_answer(answer, "m1") == {
        "replies": [render_message(SAID)],
        "seq": 2,
        "topic": "QUO01",
        "intent": "ask_quote",
        "confidence": 0.98,
        "owner": "bot",
        "message_id": "m1",
    }


def test_a_pending_answer_says_where_to_wait() -> None:
    assert render_pending(1, "bot", "m1") == {"seq": 1, "message_id": "m1", "owner": "bot"}


def test_history_goes_on_behind_its_last_message() -> None:
    assert render_history([ASKED, SAID], 0, QUEUED)["seq"] == 2


def test_history_without_anything_new_goes_on_where_it_stood() -> None:
    assert render_history([], 7, QUEUED) == {"messages": [], "seq": 7, "owner": "queued"}


def test_a_stranger_is_served_by_the_bot_from_the_beginning() -> None:
    assert render_session("u1", "t", None) == {"sender": "u1", "token": "t", "seq": 0, "owner": "bot"}
    assert render_session("u1", "t", QUEUED) == {"sender": "u1", "token": "t", "seq": 9, "owner": "queued"}


def test_json_is_compact_and_keeps_chinese_and_markup_as_they_are() -> None:
    written = to_json({"text": '茅台 <b>"\n'})
    assert written == '{"text":"茅台 <b>\\"\\n"}'
    assert json.loads(written) == {"text": '茅台 <b>"\n'}
