"""An entry of WeCom's stream becomes one piece of news or one refusal, whatever it is."""

import contextlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.errors import UnreadableUpdate
from channels.wechat_kf.parse import address, parse_entry, parties
from channels.wechat_kf.told import Aside, Entered, Heard, Lost, Served, Turned
from conversations import BadInbound, Inbound
from conversations.intake import accept

SENT = 1795860000
AT = datetime.fromtimestamp(SENT, UTC)
WHO = {"open_kfid": "wkAJ2GCAAA", "external_userid": "wmAJ2GCAAAme1XQRC"}
USER = "wkAJ2GCAAA:wmAJ2GCAAAme1XQRC"

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
KINDS = ("text", "image", "voice", "video", "file", "location", "link", "miniprogram", "event", "note")
EVENTS = ("enter_session", "msg_send_fail", "session_status_change", "servicer_status_change")
fields = st.fixed_dictionaries(
    {},
    optional={
        "content": anything,
        "menu_id": anything,
        "media_id": anything,
        "event_type": st.sampled_from(EVENTS) | anything,
        "change_type": st.integers(0, 5) | anything,
        "new_servicer_userid": anything,
        "welcome_code": anything,
        "fail_type": anything,
        "open_kfid": anything,
        "external_userid": anything,
    },
)
entries = st.fixed_dictionaries(
    {
        "origin": st.sampled_from((3, 4, 5)) | anything,
        "msgtype": st.sampled_from(KINDS) | anything,
        "send_time": st.just(SENT) | anything,
    },
    optional={
        "msgid": st.text(max_size=40) | anything,
        "servicer_userid": anything,
        **{name: st.text(max_size=40) | anything for name in WHO},
        **{kind: fields | anything for kind in KINDS},
    },
)


def entry(kind: str, content: dict[str, Any], origin: int = 3, **more: Any) -> dict[str, Any]:
    return {"msgid": "m1", "send_time": SENT, "origin": origin, "msgtype": kind, kind: content, **WHO, **more}


def heard(kind: str, content: dict[str, Any]) -> Inbound:
    news = parse_entry(entry(kind, content))
    assert isinstance(news, Heard)
    return news.inbound


def event(kind: str, **content: Any) -> dict[str, Any]:
    told = {"event_type": kind, **WHO, **content}
    return {"msgid": "e1", "send_time": SENT, "origin": 4, "msgtype": "event", "event": told}


def test_what_was_written_is_kept_word_for_word() -> None:
    said = heard("text", {"content": " 贵州茅台多少钱\n"})
    assert said == Inbound("wechat_kf", USER, "m1", "text", " 贵州茅台多少钱\n", at=AT)


def test_a_tap_on_a_menu_is_a_button() -> None:
    said = heard("text", {"content": "平安银行", "menu_id": "b" * 16})
    assert (said.kind, said.button, said.text) == ("button", "b" * 16, "平安银行")


@pytest.mark.parametrize("entry_id", ["", "1", "another desk's own entry"])
def test_a_tap_on_a_menu_that_is_not_ours_is_what_it_says(entry_id: str) -> None:
    said = heard("text", {"content": "平安银行", "menu_id": entry_id})
    assert (said.kind, said.button, said.text) == ("text", None, "平安银行")


@pytest.mark.parametrize("kind", ["image", "voice", "video", "file"])
def test_what_can_be_fetched_says_by_which_id(kind: str) -> None:
    said = heard(kind, {"media_id": "M1"})
    assert (said.kind, (said.media or {})["wanted"]) == (kind, "M1")


def test_a_place_is_described() -> None:
    place = {"latitude": 31.2, "longitude": 121.4, "name": "陆家嘴", "address": "浦东"}
    said = heard("location", place)
    assert (said.kind, said.media) == ("location", place)


def test_a_link_is_described() -> None:
    said = heard("link", {"title": "公告", "desc": "年报", "url": "https://example.com", "pic_url": "x"})
    assert said.media == {"title": "公告", "description": "年报", "url": "https://example.com"}


def test_a_kind_that_nobody_knows_is_heard_all_the_same() -> None:
    said = heard("hologram", {"x": 1})
    assert (said.kind, said.media) == ("other", {"type": "hologram"})


def test_an_agents_words_name_the_agent() -> None:
    news = parse_entry(entry("text", {"content": "您好"}, 5, servicer_userid="zhangsan"))
    assert news == Served(USER, "zhangsan", "m1", "text", "您好", None, AT)


def test_who_enters_may_be_greeted() -> None:
    assert parse_entry(event("enter_session", welcome_code="C1")) == Entered(USER, "e1", "C1", AT)
    assert parse_entry(event("enter_session", scene="")) == Entered(USER, "e1", None, AT)


def test_a_message_that_did_not_arrive_is_named_with_the_reason() -> None:
    assert parse_entry(event("msg_send_fail", fail_msgid="wp1_x", fail_type=6)) == Lost(USER, "wp1_x", 6, AT)


@pytest.mark.parametrize("change", [1, 2, 4])
def test_a_session_that_somebody_took_says_who(change: int) -> None:
    news = parse_entry(
        event("session_status_change", change_type=change, new_servicer_userid="lisi", msg_code="C2")
    )
    assert news == Turned(USER, "lisi", "C2", AT)


def test_a_session_that_ended_is_nobodys() -> None:
    ended = event("session_status_change", change_type=3, old_servicer_userid="lisi")
    assert parse_entry(ended) == Turned(USER, None, None, AT)


def test_an_agents_break_concerns_nobody() -> None:
    assert parse_entry(event("servicer_status_change", status=2)) == Aside("servicer_status_change", AT)


@pytest.mark.parametrize("missing", ["msgid", "send_time", "origin", "msgtype", "text", "open_kfid"])
def test_an_entry_without_what_it_needs_is_refused(missing: str) -> None:
    whole = entry("text", {"content": "你好"})
    del whole[missing]
    with pytest.raises(UnreadableUpdate):
        parse_entry(whole)


@pytest.mark.parametrize("at", [None, "soon", 1e300, float("nan"), -(10**12)])
def test_a_time_that_is_none_is_refused(at: object) -> None:
    with pytest.raises(UnreadableUpdate):
        parse_entry(entry("text", {"content": "你好"}, send_time=at))


@given(entries | anything)
def test_no_entry_breaks_the_parser_or_the_inbox(raw: Any) -> None:
    with contextlib.suppress(UnreadableUpdate):
        news = parse_entry(raw)
        if isinstance(news, Heard):
            with contextlib.suppress(BadInbound):
                assert "\x00" not in str(accept(news.inbound).inbound)


@given(st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True), st.text(max_size=64))
def test_an_address_gives_back_its_parties(account: str, customer: str) -> None:
    assert parties(address(account, customer)) == (account, customer)
