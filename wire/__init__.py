"""A lean way to ask a server of our own over HTTP/1.1, for both Pythons; imports nothing of ours."""

from wire.connection import NotHttp, WireBroken, WireSlow
from wire.wire import Wire

__all__ = ["NotHttp", "Wire", "WireBroken", "WireSlow"]
