"""The market as the rest of the house sees it: quotes, facts and the session, opened together in one mode."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from time import monotonic
from types import TracebackType
from typing import Literal, Self

from market.facts import Facts
from market.houses import Houses
from market.quotes import Mode, Quotes, Reason, shanghai_now
from market.session import Session
from market.sources.calendar import load_trading_days
from market.sources.fact_roster import demo_sources, live_sources
from market.sources.lines import Lines


class Market:
    """`async with Market.open("auto") as market: await market.facts.get(KIND, key)`."""

    def __init__(self, asked: Mode, now: Callable[[], datetime], lines: Lines) -> None:
        self.now = now
        self.days = load_trading_days()
        self.session = Session(self.days)
        self._lines = lines
        self._open = AsyncExitStack()
        self.quotes = Quotes.open(asked, now=now, lines=self._lines)
        self.facts = self._facts()

    @classmethod
    def open(
        cls, mode: Mode = "auto", *, now: Callable[[], datetime] | None = None, lines: Lines | None = None
    ) -> Self:
        """A market to be entered. `now` must know its zone; `lines` are closed with it."""
        now = now or shanghai_now
        return cls(mode, now, lines or Lines.open(now))

    @property
    def mode(self) -> Literal["live", "demo"]:
        return self.quotes.mode

    @property
    def reason(self) -> Reason:
        return self.quotes.reason

    @property
    def houses(self) -> Houses:
        return self._lines.houses

    async def ready(self) -> None:
        """Until akshare is loaded, which takes half a second, or five without byte code."""
        await asyncio.wrap_future(self._lines.akshare.load())

    async def __aenter__(self) -> Self:
        self._open.push_async_callback(self._lines.aclose)
        await self._open.enter_async_context(self.quotes)
        self.facts = self._facts()
        if self.mode == "live":
            self.houses.open(*self.facts.sources)
        self._open.push_async_callback(self.facts.aclose)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    def _facts(self) -> Facts:
        live = self.mode == "live"
        sources = live_sources(self._lines, self.session, self.now) if live else demo_sources()
        return Facts(sources, self.houses, monotonic)
