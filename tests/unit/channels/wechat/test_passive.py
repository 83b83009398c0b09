"""The response to WeChat's call says as much as one text holds, with links to tap that are ours alone."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from channels.text import utf8_bytes
from channels.wechat.passive import passive_text, reply_xml
from channels.wechat.render import LONGEST_TEXT
from channels.wechat.words import Words
from channels.wechat.xml import read_xml
from conversations import Button
from conversations.sending import Item

WORDS = Words("【人工】", "{url}", "无图", "请选择：", frozenset())
TAP = "Ab3_-Ab3_-Ab3_-1"
ANCHOR = re.compile(
    r'<a href="weixin://bizmsgmenu\?msgmenucontent=([^"&<>\s]*)&msgmenuid=([\w-]{16})">([^<>]*)</a>'
)


def item(text: str | None, *buttons: Button, image: str | None = None, sender: str = "bot") -> Item:
    return Item(1, 7, 1, "oInvestor", sender, "text", text, image, buttons, attempts=1)


def said(*items: Item) -> tuple[str, int]:
    return passive_text(items, WORDS)


def test_texts_go_together() -> None:
    assert said(item("一"), item("二")) == ("一\n\n二", 2)


def test_buttons_are_links_that_say_their_title() -> None:
    assert said(item("哪一个？", Button(TAP, "平安银行")), item("后")) == (
        f'哪一个？\n\n<a href="weixin://bizmsgmenu?msgmenucontent=平安银行&msgmenuid={TAP}">平安银行</a>\n\n后',
        2,
    )


def test_buttons_without_words_have_a_head() -> None:
    assert said(item(None, Button(TAP, "好")))[0].startswith("请选择：\n\n<a ")


def test_a_title_cannot_leave_its_link() -> None:
    text, _ = said(item("问", Button(TAP, 'a"b&c=1 <b>#+%\n')))
    (link,) = ANCHOR.findall(text)
    assert link == ("a%22b%26c%3D1%20%3Cb%3E%23%2B%25%0A", TAP, 'a"b&c=1 ＜b＞#+% ')
    assert text.count("<") == 2


def test_a_picture_and_what_follows_it_go_the_ordinary_way() -> None:
    assert said(item("一"), item("二", image="/media/a.png"), item("三")) == ("一", 1)
    assert said(item("二", image="/media/a.png"), item("三")) == ("", 0)


def test_what_does_not_fit_goes_the_ordinary_way() -> None:
    full = "长" * 682  # 2 046 bytes
    assert said(item(full), item("短")) == (full, 1)
    assert said(item(full + "长"), item("短")) == ("", 0)


def test_nothing_to_say_is_nothing() -> None:
    assert said() == ("", 0)


def test_the_reply_says_who_speaks_once() -> None:
    spoken = [replace(item(text), label="【自动】") for text in ("一", "二")]
    assert said(*spoken, item("三", sender="agent")) == ("【自动】一\n\n二\n\n【人工】三", 3)


def test_the_reply_goes_from_the_account_to_the_investor() -> None:
    assert read_xml(reply_xml("oInvestor", "gh_1", "1768.90 ]]> <a>", 1_795_665_600)) == {
        "ToUserName": "oInvestor",
        "FromUserName": "gh_1",
        "CreateTime": "1795665600",
        "MsgType": "text",
        "Content": "1768.90 ]]> <a>",
    }


titles = st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40), max_size=8)


@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8"), max_size=900), titles), max_size=4))
def test_the_reply_fits_and_every_link_in_it_is_ours(drawn: list[tuple[str, list[str]]]) -> None:
    items = [item(text, *(Button(TAP, title) for title in found)) for text, found in drawn]
    text, count = said(*items)
    assert utf8_bytes(text) <= LONGEST_TEXT
    assert 0 <= count <= len(items)
    links = ANCHOR.findall(text)
    assert len(links) == sum(len(each.buttons) for each in items[:count]) == text.lower().count("<a ")
