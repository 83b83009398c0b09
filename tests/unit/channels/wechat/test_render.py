"""Messages cost what they must and no more, no word is lost, and no source puts a link into them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.text import utf8_bytes
from channels.wechat.render import ENTRIES, LONGEST_TEXT, Body, Menu, Picture, Text, pack
from channels.wechat.words import Words
from conversations import Button
from conversations.sending import Item, Parcel

WORDS = Words("【人工】", "图在这里：{url}", "图发不出来。", "请选择：", frozenset())
PUBLIC = "https://chat.example.com"
BUTTONS = (Button("Ab3_-Ab3_-Ab3_-1", "平安银行"), Button("Ab3_-Ab3_-Ab3_-2", "上证指数"))
LONG = "这是一句话，说的是行情。" * 100  # 3 600 bytes


def item(
    text: str | None,
    buttons: tuple[Button, ...] = (),
    image: str | None = None,
    number: int = 1,
    sender: str = "bot",
    label: str = "",
) -> Item:
    return Item(number, 7, number, "oInvestor", sender, "text", text, image, buttons, attempts=1, label=label)


def packed(*items: Item, public_url: str | None = PUBLIC) -> list[Parcel[Body]]:
    return pack(items, WORDS, public_url)


def bodies(*items: Item, public_url: str | None = PUBLIC) -> list[Body]:
    return [request.body for parcel in packed(*items, public_url=public_url) for request in parcel.requests]


def sizes(body: Body) -> int:
    match body:
        case Menu(head, choices):
            return utf8_bytes("\n".join((head, *(choice.title for choice in choices))))
        case Text(content):
            return utf8_bytes(content)
    return 0


def test_a_short_text_is_one_message() -> None:
    (parcel,) = packed(item("贵州茅台 1768.90"))
    assert parcel.items == (item("贵州茅台 1768.90"),)
    (request,) = parcel.requests
    assert (request.recipient, request.key, request.body) == ("oInvestor", "wp1", Text("贵州茅台 1768.90"))


def test_short_texts_that_follow_each_other_cost_one_message() -> None:
    items = [item("一"), item("二", number=2), item("三", number=3)]
    (parcel,) = packed(*items)
    assert parcel.items == tuple(items)
    assert [(request.key, request.body) for request in parcel.requests] == [("wp1", Text("一\n\n二\n\n三"))]


def test_texts_that_are_too_long_together_go_alone() -> None:
    half = "长" * 400  # 1 200 bytes
    parcels = packed(item(half), item(half, number=2), item("短", number=3))
    assert [len(parcel.items) for parcel in parcels] == [1, 2]


def test_words_before_a_menu_stand_in_it() -> None:
    (parcel,) = packed(item("先说一句。"), item("您问的是哪一个？", BUTTONS, number=2))
    assert [r.body for r in parcel.requests] == [Menu("先说一句。\n\n您问的是哪一个？", BUTTONS)]


def test_nothing_is_added_behind_a_menu_or_to_a_picture() -> None:
    items = (item("问", BUTTONS), item("后", number=2), item("图", image="/media/a.png", number=3))
    assert [parcel.items for parcel in packed(*items)] == [(each,) for each in items]


def test_a_long_text_is_cut_where_a_sentence_ends() -> None:
    (parcel,) = packed(item(LONG))
    pieces = [request.body.content for request in parcel.requests if isinstance(request.body, Text)]
    assert "".join(pieces) == LONG
    assert len(pieces) == 2
    assert all(piece.endswith("。") for piece in pieces)
    assert [request.key for request in parcel.requests] == ["wp1", "wp1-1"]


def test_the_menu_of_a_long_text_stands_below_its_last_words() -> None:
    *texts, menu = bodies(item(LONG + "选哪个？", BUTTONS))
    assert [type(text) for text in texts] == [Text, Text]
    assert menu == Menu("请选择：", BUTTONS)
    *texts, menu = bodies(item("甲" * 900 + "。选哪个？", BUTTONS))
    assert isinstance(menu, Menu)
    assert len(texts) == 1
    assert menu.head.endswith("选哪个？")


def test_a_menu_without_words_has_a_head() -> None:
    assert bodies(item(None, BUTTONS)) == [Menu("请选择：", BUTTONS)]


def test_more_entries_than_a_menu_holds_make_another_one() -> None:
    many = tuple(Button(f"button-{n:08d}-", f"第{n}项") for n in range(ENTRIES + 2))
    first, second = bodies(item("选吧", many))
    assert isinstance(first, Menu)
    assert isinstance(second, Menu)
    assert (first.choices + second.choices, first.head) == (many, "选吧")


def test_a_picture_goes_before_its_words() -> None:
    (parcel,) = packed(item("近三个月", image="/media/ab.png"))
    picture = Picture("/media/ab.png", f"图在这里：{PUBLIC}/media/ab.png")
    assert [(r.key, r.body) for r in parcel.requests] == [("wp1", picture), ("wp1-1", Text("近三个月"))]


def test_a_picture_without_a_public_address_has_words_in_its_place() -> None:
    assert bodies(item(None, image="/media/ab.png"), public_url=None) == [
        Picture("/media/ab.png", "图发不出来。")
    ]


def test_who_wished_for_traditional_characters_reads_our_own_words_in_them() -> None:
    own = replace(item(None, BUTTONS, "/media/ab.png"), language="zh-Hant")
    assert bodies(own) == [
        Picture("/media/ab.png", f"圖在這裡：{PUBLIC}/media/ab.png"),
        Menu("請選擇：", BUTTONS),
    ]


def test_a_message_says_who_speaks_and_says_it_again_only_for_another() -> None:
    bot = [item("一", label="【自动】"), item("二", sender="system", label="【自动】")]
    person = [item("三", sender="agent"), item("四", sender="agent")]
    assert bodies(*bot, *person) == [Text("【自动】一\n\n二\n\n【人工】三\n\n四")]
    assert bodies(item("后", sender="agent")) == [Text("【人工】后")]


def test_a_menu_and_what_stands_for_a_picture_say_who_speaks() -> None:
    assert bodies(item(None, BUTTONS, label="【自动】")) == [Menu("【自动】请选择：", BUTTONS)]
    assert bodies(item(None, image="/media/a.png", label="【自动】"), public_url=None) == [
        Picture("/media/a.png", "【自动】图发不出来。")
    ]


def test_a_text_in_pieces_says_who_speaks_where_it_begins() -> None:
    first, second = bodies(item(LONG, label="【自动】"))
    assert isinstance(first, Text)
    assert isinstance(second, Text)
    assert (first.content + second.content).count("【自动】") == 1
    assert first.content.startswith("【自动】")


@pytest.mark.parametrize(
    "text", ['<a href="https://evil.example">领奖</a>', "<A HREF=x>x</A>", "<a\nhref=x>"]
)
def test_a_link_in_a_source_stays_text(text: str) -> None:
    (body,) = bodies(item(text))
    assert isinstance(body, Text)
    assert "<a" not in body.content.lower()
    assert "</a" not in body.content.lower()
    assert bodies(item("ROE<15% 且 <average>")) == [Text("ROE<15% 且 <average>")]


texts = st.text(st.characters(codec="utf-8", exclude_characters="<"), max_size=1_500)
titles = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
buttons = st.lists(titles, max_size=13).map(
    lambda found: tuple(Button(f"button-{n:08d}-", title) for n, title in enumerate(found))
)


@st.composite
def answers(draw: st.DrawFn) -> list[Item]:
    count = draw(st.integers(1, 5))
    image = st.sampled_from([None, None, "/media/a.png"])
    return [item(draw(texts) + "。", draw(buttons), draw(image), number=n) for n in range(1, count + 1)]


@given(answers())
def test_every_item_is_said_once_in_order_and_fits(items: list[Item]) -> None:
    parcels = packed(*items)
    assert [each for parcel in parcels for each in parcel.items] == items
    assert parcels == packed(*items)
    requests = [request for parcel in parcels for request in parcel.requests]
    assert all(len(parcel.items) == 1 or len(parcel.requests) == 1 for parcel in parcels)
    assert len({request.key for request in requests}) == len(requests)
    assert all(len(request.key) <= 32 for request in requests)
    assert all(0 < sizes(r.body) <= LONGEST_TEXT for r in requests if not isinstance(r.body, Picture))
    shown = [c.id for r in requests if isinstance(r.body, Menu) for c in r.body.choices]
    assert shown == [button.id for each in items for button in each.buttons]


@given(answers())
def test_no_word_is_lost(items: list[Item]) -> None:
    said = ""
    for body in bodies(*items):
        match body:
            case Text(content):
                said += content
            case Menu(head) if head != WORDS.choose:
                said += head
    wanted = "".join(each.text or "" for each in items)
    assert "".join(said.split()) == "".join(wanted.split())
