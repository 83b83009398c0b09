"""Every message and event of WeChat becomes what an investor meant, and any other bytes a refusal."""

import contextlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channels.errors import UnreadableUpdate
from channels.wechat.events import CLICK, MESSAGE, Confirmed, Left, Noted, Said, Update
from channels.wechat.parse import parse_update
from channels.wechat.xml import write_xml
from conversations import Inbound
from conversations.messages import SHANGHAI

NOW = datetime(2026, 11, 26, 4, tzinfo=UTC)
SENT = 1_795_665_600
AT = datetime.fromtimestamp(SENT, SHANGHAI)
HEAD: dict[str, str | int] = {"ToUserName": "gh_1", "FromUserName": "oInvestor-1", "CreateTime": SENT}
UNSHOWN = frozenset({"[Unsupported message]"})
BUTTON = "Ab3_-Ab3_-Ab3_-x"

NAMES = st.sampled_from(
    [
        "ToUserName",
        "FromUserName",
        "CreateTime",
        "MsgType",
        "Content",
        "MsgId",
        "bizmsgmenuid",
        "MediaId",
        "Format",
        "Recognition",
        "FileTotalLen",
        "Location_X",
        "Event",
        "EventKey",
        "Status",
        "MsgID",
    ]
)
VALUES = st.one_of(
    st.text(st.characters(codec="utf-8")),
    st.integers(),
    st.sampled_from(["text", "voice", "file", "event", "SCAN", "CLICK", "subscribe", "gh_1", "oInvestor-1"]),
)


def parse(**fields: str | int) -> Update:
    return parse_update(write_xml({**HEAD, **fields}), UNSHOWN, NOW)


def message(**fields: str | int) -> Inbound:
    said = parse(MsgId=23_001, **fields)
    assert isinstance(said, Said)
    assert said.account == "gh_1"
    return said.inbound


def event(name: str, key: str = "", **fields: str | int) -> Update:
    return parse(MsgType="event", Event=name, EventKey=key, **fields)


def test_a_text_is_kept_word_for_word() -> None:
    inbound = message(MsgType="text", Content=" 贵州茅台\n多少钱 ")
    assert inbound == Inbound("wechat", "oInvestor-1", "23001", "text", " 贵州茅台\n多少钱 ", at=AT)


def test_a_text_opens_the_long_window() -> None:
    said = parse(MsgType="text", Content="你好", MsgId=1)
    assert isinstance(said, Said)
    assert (said.opens, said.opens.total, said.opens.seconds) == (MESSAGE, 5, 172_800)


def test_an_empty_text_is_a_message_too() -> None:
    assert message(MsgType="text", Content="").text == ""
    assert message(MsgType="text").text == ""


def test_a_tap_on_our_menu_is_a_button_and_opens_the_short_window() -> None:
    said = parse(MsgType="text", Content="平安银行", bizmsgmenuid=BUTTON, MsgId=2)
    assert isinstance(said, Said)
    assert (said.inbound.kind, said.inbound.button, said.inbound.text) == ("button", BUTTON, None)
    assert (said.opens, said.opens.total, said.opens.seconds) == (CLICK, 3, 60)


def test_a_tap_on_a_menu_of_somebody_else_says_its_words() -> None:
    said = parse(MsgType="text", Content="开户", bizmsgmenuid="101", MsgId=2)
    assert isinstance(said, Said)
    assert (said.inbound.kind, said.inbound.text, said.opens) == ("text", "开户", CLICK)


def test_what_wechat_cannot_pass_on_is_a_sticker() -> None:
    assert message(MsgType="text", Content="[Unsupported message]").kind == "sticker"
    assert message(MsgType="text", Content="what is [Unsupported message]").kind == "text"


@pytest.mark.parametrize(
    ("fields", "kind", "media"),
    [
        (
            {"MsgType": "image", "PicUrl": "http://mmbiz.qpic.cn/x", "MediaId": "m1"},
            "image",
            {"wanted": "m1"},
        ),
        (
            {"MsgType": "voice", "MediaId": "m2", "Format": "amr", "Recognition": ""},
            "voice",
            {"wanted": "m2", "mime": "audio/amr"},
        ),
        (
            {"MsgType": "voice", "MediaId": "m2", "Format": "speex", "Recognition": "大盘怎么样。"},
            "voice",
            {"wanted": "m2", "mime": "audio/speex", "recognition": "大盘怎么样。"},
        ),
        (
            {"MsgType": "voice", "MediaId": "m2", "MediaId16K": "m16", "Format": "amr"},
            "voice",
            {"wanted": "m16", "mime": "audio/amr"},
        ),
        (
            {"MsgType": "video", "MediaId": "m3", "ThumbMediaId": "t3"},
            "video",
            {"wanted": "m3", "mime": "video/mp4"},
        ),
        (
            {"MsgType": "shortvideo", "MediaId": "m4", "ThumbMediaId": "t4"},
            "video",
            {"wanted": "m4", "mime": "video/mp4"},
        ),
        (
            {"MsgType": "file", "Title": "对账单.pdf", "FileKey": "k", "FileTotalLen": "5021"},
            "file",
            {"name": "对账单.pdf", "size": 5_021},
        ),
        (
            {
                "MsgType": "location",
                "Location_X": "31.2",
                "Location_Y": "121.4",
                "Scale": "15",
                "Label": "上海",
            },
            "location",
            {"latitude": 31.2, "longitude": 121.4, "label": "上海"},
        ),
        (
            {"MsgType": "link", "Title": "公告", "Description": "", "Url": "https://example.com/a"},
            "link",
            {"title": "公告", "url": "https://example.com/a"},
        ),
        (
            {"MsgType": "location", "Location_X": "1e999", "Location_Y": "121"},
            "location",
            {"longitude": 121.0},
        ),
        ({"MsgType": "link", "Title": "长" * 5_000}, "link", {"title": "长" * 1_000}),
        ({"MsgType": "miniprogrampage", "Title": "t"}, "unsupported", None),
    ],
    ids=lambda value: value["MsgType"] if isinstance(value, dict) and "MsgType" in value else "",
)
def test_what_is_no_text_keeps_what_can_be_fetched(
    fields: dict[str, str | int], kind: str, media: dict[str, Any] | None
) -> None:
    inbound = message(**fields)
    assert (inbound.kind, inbound.media, inbound.text) == (kind, media, None)


def test_a_subscription_is_greeted_and_says_where_it_came_from() -> None:
    said = event("subscribe", "qrscene_branch-12", Ticket="t")
    assert isinstance(said, Said)
    assert (said.inbound.kind, said.inbound.media, said.opens) == ("subscribe", {"scene": "branch-12"}, CLICK)
    searched = event("subscribe")
    assert isinstance(searched, Said)
    assert searched.inbound.media is None


def test_a_scan_by_a_follower_is_greeted() -> None:
    said = event("SCAN", "branch-12", Ticket="t")
    assert isinstance(said, Said)
    assert (said.inbound.kind, said.inbound.media) == ("subscribe", {"scene": "branch-12"})


def test_an_entry_of_the_menu_says_its_key() -> None:
    said = event("CLICK", "转人工")
    assert isinstance(said, Said)
    assert (said.inbound.kind, said.inbound.text, said.opens) == ("text", "转人工", CLICK)


def test_a_code_scanned_from_the_menu_is_what_was_said() -> None:
    text = write_xml({**HEAD, "MsgType": "event", "Event": "scancode_waitmsg", "EventKey": "k"})
    scanned = "<ScanCodeInfo><ScanType>barcode</ScanType><ScanResult>600519</ScanResult></ScanCodeInfo></xml>"
    said = parse_update(text.replace("</xml>", scanned), UNSHOWN, NOW)
    assert isinstance(said, Said)
    assert said.inbound.text == "600519"


def test_a_delivery_again_has_the_same_id_and_another_tap_has_not() -> None:
    def id_of(update: Update) -> str:
        assert isinstance(update, Said)
        return update.inbound.message_id

    assert id_of(event("CLICK", "a")) == id_of(event("CLICK", "a"))
    taps = [
        event("CLICK", "a"),
        event("CLICK", "b"),
        event("SCAN", "a"),
        event("CLICK", "a", CreateTime=SENT + 1),
    ]
    assert len({id_of(tap) for tap in taps}) == 4


def test_leaving_is_known() -> None:
    assert event("unsubscribe") == Left("oInvestor-1")


@pytest.mark.parametrize(
    ("status", "delivered", "error"),
    [
        ("success", True, None),
        ("failed:user block", False, "failed:user block"),
        ("failed: system failed", False, "failed: system failed"),
        ("", False, "unknown"),
    ],
)
def test_what_became_of_a_template_message_is_told(status: str, delivered: bool, error: str | None) -> None:
    assert event("TEMPLATESENDJOBFINISH", MsgID=77, Status=status) == Confirmed("77", delivered, error)


@pytest.mark.parametrize(("code", "delivered", "error"), [("0", True, None), ("43101", False, "43101")])
def test_what_became_of_a_subscription_message_is_told(code: str, delivered: bool, error: str | None) -> None:
    text = write_xml({**HEAD, "MsgType": "event", "Event": "subscribe_msg_sent_event"})
    row = f"<List><TemplateId>t</TemplateId><MsgID>88</MsgID><ErrorCode>{code}</ErrorCode></List>"
    update = parse_update(
        text.replace("</xml>", f"<SubscribeMsgSentEvent>{row}</SubscribeMsgSentEvent></xml>"), UNSHOWN, NOW
    )
    assert update == Confirmed("88", delivered, error)


@pytest.mark.parametrize(
    "name",
    [
        "VIEW",
        "view_miniprogram",
        "LOCATION",
        "MASSSENDJOBFINISH",
        "pic_weixin",
        "subscribe_msg_popup_event",
        "user_info_modified",
        "kf_create_session",
    ],
)
def test_other_events_ask_nothing_of_us(name: str) -> None:
    assert event(name) == Noted(name.lower())


@pytest.mark.parametrize("name", ["", "no_such_event"])
def test_an_event_that_nobody_described_is_unreadable(name: str) -> None:
    with pytest.raises(UnreadableUpdate):
        event(name)


@pytest.mark.parametrize("missing", ["ToUserName", "FromUserName", "MsgType", "MsgId"])
def test_a_message_from_nobody_or_without_an_id_is_unreadable(missing: str) -> None:
    fields: dict[str, str | int | None] = {**HEAD, "MsgType": "text", "Content": "你好", "MsgId": 5}
    for value in (None, "", " ", "\n"):
        some = {name: text for name, text in {**fields, missing: value}.items() if text is not None}
        with pytest.raises(UnreadableUpdate):
            parse_update(write_xml(some), UNSHOWN, NOW)


@pytest.mark.parametrize("time", ["", "-1", "noon", "9" * 30, "１７９５６６５６００"])
def test_a_message_without_a_time_was_sent_now(time: str) -> None:
    assert message(MsgType="text", Content="你好", CreateTime=time).at == NOW


def test_control_characters_and_markup_reach_us_as_text() -> None:
    inbound = message(MsgType="text", Content="<b>茅台</b>]]></Content><Content>\x07&amp;")
    assert inbound.text == "<b>茅台</b>]]></Content><Content>&amp;"


@given(st.dictionaries(NAMES, VALUES))
@example({"MsgType": "file", "FileTotalLen": "9" * 5_000, "MsgId": "1"})
@example({"MsgType": "event", "Event": "İ"})
def test_any_fields_are_an_update_or_unreadable(fields: dict[str, str | int]) -> None:
    for head in ({}, HEAD):
        with contextlib.suppress(UnreadableUpdate):
            assert isinstance(
                parse_update(write_xml({**head, **fields}), UNSHOWN, NOW), Said | Left | Confirmed | Noted
            )


@given(st.text())
def test_any_text_is_an_update_or_unreadable(text: str) -> None:
    with contextlib.suppress(UnreadableUpdate):
        parse_update(text, UNSHOWN, NOW)
