"""The Bot API through our client: what each refusal and broken connection means; no token anywhere."""

import logging
import socket
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from telegram.error import BadRequest, Conflict, TelegramError

from channels.credentials import Telegram
from channels.errors import MediaAway, MediaError, MediaGone, MediaTooLarge
from channels.telegram.address import Address
from channels.telegram.client import BotApi
from channels.telegram.render import Text
from channels.telegram.words import Words
from conversations.messages import Button
from conversations.sending import (
    DeliveryError,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    RecipientGone,
    Undeliverable,
)
from tests.fakes.telegram.platform import Refused
from tests.fakes.telegram.serving import FakeTelegram
from tests.fakes.wechat.faults import BreakOff, Silence, Status
from tests.unit.channels.telegram.conftest import PNG, account_of

ANN = Address(42)
HELLO = Text("您好")


@pytest.fixture(autouse=True)
def started(fake: FakeTelegram) -> None:
    fake.people.say(ANN.chat, "/start")


async def test_a_text_arrives_with_its_keyboard(fake: FakeTelegram, api: BotApi) -> None:
    rows = ((Button("a" * 16, "平安银行"),),)
    number = await api.send_text(ANN, Text("1 < 2\n不构成建议", 5, rows), marked=True)
    (shown,) = fake.platform.shown
    assert (str(shown.message_id), shown.text) == (number, "1 < 2\n不构成建议")
    assert shown.entities == [{"type": "bold", "offset": 0, "length": 5}]
    assert shown.rows == [[{"text": "平安银行", "callback_data": "a" * 16}]]
    assert fake.api.asked("sendMessage")[0]["link_preview_options"] == {"is_disabled": True}


async def test_a_picture_arrives_with_its_caption(fake: FakeTelegram, api: BotApi) -> None:
    await api.send_picture(ANN, PNG, Text("走势"), marked=True)
    (shown,) = fake.platform.shown
    assert (shown.photo, shown.text) == (PNG, "走势")


async def test_an_answer_in_a_topic_stays_in_it(fake: FakeTelegram, api: BotApi) -> None:
    fake.people.say_in_group(-1001, 42, "@wenpan_bot 茅台")
    await api.send_text(Address(-1001, 42, 9), HELLO, marked=True)
    assert (fake.platform.shown[0].chat, fake.platform.shown[0].topic) == (-1001, 9)


async def test_a_group_that_became_another_is_followed(fake: FakeTelegram, api: BotApi) -> None:
    fake.people.say_in_group(-5, 42, "@wenpan_bot 茅台")
    fake.platform.chat(-1005, "supergroup")
    fake.platform.chats[-5].moved_to = -1005
    await api.send_text(Address(-5, 42), HELLO, marked=True)
    assert fake.platform.texts(-1005) == ["您好"]


@pytest.mark.parametrize(
    ("refusal", "meaning", "reason"),
    [
        (Refused(403, "Forbidden: bot was blocked by the user"), RecipientGone, "blocked"),
        (Refused(403, "Forbidden: user is deactivated"), RecipientGone, "deactivated"),
        (Refused(403, "Forbidden: something new"), RecipientGone, "forbidden"),
        (Refused(400, "Bad Request: chat not found"), RecipientGone, "chat_not_found"),
        (Refused(400, "Bad Request: message thread not found"), RecipientGone, "topic_gone"),
        (Refused(400, "Bad Request: BUTTON_DATA_INVALID"), Undeliverable, "button_data_invalid"),
        (Refused(400, "Bad Request: message is too long"), Undeliverable, "message_too_long"),
        (Refused(400, "Bad Request: message text is empty"), Undeliverable, "empty"),
        (Refused(413, "Request Entity Too Large"), Undeliverable, "picture_refused"),
        (Refused(400, "Bad Request: 张三 13800138000"), Undeliverable, "bad_request"),
    ],
)
async def test_a_refusal_has_a_code_of_ours(
    fake: FakeTelegram, api: BotApi, refusal: Refused, meaning: type[Undeliverable], reason: str
) -> None:
    fake.api.refuse("sendMessage", refusal)
    with pytest.raises(Undeliverable) as raised:
        await api.send_text(ANN, HELLO, marked=True)
    assert (type(raised.value), raised.value.reason) == (meaning, reason)


async def test_too_fast_tells_how_long_to_wait(fake: FakeTelegram, api: BotApi) -> None:
    fake.api.refuse("sendMessage", Refused(429, "Too Many Requests: retry after 17", retry_after=17))
    with pytest.raises(RateLimited) as raised:
        await api.send_text(ANN, HELLO, marked=True)
    assert raised.value.retry_after == 17


@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        (Refused(401, "Unauthorized"), NotSent),
        (Status(502), NotSent),
        (Status(503), NotSent),
        (Status(403), NotSent),
        (Status(500), OutcomeUnknown),
        (Status(504), OutcomeUnknown),
        (Status(200), OutcomeUnknown),
        (BreakOff(done=True), OutcomeUnknown),
        (BreakOff(done=False), OutcomeUnknown),
    ],
    ids=str,
)
async def test_a_failure_is_tried_again_only_where_nothing_can_have_arrived(
    fake: FakeTelegram, api: BotApi, fault: Refused | Status | BreakOff, meaning: type[DeliveryError]
) -> None:
    if isinstance(fault, Refused):
        fake.api.refuse("sendMessage", fault)
    else:
        fake.break_next("sendMessage", fault)
    with pytest.raises(DeliveryError) as raised:
        await api.send_text(ANN, HELLO, marked=True)
    assert type(raised.value) is meaning


async def test_a_silence_after_the_message_was_taken_is_unknown(fake: FakeTelegram) -> None:
    hasty = BotApi(account_of(fake), read=0.2)
    fake.break_next("sendMessage", Silence(done=True))
    with pytest.raises(OutcomeUnknown):
        await hasty.send_text(ANN, HELLO, marked=True)
    assert fake.platform.texts(ANN.chat) == ["您好"]
    await hasty.close()


@pytest.fixture
async def nowhere(fake: FakeTelegram) -> AsyncIterator[BotApi]:
    """A client whose Telegram does not listen."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    client = BotApi(replace(account_of(fake), api_base=f"http://127.0.0.1:{port}"))
    yield client
    await client.close()


async def test_without_a_connection_nothing_was_sent(nowhere: BotApi) -> None:
    with pytest.raises(NotSent):
        await nowhere.send_text(ANN, HELLO, marked=True)


async def test_a_proxy_that_is_away_has_sent_nothing(fake: FakeTelegram) -> None:
    behind = BotApi(replace(account_of(fake), proxy="http://127.0.0.1:9"))
    with pytest.raises(NotSent):
        await behind.send_text(ANN, HELLO, marked=True)
    await behind.close()


async def test_the_proxy_that_was_set_is_used(fake: FakeTelegram) -> None:
    behind = BotApi(replace(account_of(fake), api_base="http://api.telegram.invalid", proxy=fake.url))
    assert await behind.send_text(ANN, HELLO, marked=True)
    await behind.close()


async def test_a_file_is_fetched_up_to_a_limit(fake: FakeTelegram, api: BotApi) -> None:
    file = fake.people.send(ANN.chat, "voice", b"OggS" * 100)["message"]["voice"]["file_id"]
    assert await api.download(file, 400) == b"OggS" * 100
    with pytest.raises(MediaTooLarge):
        await api.download(file, 399)


@pytest.mark.parametrize(
    ("refusal", "meaning"),
    [
        (Refused(400, "Bad Request: file is too big"), MediaTooLarge),
        (Refused(400, "Bad Request: invalid file_id"), MediaGone),
        (Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable"), MediaAway),
        (Refused(429, "Too Many Requests: retry after 1", retry_after=1), MediaAway),
        (Refused(401, "Unauthorized"), MediaAway),
    ],
)
async def test_a_file_that_is_not_given_is_too_large_gone_or_away(
    fake: FakeTelegram, api: BotApi, refusal: Refused, meaning: type[MediaError]
) -> None:
    fake.api.refuse("getFile", refusal)
    with pytest.raises(meaning):
        await api.download("voice-1", 1_000)


async def test_a_file_that_breaks_off_is_away(fake: FakeTelegram, api: BotApi) -> None:
    file = fake.people.send(ANN.chat, "voice", b"OggS")["message"]["voice"]["file_id"]
    path = f"/file/bot{fake.platform.token}/{fake.platform.files[file][0]}"
    for fault, meaning in (
        (BreakOff(done=False), MediaAway),
        (Status(404), MediaGone),
        (Status(502), MediaAway),
    ):
        fake.faults.order(path, fault)
        with pytest.raises(meaning):
            await api.download(file, 1_000)


async def test_one_question_for_updates_ends_another(fake: FakeTelegram, api: BotApi) -> None:
    assert [list(update) for update in await api.updates(None, wait=0)] == [["update_id", "message"]]
    await api.set_webhook("https://chat.example.com/channels/telegram", "secret")
    with pytest.raises(Conflict):
        await api.updates(None, wait=0)


async def test_telegram_is_told_what_the_bot_is(fake: FakeTelegram, api: BotApi) -> None:
    await api.present(Words.load())
    await api.introduce()
    assert [command["command"] for command in fake.platform.commands] == ["start", "help", "human"]
    assert "自动客服" in fake.platform.description
    assert api.me.username == "wenpan_bot"


async def test_a_late_acknowledgement_is_refused(api: BotApi) -> None:
    with pytest.raises(BadRequest):
        await api.acknowledge("999")


async def test_the_token_is_in_no_error_and_no_log(
    fake: FakeTelegram, api: BotApi, nowhere: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    fake.break_next("sendMessage", Status(200), Status(500), BreakOff(done=False))
    fake.api.refuse("getFile", Refused(401, "Unauthorized"))
    for client in (api, api, api, api, nowhere):
        for attempt in (client.send_text(ANN, HELLO, marked=True), client.download("f", 9)):
            try:
                await attempt
            except (DeliveryError, MediaError, TelegramError) as error:
                told += [str(error), repr(error), str(error.__cause__), repr(error.__cause__)]
    secret = fake.platform.token.partition(":")[2]
    assert len(told) == 4 * 9  # all but the fourth message
    assert not [words for words in (*told, caplog.text, repr(api)) if secret in words or "您好" in words]


async def test_a_token_of_another_shape_stops_nothing_at_start() -> None:
    client = BotApi(Telegram(bot_token="nonsense"))
    assert (client.me.id, client.me.username) == (0, None)
    await client.close()
