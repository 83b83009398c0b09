"""The only door to akshare: allowed functions by name, in a worker thread of their host, with a time limit.

akshare runs `eval` on what some sources answer and turns certificate checks off for others, so a
function is allowed one by one, after its source was read (market/sources/akshare_allowed.py). Its requests
honour HTTPS_PROXY and REQUESTS_CA_BUNDLE. A host that hangs keeps its own threads and nobody else's.
"""

import asyncio
import os
import warnings
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import ModuleType
from typing import TYPE_CHECKING, Any

import requests

from market.errors import SourceBusy, SourceChanged, SourceFailed, foreign_errors
from market.sources.akshare_allowed import ALLOWED
from market.sources.akshare_limits import install, within

if TYPE_CHECKING:
    import pandas

_THREADS = 2
"""For each host: one call under way, one that may be hanging."""


class AkshareCalls:
    """Loads akshare in the background (half a second, five without byte code) and calls it."""

    def __init__(self, seconds: float = 5.0, loader: Callable[[], ModuleType] | None = None) -> None:
        self._seconds = seconds
        self._loader = loader or _load
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._loading: Future[ModuleType] | None = None

    def load(self) -> Future[ModuleType]:
        """Begin to load akshare, once; the future is done when calls can be made."""
        if self._loading is None:
            self._loading = self._pool("loading").submit(self._loader)
        return self._loading

    async def call(self, source: str, host: str, name: str, **arguments: Any) -> "pandas.DataFrame":
        """What akshare's function `name` returns for `source`, which it asks at `host`.

        Raises SourceFailed; SourceBusy while akshare is still being loaded.
        """
        if name not in ALLOWED:
            raise ValueError(f"akshare.{name} is not allowed")
        if not self.load().done():
            raise SourceBusy(source)
        function: Callable[..., pandas.DataFrame] = getattr(self.load().result(), name)
        return await asyncio.get_running_loop().run_in_executor(
            self._pool(host), lambda: _run(source, self._seconds, function, arguments)
        )

    def close(self) -> None:
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)

    def _pool(self, host: str) -> ThreadPoolExecutor:
        if host not in self._pools:
            self._pools[host] = ThreadPoolExecutor(_THREADS, thread_name_prefix=f"akshare-{host}")
        return self._pools[host]


def _run(
    source: str, seconds: float, function: "Callable[..., pandas.DataFrame]", arguments: dict[str, Any]
) -> "pandas.DataFrame":
    try:
        with within(seconds), foreign_errors(source):
            return function(**arguments)
    except SourceFailed:
        raise
    except Exception as error:  # a parser deep in akshare met what it does not know (AttributeError, …)
        if (cause := _requests_error(error)) is not None:
            with foreign_errors(source):
                raise cause from error
        raise SourceChanged(source, (type(error).__name__,)) from error


def _requests_error(error: BaseException) -> requests.RequestException | None:
    """What requests said, where akshare raises an error of its own for it."""
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, requests.RequestException):
        seen = seen.__context__
    return seen


def _load() -> ModuleType:
    os.environ.setdefault("TQDM_DISABLE", "1")
    install()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import akshare
    warnings.filterwarnings("ignore", module=r"akshare\.")
    return akshare
