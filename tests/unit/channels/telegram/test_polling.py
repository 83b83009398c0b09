"""Asking for updates: none is lost or answered twice, whatever stops in between, and one asks at a time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from channels.telegram.client import BotApi
from channels.telegram.patience import Patience
from channels.telegram.polling import Polling
from channels.telegram.reception import Reception
from channels.telegram.words import Words
from conversations import Conversations
from conversations.database import Database
from tests.fakes.brain import FakeBrain
from tests.fakes.telegram.platform import Refused
from tests.fakes.telegram.serving import FakeTelegram
from tests.fakes.wechat.faults import Status
from tests.unit.channels.telegram.conftest import eventually

ANN = 42
Read = Callable[[int, int], Awaitable[list[str]]]
AGE = "update channel_cursor set moved_at = now() - interval '6 days' returning place"
PLACE = "select place from channel_cursor where stream = 'telegram:7000001'"


@pytest.fixture
async def reception(conversations: Conversations, api: BotApi) -> AsyncIterator[Reception]:
    taking = Reception(conversations, api, Words.load())
    yield taking
    await taking.close()


@pytest.fixture
def polling(api: BotApi, database: Database, reception: Reception) -> Polling:
    return Polling(api, database, reception, Patience(0.01, 0.05), wait=1)


@asynccontextmanager
async def running(polling: Polling) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(polling.run())
    yield task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def place(database: Database) -> int | None:
    row = await database.row(PLACE, {})
    return int(row["place"]) if row else None


async def test_what_people_say_is_asked_for_and_answered(
    fake: FakeTelegram, polling: Polling, api: BotApi, read: Read
) -> None:
    await api.set_webhook("https://chat.example.com/channels/telegram", "secret")
    fake.people.say(ANN, "早")
    async with running(polling):
        assert await read(ANN, 1) == ["答：早"]
        await eventually(lambda: not fake.platform.waiting)
    assert fake.platform.webhook is None


async def test_the_place_moves_behind_what_is_in_the_inbox(
    fake: FakeTelegram, polling: Polling, database: Database
) -> None:
    fake.people.say(ANN, "一")
    last = fake.people.say(ANN, "二")
    await polling.once()
    assert await place(database) == last["update_id"] + 1
    fake.people.say(ANN, "三")
    await polling.once()
    assert fake.api.asked("getUpdates")[-1]["offset"] == str(last["update_id"] + 1)
    assert len(fake.platform.waiting) == 1


async def test_an_update_that_cannot_be_read_stops_no_other(
    fake: FakeTelegram, polling: Polling, conversations: Conversations, read: Read
) -> None:
    fake.people.say(ANN, "一")["message"]["chat"] = 5
    fake.people.say(ANN, "二")
    await polling.once()
    assert await read(ANN, 1) == ["答：二"]
    assert conversations.counters.value("unreadable", "telegram") == 1


async def test_what_was_taken_before_a_crash_is_not_answered_again(
    fake: FakeTelegram, polling: Polling, reception: Reception, brain: FakeBrain, read: Read
) -> None:
    update = fake.people.say(ANN, "一")
    await reception.take(update)  # and here the process died: the place did not move
    fake.people.say(ANN, "二")
    await polling.once()
    assert await read(ANN, 2) == ["答：一", "答：二"]
    assert len(brain.asked) == 2


@pytest.mark.parametrize("patience", [2.0])
async def test_while_the_store_is_away_nothing_is_confirmed(
    fake: FakeTelegram, api: BotApi, polling: Polling, conversations: Conversations, database: Database
) -> None:
    fake.people.say(ANN, "一")
    await conversations.database.close()
    async with running(polling):
        await eventually(lambda: len(fake.api.asked("getUpdates")) >= 2)
    assert len(fake.platform.waiting) == 1
    assert await place(database) is None


async def test_a_place_from_before_telegram_numbers_anew_is_not_used(
    fake: FakeTelegram, polling: Polling, database: Database, read: Read
) -> None:
    fake.people.say(ANN, "一")
    await polling.once()
    await database.row(AGE, {})
    fake.platform.confirm(2**31)
    fake.platform.update_ids = iter(range(7, 99))  # type: ignore[assignment]  # numbers begin anew, and smaller
    fake.people.say(ANN, "二")
    await polling.once()
    assert await read(ANN, 2) == ["答：一", "答：二"]
    assert "offset" not in fake.api.asked("getUpdates")[-1]


async def test_of_two_gateways_one_asks_and_the_other_takes_over(
    fake: FakeTelegram, polling: Polling, api: BotApi, database: Database, reception: Reception, read: Read
) -> None:
    other = Polling(api, database, reception, Patience(0.01, 0.05), wait=1)
    async with running(polling) as first:
        fake.people.say(ANN, "一")
        await read(ANN, 1)
        async with running(other):
            asked = len(fake.api.asked("deleteWebhook"))
            fake.people.say(ANN, "二")
            await read(ANN, 2)
            assert len(fake.api.asked("deleteWebhook")) == asked == 1
            first.cancel()
            fake.people.say(ANN, "三")
            assert (await read(ANN, 3))[2] == "答：三"
            assert len(fake.api.asked("deleteWebhook")) == 2


async def test_telegram_may_be_away_for_a_while(fake: FakeTelegram, polling: Polling, read: Read) -> None:
    fake.people.say(ANN, "一")
    fake.break_next("deleteWebhook", Status(502), Status(502))
    fake.api.refuse("getUpdates", Refused(409, "Conflict: terminated by other getUpdates request"))
    async with running(polling):
        assert await read(ANN, 1) == ["答：一"]
