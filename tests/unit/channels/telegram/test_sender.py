"""What becomes of the outbox's requests: HTML and its fallback, pictures and what stands for them."""

import asyncio
from pathlib import Path

import pytest

from channels.telegram.client import BotApi
from channels.telegram.render import Body, Picture, Text
from channels.telegram.sender import TelegramSender
from channels.telegram.words import Words
from conversations.messages import Button
from conversations.sending import NotSent, RateLimited, Request, SendResult, Undeliverable
from tests.fakes.telegram.platform import Refused
from tests.fakes.telegram.serving import FakeTelegram
from tests.fakes.wechat.faults import Status
from tests.unit.channels.telegram.conftest import PICTURE, PNG

ANN = 42
CANNOT_PARSE = Refused(400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 3')
ROWS = ((Button("a" * 16, "平安银行"),),)


@pytest.fixture
def sender(fake: FakeTelegram, api: BotApi, media_dir: Path) -> TelegramSender:
    fake.people.say(ANN, "/start")
    return TelegramSender(api, Words.load(), media_dir, None)


def request(body: Body, recipient: str = str(ANN)) -> Request[Body]:
    return Request(recipient, "wp1", body)


async def test_a_confirmed_message_has_telegrams_number_of_it(
    fake: FakeTelegram, sender: TelegramSender
) -> None:
    result = await sender.send(request(Text("您好")))
    assert result.provider_ref == f"{ANN}/{fake.platform.shown[0].message_id}"
    assert not result.delivered


async def test_text_that_telegram_cannot_parse_goes_plain(fake: FakeTelegram, sender: TelegramSender) -> None:
    fake.api.refuse("sendMessage", CANNOT_PARSE)
    await sender.send(request(Text("【人工客服】1 < 2 & 3", 6, ROWS)))
    (shown,) = fake.platform.shown
    assert (shown.text, shown.entities, bool(shown.rows)) == ("【人工客服】1 < 2 & 3", [], True)
    assert "parse_mode" not in fake.api.asked("sendMessage")[1]


async def test_another_refusal_is_not_tried_again(fake: FakeTelegram, sender: TelegramSender) -> None:
    fake.api.refuse("sendMessage", Refused(400, "Bad Request: BUTTON_DATA_INVALID"))
    with pytest.raises(Undeliverable):
        await sender.send(request(Text("您好")))
    assert len(fake.api.asked("sendMessage")) == 1


async def test_a_picture_is_sent_with_its_caption(fake: FakeTelegram, sender: TelegramSender) -> None:
    await sender.send(request(Picture(PICTURE, Text("走势", 0, ROWS))))
    (shown,) = fake.platform.shown
    assert (shown.photo, shown.text, bool(shown.rows)) == (PNG, "走势", True)


async def test_a_caption_that_telegram_cannot_parse_goes_plain(
    fake: FakeTelegram, sender: TelegramSender
) -> None:
    fake.api.refuse("sendPhoto", CANNOT_PARSE)
    await sender.send(request(Picture(PICTURE, Text("1 < 2"))))
    assert (fake.platform.shown[0].photo, fake.platform.texts(ANN)) == (PNG, ["1 < 2"])


@pytest.mark.parametrize(
    "image", ["/media/" + "f" * 64 + ".png", "/media/../../etc/passwd", "/media/" + "0" * 63 + "1.png/..", ""]
)
async def test_a_picture_that_is_not_there_is_words(
    fake: FakeTelegram, sender: TelegramSender, image: str
) -> None:
    await sender.send(request(Picture(image, Text("走势"))))
    assert fake.platform.texts(ANN) == [f"走势\n{Words.load().no_picture}"]


async def test_a_picture_that_telegram_refuses_is_a_link(
    fake: FakeTelegram, api: BotApi, media_dir: Path
) -> None:
    fake.people.say(ANN, "/start")
    (media_dir / Path(PICTURE).name).write_bytes(b"no picture at all")
    sender = TelegramSender(api, Words.load(), media_dir, "https://chat.example.com")
    await sender.send(request(Picture(PICTURE, Text("走势"))))
    (text,) = fake.platform.texts(ANN)
    assert f"https://chat.example.com{PICTURE}" in text


async def test_a_picture_that_did_not_arrive_is_not_replaced(
    fake: FakeTelegram, sender: TelegramSender
) -> None:
    fake.break_next("sendPhoto", Status(502))
    with pytest.raises(NotSent):
        await sender.send(request(Picture(PICTURE, Text("走势"))))
    assert fake.platform.shown == []


async def test_a_chat_that_has_to_wait_waits_for_everybody_in_it(
    fake: FakeTelegram, sender: TelegramSender
) -> None:
    fake.api.refuse("sendMessage", Refused(429, "Too Many Requests: retry after 30", retry_after=30))
    for person in ("-1001:1", "-1001:2"):
        with pytest.raises(RateLimited) as limit:
            await sender.send(request(Text("您好"), person))
        assert 29 < limit.value.retry_after <= 30
    assert len(fake.api.asked("sendMessage")) == 1
    await sender.send(request(Text("您好")))
    assert len(fake.platform.shown) == 1


async def test_two_people_of_one_chat_are_not_answered_in_the_same_second(
    fake: FakeTelegram, sender: TelegramSender
) -> None:
    fake.people.say_in_group(-1001, ANN, "/start")
    both = (sender.send(request(Text("您好"), f"-1001:{person}")) for person in (1, 2))
    first, second = await asyncio.gather(*both, return_exceptions=True)
    assert isinstance(first, SendResult)
    assert isinstance(second, RateLimited)
    assert 0 < second.retry_after <= 1
    assert len(fake.api.asked("sendMessage")) == 1
