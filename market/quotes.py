"""Quotes for the rest of the house: open them in a mode, ask for securities, get quotes or reasons."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Literal, Protocol, Self

import httpx

from market.chain import Allowance, Chain
from market.errors import SourceFailed
from market.live import LiveBook
from market.quote import Missing, Quote, QuoteMissing
from market.securities import Security
from market.session import SHANGHAI, Session
from market.sources.calendar import load_trading_days
from market.sources.demo import DemoBook
from market.sources.source import Source, http_client
from market.sources.tencent import Tencent

__all__ = ["Missing", "Mode", "Quote", "QuoteMissing", "Quotes", "Reason"]

Mode = Literal["auto", "live", "demo"]
Reason = Literal["asked", "source_answers", "no_source_answers"]

log = logging.getLogger(__name__)

_PROBED = Security(code="000001", exchange="SH", kind="index", board="", name="上证指数")
_PROBE_SECONDS = 3.0


class Book(Protocol):
    """Where quotes are looked up."""

    async def bring(self, securities: Iterable[Security]) -> dict[str, Quote | QuoteMissing]: ...

    async def aclose(self) -> None: ...


class Quotes:
    """`async with Quotes.open("auto") as quotes: await quotes.get([security])`.

    Once entered, `mode` is "live" or "demo" and `reason` says how it came to be: "no_source_answers"
    is for the banner that an automatic fall into the demonstration must show.
    """

    def __init__(self, asked: Mode, now: Callable[[], datetime]) -> None:
        self._asked: Mode = asked
        self._now = now
        self._book: Book | None = None
        self.mode: Literal["live", "demo"] = "live" if asked == "live" else "demo"
        self.reason: Reason = "asked"

    @classmethod
    def open(cls, mode: Mode = "auto", *, now: Callable[[], datetime] | None = None) -> "Quotes":
        """Quotes to be entered. `now` must know its zone."""
        return cls(mode, now or _shanghai_now)

    async def __aenter__(self) -> Self:
        session = Session(load_trading_days())
        if self._asked == "demo":
            self._book = DemoBook(session, self._now)
            return self
        client = http_client(Allowance().source)
        sources = _sources(client)
        if self._asked == "auto":
            answers = await _any_answers(sources)
            self.mode, self.reason = ("live", "source_answers") if answers else ("demo", "no_source_answers")
        if self.mode == "demo":
            await client.aclose()
            log.warning("no quote source answers: serving dated samples")
            self._book = DemoBook(session, self._now)
        else:
            self._book = LiveBook(Chain(sources, session, self._now), session, self._now, client)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._book is not None:
            await self._book.aclose()
            self._book = None

    async def get(self, securities: Iterable[Security]) -> dict[str, Quote | QuoteMissing]:
        """What is known of each security now, by ref. Never raises for a source's failure."""
        if self._book is None:
            raise RuntimeError("quotes are not open")
        asked = {security.ref: security for security in securities}
        gone = {ref: QuoteMissing(s, "delisted") for ref, s in asked.items() if _is_gone(s)}
        found = await self._book.bring(s for ref, s in asked.items() if ref not in gone)
        return {ref: gone.get(ref) or found[ref] for ref in asked}


def _shanghai_now() -> datetime:
    return datetime.now(SHANGHAI)


def _is_gone(security: Security) -> bool:
    """Delisted, or under a Beijing code that died in October 2025: feeds repeat such prices for ever."""
    dead_code = security.exchange == "BJ" and security.code.startswith(("43", "83", "87", "88"))
    return security.status == "delisted" or dead_code


def _sources(client: httpx.AsyncClient) -> Sequence[Source]:
    return [Tencent(client)]


async def _any_answers(sources: Sequence[Source]) -> bool:
    """Whether any source answers one cheap question soon enough."""

    async def answers(source: Source) -> bool:
        try:
            return bool((await source.fetch([_PROBED])).rows)
        except SourceFailed as failure:
            log.warning("quote source does not answer: %s", failure)
            return False

    probes = [asyncio.create_task(answers(source)) for source in sources]
    try:
        for outcome in asyncio.as_completed(probes, timeout=_PROBE_SECONDS):
            if await outcome:
                return True
    except TimeoutError:
        log.warning("no quote source answers within %s s", _PROBE_SECONDS)
    finally:
        for probe in probes:
            probe.cancel()
        await asyncio.gather(*probes, return_exceptions=True)
    return False
