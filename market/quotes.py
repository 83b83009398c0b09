"""Quotes for the rest of the house: open them in a mode, ask for securities, get quotes or reasons."""

import logging
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from datetime import datetime
from types import TracebackType
from typing import Literal, Protocol, Self

from market.chain import Allowance, Chain
from market.live import LiveBook
from market.quote import Missing, Quote, QuoteMissing
from market.securities import Security
from market.session import SHANGHAI, Session
from market.sources.calendar import load_trading_days
from market.sources.demo import DemoBook
from market.sources.lines import Lines
from market.sources.roster import Roster

__all__ = ["Allowance", "Missing", "Mode", "Quote", "QuoteMissing", "Quotes", "Reason"]

Mode = Literal["auto", "live", "demo"]
Reason = Literal["asked", "source_answers", "no_source_answers"]

log = logging.getLogger(__name__)


class Book(Protocol):
    """Where quotes are looked up."""

    async def bring(self, securities: Iterable[Security]) -> dict[str, Quote | QuoteMissing]: ...

    async def aclose(self) -> None: ...


class Quotes:
    """`async with Quotes.open("auto") as quotes: await quotes.get([security])`.

    Once entered, `mode` is "live" or "demo" and `reason` says how it came to be: "no_source_answers"
    is for the banner that an automatic fall into the demonstration must show.
    """

    def __init__(
        self, asked: Mode, now: Callable[[], datetime], allowance: Allowance, lines: Lines | None = None
    ) -> None:
        self._asked: Mode = asked
        self._lines = lines
        self._now = now
        self._allowance = allowance
        self._book: Book | None = None
        self._open = AsyncExitStack()
        self.mode: Literal["live", "demo"] = "live" if asked == "live" else "demo"
        self.reason: Reason = "asked"

    @classmethod
    def open(
        cls,
        mode: Mode = "auto",
        *,
        now: Callable[[], datetime] | None = None,
        allowance: Allowance | None = None,
        lines: Lines | None = None,
    ) -> "Quotes":
        """Quotes to be entered. `now` must know its zone; `allowance` bounds the wait for the sources.

        `lines` are shared with other facts and closed by their owner; without them quotes open their own.
        """
        return cls(mode, now or shanghai_now, allowance or Allowance(), lines)

    async def __aenter__(self) -> Self:
        session = Session(load_trading_days())
        self._book = None if self._asked == "demo" else await self._go_live(session)
        if self._book is None:
            self.mode = "demo"
            self._book = DemoBook(session, self._now)
        self._open.push_async_callback(self._book.aclose)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._book = None
        await self._open.aclose()

    async def get(self, securities: Iterable[Security]) -> dict[str, Quote | QuoteMissing]:
        """What is known of each security now, by ref. Never raises for a source's failure."""
        if self._book is None:
            raise RuntimeError("quotes are not open")
        asked = {security.ref: security for security in securities}
        gone = {ref: QuoteMissing(s, "delisted") for ref, s in asked.items() if _is_gone(s)}
        found = await self._book.bring(s for ref, s in asked.items() if ref not in gone)
        return {ref: gone.get(ref) or found[ref] for ref in asked}

    async def probe(self, security: Security) -> None:
        """Ask each live source once, so that it is known which of them are there."""
        if isinstance(self._book, LiveBook):
            await self._book.probe(security)

    async def _go_live(self, session: Session) -> Book | None:
        """A live book; None where "auto" found no source that answers."""
        lines = self._lines or Lines.open(self._now, self._allowance.source)
        if self._lines is None:
            self._open.push_async_callback(lines.aclose)
        roster = Roster(lines, session, self._now)
        if self._asked == "auto" and not await roster.any_answers():
            self.reason = "no_source_answers"
            log.warning("no quote source answers: serving dated samples")
            return None
        if self._asked == "auto":
            self.mode, self.reason = "live", "source_answers"
        lines.akshare.load()
        chain = Chain(roster.sources, session, self._now, allowance=self._allowance, houses=lines.houses)
        return LiveBook(chain, session, self._now)


def shanghai_now() -> datetime:
    return datetime.now(SHANGHAI)


def _is_gone(security: Security) -> bool:
    """Delisted, or under a Beijing code that died in October 2025: feeds repeat such prices for ever."""
    dead_code = security.exchange == "BJ" and security.code.startswith(("43", "83", "87", "88"))
    return security.status == "delisted" or dead_code
