"""What can be wrong with something a channel receives.

ChannelError                  .status  .code
├ UnreadableUpdate  400       .detail   the bytes are not a message
├ OversizedUpdate   413       .limit    bytes
├ TooMany           429       .seconds  more often than is allowed: come again after these
├ NotSignedIn       401                 no valid token, and the caller is not trusted without one
│ └ BadSignature    401                 not signed by the platform, or signed too long ago
└ NotAllowed        403
  ├ ForeignSender             .sender   the token speaks for somebody else
  └ ForeignOrigin             .origin   a page of another site asks

MediaError                    a file that an investor sent and that we do not have
├ MediaTooLarge     .limit    bytes
├ MediaRefused      .mime     of a type that we do not keep
├ MediaGone                   the platform no longer has it
└ MediaAway                   the platform did not give it now: to be tried again

TokenAway                     the platform gave no access token in time
"""

from typing import ClassVar


class ChannelError(Exception):
    """A refusal; `status` is the HTTP answer, `code` the stable word a program can test."""

    status: ClassVar[int]
    code: ClassVar[str]


class UnreadableUpdate(ChannelError):
    """The bytes are not a message: broken JSON, a missing field, a wrong type."""

    status = 400
    code = "malformed"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class OversizedUpdate(ChannelError):
    """The body is longer than `limit` bytes."""

    status = 413
    code = "too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class TooMany(ChannelError):
    """More often than the sender may; nothing was stored."""

    status = 429
    code = "too_many"

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class NotSignedIn(ChannelError):
    """No valid token came with the call."""

    status = 401
    code = "not_signed_in"


class BadSignature(NotSignedIn):
    """The platform did not sign this, or did so outside the time that we accept."""


class NotAllowed(ChannelError):
    """Known, but not for this."""

    status = 403
    code = "not_allowed"


class ForeignSender(NotAllowed):
    """The token speaks for another sender than the one named."""

    def __init__(self, sender: str) -> None:
        super().__init__(sender)
        self.sender = sender


class ForeignOrigin(NotAllowed):
    """A browser sends this from a page of another site."""

    def __init__(self, origin: str) -> None:
        super().__init__(origin)
        self.origin = origin


class MediaError(Exception):
    """A file that cannot be kept."""


class MediaTooLarge(MediaError):
    """Longer than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class MediaRefused(MediaError):
    """Its bytes are of no type that we keep; `mime` is what they seem to be."""

    def __init__(self, mime: str) -> None:
        super().__init__(mime)
        self.mime = mime


class MediaGone(MediaError):
    """The platform no longer has it, or never had."""


class MediaAway(MediaError):
    """The platform could not be asked."""


class TokenAway(Exception):
    """Nothing was asked of the platform but its token, and that did not come."""
