"""The only door to akshare: allowed functions by name, in a worker thread, with a time-out each.

akshare runs `eval` on what some sources answer and turns certificate checks off for others, so a
function is allowed one by one, after its source was read. Both of these are requests' own:
HTTPS_PROXY and REQUESTS_CA_BUNDLE.
"""

import asyncio
import os
import warnings
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import ModuleType
from typing import TYPE_CHECKING, Any

from market.errors import SourceBusy, foreign_errors

if TYPE_CHECKING:
    import pandas

ALLOWED = frozenset({"stock_zh_a_hist"})
"""Plain requests.get of JSON, certificates checked, no eval, takes `timeout`."""


class AkshareCalls:
    """Loads akshare in the background (half a second, five without byte code) and calls it."""

    def __init__(
        self, source: str, seconds: float = 1.5, loader: Callable[[], ModuleType] | None = None
    ) -> None:
        self._source = source
        self._seconds = seconds
        self._loader = loader or _load
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="akshare")
        self._loading: Future[ModuleType] | None = None

    def load(self) -> Future[ModuleType]:
        """Begin to load akshare, once; the future is done when calls can be made."""
        if self._loading is None:
            self._loading = self._pool.submit(self._loader)
        return self._loading

    async def call(self, name: str, **arguments: Any) -> "pandas.DataFrame":
        """Raises SourceFailed; SourceBusy while akshare is still being loaded."""
        if name not in ALLOWED:
            raise ValueError(f"akshare.{name} is not allowed")
        if not self.load().done():
            raise SourceBusy(self._source)
        function: Callable[..., pandas.DataFrame] = getattr(self.load().result(), name)
        with foreign_errors(self._source):
            return await asyncio.get_running_loop().run_in_executor(
                self._pool, lambda: function(timeout=self._seconds, **arguments)
            )

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _load() -> ModuleType:
    os.environ.setdefault("TQDM_DISABLE", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import akshare
    warnings.filterwarnings("ignore", module=r"akshare\.")
    return akshare
