"""What can go wrong with what is kept of investors.

CustomerError
├ ConsentMissing(kind)   what was to be kept needs a consent that the investor has not given
└ ImportRefused(why)     a file is no list of holdings

StoreUnavailable of conversations.errors says that PostgreSQL cannot be reached.
"""


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
