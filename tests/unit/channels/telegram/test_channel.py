"""The channel as the gateway sees it: what it tells Telegram, what it fetches, what an operator is told."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI

from channels.credentials import Telegram
from channels.errors import MediaGone
from channels.telegram.channel import TelegramChannel
from channels.telegram.checks import check_bot
from channels.telegram.client import BotApi
from conversations import Conversations
from conversations.database import Database
from tests.fakes.telegram.serving import FakeTelegram
from tests.fakes.wechat.faults import Status
from tests.unit.channels.telegram.conftest import SECRET, account_of, eventually

PUBLIC = "https://chat.example.com"


@pytest.fixture
async def polled(fake: FakeTelegram, database: Database, media_dir: Path) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(account_of(fake, mode="polling"), database, media_dir, None)
    yield channel
    await channel.close()


async def findings(fake: FakeTelegram, public_url: str | None = PUBLIC, **changed: str) -> list[str]:
    """What is wrong, and what to do."""
    account = replace(account_of(fake), **changed)  # type: ignore[arg-type]  # fields by name
    api = BotApi(account)
    found = await check_bot(api, account, public_url)
    await api.close()
    assert not [finding for finding in found if account.bot_token in finding.sentence]
    assert not [finding for finding in found if SECRET in f"{finding.sentence}{finding.remedy}"]
    return [finding.sentence for finding in found if not finding.ok]


async def test_telegram_is_told_where_to_bring_what(fake: FakeTelegram, webhook: str) -> None:
    set_up = fake.platform.webhook
    assert set_up is not None
    assert (set_up.url, set_up.secret) == (webhook, SECRET)
    assert fake.platform.allowed == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_a_telegram_that_is_away_at_start_is_told_later(
    fake: FakeTelegram, channel: TelegramChannel, conversations: Conversations
) -> None:
    for method in ("setWebhook", "getMe"):
        fake.break_next(method, Status(502))
    running = asyncio.create_task(channel.run(conversations))
    await eventually(lambda: bool(fake.platform.webhook and fake.platform.about))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_channel_that_polls_has_no_webhook(
    polled: TelegramChannel, conversations: Conversations, fake: FakeTelegram
) -> None:
    assert polled.routes(conversations).routes == []
    fake.people.say(42, "早")
    running = asyncio.create_task(polled.run(conversations))
    await eventually(lambda: fake.platform.texts(42) == ["【自动回复】答：早"])
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert fake.platform.webhook is None


async def test_a_file_comes_as_its_message_described_it(fake: FakeTelegram, polled: TelegramChannel) -> None:
    sent = fake.people.send(42, "voice", b"OggS", mime_type="audio/ogg")
    wanted = sent["message"]["voice"]["file_id"]
    file = await polled.fetch({"wanted": wanted, "mime": "audio/ogg"}, 1_000)
    assert (file.content, file.mime, file.name) == (b"OggS", "audio/ogg", None)
    with pytest.raises(MediaGone):
        await polled.fetch({"mime": "audio/ogg"}, 1_000)


async def test_an_operator_hears_that_all_is_well(
    fake: FakeTelegram, channel: TelegramChannel, webhook: str, gateway: tuple[FastAPI, str]
) -> None:
    assert [finding.ok for finding in await channel.check()] == [True] * 5
    assert await findings(fake, gateway[1]) == []


async def test_an_operator_hears_what_is_wrong_with_the_settings(fake: FakeTelegram) -> None:
    assert await findings(fake) == []
    assert await findings(fake, bot_token="7000001:another-token") == [
        "Telegram does not know this bot token."
    ]
    assert "does not look like a token" in (await findings(fake, bot_token="nonsense"))[0]
    assert await findings(fake, secret_token="not allowed!") == [
        "TELEGRAM_SECRET_TOKEN must be 1 to 256 letters, digits, _ and -."
    ]
    assert "PUBLIC_URL is not set" in (await findings(fake, public_url=None))[0]
    assert await findings(fake, public_url=None, mode="polling") == []


async def test_an_operator_hears_that_telegram_cannot_be_reached(fake: FakeTelegram) -> None:
    (wrong,) = await findings(fake, api_base="http://127.0.0.1:9")
    assert "cannot be reached (ConnectError)" in wrong


async def test_an_operator_hears_that_telegram_brings_to_https_only(fake: FakeTelegram) -> None:
    account = Telegram(bot_token=fake.platform.token, secret_token=SECRET, proxy=fake.url)
    api = BotApi(account)
    found = [finding.sentence for finding in await check_bot(api, account, "http://chat.example.com")]
    await api.close()
    assert "Telegram brings messages only to https, and only to the ports 443, 80, 88 and 8443." in found


async def test_an_operator_hears_that_messages_could_not_be_brought(fake: FakeTelegram, api: BotApi) -> None:
    await api.set_webhook(f"{fake.url}/nobody/here", SECRET)
    fake.people.say(42, "早")
    await eventually(lambda: bool(fake.platform.webhook and fake.platform.webhook.errors))
    found = await check_bot(
        api, account_of(fake), f"{fake.url}/nobody/here".removesuffix("/channels/telegram")
    )
    assert [finding.ok for finding in found] == [
        True
    ] * 5  # another address is set: the gateway will change that
    fake.platform.webhook.url = f"{PUBLIC}/channels/telegram"  # type: ignore[union-attr]  # it was set above
    assert "1 messages wait" in (await findings(fake))[0]
