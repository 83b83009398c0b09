"""What all live sources speak through: one HTTP client, one door to akshare, one registry of houses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import httpx

from market.houses import Houses
from market.sources.akshare_calls import AkshareCalls
from market.sources.source import http_client


@dataclass(frozen=True)
class Lines:
    """Open them once a process and close them at its end."""

    client: httpx.AsyncClient
    akshare: AkshareCalls
    houses: Houses

    @classmethod
    def open(cls, now: Callable[[], datetime], seconds: float = 5.0) -> Self:
        """`seconds` bound each request."""
        return cls(http_client(seconds), AkshareCalls(seconds), Houses(now, patience=seconds / 4))

    async def aclose(self) -> None:
        self.akshare.close()
        await self.client.aclose()
