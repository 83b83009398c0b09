"""What may enter: addresses, storable text, and what the brain must not see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.errors import BadInbound
from conversations.intake import LONGEST_TEXT, STORED_TEXT, accept, clean, delivery_key
from conversations.messages import Inbound

anything = st.text(st.characters(exclude_categories=[]))  # surrogates and controls included


def of(text: str | None = "你好", **fields: str) -> Inbound:
    known = {"channel": "web", "user": "u1", "message_id": "m1", **fields}
    return Inbound(known["channel"], known["user"], known["message_id"], known.get("kind", "text"), text)


@given(anything)
def test_any_text_becomes_storable(text: str) -> None:
    cleaned = clean(text)
    assert "\x00" not in cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert clean(cleaned) == cleaned


@given(anything)
def test_any_text_is_accepted_or_refused_by_a_notice(text: str) -> None:
    accepted = accept(of(text))
    assert accepted.refusal in {None, "empty", "too_long"}
    assert len(accepted.inbound.text or "") <= STORED_TEXT


@pytest.mark.parametrize(
    "text", [None, "", " ", "\n\t ", "\u3000", "\u200b\u200d", "\x00\x1b", "\ud800", "\ufeff"]
)
def test_nothing_visible_is_empty(text: str | None) -> None:
    assert accept(of(text)).refusal == "empty"


@pytest.mark.parametrize(
    "text", ["600519", "😀", "/restart", "<script>alert(1)</script>", "'; drop table message; --"]
)
def test_odd_text_is_only_text(text: str) -> None:
    accepted = accept(of(text))
    assert accepted.refusal is None
    assert accepted.inbound.text == text


def test_control_characters_inside_a_text_are_dropped_and_line_breaks_kept() -> None:
    assert clean("贵州\x00茅\x1b台\r\n多少钱\t?") == "贵州茅台\n多少钱\t?"


def test_the_longest_text_is_accepted_and_one_more_is_refused() -> None:
    assert accept(of("问" * LONGEST_TEXT)).refusal is None
    assert accept(of("问" * (LONGEST_TEXT + 1))).refusal == "too_long"


def test_a_huge_text_is_kept_in_part_with_its_length_noted() -> None:
    accepted = accept(of("问" * 10_000))
    assert accepted.inbound.text == "问" * STORED_TEXT
    assert accepted.length == 10_000


@pytest.mark.parametrize(
    ("kind", "notice"),
    [("image", "image"), ("voice", "voice"), ("file", "file"), ("location", "unsupported")],
)
def test_what_is_no_text_is_refused_by_its_kind(kind: str, notice: str) -> None:
    assert accept(of(None, kind=kind)).refusal == notice


@pytest.mark.parametrize("field", ["channel", "user", "message_id"])
@pytest.mark.parametrize("value", ["", "  ", "a\x00b", "\ud800", "a\nb", "x" * 201])
def test_an_unusable_address_is_the_callers_mistake(field: str, value: str) -> None:
    with pytest.raises(BadInbound) as refused:
        accept(of(**{field: value}))
    assert refused.value.field == field


@given(st.text(), st.text(), st.text(), st.text())
def test_two_messages_share_a_key_only_if_user_and_id_are_the_same(u: str, m: str, v: str, n: str) -> None:
    assert (delivery_key(u, m) == delivery_key(v, n)) == ((u, m) == (v, n))
