"""Messages and the requests that say them: limits, keyboards, pictures, and escaping that is read."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.render import (
    LONGEST_CAPTION,
    LONGEST_TEXT,
    Body,
    Picture,
    Text,
    instead_of,
    pack,
    rows_of,
)
from channels.telegram.words import Words
from channels.text import utf16_units
from conversations.messages import Button
from conversations.sending import Item
from tests.fakes.telegram.markup import read_html

WORDS = Words.load()
IMAGE = "/media/" + "a" * 64 + ".png"
BUTTONS = (Button("abcdefghijklmnop", "平安银行"), Button("bcdefghijklmnopq", "上证指数"))
ITEM = Item(
    id=7,
    conversation_id=1,
    seq=2,
    recipient="42",
    sender="bot",
    kind="text",
    text="贵州茅台 1430.01 元",
    image=None,
    buttons=(),
    attempts=1,
)


def bodies(item: Item) -> list[Body]:
    (parcel,) = pack([item], WORDS)
    assert parcel.items == (item,)
    return [request.body for request in parcel.requests]


def test_a_text_is_one_request_to_its_chat() -> None:
    (parcel,) = pack([ITEM], WORDS)
    (request,) = parcel.requests
    assert (request.recipient, request.key) == ("42", "wp7")
    assert request.body == Text("贵州茅台 1430.01 元")


def test_messages_are_never_merged() -> None:
    items = [ITEM, replace(ITEM, id=8, text="第二条")]
    assert [parcel.items for parcel in pack(items, WORDS)] == [(items[0],), (items[1],)]


def test_a_long_text_is_split_by_what_telegram_counts_and_its_keyboard_is_below_the_end() -> None:
    long = "涨跌<5%&>3%🚀。" * 900
    item = replace(ITEM, text=long, buttons=BUTTONS)
    parts = bodies(item)
    assert all(isinstance(part, Text) and utf16_units(part.plain) <= LONGEST_TEXT for part in parts)
    assert "".join(part.plain for part in parts if isinstance(part, Text)) == long
    assert [bool(part.rows) for part in parts if isinstance(part, Text)] == [False] * (len(parts) - 1) + [
        True
    ]
    keys = [request.key for request in pack([item], WORDS)[0].requests]
    assert keys == ["wp7", *(f"wp7-{number}" for number in range(1, len(parts)))]


def test_a_picture_carries_its_text_and_its_keyboard() -> None:
    caption = Text("贵州茅台 1430.01 元", 0, (BUTTONS,))
    assert bodies(replace(ITEM, image=IMAGE, buttons=BUTTONS)) == [Picture(IMAGE, caption)]


def test_a_picture_alone_is_a_picture() -> None:
    assert bodies(replace(ITEM, image=IMAGE, text=None)) == [Picture(IMAGE, Text(""))]


def test_a_text_too_long_for_a_caption_comes_after_the_picture() -> None:
    fits = replace(ITEM, image=IMAGE, text="字" * LONGEST_CAPTION, buttons=BUTTONS)
    assert len(bodies(fits)) == 1
    picture, text = bodies(replace(fits, text="字" * (LONGEST_CAPTION + 1)))
    assert picture == Picture(IMAGE, Text(""))
    assert text == Text("字" * (LONGEST_CAPTION + 1), 0, (BUTTONS,))


def test_what_a_person_says_is_marked_as_such() -> None:
    (text,) = bodies(replace(ITEM, sender="agent", text="您好，我姓李"))
    assert isinstance(text, Text)
    assert text.html == "<b>【人工客服】</b>您好，我姓李"
    assert text.plain == "【人工客服】您好，我姓李"


def test_what_no_person_wrote_says_so_once_where_it_begins() -> None:
    item = replace(ITEM, label="【自动回复】")
    assert bodies(item) == [Text("【自动回复】贵州茅台 1430.01 元", 6)]
    assert bodies(replace(item, image=IMAGE)) == [Picture(IMAGE, Text("【自动回复】贵州茅台 1430.01 元", 6))]
    parts = bodies(replace(item, text="字。" * 4_000))
    assert [isinstance(part, Text) and part.bold for part in parts] == [6, 0]


def test_choices_without_words_are_asked_for() -> None:
    assert bodies(replace(ITEM, text=None, buttons=BUTTONS)) == [Text(WORDS.choose, 0, (BUTTONS,))]


def test_who_wished_for_traditional_characters_reads_our_own_words_in_them() -> None:
    own = replace(ITEM, text=None, buttons=BUTTONS, language="zh-Hant")
    assert bodies(own) == [Text("請選擇：", 0, (BUTTONS,))]
    [picture] = bodies(replace(own, text="走勢", image=IMAGE))
    assert isinstance(picture, Picture)
    assert instead_of(picture, None, WORDS).plain == "走勢\n圖片暫時發不出來，請稍後再問一次。"


def test_short_titles_stand_side_by_side() -> None:
    long = Button("c" * 16, "中国平安保险集团股份")
    assert rows_of(BUTTONS) == (BUTTONS,)
    assert rows_of((*BUTTONS, long)) == ((BUTTONS[0],), (BUTTONS[1],), (long,))
    assert [len(row) for row in rows_of(BUTTONS * 2 + BUTTONS[:1])] == [2, 2, 1]


def test_a_picture_that_cannot_be_sent_is_a_link_or_words() -> None:
    picture = Picture(IMAGE, Text("走势", 0, (BUTTONS,)))
    linked = instead_of(picture, "https://chat.example.com", WORDS)
    assert f"https://chat.example.com{IMAGE}" in linked.plain
    assert linked.rows == (BUTTONS,)
    assert instead_of(picture, None, WORDS).plain == f"走势\n{WORDS.no_picture}"
    assert instead_of(Picture(IMAGE, Text("")), None, WORDS).plain == WORDS.no_picture


@given(st.text(max_size=200), st.booleans())
def test_telegram_reads_our_html_as_the_text_that_was_meant(text: str, agent: bool) -> None:
    for body in bodies(replace(ITEM, text=text, sender="agent" if agent else "bot", label="<自动>")):
        assert isinstance(body, Text)
        marked = read_html(body.html)
        assert marked.text == body.plain
        assert len(marked.entities) == bool(body.bold)


@given(st.text(alphabet="字。🚀\n ab", min_size=1, max_size=9_000))
def test_no_part_is_blank_or_too_long(text: str) -> None:
    parts = bodies(replace(ITEM, text=text * 3))
    assert all(isinstance(part, Text) and 0 < utf16_units(part.plain) <= LONGEST_TEXT for part in parts)
    assert bool(parts) == bool(text.strip())


def test_the_same_message_makes_the_same_requests() -> None:
    item = replace(ITEM, image=IMAGE, text="字。" * 9_000, buttons=BUTTONS)
    assert pack([item], WORDS) == pack([item], WORDS)


def test_words_fit_where_telegram_shows_them() -> None:
    assert len(WORDS.description) <= 512
    assert len(WORDS.about) <= 120
    assert set(WORDS.commands) == {"start", "help", "human"}
