"""Updates and what they mean: buttons, the menu, groups, corrections, and anything at all from hypothesis."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.body import read_object
from channels.errors import UnreadableUpdate
from channels.telegram.address import Address
from channels.telegram.parse import UPDATES, Heard, Ignored, Left, Me
from tests.fakes.telegram.people import People
from tests.unit.channels.telegram.reading import ANN, AT, GROUP, ME, POINT, TOPIC, heard, meaning


def test_a_text_is_said_by_its_chat_at_its_time(people: People) -> None:
    update = people.say(ANN, "贵州茅台多少钱")
    inbound = heard(update)
    assert (inbound.channel, inbound.user, inbound.kind) == ("telegram", "42", "text")
    assert inbound.text == "贵州茅台多少钱"
    assert inbound.message_id == str(update["update_id"])
    assert inbound.at is not None
    assert inbound.at.timestamp() == update["message"]["date"]
    assert inbound.media == {"post": update["message"]["message_id"]}


def test_a_pressed_button_is_its_payload_and_waits_for_an_answer(people: People) -> None:
    update = people.press_old(ANN, "abcdefghijklmnop")
    found = meaning(update)
    assert isinstance(found, Heard)
    assert (found.inbound.kind, found.inbound.button, found.inbound.user) == (
        "button",
        "abcdefghijklmnop",
        "42",
    )
    assert found.query == update["callback_query"]["id"]
    assert found.inbound.at == AT


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("/start", "subscribe", None),
        ("/help", "text", "你能做什么"),
        ("/human", "text", "人工客服"),
        ("/HUMAN@Wenpan_Bot", "text", "人工客服"),
        ("/human 我要投诉", "text", "人工客服 我要投诉"),
        ("/quote 600519", "text", "/quote 600519"),
        ("1/2", "text", "1/2"),
    ],
)
def test_a_command_is_what_choosing_it_says(people: People, text: str, kind: str, said: str | None) -> None:
    inbound = heard(people.say(ANN, text))
    assert (inbound.kind, inbound.text) == (kind, said)


def test_a_link_that_starts_the_bot_tells_where_it_stood(people: People) -> None:
    assert (heard(people.say(ANN, "/start from-the-website")).media or {})["start"] == "from-the-website"


@pytest.mark.parametrize(
    "news",
    [
        {"new_chat_members": [{"id": ANN, "is_bot": False, "first_name": "王"}]},
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": ANN, "type": "private"}}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 5}},
    ],
)
def test_what_happens_in_a_chat_is_nothing_said(people: People, news: dict[str, Any]) -> None:
    update = people.say(ANN, "")
    del update["message"]["text"]
    update["message"].update(news)
    assert meaning(update) == Ignored()


@pytest.mark.parametrize(
    "text", ["你们看茅台", "/start", "/start@another_bot", "@wenpan_bots 茅台", "茅台@wenpan_bot_2"]
)
def test_talk_in_a_group_is_not_for_the_bot(people: People, text: str) -> None:
    assert meaning(people.say_in_group(GROUP, ANN, text)) == Ignored()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@wenpan_bot 茅台多少钱", "茅台多少钱"),
        ("茅台多少钱 @Wenpan_Bot", "茅台多少钱"),
        ("/human@wenpan_bot", "人工客服"),
        ("@wenpan_bot", ""),
    ],
)
def test_in_a_group_each_person_who_addresses_the_bot_has_a_conversation(
    people: People, text: str, said: str
) -> None:
    inbound = heard(people.say_in_group(GROUP, ANN, text))
    assert (inbound.user, inbound.text) == (f"{GROUP}:{ANN}", said)


def test_a_reply_to_the_bot_is_for_the_bot_before_it_knows_its_name(people: People) -> None:
    chat = {"id": GROUP, "type": "supergroup"}
    its = {
        "message_id": 3,
        "date": 1,
        "chat": chat,
        "from": {"id": ME.id, "is_bot": True, "first_name": "问盘"},
    }
    update = people.say_in_group(GROUP, ANN, "那平安呢", reply_to_message=its)
    assert heard(update, Me(ME.id, None)).text == "那平安呢"
    its["from"] = {"id": 8, "is_bot": False, "first_name": "李"}
    assert meaning(people.say_in_group(GROUP, ANN, "那平安呢", reply_to_message=its)) == Ignored()


def test_a_topic_of_a_forum_is_a_conversation_of_its_own(people: People) -> None:
    topic = {"is_topic_message": True, "message_thread_id": TOPIC}
    inbound = heard(people.say_in_group(GROUP, ANN, "@wenpan_bot 茅台", **topic))
    assert Address.read(inbound.user) == Address(GROUP, ANN, TOPIC)


def test_other_bots_and_channels_are_not_heard(people: People) -> None:
    update = people.say_in_group(GROUP, ANN, "@wenpan_bot 茅台")
    update["message"]["from"]["is_bot"] = True
    assert meaning(update) == Ignored()
    update = people.say(ANN, "茅台")
    update["message"]["chat"]["type"] = "channel"
    assert meaning(update) == Ignored()


def test_a_correction_names_the_message_that_it_replaces(people: People) -> None:
    found = meaning(people.edit(ANN, 5, "不对，是平安银行"))
    assert isinstance(found, Heard)
    assert (found.edits, found.inbound.kind, found.inbound.text) == (5, "text", "不对，是平安银行")


def test_a_place_that_moves_on_is_no_correction(people: People) -> None:
    update = people.edit(ANN, 5, "")
    del update["edited_message"]["text"]
    update["edited_message"]["location"] = POINT
    assert meaning(update) == Ignored()


def test_somebody_who_blocks_the_bot_has_left(people: People) -> None:
    assert meaning(people.block(ANN)) == Left("42")
    assert meaning(people.unblock(ANN)) == Ignored()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"\xff", b"[" * 99_999, b'{"update_id": 1' + b"0" * 9_999 + b"}"],
    ids=["empty", "cut", "list", "null", "bytes", "deep", "digits"],
)
def test_what_is_no_object_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableUpdate):
        read_object(body)


@pytest.mark.parametrize(
    "change",
    [
        {"message": None},
        {"message": {}},
        {"message": []},
        {"message": "hello"},
        {"update_id": "1"},
        {"update_id": True},
        {"poll": {"id": "1"}},
    ],
)
def test_what_is_no_update_is_unreadable(people: People, change: dict[str, Any]) -> None:
    with pytest.raises(UnreadableUpdate):
        meaning({**people.say(ANN, "茅台"), **change} if "poll" not in change else {"update_id": 1, **change})


@pytest.mark.parametrize("value", [None, 5, {}, "x" * 9], ids=str)
@pytest.mark.parametrize("field", ["chat", "from", "date", "message_id", "text"])
def test_a_field_of_another_type_is_unreadable_or_understood(
    people: People, field: str, value: object
) -> None:
    update = people.say(ANN, "茅台")
    update["message"][field] = value
    _means_something_or_is_unreadable(update)


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
_ANYTHING = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
_FIELDS = st.sampled_from(
    [
        "message_id",
        "from",
        "chat",
        "date",
        "text",
        "caption",
        "photo",
        "voice",
        "document",
        "sticker",
        "location",
        "contact",
        "entities",
        "id",
        "type",
        "data",
        "message",
        "edit_date",
        "reply_to_message",
        "message_thread_id",
        "is_topic_message",
        "file_id",
        "new_chat_member",
    ]
)
_SHAPED = st.dictionaries(_FIELDS, _ANYTHING | st.dictionaries(_FIELDS, _ANYTHING, max_size=5), max_size=8)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_object_or_unreadable(body: bytes) -> None:
    try:
        assert isinstance(read_object(body), dict)
    except UnreadableUpdate:
        return


@given(st.sampled_from([*UPDATES, "poll"]), _ANYTHING | _SHAPED, st.integers() | _ANYTHING)
def test_anything_is_something_or_unreadable(kind: str, body: Any, number: Any) -> None:
    _means_something_or_is_unreadable({"update_id": number, kind: body})


@given(st.sampled_from(["message", "edited_message"]), _SHAPED)
def test_a_message_with_anything_in_it_is_something_or_unreadable(kind: str, fields: dict[str, Any]) -> None:
    body = {
        "message_id": 1,
        "date": 1_700_000_000,
        "chat": {"id": ANN, "type": "private"},
        "from": {"id": ANN, "is_bot": False, "first_name": "王"},
    }
    _means_something_or_is_unreadable({"update_id": 1, kind: {**body, **fields}})


def _means_something_or_is_unreadable(update: dict[str, Any]) -> None:
    try:
        found = meaning(update)
    except UnreadableUpdate:
        return
    if isinstance(found, Heard):
        assert found.inbound.text is None or isinstance(found.inbound.text, str)
        assert Address.read(found.inbound.user).user == found.inbound.user
        json.dumps(found.inbound.media)
