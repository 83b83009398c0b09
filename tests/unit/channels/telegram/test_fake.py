"""The stand-in for Telegram is as strict as Telegram: what it would refuse there is refused here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.address import Address
from channels.telegram.client import BotApi
from channels.telegram.render import Text
from conversations.messages import Button
from conversations.sending import RateLimited, RecipientGone, Undeliverable
from tests.fakes.telegram.markup import CannotParse, read_html, units
from tests.fakes.telegram.platform import Platform, Refused
from tests.fakes.telegram.serving import FakeTelegram, telegram
from tests.unit.channels.telegram.conftest import account_of

ANN = Address(42)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<x>1</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("价<b>1", 'Can\'t find end tag corresponding to start tag "b"'),
        ("1</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>1</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
    ],
)
def test_html_that_telegram_would_refuse_is_refused(source: str, said: str) -> None:
    with pytest.raises(CannotParse) as raised:
        read_html(source)
    assert str(raised.value) == said


def test_html_is_counted_in_utf16_units() -> None:
    marked = read_html('<b>🚀</b> <a href="https://example.com">1 &lt; 2 &nbsp;&#38;</a>')
    assert marked.text == "🚀 1 < 2 &nbsp;&"
    assert marked.entities == [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "text_link", "offset": 3, "length": units("1 < 2 &nbsp;&")},
    ]


@given(st.text(alphabet="<>/&;#ab 字", max_size=40))
def test_any_html_is_read_or_refused(source: str) -> None:
    try:
        assert units(read_html(source).text) <= units(source)
    except CannotParse:
        return


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (Text("字" * 4_097), "message_too_long"),
        (Text("🚀" * 2_049), "message_too_long"),
        (Text(" \n "), "empty"),
        (Text("1", 0, ((Button("a" * 65, "一"),),)), "button_data_invalid"),
        (Text("1", 0, ((Button("字" * 22, "一"),),)), "button_data_invalid"),
        (Text("1", 0, ((Button("", "一"),),)), "button_data_invalid"),
    ],
    ids=["characters", "units", "blank", "bytes", "bytes-of-characters", "none"],
)
async def test_what_is_too_long_is_refused(fake: FakeTelegram, api: BotApi, text: Text, reason: str) -> None:
    fake.people.say(ANN.chat, "/start")
    with pytest.raises(Undeliverable) as raised:
        await api.send_text(ANN, text, marked=True)
    assert raised.value.reason == reason
    assert fake.platform.shown == []


async def test_nobody_is_written_to_before_they_wrote(fake: FakeTelegram, api: BotApi) -> None:
    with pytest.raises(RecipientGone):
        await api.send_text(ANN, Text("您好"), marked=True)


async def test_a_second_message_too_soon_to_a_chat_is_told_when_to_come_back() -> None:
    async with telegram(pace=60) as fake:
        api = BotApi(account_of(fake))
        for chat in (1, 2):
            fake.people.say(chat, "/start")
            await api.send_text(Address(chat), Text("您好"), marked=True)
        with pytest.raises(RateLimited) as raised:
            await api.send_text(Address(1), Text("您好"), marked=True)
        assert raised.value.retry_after == 1
        await api.close()


async def test_more_than_thirty_messages_at_once_are_too_many() -> None:
    platform = Platform(pace=0.9)
    for chat in range(30):
        platform.keep_pace(platform.chat(chat))
    with pytest.raises(Refused):
        platform.keep_pace(platform.chat(30))
