"""Reads WeCom's stream into the inbox: when the callback rings, and every half minute, as a ring may be lost.

The place in the stream moves only when everything before it is stored, and what comes twice is known by the
inbox. Of all gateways one reads an account's stream at a time.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from channels.errors import TokenAway, UnreadableUpdate
from channels.wechat.errors import Refused, Told, WechatError
from channels.wechat_kf.client import KfClient, Page
from channels.wechat_kf.errors import CallbackTokenRefused
from channels.wechat_kf.listener import Listener
from channels.wechat_kf.parse import CHANNEL, parse_entry
from channels.wechat_kf.stream import Stream
from conversations import BadInbound, Conversations, StoreUnavailable
from conversations.database import LOST, Database
from conversations.locks import Locks
from conversations.messages import SHANGHAI
from conversations.privacy import trace_of

EVERY = 30.0  # seconds
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds between tries while WeCom cannot be asked
OLDEST = timedelta(minutes=10)  # at the very first time: what was said before nobody expects an answer to
log = logging.getLogger(__name__)


class Puller:
    """One service account's stream, as one gateway reads it."""

    def __init__(
        self,
        client: KfClient,
        database: Database,
        locks: Locks,
        listener: Listener,
        open_kfid: str,
        *,
        every: float = EVERY,
    ) -> None:
        self._client = client
        self._stream = Stream(database, open_kfid)
        self._locks = locks
        self._listener = listener
        self._open_kfid = open_kfid
        self._every = every
        self._rung = asyncio.Event()
        self._token: str | None = None

    def ring(self, token: str) -> None:
        """There is something new; WeCom gave `token` for asking what."""
        self._token = token
        self._rung.set()

    async def run(self, conversations: Conversations) -> None:
        """Until cancelled. What rang before, nobody may have heard."""
        self._rung.set()
        pause = 0.0
        while True:
            await asyncio.sleep(pause)
            try:
                await self.once(conversations)
            except (WechatError, TokenAway, StoreUnavailable, *LOST) as error:
                pause = min(max(pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
                log.warning("WeCom's stream is read later: %s", _said(error))
                continue
            pause = 0.0
            with contextlib.suppress(TimeoutError):  # nobody rang; it is time anyway
                await asyncio.wait_for(self._rung.wait(), self._every)

    async def once(self, conversations: Conversations) -> None:
        """Read to the end of the stream; without a ring only if nobody has done so lately."""
        rung = self._rung.is_set()
        self._rung.clear()
        try:
            async with self._locks.waited_for(self._stream.name):
                place = await self._stream.place(timedelta(seconds=self._every / 2))
                if rung or not place.lately:
                    await self._read(conversations, place.cursor)
        except BaseException:  # whatever it was, the ring is not answered yet
            if rung:
                self._rung.set()
            raise

    async def _read(self, conversations: Conversations, cursor: str | None) -> None:
        """To the end. The very first time no place before it is kept: broken off and begun again, the reading
        must still know what is too old.
        """
        since = datetime.now(SHANGHAI) - OLDEST if cursor is None else None
        while True:
            page = await self._page(cursor)
            await self._take(conversations, page.entries, since)
            ends = not page.more or page.place == cursor
            if ends or since is None:
                await self._stream.move(cursor, page.place)
            if ends:
                return
            cursor = page.place

    async def _page(self, cursor: str | None) -> Page:
        token = self._token
        try:
            return await self._client.page(self._open_kfid, cursor, token)
        except CallbackTokenRefused:  # it lasts ten minutes; without one the stream may be asked seldom
            self._token = None
            return await self._client.page(self._open_kfid, cursor, None)
        except Refused:  # WeCom names no code for a place that it does not know
            if cursor is None:
                raise
            log.error("WeCom does not take the place in its stream: it is read from the beginning")
            return await self._client.page(self._open_kfid, None, token)

    async def _take(
        self, conversations: Conversations, entries: Sequence[object], since: datetime | None
    ) -> None:
        for entry in entries:
            try:
                news = parse_entry(entry)
                if since is None or news.at >= since:
                    await self._listener.take(conversations, news)
            except (StoreUnavailable, *LOST):
                raise
            except (UnreadableUpdate, BadInbound):  # the same again would be no better
                conversations.counters.add("unreadable", CHANNEL)
            except Exception as exc:  # a fault of ours with one entry must not hold up everybody's
                log.error("an entry of WeCom's stream was passed over: %s", trace_of(exc))
                conversations.counters.add("unreadable", CHANNEL)


def _said(error: Exception) -> str:
    return f"{type(error).__name__} {error.code}" if isinstance(error, Told) else type(error).__name__
