"""A market of given facts, and a gallery that draws nothing, for the tests of charts."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from actions.chart.feature import Charts
from actions.chart.gallery import Gallery
from actions.chart.words import ChartWords
from actions.errors import PictureNotKept
from actions.facts import FactWords
from actions.identify import Identifier
from actions.question import Asked, Question
from actions.residue import Residue
from charts.errors import NotDrawn
from charts.series import Chart
from market.bars import BarsKey
from market.fact import Fact, Gap, Kind
from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.session import SHANGHAI, Session
from market.sources.calendar import load_trading_days
from market.sources.demo_bars import FOLDER, load_bars
from tests.unit.actions.given import FakeLexicon, FakeMarket

NOW = datetime(2025, 8, 5, 16, 0, tzinfo=SHANGHAI)
CLOSE = NOW.replace(hour=15)
BARS = load_bars(FOLDER / "daily_bars" / "SH600000.csv")
INDEX = load_bars(FOLDER / "daily_bars" / "SH000001.csv")
PUFA = Security(code="600000", exchange="SH", kind="stock", board="主板", name="浦发银行")
ADDRESS = "/media/0123.png"

Found = Fact[Any] | Gap[Any]
ADJUSTED = ("daily_bars", BarsKey(PUFA, adjusted=True))
TRADED = ("daily_bars", BarsKey(PUFA))


class GivenFacts:
    """Knows what it is told; remembers what it was asked."""

    def __init__(self, told: Mapping[Any, Found]) -> None:
        self._told = told
        self.asked: list[tuple[str, Hashable]] = []

    async def get(self, kind: Kind[Any, Any], key: Hashable) -> Found:
        self.asked.append((kind.name, key))
        return self._told.get((kind.name, key), Gap("source_down"))


class GivenMarket:
    """A market of given facts and quotes at a given moment."""

    def __init__(
        self,
        told: Mapping[Any, Found],
        quotes: Mapping[str, Quote | QuoteMissing] | None = None,
        mode: str = "live",
    ) -> None:
        self.facts = GivenFacts(told)
        self.quotes = FakeMarket(quotes or {PUFA.ref: QuoteMissing(PUFA, "source_down")})
        self.mode = mode
        self.days = load_trading_days()
        self.session = Session(self.days)

    def now(self) -> datetime:
        return NOW


class Lexicon(FakeLexicon):
    def get(self, ref: str) -> Security | None:
        return PUFA if ref == PUFA.ref else super().get(ref)


class Easel:
    """Draws nothing, and remembers what it was to draw; fails where it is told to."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.drawn: list[Chart] = []
        self._failure = failure

    async def draw(self, chart: Chart) -> bytes:
        self.drawn.append(chart)
        if isinstance(self._failure, NotDrawn):
            raise self._failure
        return b"png"

    async def keep(self, png: bytes) -> str:
        if isinstance(self._failure, PictureNotKept):
            raise self._failure
        return ADDRESS


def charts(market: GivenMarket, easel: Easel | None = None) -> Charts:
    easel = easel or Easel()
    identifier = Identifier(Lexicon(), Residue.load())
    return Charts(market, identifier, ChartWords.load(), FactWords.load(), Gallery(easel.draw, easel.keep))


def about(text: str = "", *securities: Security, **changes: Any) -> Question:
    asked = tuple(Asked((each.ref,), each.name) for each in securities)
    return Question(text=text, asked=asked, **changes)


def bars_of(bars: Any = BARS, **changes: Any) -> Fact[Any]:
    return replace(Fact(bars, CLOSE, "东方财富"), **changes)


ALL = {ADJUSTED: bars_of(), TRADED: bars_of()}
