"""What the tests of the market room say often: a security, a moment, a clock that is moved by hand."""

from datetime import datetime
from typing import cast

from market.securities import Exchange, Kind, Security
from market.session import SHANGHAI


def security(ref: str, kind: Kind = "stock") -> Security:
    return Security(code=ref[2:], exchange=cast(Exchange, ref[:2]), kind=kind, board="", name=ref)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


class Clock:
    """A wall clock that stands still until it is set."""

    def __init__(self, text: str) -> None:
        self.time = moment(text)

    def __call__(self) -> datetime:
        return self.time

    def set(self, text: str) -> None:
        self.time = moment(text)


class Stopwatch:
    """Seconds since an arbitrary moment, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds
