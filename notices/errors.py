"""What can go wrong while something is prepared to be sent.

NoticeError
├ NoEvent(event)       there is no event of this number, or it was withdrawn before anybody was told
└ NotPrepared(why)     nothing came of it, and asking again would not help
  └ SourceAway(why)    who prepares it is away or failed: it may come back, ask again
"""


class NoticeError(Exception):
    """Anything of this room."""


class NotPrepared(NoticeError):
    """There is nothing to send; `why` is for the log and holds no personal data."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class SourceAway(NotPrepared):
    """No answer this time."""


class NoEvent(NoticeError):
    """Nothing to tell of."""

    def __init__(self, event: int) -> None:
        self.event = event
        super().__init__(f"no event {event}")
