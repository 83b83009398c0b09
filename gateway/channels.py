"""The channels that have credentials: opened over one database, joined with conversations, kept at work."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from channels.attachments import Fetching
from channels.channel import Channel
from channels.files import Files
from channels.standing import Watched
from channels.telegram.channel import TelegramChannel
from channels.transcriber import Ear, Recogniser
from channels.wechat.channel import WechatChannel
from channels.wechat_kf.channel import WechatKfChannel
from conversations import Conversations
from conversations.attachments import Attachments
from conversations.database import Database
from conversations.hearing import Hearing, Reading
from conversations.rounds import always
from gateway.imports import Imports
from gateway.settings import Settings

CONNECTIONS = 4  # to PostgreSQL, for all channels together

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OpenChannels:
    """What is on, each with its watched sender; what
    fetches, hears and reads is None where nothing is."""

    channels: Sequence[Channel] = ()
    senders: Sequence[Watched] = ()
    fetching: Fetching | None = None
    hearing: Hearing | None = None
    reading: Reading | None = None

    @asynccontextmanager
    async def at_work(self, conversations: Conversations) -> AsyncIterator[None]:
        """What every channel does in the background, until left."""
        works: list[Callable[[], Awaitable[None]]] = []
        works += [partial(channel.run, conversations) for channel in self.channels]
        works += [self.fetching.run] if self.fetching else []
        tasks = [asyncio.create_task(always(work)) for work in works]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def open_channels(
    settings: Settings, database_url: str, environment: Mapping[str, str]
) -> AsyncIterator[OpenChannels]:
    """The channels that are on; a speech recogniser gets what of `environment` is not ours. Reaches no
    platform.
    """
    tell(settings)
    async with AsyncExitStack() as stack:
        if not any(each.on for each in settings.platforms.switches()):
            yield OpenChannels()
            return
        database = await stack.enter_async_context(
            Database(database_url, connections=CONNECTIONS, keys=settings.keys)
        )
        channels = made(settings, database)
        for channel in channels:
            stack.push_async_callback(channel.close)
        files = Files(settings.received_dir, keys=settings.keys)
        fetching = Fetching(Attachments(database), channels, files)
        ear = Ear(fetching, files, recogniser(settings, environment))
        senders = [Watched(sender) for each in channels for sender in (each.sender, *each.beside)]
        yield OpenChannels(channels, senders, fetching, ear, Imports(fetching, files))


def made(settings: Settings, database: Database) -> list[Channel]:
    """A channel for each set of credentials."""
    platforms = settings.platforms
    shared = (database, settings.media_dir, settings.public_url)
    channels: list[Channel] = []
    if platforms.wechat:
        channels.append(WechatChannel(platforms.wechat, *shared))
    if platforms.wechat_kf:
        channels.append(WechatKfChannel(platforms.wechat_kf, *shared))
    if platforms.telegram:
        channels.append(TelegramChannel(platforms.telegram, *shared))
    return channels


def recogniser(settings: Settings, environment: Mapping[str, str]) -> Recogniser | None:
    """The operator's program, which is told none of our secrets."""
    if settings.voice_recogniser is None:
        return None
    ours = settings.environment("").keys()
    return Recogniser(
        settings.voice_recogniser, {name: value for name, value in environment.items() if name not in ours}
    )


def tell(settings: Settings) -> None:
    """Into the log, for who starts the gateway alone."""
    for each in settings.platforms.switches():
        log.info("channel %s: %s", each.channel, "on" if each.on else f"off, {each.variable} is not set")
