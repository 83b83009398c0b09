"""What can be wrong with something a channel receives, before it becomes a message.

ChannelError                  .status  .code
├ UnreadableUpdate  400       .detail   the bytes are not a message
├ OversizedUpdate   413       .limit    bytes
├ NotSignedIn       401                 no valid token, and the caller is not trusted without one
└ NotAllowed        403
  ├ ForeignSender             .sender   the token speaks for somebody else
  └ ForeignOrigin             .origin   a page of another site asks
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


class NotSignedIn(ChannelError):
    """No valid token came with the call."""

    status = 401
    code = "not_signed_in"


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
