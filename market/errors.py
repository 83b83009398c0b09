"""What can go wrong when market facts are asked for, and where foreign exceptions become ours.

MarketError                          .facts: what is known about the failure, safe to log
├ RequestRefused                     the asker can mend it
│ └ UnknownSecurity                  .query, .near
└ SourceFailed                       a source did not do its part; .source names it
  ├ SourceUnavailable                connection, 5xx, breaker open; .retry_after seconds or None
  │ ├ SourceTimeout                  no answer within the time allowed; .seconds
│ └ SourceBusy                     our own limit on calls to it is reached; not its fault
  ├ SourceBanned                     it answers, but not us: an HTML page, nothing at all, 403, 418, 429, 456
  └ SourceChanged                    the answer is not of the form we know, or contradicts itself;
                                     .missing names what is wrong. Alert, don't retry
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx
import requests

REFUSALS = frozenset({401, 403, 418, 429, 456})
"""Statuses with which a source says that it does not want to serve us."""


class MarketError(Exception):
    """Base of all that this room raises; `facts` carries no personal data."""

    @property
    def facts(self) -> Mapping[str, object]:
        return dict(vars(self))


class RequestRefused(MarketError):
    """The request can't be served as asked; another one can."""


class UnknownSecurity(RequestRefused):
    def __init__(self, query: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(query)
        self.query = query
        self.near = near


class SourceFailed(MarketError):
    def __init__(self, source: str, reason: str = "") -> None:
        super().__init__(f"{source}: {reason or type(self).__name__}")
        self.source = source


class SourceUnavailable(SourceFailed):
    def __init__(self, source: str, reason: str = "", retry_after: float | None = None) -> None:
        super().__init__(source, reason)
        self.retry_after = retry_after


class SourceTimeout(SourceUnavailable):
    def __init__(self, source: str, seconds: float | None = None) -> None:
        super().__init__(source, "no answer in time")
        self.seconds = seconds


class SourceBusy(SourceUnavailable):
    def __init__(self, source: str) -> None:
        super().__init__(source, "busy with earlier calls")


class SourceBanned(SourceFailed):
    """The source refuses to serve us."""


class SourceChanged(SourceFailed):
    def __init__(self, source: str, missing: tuple[str, ...]) -> None:
        super().__init__(source, "changed: " + ", ".join(missing))
        self.missing = missing


@contextmanager
def foreign_errors(source: str) -> Iterator[None]:
    """Turn what httpx, requests, akshare and the parsers raise into this room's errors.

    akshare lets a missing `data` object escape as TypeError, a changed column as KeyError or
    ValueError; the same three come out of reading JSON that is not what it was.
    """
    try:
        yield
    except (httpx.TimeoutException, requests.Timeout, TimeoutError) as error:
        raise SourceTimeout(source) from error
    except requests.JSONDecodeError as error:
        raise SourceBanned(source, "not JSON") from error
    except requests.HTTPError as error:
        status = error.response.status_code if error.response is not None else 0
        kind = SourceBanned if status in REFUSALS else SourceUnavailable
        raise kind(source, f"status {status}") from error
    except (httpx.HTTPError, httpx.InvalidURL, requests.RequestException, OSError) as error:
        raise SourceUnavailable(source, type(error).__name__) from error
    except (KeyError, TypeError, ValueError, IndexError, RecursionError) as error:
        raise SourceChanged(source, (type(error).__name__,)) from error
