"""Leaving without a broken request: a gateway that is told to stop says so first, and serves on meanwhile.

SIGTERM begins the notice: /health and /health/ready are 503, every answer closes its connection, and
everything is served as before. A load balancer takes the gateway out; when the notice is over, uvicorn stops
as ever. A second signal, or Ctrl-C, ends the notice at once.
"""

import signal
import time
from types import FrameType

import uvicorn

CLOSE = (b"connection", b"close")


class Leaving:
    """Whether this process is on its way out."""

    def __init__(self) -> None:
        self.begun = False


class DrainingServer(uvicorn.Server):
    """Serves `notice` seconds longer than it is told to; 0 stops at once."""

    def __init__(self, config: uvicorn.Config, leaving: Leaving, notice: float) -> None:
        super().__init__(config)
        self._leaving, self._notice = leaving, notice
        self._ends = 0.0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first SIGTERM begins the notice; the process then ends as one that was asked to, with 0."""
        if sig == signal.SIGTERM and self._notice and not self._leaving.begun:
            self._leaving.begun, self._ends = True, time.monotonic() + self._notice
            return
        self._leaving.begun = True
        super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """uvicorn's own look around, ten times a second."""
        ends = await super().on_tick(counter)
        if self._leaving.begun and CLOSE not in self.server_state.default_headers:
            self.server_state.default_headers = [*self.server_state.default_headers, CLOSE]
        return ends or (self._leaving.begun and time.monotonic() >= self._ends)
