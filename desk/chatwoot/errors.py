"""What can go wrong between us and a Chatwoot.

ChatwootError
├ Away                   no connection, no answer in time, a 5xx: it may come back, try again
├ Throttled(seconds)     too much at once: try again after so long
├ Gone                   the conversation or contact was deleted there
└ Refused(status)        our token, our inbox or our request is wrong: an operator must look
"""


class ChatwootError(Exception):
    """A call that did not do what was asked."""


class Away(ChatwootError):
    """Nothing came back that counts."""


class Throttled(ChatwootError):
    """Nothing more for `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"again in {seconds} s")


class Gone(ChatwootError):
    """What was asked for is not there."""


class Refused(ChatwootError):
    """Answered with `status`."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"answered {status}")
