"""What every source of quotes can do, and the thin HTTP client that most of them share."""

import os
import ssl
from collections.abc import Sequence
from typing import Protocol

import certifi
import httpx

from market.errors import REFUSALS, SourceBanned, SourceUnavailable, foreign_errors
from market.securities import Security
from market.sources.row import Answer

_USER_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
)


class Source(Protocol):
    """One place that quotes come from. `name` is how it is credited; `batch` is its most codes a call."""

    name: str
    host: str
    batch: int

    def serves(self, security: Security) -> bool:
        """Whether this source knows this kind of security at all."""

    async def fetch(self, securities: Sequence[Security]) -> Answer:
        """Raises SourceFailed where nothing at all can be learned from the answer."""


def http_client(timeout: float) -> httpx.AsyncClient:
    """A client that honours HTTPS_PROXY, and SSL_CERT_FILE or else REQUESTS_CA_BUNDLE.

    httpx itself reads only the first of the two files; requests, under akshare, only the second.
    """
    bundle = os.environ.get("SSL_CERT_FILE") or os.environ.get("REQUESTS_CA_BUNDLE") or certifi.where()
    return httpx.AsyncClient(
        verify=ssl.create_default_context(cafile=bundle),
        timeout=httpx.Timeout(timeout),
        limits=httpx.Limits(max_connections=20, max_keepalive_connections=8, keepalive_expiry=30),
        headers={"User-Agent": _USER_AGENT},
    )


async def download(client: httpx.AsyncClient, source: str, url: str, referer: str | None = None) -> bytes:
    """The body of an answer that looks like data. Raises SourceFailed."""
    with foreign_errors(source):
        response = await client.get(url, headers={"Referer": referer} if referer else None)
    if response.status_code in REFUSALS or response.is_redirect:
        raise SourceBanned(source, f"status {response.status_code}")
    if response.status_code != 200:
        raise SourceUnavailable(source, f"status {response.status_code}", _retry_after(response))
    body = response.content
    if not body.strip() or body.lstrip()[:1] == b"<":
        raise SourceBanned(source, "an empty answer" if not body.strip() else "a page instead of data")
    return body


def _retry_after(response: httpx.Response) -> float | None:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdigit() else None
