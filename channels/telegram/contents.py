"""What a message of Telegram holds beside its words: its kind, and the `media` that is kept of it. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from telegram import Contact, Location, Message, PhotoSize, Sticker, Venue

from conversations.intake import clean

LONGEST_DOWNLOAD = 20_000_000  # bytes; Telegram gives a bot nothing larger
LONGEST_NAME = 200

_FILES = {
    "photo": "image",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
}
Described = tuple[str, dict[str, Any]]


def contents_of(message: Message) -> Described | None:
    """Kind and media of a message that is more than text; None for one that says nothing at all."""
    for name, kind in _FILES.items():
        if message[name]:
            return kind, _file(message[name], _common(message))
    for name, describe in _DESCRIBED.items():
        if message[name]:
            return describe(message[name], _common(message))
    if message.document:  # last, for a GIF is a document, too: what it was meant to be comes first
        return "file", _file(message.document, _common(message))
    if message.effective_attachment:
        return "unsupported", _common(message)
    return None


def _common(message: Message) -> dict[str, Any]:
    """`post` is Telegram's number of the message in its chat, `album` what makes several pictures one."""
    album = {"album": message.media_group_id} if isinstance(message.media_group_id, str) else {}
    return {"post": message.message_id, **album}


def _file(attachment: Any, media: dict[str, Any]) -> dict[str, Any]:
    """A file of any kind; without `wanted` where it is too large for a bot."""
    file = _largest(attachment) if isinstance(attachment, Sequence) else attachment
    size = _whole(file.file_size)
    told = {
        "mime": "image/jpeg" if isinstance(file, PhotoSize) else _string(getattr(file, "mime_type", None)),
        "name": _string(getattr(file, "file_name", None)),
        "size": size,
        "duration": _seconds(getattr(file, "duration", None)),
    }
    fetched = {"refused": "too_large"} if size and size > LONGEST_DOWNLOAD else {"wanted": str(file.file_id)}
    return {**media, **{name: value for name, value in told.items() if value}, **fetched}


def _largest(sizes: Sequence[PhotoSize]) -> PhotoSize:
    """The most pixels that a bot is given."""
    small = [size for size in sizes if (_whole(size.file_size) or 0) <= LONGEST_DOWNLOAD] or sizes
    return max(small, key=lambda size: size.width * size.height)


def _sticker(sticker: Sticker, media: dict[str, Any]) -> Described:
    emoji = _string(sticker.emoji)
    return "sticker", {**media, **({"emoji": emoji} if emoji else {})}


def _location(location: Location, media: dict[str, Any]) -> Described:
    return "location", {**media, "latitude": float(location.latitude), "longitude": float(location.longitude)}


def _venue(venue: Venue, media: dict[str, Any]) -> Described:
    kind, described = _location(venue.location, media)
    return kind, {**described, "name": _string(venue.title), "address": _string(venue.address)}


def _contact(_contact: Contact, media: dict[str, Any]) -> Described:
    """Somebody's telephone number: nothing that is asked for here, so nothing of it is kept."""
    return "contact", media


_DESCRIBED: Mapping[str, Callable[[Any, dict[str, Any]], Described]] = {
    "sticker": _sticker,
    "venue": _venue,  # comes with a location
    "location": _location,
    "contact": _contact,
}


def _string(value: object) -> str | None:
    return clean(value)[:LONGEST_NAME] if isinstance(value, str) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None


def _seconds(value: object) -> int | None:
    return int(value.total_seconds()) if isinstance(value, timedelta) else _whole(value)
