"""A time limit for what akshare asks, and a look at the status that it hardly ever takes.

Most of its requests name no time-out, and a hanging host keeps the thread; a refusal or a failure of the
server would be read as data, and taken for a changed form. Mends requests' Session for threads that are under
a limit; everybody else's requests pass as they are.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from time import monotonic
from typing import Any

import requests

from market.errors import REFUSALS

_limit = threading.local()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Requests of this thread, all together, have so many seconds; a later one raises requests.Timeout."""
    _limit.deadline = monotonic() + seconds
    try:
        yield
    finally:
        del _limit.deadline


def install() -> None:
    """Let requests know of the limits, once a process."""
    if not hasattr(requests.Session.request, "knows_limits"):
        requests.Session.request = _limited(requests.Session.request)  # type: ignore[method-assign]


def _limited(request: Callable[..., requests.Response]) -> Callable[..., requests.Response]:
    @wraps(request)
    def ask(session: requests.Session, method: str, url: str, **options: Any) -> requests.Response:
        deadline = getattr(_limit, "deadline", None)
        if deadline is not None:
            left = deadline - monotonic()
            if left <= 0:
                raise requests.Timeout("the time of this call is up")
            given = options.get("timeout")
            options["timeout"] = min(given, left) if isinstance(given, int | float) else left
        response = request(session, method, url, **options)
        if deadline is not None and (response.status_code in REFUSALS or response.status_code >= 500):
            raise requests.HTTPError(f"status {response.status_code}", response=response)
        return response

    ask.knows_limits = True  # type: ignore[attr-defined]
    return ask
