"""What leaves for the pages of the desk: all that was said, as data; nothing that an attacker could use."""

import json
from datetime import UTC, datetime
from typing import Any

from conversations.messages import Button
from conversations.records import Head, Line
from desk.encoding import encode
from desk.work.render import render_head, render_line

AT = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


def line(**fields: Any) -> Line:
    known = {name: None for name in Line.__dataclass_fields__} | {
        "seq": 1,
        "sender": "user",
        "kind": "text",
        "at": AT,
        "buttons": (),
        "epoch": 3,
    }
    return Line(**{**known, **fields})


def head(**fields: Any) -> Head:
    known = {name: None for name in Head.__dataclass_fields__} | {
        "conversation_id": 12,
        "channel": "wechat",
        "user": "oABCDEFGHIJKLMNOPQRSTUVWXYZ1",
        "owner": "human",
        "agent": "wang",
        "joined": [],
        "epoch": 3,
        "seq": 9,
        "waiting": 0,
        "priority": 0,
        "moved_at": AT,
        "created_at": AT,
        "age": 3.4,
    }
    return Head(**{**known, **fields})


def test_script_laden_text_comes_out_as_the_data_it_is() -> None:
    nasty = '</script><img src=x onerror=alert(1)>\u2028\x01 " \\ 你好'
    assert json.loads(encode(render_line(12, line(text=nasty))))["text"] == nasty


def test_ten_thousand_characters_come_out_whole() -> None:
    assert len(render_line(12, line(text="问" * 10_000))["text"]) == 10_000


def test_an_investor_is_known_by_a_short_hash_and_always_the_same() -> None:
    rendered = encode(render_head(head()))
    assert "oABCDEFGH" not in rendered
    assert len(json.loads(rendered)["user"]) == 8
    assert rendered == encode(render_head(head()))


def test_times_are_those_of_shanghai_and_ages_whole_seconds() -> None:
    rendered = json.loads(encode(render_head(head(waited=61.6))))
    assert rendered["moved_at"] == "2026-11-26T10:00:00+08:00"
    assert (rendered["age"], rendered["waited"]) == (3, 62)


def test_a_file_is_shown_by_its_hash_and_address_without_the_platforms_name_for_it() -> None:
    waiting = render_line(12, line(kind="image", media={"wanted": "platform-secret", "asks": 2}))
    assert "platform-secret" not in encode(waiting)
    assert (waiting["media"]["awaited"], waiting["file"]) == (True, None)
    here = render_line(
        12, line(seq=5, kind="image", media={"file": "ab12.png", "mime": "image/png", "size": 7})
    )
    assert here["file"] == "/desk/api/files/12/5"
    assert here["media"] == {"mime": "image/png", "size": 7, "sha256": "ab12", "awaited": False}


def test_which_button_was_pressed_is_seen() -> None:
    asked = render_line(12, line(sender="bot", buttons=(Button("x1", "是"), Button("x2", "否"))))
    pressed = render_line(12, line(kind="button", pressed="x2", pressed_title="否"))
    assert asked["buttons"] == [{"id": "x1", "title": "是"}, {"id": "x2", "title": "否"}]
    assert (pressed["pressed"], pressed["pressed_title"]) == ("x2", "否")
