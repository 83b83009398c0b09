"""Messages are put as WeCom takes them, and a repetition is exactly what was said before."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.text import utf8_bytes
from channels.wechat.render import Body, Menu, Picture, Text
from channels.wechat.words import Words
from channels.wechat_kf.render import in_words, message, pack
from conversations import Button
from conversations.sending import Item, Parcel
from tests.fakes.wechat.kf_company import Company
from tests.fakes.wechat.kf_messages import bubble_of

WORDS = Words.load()
MSGID = re.compile(r"[0-9a-zA-Z_-]{1,32}")
ITEM = Item(
    id=12,
    conversation_id=3,
    seq=5,
    recipient="wk1:wm1",
    sender="bot",
    kind="text",
    text="贵州茅台 1,405.50 元",
    image=None,
    buttons=(),
    attempts=1,
)
buttons = st.lists(
    st.builds(Button, st.just("Ab3_-Ab3_-Ab3_-x"), st.text("价日线a ", min_size=1)),
    max_size=23,
).map(tuple)
items = st.lists(
    st.builds(
        Item,
        id=st.integers(1, 10**10),
        conversation_id=st.just(3),
        seq=st.integers(1, 100),
        recipient=st.just("wk1:wm1"),
        sender=st.sampled_from(("bot", "agent", "system")),
        kind=st.just("text"),
        text=st.builds(str.__mul__, st.text("价格。\n，a🚀", max_size=9), st.integers(1, 400)),
        image=st.none() | st.just("/media/" + "a" * 64 + ".png"),
        buttons=buttons,
        attempts=st.integers(1, 3),
    ),
    max_size=4,
)


def packed(*said: Item) -> list[Parcel[Body]]:
    return pack(said, WORDS, "https://example.com")


def test_a_msgid_is_the_same_for_every_attempt() -> None:
    (first,), (again,) = packed(ITEM), packed(replace(ITEM, attempts=2))
    assert first.requests == again.requests


def test_a_msgid_differs_with_what_is_said_and_to_whom() -> None:
    others = [replace(ITEM, text="别的"), replace(ITEM, recipient="wk1:wm2"), replace(ITEM, id=13)]
    keys = {parcel.requests[0].key for item in (ITEM, *others) for parcel in packed(item)}
    assert len(keys) == 4


def test_short_messages_go_together() -> None:
    (parcel,) = packed(ITEM, replace(ITEM, id=13, seq=6))
    assert [item.id for item in parcel.items] == [12, 13]
    assert len(parcel.requests) == 1


def test_nothing_new_goes_with_what_was_perhaps_taken() -> None:
    perhaps, new = replace(ITEM, attempts=2), replace(ITEM, id=13, seq=6)
    assert packed(perhaps, new)[0].requests == packed(ITEM)[0].requests


@given(items)
def test_wecom_takes_every_request(said: list[Item]) -> None:
    company = Company()
    for parcel in packed(*said):
        for request in parcel.requests:
            assert MSGID.fullmatch(request.key)
            body = Text(request.body.instead) if isinstance(request.body, Picture) else request.body
            bubble, code = bubble_of(company, message(body))
            assert bubble, code
            assert bubble_of(company, message(in_words(request.body)))[0]


@given(items)
def test_every_item_is_in_one_parcel_and_in_order(said: list[Item]) -> None:
    assert [item for parcel in packed(*said) for item in parcel.items] == said


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (Menu("您问的是哪一个？", (Button("b", "平安银行"),)), "您问的是哪一个？\n· 平安银行"),
        (Picture("/media/x.png", "看这里"), "看这里"),
    ],
)
def test_what_cannot_be_shown_is_said(body: Body, words: str) -> None:
    assert in_words(body) == Text(words)


def test_words_fit_into_one_message() -> None:
    menu = Menu("头" * 340, tuple(Button(str(n), "长" * 42) for n in range(10)))
    assert utf8_bytes(in_words(menu).content) <= 2048
