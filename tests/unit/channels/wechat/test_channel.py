"""An account with its credentials is a channel, and says in plain words what is wrong with them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from channels.channel import Channel
from channels.credentials import WECHAT_API, Wechat
from channels.errors import MediaAway, MediaGone, MediaTooLarge
from channels.wechat.channel import WechatChannel
from channels.wechat.checks import check_account
from channels.wechat.client import WechatClient
from conversations import Brain, Conversations
from conversations.database import Database
from tests.fakes.wechat.faults import Faults, Refuse
from tests.fakes.wechat.platform import Platform
from tests.unit.conversations.conftest import eventually

PUBLIC = "https://chat.example.com"
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
async def channel(credentials: Wechat, database: Database, tmp_path: Path) -> AsyncIterator[Channel]:
    made = WechatChannel(credentials, database, tmp_path, PUBLIC)
    yield made
    await made.close()


async def wrong(channel: Channel) -> list[str]:
    findings = await channel.check()
    assert all((finding.remedy is None) == finding.ok for finding in findings)
    return [finding.sentence for finding in findings if not finding.ok]


async def test_good_credentials_have_nothing_wrong(channel: Channel, credentials: Wechat) -> None:
    findings = await channel.check()
    assert [finding.ok for finding in findings] == [True, True, True]
    assert f"{PUBLIC}/channels/wechat" in findings[1].sentence
    for secret in (credentials.app_secret, credentials.token, str(credentials.aes_key)):
        assert secret not in repr(findings)


async def test_what_wechat_refuses_is_told_with_its_remedy(
    credentials: Wechat, database: Database, tmp_path: Path, faults: Faults, platform: Platform
) -> None:
    async def told(account: Wechat) -> str:
        channel = WechatChannel(account, database, tmp_path, PUBLIC)
        (sentence,) = await wrong(channel)
        await channel.close()
        return sentence

    assert "does not take" in await told(replace(credentials, app_secret="0" * 32))
    assert "does not take" in await told(replace(credentials, app_id="wx_nobody"))
    platform.banned_addresses = True
    assert "address" in await told(credentials)
    platform.banned_addresses = False
    faults.order("/cgi-bin/getcallbackip", Refuse(50002))
    assert "50002" in await told(credentials)
    assert "cannot be reached" in await told(replace(credentials, app_id="wx_other", api_base=NOWHERE))


async def test_an_address_that_wechat_does_not_call_is_told(
    client: WechatClient, credentials: Wechat
) -> None:
    real = replace(credentials, api_base=WECHAT_API)
    for url in (None, "http://127.0.0.1:8000", "https://chat.example.com:8443"):
        _, finding, _ = await check_account(client, real, url, "/channels/wechat")
        assert not finding.ok


async def test_what_an_investor_sent_is_fetched(channel: Channel, platform: Platform) -> None:
    wanted = platform.keep(b"\x89PNG" + b"x" * 96, "image/png")
    file = await channel.fetch({"wanted": wanted}, 100)
    assert (len(file.content), file.mime) == (100, "image/png")
    with pytest.raises(MediaTooLarge):
        await channel.fetch({"wanted": wanted}, 99)


async def test_what_is_gone_and_what_is_only_away_are_told_apart(channel: Channel, faults: Faults) -> None:
    for reference in ({}, {"wanted": 5}, {"wanted": "no such file"}):
        with pytest.raises(MediaGone):
            await channel.fetch(reference, 100)
    faults.order("/cgi-bin/media/get", Refuse(-1))
    with pytest.raises(MediaAway):
        await channel.fetch({"wanted": "x"}, 100)


async def test_a_channel_at_work_drops_what_lapsed(channel: Channel, database: Database) -> None:
    lapsed = """
    insert into quota_window (channel, user_id, kind, expires_at, total)
    values ('wechat', 'u1', 'click', now(), 3) returning id"""
    await database.rows(lapsed, {})

    async def is_gone() -> bool:
        return not await database.rows("select id from quota_window", {})

    async with Brain(NOWHERE, "") as brain:
        working = asyncio.create_task(channel.run(Conversations(database.dsn, brain)))
        await eventually(is_gone)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
