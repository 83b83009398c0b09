"""Files of investors: fetched once, kept or refused for good, asked for again while a platform is away."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi import APIRouter

from channels.attachments import Fetching
from channels.channel import File, Finding
from channels.errors import MediaAway, MediaGone, MediaTooLarge
from channels.files import Files
from conversations import Brain, Conversations, Inbound
from conversations.attachments import Attachments
from conversations.owners import request_handoff
from conversations.sending import ChannelSender, Item, Limits, Parcel, Request, SendResult
from tests.fakes.brain import TOKEN, FakeBrain
from tests.keys import KEYS
from tests.unit.channels.samples import SAMPLES

PICTURE = File(SAMPLES["image/jpeg"], mime="text/html", name="../../holiday.exe")


class Silent:
    """A sender that takes everything."""

    name = "telegram"
    limits = Limits(per_second=1000)

    def pack(self, items: Sequence[Item]) -> list[Parcel[Item]]:
        return [Parcel((item,), (Request(item.recipient, item.key(), item),)) for item in items]

    async def send(self, request: Request[Item]) -> SendResult:
        return SendResult()


@dataclass
class Platform:
    """A channel whose files are what `given` says, one after the other, the last for ever."""

    given: list[File | Exception]
    name: str = "telegram"
    sender: ChannelSender[Any] = field(default_factory=Silent)
    beside: list[ChannelSender[Any]] = field(default_factory=list)
    asked: list[Mapping[str, Any]] = field(default_factory=list)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.go_on.set()

    def routes(self, conversations: Conversations) -> APIRouter:
        return APIRouter()

    async def run(self, conversations: Conversations) -> None:
        await asyncio.Event().wait()

    async def fetch(self, reference: Mapping[str, Any], limit: int) -> File:
        self.asked.append(reference)
        await self.go_on.wait()
        given = self.given.pop(0) if len(self.given) > 1 else self.given[0]
        if isinstance(given, Exception):
            raise given
        return given

    async def check(self) -> list[Finding]:
        return []

    async def close(self) -> None:
        self.go_on.set()


@dataclass
class World:
    """Conversations with somebody who sends files, and a look into the transcript."""

    conversations: Conversations
    folder: Path
    dsn: str
    sent: int = 0

    async def receive(self, user: str = "u1", **media: Any) -> tuple[int, int]:
        self.sent += 1
        inbound = Inbound("telegram", user, f"m{self.sent}", kind="image", media={"wanted": "f1", **media})
        receipt = await self.conversations.receive(inbound)
        return receipt.conversation_id, receipt.seq

    async def media(self, user: str = "u1") -> list[dict[str, Any]]:
        said = await self.conversations.messages("telegram", user)
        return [message.media for message in said if message.media]

    def fetching(self, platform: Platform, within: float = 60.0, largest: int = 1000) -> Fetching:
        files = Files(self.folder, largest, keys=KEYS)
        return Fetching(Attachments(self.conversations.database), [platform], files, within)

    async def age(self, what: str) -> None:
        async with await psycopg.AsyncConnection.connect(self.dsn, autocommit=True) as connection:
            await connection.execute(what)


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with FakeBrain() as fake, Brain(fake.url, TOKEN) as brain:
        conversations = await Conversations.open(database_url, brain, senders=[Silent()])
        yield World(conversations, tmp_path, database_url)
        await conversations.close()


LONG_AGO = "update message set media = media || '{\"asked_at\": \"2020-01-01\"}' where media ? 'wanted'"
TWO_DAYS = "update message set at = at - interval '2 days'"


async def test_a_file_is_fetched_and_kept_under_its_digest(world: World) -> None:
    platform = Platform([PICTURE])
    await world.receive(caption="看看")
    fetching = world.fetching(platform)
    await fetching.once("telegram")
    (media,) = await world.media()
    assert media.keys() == {"caption", "file", "mime", "size"}
    assert (media["caption"], media["mime"], media["size"]) == ("看看", "image/jpeg", len(PICTURE.content))
    assert await Files(world.folder, keys=KEYS).read(media["file"]) == PICTURE.content
    assert fetching.counts == {("telegram", "kept"): 1}
    await fetching.once("telegram")
    assert len(platform.asked) == 1


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (MediaTooLarge(1000), "too_large"),
        (File(SAMPLES["image/png"].ljust(1001)), "too_large"),
        (File(b"\x7fELF\x02\x01\x01", mime="image/png"), "type"),
        (MediaGone(), "gone"),
    ],
)
async def test_a_file_that_cannot_be_had_is_refused_for_good(
    world: World, given: File | Exception, why: str
) -> None:
    platform = Platform([given, PICTURE])
    await world.receive()
    fetching = world.fetching(platform)
    await fetching.once("telegram")
    await world.age(LONG_AGO)
    await fetching.once("telegram")
    assert await world.media() == [{"refused": why}]
    assert len(platform.asked) == 1


@pytest.mark.parametrize("failure", [MediaAway(), OSError("no room"), KeyError("a fault of ours")])
async def test_a_platform_that_is_away_is_asked_again_later_and_not_at_once(
    world: World, failure: Exception
) -> None:
    platform = Platform([failure, PICTURE])
    await world.receive()
    fetching = world.fetching(platform)
    await fetching.once("telegram")
    await fetching.once("telegram")
    assert len(platform.asked) == 1
    assert (await world.media())[0]["wanted"] == "f1"
    await world.age(LONG_AGO)
    await fetching.once("telegram")
    assert "file" in (await world.media())[0]


async def test_after_a_day_nobody_asks_any_more(world: World) -> None:
    platform = Platform([MediaAway()])
    await world.receive()
    await world.age(TWO_DAYS)
    await world.fetching(platform).once("telegram")
    assert await world.media() == [{"refused": "gone"}]


async def test_a_platform_that_never_ends_is_away(world: World) -> None:
    platform = Platform([PICTURE])
    platform.go_on.clear()
    await world.receive()
    await world.fetching(platform, within=0.05).once("telegram")
    assert (await world.media())[0]["wanted"] == "f1"


async def test_one_bad_file_does_not_keep_the_others(world: World) -> None:
    platform = Platform([KeyError("a fault of ours"), MediaGone(), PICTURE])
    for user in ("u1", "u2", "u3", "u4", "u5", "u6"):
        await world.receive(user)
    fetching = world.fetching(platform)
    await fetching.once("telegram")
    assert fetching.counts == {("telegram", "gone"): 1, ("telegram", "kept"): 4}


async def test_two_who_want_one_file_at_once_fetch_it_once(world: World) -> None:
    platform = Platform([PICTURE])
    platform.go_on.clear()
    place = await world.receive()
    fetching = world.fetching(platform)
    both = asyncio.gather(fetching.have(*place), fetching.have(*place), fetching.once("telegram"))
    await asyncio.sleep(0)
    platform.go_on.set()
    first, second, _ = await both
    assert first["file"] == second["file"]
    assert len(platform.asked) == 1


async def test_what_is_sent_to_people_is_fetched_too(world: World) -> None:
    conversation, _ = await world.receive()
    step = request_handoff(by="investor", reason="asked", priority=0, handoff={})
    await world.conversations.move(conversation, step)
    await world.receive()
    await world.fetching(Platform([PICTURE])).once("telegram")
    assert ["file" in media for media in await world.media()] == [True, True]


async def test_files_of_a_channel_that_is_off_wait(world: World) -> None:
    place = await world.receive()
    platform = Platform([PICTURE], name="wechat")
    fetching = world.fetching(platform)
    await fetching.once("wechat")
    assert "wanted" in await fetching.have(*place)
    assert platform.asked == []


async def test_it_goes_on_by_itself_and_ends_when_told(world: World) -> None:
    task = asyncio.create_task(world.fetching(Platform([PICTURE])).run())
    await world.receive()
    async with asyncio.timeout(10):
        while "file" not in (await world.media())[0]:  # noqa: ASYNC110 - what is waited for stands in the database
            await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
