"""What can go wrong with what is kept of investors.

CustomerError
├ ConsentMissing(kind)     what was to be kept needs a consent that the investor has not given
├ ImportRefused(why)       a file is no list of holdings
├ TestsUsedUp(limit)       the investor has begun as many risk tests today as a day allows
└ BadFile(file, faults)    the operator's to mend: a file cannot be used, every fault told as a sentence
  ├ BadQuestionnaire
  └ BadProducts

StoreUnavailable of conversations.errors says that PostgreSQL cannot be reached.
"""

from collections.abc import Sequence
from pathlib import Path


class CustomerError(Exception):
    """Anything of this room."""


class ConsentMissing(CustomerError):
    """`kind` is one of customers.consents."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"no consent to {kind}")


class ImportRefused(CustomerError):
    """A file that is no list of holdings; `why` is "too_large", "binary" or "encoding"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class TestsUsedUp(CustomerError):
    """`limit` tests were begun today."""

    __test__ = False  # to pytest the name looks like a class of tests

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"{limit} tests today")


class BadFile(CustomerError):
    """`faults` are sentences, each about one thing in `file`."""

    def __init__(self, file: Path, faults: Sequence[str]) -> None:
        self.file = file
        self.faults = tuple(faults)
        super().__init__(f"{file.name}: {' '.join(faults)}")


class BadQuestionnaire(BadFile):
    """No test can be made from it."""


class BadProducts(BadFile):
    """Nothing can be matched with it."""
