"""Live quotes: the cache in front, one flight for everybody, the chain of sources behind."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from market.cache import QuoteCache
from market.chain import Chain
from market.flight import Flight
from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.session import Session


class LiveBook:
    """Answers from the cache where it may, else from the sources, else with the last known quote."""

    def __init__(self, chain: Chain, session: Session, now: Callable[[], datetime]) -> None:
        self._chain = chain
        self._cache = QuoteCache(session, now)
        self._flight = Flight(self._fetch)

    async def bring(self, securities: Iterable[Security]) -> dict[str, Quote | QuoteMissing]:
        known: dict[str, Quote | QuoteMissing] = {}
        unknown: list[Security] = []
        for security in securities:
            fresh = self._cache.fresh(security.ref)
            if fresh is None:
                unknown.append(security)
            else:
                known[security.ref] = fresh
        return known | await self._flight.bring(unknown) if unknown else known

    async def probe(self, security: Security) -> None:
        """Ask each source once, past the cache."""
        await self._chain.probe(security)

    async def aclose(self) -> None:
        await self._flight.aclose()

    async def _fetch(self, securities: list[Security]) -> Mapping[str, Quote | QuoteMissing]:
        found = await self._chain.find(securities)
        return {ref: self._remember(item) for ref, item in found.items()}

    def _remember(self, found: Quote | QuoteMissing) -> Quote | QuoteMissing:
        if isinstance(found, QuoteMissing) and found.reason == "source_down":
            return QuoteMissing(found.security, "source_down", self._cache.last_known(found.security.ref))
        self._cache.keep(found)
        return found
