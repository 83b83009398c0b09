"""The webhook from end to end: Telegram brings what people say, and each of it is answered once."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest

from channels.telegram.routes import PATH
from conversations import Conversations
from tests.fakes.brain import FakeBrain, turn
from tests.fakes.telegram.platform import Refused
from tests.fakes.telegram.serving import FakeTelegram
from tests.fakes.wechat.faults import BreakOff, Status
from tests.unit.channels.telegram.conftest import PICTURE, PNG, SECRET, eventually

ANN, BEN = 42, 43
Read = Callable[[int, int], Awaitable[list[str]]]
CHOICES = [
    {"title": "平安银行", "payload": '/ask_quote{"security":"SZ000001"}'},
    {"title": "上证指数", "payload": '/ask_quote{"security":"SH000001"}'},
]


@pytest.fixture
async def caller(webhook: str) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who knows the address of the webhook."""
    async with httpx.AsyncClient(base_url=webhook.removesuffix(PATH), trust_env=False, timeout=30) as client:
        yield client


async def post(caller: httpx.AsyncClient, content: bytes, **headers: str) -> int:
    known = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": SECRET, **headers}
    return (await caller.post(PATH, content=content, headers=known)).status_code


def unreadable(conversations: Conversations) -> float:
    return conversations.counters.value("unreadable", "telegram")


async def test_a_question_gets_its_answer(fake: FakeTelegram, webhook: str, read: Read) -> None:
    fake.people.say(ANN, "贵州茅台多少钱")
    assert await read(ANN, 1) == ["答：贵州茅台多少钱"]
    await eventually(lambda: not fake.platform.waiting)


async def test_a_button_is_pressed_and_stops_waiting(
    fake: FakeTelegram, webhook: str, read: Read, brain: FakeBrain
) -> None:
    brain.answer = lambda _: (200, turn(messages=[{"text": "哪一个？", "buttons": CHOICES, "image": None}]))
    fake.people.say(ANN, "平安")
    await read(ANN, 1)
    assert "SZ000001" not in str(fake.platform.shown[0].rows)
    query = fake.people.press(ANN, "平安银行")["callback_query"]["id"]
    await read(ANN, 2)
    assert brain.asked[-1]["payload"] == CHOICES[0]["payload"]
    await eventually(lambda: fake.platform.acknowledged == [query])


async def test_a_button_below_a_message_that_is_gone_is_answered(
    fake: FakeTelegram, webhook: str, read: Read
) -> None:
    fake.people.press_old(ANN, "abcdefghijklmnop")
    assert "已经用不了" in (await read(ANN, 1))[0]
    await eventually(lambda: len(fake.platform.acknowledged) == 1)
    fake.people.press_old(BEN, "abcdefghijklmnop")
    fake.platform.queries.clear()  # it is too late to acknowledge this one
    assert await read(BEN, 1)
    assert len(fake.platform.acknowledged) == 1


async def test_a_picture_arrives_as_one(
    fake: FakeTelegram, webhook: str, read: Read, brain: FakeBrain
) -> None:
    brain.answer = lambda _: (200, turn(messages=[{"text": "走势", "buttons": [], "image": PICTURE}]))
    fake.people.say(ANN, "茅台走势")
    assert await read(ANN, 1) == ["走势"]
    assert fake.platform.shown[0].photo == PNG


async def test_a_picture_that_arrived_is_not_sent_again_when_its_text_has_to_wait(
    fake: FakeTelegram, webhook: str, read: Read, brain: FakeBrain
) -> None:
    long = {"text": "字" * 1_025, "buttons": [], "image": PICTURE}
    brain.answer = lambda _: (200, turn(messages=[long]))
    fake.break_next("sendMessage", Status(502))
    fake.api.refuse("sendMessage", Refused(429, "Too Many Requests: retry after 1", retry_after=1))
    fake.people.say(ANN, "茅台走势")
    await eventually(lambda: len(fake.platform.shown) == 2)
    assert [shown.photo is not None for shown in fake.platform.shown] == [True, False]
    assert (len(fake.api.asked("sendPhoto")), len(fake.api.asked("sendMessage"))) == (1, 2)


async def test_an_answer_that_may_have_arrived_is_not_sent_again(
    fake: FakeTelegram, webhook: str, conversations: Conversations
) -> None:
    fake.break_next("sendMessage", BreakOff(done=True))
    fake.people.say(ANN, "茅台")
    await eventually(lambda: conversations.counters.value("outbox", "telegram:unknown") == 1)
    assert len(fake.platform.texts(ANN)) == 1
    assert (await conversations.messages("telegram", "42"))[-1].delivery == "unknown"


async def test_an_update_that_is_brought_twice_is_answered_once(
    fake: FakeTelegram, webhook: str, read: Read, brain: FakeBrain
) -> None:
    update = fake.people.say(ANN, "贵州茅台多少钱")
    await read(ANN, 1)
    assert await asyncio.gather(*(fake.courier.bring(update) for _ in range(3))) == [200] * 3
    fake.people.say(ANN, "第二句")
    assert await read(ANN, 2) == ["答：贵州茅台多少钱", "答：第二句"]
    assert len(brain.asked) == 2


async def test_updates_out_of_order_are_all_answered(fake: FakeTelegram, webhook: str, read: Read) -> None:
    first, second = (fake.people.say(BEN, text) for text in ("一", "二"))
    fake.platform.confirm(second["update_id"] + 1)
    for update in (second, first):
        assert await fake.courier.bring(update) == 200
    assert sorted(await read(BEN, 2)) == sorted(["答：一", "答：二"])


async def test_a_correction_is_answered_and_names_what_it_corrects(
    fake: FakeTelegram, webhook: str, read: Read, conversations: Conversations
) -> None:
    said = fake.people.say(ANN, "平安保险多少钱")
    await read(ANN, 1)
    fake.people.edit(ANN, said["message"]["message_id"], "平安银行多少钱")
    assert (await read(ANN, 2))[1] == "答：平安银行多少钱"
    correction = (await conversations.messages("telegram", "42", after=2))[0]
    assert (correction.media or {})["corrects"] == str(said["update_id"])


async def test_an_edit_that_changes_nothing_or_comes_late_is_dropped(
    fake: FakeTelegram, webhook: str, read: Read, conversations: Conversations
) -> None:
    said = fake.people.say(ANN, "平安银行")
    await read(ANN, 1)
    number = said["message"]["message_id"]
    late = fake.people.edit(ANN, number, "平安")
    fake.platform.waiting.remove(late)
    later = fake.people.edit(ANN, number, "中国平安")
    await read(ANN, 2)
    same = {**later, "update_id": later["update_id"] + 1}  # a preview of a link was added
    assert [await fake.courier.bring(update) for update in (same, late)] == [200, 200]
    assert [message.text for message in await conversations.messages("telegram", "42")] == [
        "平安银行",
        "答：平安银行",
        "中国平安",
        "答：中国平安",
    ]


async def test_an_edit_of_what_was_never_seen_is_a_question(
    fake: FakeTelegram, webhook: str, read: Read, conversations: Conversations
) -> None:
    fake.people.edit(ANN, 5, "平安银行")
    assert await read(ANN, 1) == ["答：平安银行"]
    assert (await conversations.messages("telegram", "42"))[0].media == {"post": 5}


async def test_the_menu_says_what_it_stands_for(
    fake: FakeTelegram, webhook: str, read: Read, brain: FakeBrain
) -> None:
    fake.people.say(ANN, "/start")
    assert "问盘" in (await read(ANN, 1))[0]
    assert brain.asked == []
    fake.people.say(ANN, "/human")
    assert (await read(ANN, 2))[1] == "答：人工客服"


async def test_a_photo_gets_a_kind_reply_and_is_wanted(
    fake: FakeTelegram, webhook: str, read: Read, conversations: Conversations
) -> None:
    fake.people.send(ANN, "photo", PNG)
    assert "图片" in (await read(ANN, 1))[0]
    (photo, _) = await conversations.messages("telegram", "42")
    assert (photo.media or {})["wanted"] in fake.platform.files
    assert fake.platform.token not in str(photo)


async def test_in_a_group_only_who_addresses_the_bot_is_answered(
    fake: FakeTelegram, webhook: str, read: Read, brain: FakeBrain
) -> None:
    fake.people.say_in_group(-1001, ANN, "你们看茅台")
    fake.people.say_in_group(-1001, BEN, "@wenpan_bot 平安银行多少钱")
    assert await read(-1001, 1) == ["答：平安银行多少钱"]
    assert [question["sender"] for question in brain.asked] == ["telegram:-1001:43"]


async def test_what_waits_for_somebody_who_blocked_the_bot_is_given_up(
    fake: FakeTelegram, webhook: str, conversations: Conversations
) -> None:
    fake.api.refuse("sendMessage", Refused(429, "Too Many Requests: retry after 99", retry_after=99))
    fake.people.say(ANN, "茅台")
    await eventually(lambda: conversations.counters.value("outbox", "telegram:pending") == 1)
    fake.people.block(ANN)
    await eventually(lambda: conversations.counters.value("outbox", "telegram:failed") == 1)
    assert len(fake.api.asked("sendMessage")) == 1


async def test_without_the_secret_nothing_is_taken(
    caller: httpx.AsyncClient, fake: FakeTelegram, brain: FakeBrain, conversations: Conversations
) -> None:
    body = json.dumps(fake.people.say(ANN, "贵州茅台多少钱")).encode()
    await eventually(lambda: len(brain.asked) == 1)
    for secret in ("", "wrong", SECRET[:-1], SECRET + "x", "ünicode"):
        headers = {b"X-Telegram-Bot-Api-Secret-Token": secret.encode("latin-1")}
        assert (await caller.post(PATH, content=body, headers=headers)).status_code == 401
    assert (await caller.post(PATH, content=body)).status_code == 401
    assert conversations.counters.value("duplicates") == 0


async def test_what_cannot_be_read_is_counted_and_taken(
    caller: httpx.AsyncClient, conversations: Conversations
) -> None:
    bodies = (b"", b"{", b"[]", b"\xff", b"[" * 99_999, b"{}", b'{"update_id": 1, "message": {"chat": 5}}')
    assert [await post(caller, body) for body in bodies] == [200] * len(bodies)
    assert unreadable(conversations) == len(bodies)


async def test_only_json_is_read(caller: httpx.AsyncClient, conversations: Conversations) -> None:
    assert await post(caller, b"{}", **{"Content-Type": "text/xml"}) == 200
    assert unreadable(conversations) == 1
    assert (await caller.get(PATH)).status_code == 405


async def test_more_than_a_megabyte_is_not_read(caller: httpx.AsyncClient) -> None:
    assert await post(caller, b" " * 1_000_001) == 413


async def test_odd_text_is_taken(fake: FakeTelegram, webhook: str, read: Read) -> None:
    texts = ("\x00\x07\x1b[2J", "\u200b", "字" * 4_096, "<script>", "\ud83d")
    for chat, text in enumerate(texts, start=1):
        fake.people.say(chat, text)
    assert all([(await read(chat, 1))[0] for chat in range(1, len(texts) + 1)])
    await eventually(lambda: not fake.platform.waiting)


@pytest.mark.parametrize("patience", [2.0])
async def test_while_the_store_is_away_telegram_brings_it_again(
    caller: httpx.AsyncClient, fake: FakeTelegram, conversations: Conversations
) -> None:
    fake.platform.webhook = None
    update = fake.people.say(ANN, "贵州茅台多少钱")
    await conversations.database.close()
    response = await caller.post(PATH, json=update, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})
    assert response.status_code == 503


async def test_typing_is_shown_while_an_answer_takes_long(
    fake: FakeTelegram, webhook: str, read: Read, brain: FakeBrain
) -> None:
    brain.hold.clear()
    fake.people.say(ANN, "慢")
    await eventually(lambda: ANN in fake.platform.typing)
    brain.hold.set()
    assert await read(ANN, 1) == ["答：慢"]
