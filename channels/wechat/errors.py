"""WeChat's error codes by name, and what each means for a message on its way or for a file.

WechatError
├ NotReached              no connection came about: nothing was asked
├ NoAnswer                asked, and no answer that can be read came back
└ Told            .code   WeChat answered with a code
  ├ Busy                  WeChat's own trouble: again
  ├ Throttled             too many calls
  │ └ DayOver             the day's calls are used up
  ├ TokenRefused          the access token is no longer good: a new one is asked for
  ├ NotAdmitted           the operator has to put something right
  │ ├ BadCredentials      app id or secret
  │ └ AddressRefused      our address is not on the account's list
  ├ NotPermitted          the account may not call this
  ├ Unwritable            nothing can be said to the investor now
  │ ├ QuotaUsed           all messages since they last wrote or clicked
  │ └ TooLate             48 hours since they last wrote, or a minute since they clicked
  ├ UserGone              not following, refusing, blocked, or nobody of that id
  ├ TypingRefused         too late, shown already, or no such command
  ├ ContentRefused        what we said or how we said it
  │ └ TooLong
  ├ FileGone              WeChat no longer has the file
  ├ FileRefused           of a type or size that it does not take
  ├ MenuRefused           the custom menu
  └ Refused               any other code
"""

from collections.abc import Mapping

from channels.errors import MediaAway, MediaError, MediaGone, TokenAway
from conversations.sending import (
    DeliveryError,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    RecipientGone,
    Undeliverable,
    WindowClosed,
)


class WechatError(Exception):
    """A call that did not succeed. WeChat's words are left out: they quote ids and tokens."""


class NotReached(WechatError):
    """No connection came about, or the request could not be written."""


class NoAnswer(WechatError):
    """The request was written; its answer did not come, broke off, or is none of WeChat's."""


class Told(WechatError):
    """WeChat answered with `code`."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Busy(Told):
    """Nothing was done; WeChat asks for another try."""


class Throttled(Told):
    """Too many calls in a minute."""


class DayOver(Throttled):
    """The day's calls of this kind are used up. Clearing the count, ten times a month, is left to people."""


class TokenRefused(Told):
    """Expired, replaced or never given."""


class NotAdmitted(Told):
    """The operator has to put something right."""


class BadCredentials(NotAdmitted):
    """The app id is unknown or the secret is not its own."""


class AddressRefused(NotAdmitted):
    """Called from an address that is not on the account's list."""


class NotPermitted(Told):
    """The account may not call this: not certified, or the call was taken from it."""


class Unwritable(Told):
    """Nothing can be said to the investor now."""


class QuotaUsed(Unwritable):
    """All messages are used that an open window allows."""


class TooLate(Unwritable):
    """No window is open."""


class UserGone(Told):
    """Nobody to write to."""


class TypingRefused(Told):
    """The sign that somebody is typing cannot be shown now."""


class ContentRefused(Told):
    """Empty, unreadable or not allowed."""


class TooLong(ContentRefused):
    """More than 2,048 bytes of text."""


class FileGone(Told):
    """Past its three days, or never there."""


class FileRefused(Told):
    """Not a file that WeChat takes."""


class MenuRefused(Told):
    """A number, a length or an address in the custom menu."""


class Refused(Told):
    """A code without a name here."""


_KINDS: Mapping[type[Told], tuple[int, ...]] = {
    Busy: (-1,),
    Throttled: (45011,),
    DayOver: (45009,),
    TokenRefused: (40001, 40014, 41001, 42001),
    BadCredentials: (40002, 40013, 40125, 41002, 41004),
    AddressRefused: (40164, 61004, 89501, 89503, 89506, 89507),
    NotPermitted: (48001, 48003, 48004, 48008, 50001, 50002, 61007),
    QuotaUsed: (45047,),
    TooLate: (45015,),
    UserGone: (40003, 43004, 43019, 43101, 46004, 48002),
    TypingRefused: (45072, 45080, 45081),
    ContentRefused: (40008, 40033, 44002, 44004, 45166, 47001, 87009, 87014),
    TooLong: (45002,),
    FileGone: (40007, 46001),
    FileRefused: (40004, 40005, 40006, 40009, 40010, 40011, 40137, 41005, 44001, 45001),
    MenuRefused: (*range(40015, 40029), 40039, 40048, 40054, 40055, 40119, 40120, 41007, 45064, 65316),
}
# Seconds until the next try, which does not count as one: WeChat says no time.
_PAUSES: tuple[tuple[type[Told], float], ...] = (
    (DayOver, 1800.0),  # it counts anew at midnight
    (Throttled, 30.0),  # it counts by the minute
    (NotAdmitted, 60.0),  # the operator may have put it right
)
NAMED: Mapping[int, type[Told]] = {code: kind for kind, codes in _KINDS.items() for code in codes}


def named(code: int) -> Told:
    """The error of this code."""
    return NAMED.get(code, Refused)(code)


def delivery_error(error: WechatError | TokenAway) -> DeliveryError:
    """What it means for the message that was to be sent."""
    if isinstance(error, NoAnswer):
        return OutcomeUnknown()
    for kind, seconds in _PAUSES:
        if isinstance(error, kind):
            return RateLimited(seconds)
    return _refusal(error) if isinstance(error, Told) else NotSent(type(error).__name__)


def _refusal(error: Told) -> DeliveryError:
    reason = str(error.code)
    match error:
        case Busy() | TokenRefused():
            return NotSent(reason)
        case Unwritable():
            return WindowClosed(reason)
        case UserGone():
            return RecipientGone(reason)
    return Undeliverable(reason)


def media_error(error: WechatError | TokenAway) -> MediaError:
    """What it means for a file that an investor sent."""
    return MediaGone() if isinstance(error, FileGone | FileRefused) else MediaAway()
