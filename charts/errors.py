"""What can go wrong in this room.

ChartsError
└ NotDrawn     there is no picture, in `why`; the facts can still be told
"""


class ChartsError(Exception):
    """Root of the tree."""


class NotDrawn(ChartsError):
    """`why` says it for the log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
