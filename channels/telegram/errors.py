"""Telegram's refusals → what the outbox can do about them. Pure.

TelegramError (of python-telegram-bot)
├ RetryAfter               RateLimited
├ Forbidden                RecipientGone     blocked, kicked, deactivated, never started
├ BadRequest               Undeliverable, or RecipientGone where there is no such chat
├ InvalidToken             NotSent           the operator has to put that right
├ ServerFailed(status)     OutcomeUnknown for 500 and 504, which may come late; else NotSent
├ TimedOut, NetworkError   by what broke: NotSent before the request was written, else OutcomeUnknown
└ anything else            OutcomeUnknown

For a file: MediaTooLarge, MediaGone, MediaAway.
"""

from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from channels.errors import MediaAway, MediaError, MediaGone, MediaTooLarge
from conversations.sending import (
    DeliveryError,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    RecipientGone,
    Undeliverable,
)

CANNOT_PARSE = "cannot_parse_entities"
PICTURE_REFUSED = "picture_refused"

# What Telegram writes, in lower case → our code. Its own words may quote the message, so they are not kept.
_GONE = {
    "blocked by the user": "blocked",
    "user_is_blocked": "blocked",
    "deactivated": "deactivated",
    "initiate conversation": "never_started",
    "kicked": "kicked",
    "not a member": "not_a_member",
    "chat not found": "chat_not_found",
    "peer_id_invalid": "chat_not_found",
    "chat_write_forbidden": "no_rights",
    "rights to send": "no_rights",
    "thread not found": "topic_gone",
    "topic_closed": "topic_gone",
}
_REFUSED = {
    "parse entities": CANNOT_PARSE,
    "photo_": PICTURE_REFUSED,
    "image_process_failed": PICTURE_REFUSED,
    "too big for a photo": PICTURE_REFUSED,
    "request entity too large": PICTURE_REFUSED,
    "button_data_invalid": "button_data_invalid",
    "caption is too long": "caption_too_long",
    "message is too long": "message_too_long",
    "text is empty": "empty",
}
_BEFORE_WRITTEN = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.WriteError,  # a request that is cut off cannot be obeyed
    httpx.WriteTimeout,
)
_LEFT_OPEN = (500, 504)  # Telegram may have obeyed before it failed


class ServerFailed(NetworkError):
    """A 5xx of Telegram, or an error that a proxy or firewall on the way made up."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


def delivery_error(error: TelegramError) -> DeliveryError:
    """What a failed send means."""
    match error:
        case RetryAfter():
            return RateLimited(seconds_of(error))
        case InvalidToken():
            return NotSent("the token was refused")
        case Forbidden():
            return RecipientGone(_code(error, _GONE) or "forbidden")
        case BadRequest():
            gone = _code(error, _GONE)
            return RecipientGone(gone) if gone else Undeliverable(_code(error, _REFUSED) or "bad_request")
        case ServerFailed(status=status):
            return OutcomeUnknown(f"HTTP {status}") if status in _LEFT_OPEN else NotSent(f"HTTP {status}")
    return NotSent() if never_written(error) else OutcomeUnknown()


def media_error(error: BadRequest, limit: int) -> MediaError:
    """Why a file is not given."""
    said = error.message.lower()
    if "too big" in said:
        return MediaTooLarge(limit)
    return MediaAway() if "temporarily" in said else MediaGone()


def never_written(error: TelegramError) -> bool:
    """Whether the request cannot have reached Telegram."""
    return isinstance(error.__cause__, _BEFORE_WRITTEN)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram says to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _code(error: TelegramError, codes: dict[str, str]) -> str | None:
    said = error.message.lower()
    return next((code for words, code in codes.items() if words in said), None)
