"""Fetches the files of investors from the platforms, in the background or at once where one is needed.

In the transcript the platform's own name for a file (`wanted`) gives way to `file`, `mime` and `size`, or to
`refused`: "too_large", "type" or "gone". Who owns the conversation does not matter.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from channels.channel import Channel
from channels.errors import MediaAway, MediaError, MediaGone, MediaRefused, MediaTooLarge
from channels.files import Files
from conversations.attachments import Attachment, Attachments
from conversations.privacy import trace_of
from conversations.rounds import Rounds

AT_ONCE = 4
WITHIN = 60.0  # seconds for one file
GIVEN_UP = 86_400.0  # seconds after which nobody waits for a file any more
_REFUSED: Mapping[type[MediaError], str] = {
    MediaTooLarge: "too_large",
    MediaRefused: "type",
    MediaGone: "gone",
}
log = logging.getLogger(__name__)


class Fetching:
    """The files of `channels` in one gateway, of any number; `counts` is how many became what, by channel."""

    def __init__(
        self, attachments: Attachments, channels: Sequence[Channel], files: Files, within: float = WITHIN
    ) -> None:
        self._attachments = attachments
        self._channels = {channel.name: channel for channel in channels}
        self._files = files
        self._within = within
        self.counts: Counter[tuple[str, str]] = Counter()
        self._doors: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()

    async def run(self) -> None:
        """Until cancelled; a platform that is slow keeps nobody else waiting."""
        async with asyncio.TaskGroup() as group:
            for name in self._channels:
                group.create_task(Rounds().run(partial(self.once, name)))

    async def once(self, channel: str) -> None:
        """Fetch what is due, a few files at a time, until nothing is."""
        while due := await self._attachments.due([channel], AT_ONCE):
            await asyncio.gather(*(self.have(each.conversation_id, each.seq) for each in due))

    async def have(self, conversation_id: int, seq: int) -> Mapping[str, Any]:
        """The media of a message with its file fetched; as it was where that must wait. Two who ask for one
        file at once fetch it once. Raises StoreUnavailable.
        """
        door = self._doors.setdefault((conversation_id, seq), asyncio.Lock())
        async with door:
            attachment = await self._attachments.of(conversation_id, seq)
            if attachment is None or not attachment.wanted or attachment.channel not in self._channels:
                return attachment.media if attachment else {}
            found = await self._fetch(attachment)
            if found is None:
                return attachment.media
            await self._attachments.keep(attachment, found)
            self.counts[attachment.channel, found.get("refused", "kept")] += 1
            return {**attachment.media, **found}

    async def _fetch(self, attachment: Attachment) -> dict[str, Any] | None:
        """What is to be written down; None where it has to be asked for again."""
        try:
            async with asyncio.timeout(self._within):
                channel = self._channels[attachment.channel]
                file = await channel.fetch(attachment.media, self._files.largest)
                kept = await self._files.keep(file.content)
        except (MediaAway, TimeoutError):  # the platform may give it another time, but not for ever
            return {"refused": "gone"} if attachment.age > GIVEN_UP else None
        except MediaError as exc:
            return {"refused": _REFUSED[type(exc)]}
        except Exception as exc:  # a full disk or a fault of a channel: the other files go on
            log.error("a file could not be kept: %s", trace_of(exc))
            return {"refused": "gone"} if attachment.age > GIVEN_UP else None
        return {"file": kept.name, "mime": kept.mime, "size": kept.size}
