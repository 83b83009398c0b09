"""Asking the sources in turn until every security has a quote that holds."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from time import monotonic

from market.errors import SourceChanged, SourceFailed, SourceTimeout
from market.houses import House, Houses
from market.quote import Missing, Quote, QuoteMissing
from market.securities import Security
from market.session import Session
from market.sources.row import Answer
from market.sources.source import Source
from market.vetting import vet

log = logging.getLogger(__name__)

_DENIALS = 2


@dataclass(frozen=True, slots=True)
class Allowance:
    """Seconds: for one source, and for all of them together."""

    source: float = 2.5
    total: float = 8.0


@dataclass(slots=True)
class _Round:
    """One request on its way through the chain."""

    left: dict[str, Security]
    deadline: float
    found: dict[str, Quote] = field(default_factory=dict)
    doubted: set[str] = field(default_factory=set)
    denied: Counter[str] = field(default_factory=Counter)

    def wanted(self, source: Source) -> list[Security]:
        """What is still to be asked of a source: not what two houses have already denied."""
        left = (s for ref, s in self.left.items() if self.denied[ref] < _DENIALS and source.serves(s))
        return list(islice(left, source.batch))

    def reason(self, ref: str) -> Missing:
        known_not_to_be = self.denied[ref] >= _DENIALS or (self.denied[ref] and ref not in self.doubted)
        return "no_data" if known_not_to_be else "source_down"


class Chain:
    """The sources in order of trust, a breaker for each of their hosts, one budget of time."""

    def __init__(
        self,
        sources: Sequence[Source],
        session: Session,
        now: Callable[[], datetime],
        clock: Callable[[], float] = monotonic,
        allowance: Allowance | None = None,
        houses: Houses | None = None,
    ) -> None:
        self._sources = sources
        self._session = session
        self._now = now
        self._clock = clock
        self._allowance = allowance or Allowance()
        self._houses = houses or Houses(now, clock)
        self._houses.open(*sources)
        self._told: set[tuple[str, tuple[str, ...]]] = set()

    async def find(self, securities: Sequence[Security]) -> Mapping[str, Quote | QuoteMissing]:
        """A quote for each, or why there is none."""
        round_ = _Round({s.ref: s for s in securities}, self._clock() + self._allowance.total)
        for source in self._sources:
            await self._ask(source, round_)
        missing = {ref: QuoteMissing(s, round_.reason(ref)) for ref, s in round_.left.items()}
        return {**round_.found, **missing}

    async def probe(self, security: Security) -> None:
        """Ask every source for one security, whatever its breaker says; the houses keep the outcomes."""
        seconds = self._allowance.source
        for source in self._sources:
            round_ = _Round({security.ref: security}, self._clock() + seconds)
            if source.serves(security):
                await self._visit(source, [security], seconds, round_)

    async def _ask(self, source: Source, round_: _Round) -> None:
        asked = round_.wanted(source)
        if not asked:
            return
        seconds = min(self._allowance.source, round_.deadline - self._clock())
        if not self._may_be_asked(source, seconds):
            round_.doubted.update(s.ref for s in asked)
            return
        await self._visit(source, asked, seconds, round_)

    async def _visit(self, source: Source, asked: Sequence[Security], seconds: float, round_: _Round) -> None:
        try:
            async with self._houses.visit(self._house(source)) as visit:
                visit.believed = await self._take(source, asked, seconds, round_)
        except SourceFailed:  # counted and logged by the house; the next source is asked
            round_.doubted.update(s.ref for s in asked)

    def _house(self, source: Source) -> House:
        return self._houses.of(source.name, source.host)

    def _may_be_asked(self, source: Source, seconds: float) -> bool:
        """Not with so little time left that a sound source would seem to fail; not while it rests."""
        if seconds < self._allowance.source / 2:
            return False
        others = (self._house(other) for other in self._sources if other.host != source.host)
        return self._house(source).breaker.admits(alone=all(house.breaker.is_open for house in others))

    async def _take(self, source: Source, asked: Sequence[Security], seconds: float, round_: _Round) -> bool:
        """Whether the source can be said to work: something it said holds, or it knows none of these."""
        try:
            async with asyncio.timeout(seconds):
                answer = await source.fetch(asked)
        except TimeoutError as error:
            raise SourceTimeout(source.name, seconds) from error
        return self._believe(source, asked, answer, round_)

    def _believe(self, source: Source, asked: Sequence[Security], answer: Answer, round_: _Round) -> bool:
        rows = {row.ref: row for row in answer.rows}
        believed = doubted = 0
        for security in asked:
            ref = security.ref
            if ref not in rows and ref not in answer.faults:
                round_.denied[ref] += 1
                continue
            try:
                if ref in answer.faults:
                    raise SourceChanged(source.name, (answer.faults[ref],))
                round_.found[ref] = vet(rows[ref], security, source.name, self._session, self._now())
            except SourceChanged as failure:
                self._note_doubt(failure)
                round_.doubted.add(ref)
                doubted += 1
            else:
                del round_.left[ref]
                believed += 1
        return bool(believed) or not doubted

    def _note_doubt(self, failure: SourceChanged) -> None:
        """A row that was not believed; each kind of doubt about a source is logged once."""
        kind = (failure.source, failure.missing)
        if kind not in self._told:
            log.error("quote source is not believed: %s", failure)
        self._told.add(kind)
