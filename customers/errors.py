"""What can go wrong with what is kept of investors.

CustomerError
└ ConsentMissing(kind)   what was to be kept needs a consent that the investor has not given

StoreUnavailable of conversations.errors says that PostgreSQL cannot be reached.
"""


class CustomerError(Exception):
    """Anything of this room."""


class ConsentMissing(CustomerError):
    """`kind` is one of customers.consents."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"no consent to {kind}")
