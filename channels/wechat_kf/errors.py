"""WeCom's error codes by name, and what each means for a message on its way.

WecomError                .code
├ Throttled               too many calls: wait
├ Busy                    WeCom's own trouble: again
├ TokenRefused            the access token is no longer good: a new one is asked for
├ NotAdmitted             the operator has to put something right
│ ├ BadCredentials        corp id or secret
│ ├ AddressRefused        our address is not among the trusted ones
│ └ NotPermitted          the app may not serve this account
├ Unwritable              nothing can be said to the investor now
│ ├ QuotaUsed             five messages since they last wrote
│ ├ TooLate               48 hours since they last wrote
│ ├ SessionOver           the session has ended
│ └ SessionElsewhere      the session is in WeCom's queue or with a person there
├ UnknownCustomer         nobody of that id
├ KeyRepeated             WeCom has this message already
├ StepRefused             the session's state does not allow this one next
├ ServicerAway            the person is not receiving anybody now
├ CallbackTokenRefused    the token of the callback is too old
├ BadCursor               the place in the stream is none
├ FileGone                WeCom no longer has the file
└ Refused                 any other code
"""

from collections.abc import Mapping

from conversations.sending import (
    DeliveryError,
    NotSent,
    RateLimited,
    RecipientGone,
    Undeliverable,
    WindowClosed,
)

RETRY_AFTER = 10.0  # seconds; WeCom counts by the minute and says no time


class WecomError(Exception):
    """WeCom answered with `code`; its words, which may quote ours, are left out."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Throttled(WecomError):
    """Too many calls in a minute or at once."""


class Busy(WecomError):
    """Nothing was done; WeCom asks for another try."""


class TokenRefused(WecomError):
    """Expired, replaced or never given."""


class NotAdmitted(WecomError):
    """The operator has to put something right."""


class BadCredentials(NotAdmitted):
    """The corp id is unknown or the secret is not its own."""


class AddressRefused(NotAdmitted):
    """Called from an address that is not among the trusted ones."""


class NotPermitted(NotAdmitted):
    """The app may not call this, or not for this service account."""


class Unwritable(WecomError):
    """Nothing can be said to the investor now."""


class QuotaUsed(Unwritable):
    """The five messages are used up, or the investor never wrote."""


class TooLate(Unwritable):
    """48 hours have gone by since the investor wrote."""


class SessionOver(Unwritable):
    """Ended; the investor's next message begins another."""


class SessionElsewhere(Unwritable):
    """Not in a state in which the interface may write."""


class UnknownCustomer(WecomError):
    """Nobody of that id, or not at this account."""


class KeyRepeated(WecomError):
    """A message of this id was taken before."""


class StepRefused(WecomError):
    """From where the session stands there is no way to the wanted state."""


class ServicerAway(WecomError):
    """Not an agent of the account, or not receiving anybody now."""


class CallbackTokenRefused(WecomError):
    """Older than ten minutes."""


class BadCursor(WecomError):
    """Not a place that WeCom gave."""


class FileGone(WecomError):
    """Past its three days, or never there."""


class Refused(WecomError):
    """A code without a name here."""


NAMED: Mapping[int, type[WecomError]] = {
    -1: Busy,
    6000: Busy,
    40001: BadCredentials,
    40007: FileGone,
    40013: BadCredentials,
    40014: TokenRefused,
    40096: UnknownCustomer,
    41001: TokenRefused,
    42001: TokenRefused,
    45009: Throttled,
    45033: Throttled,
    48002: NotPermitted,
    60011: NotPermitted,
    60020: AddressRefused,
    84061: UnknownCustomer,
    95000: NotPermitted,
    95001: QuotaUsed,
    95002: TooLate,
    95004: NotPermitted,
    95007: CallbackTokenRefused,
    95011: NotPermitted,
    95012: NotPermitted,
    95013: SessionOver,
    95014: ServicerAway,
    95016: StepRefused,
    95017: NotPermitted,
    95018: SessionElsewhere,
}
_KEY = "msgid"


def named(code: int, words: str = "") -> WecomError:
    """The error of this code. WeCom publishes none for a repeated msgid: it is known by its words, since ours
    are well formed and nothing else can be wrong with one.
    """
    kind = NAMED.get(code)
    if kind is None:
        return (KeyRepeated if _KEY in words.lower() else Refused)(code)
    return kind(code)


def delivery_error(error: WecomError) -> DeliveryError:
    """What it means for the message that was to be sent."""
    reason = str(error.code)
    match error:
        case Throttled():
            return RateLimited(RETRY_AFTER)
        case Busy() | TokenRefused() | NotAdmitted():  # an operator may mend it within the tries
            return NotSent(reason)
        case QuotaUsed() | TooLate() | SessionOver():
            return WindowClosed(reason)
        case UnknownCustomer():
            return RecipientGone(reason)
    return Undeliverable(reason)
