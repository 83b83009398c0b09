"""A market of given facts, and a gallery that draws nothing, for the tests of charts."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from actions.chart.feature import Charts
from actions.chart.gallery import Gallery
from actions.chart.words import ChartWords
from actions.errors import PictureNotKept
from actions.facts import FactWords
from actions.identify import Identifier
from actions.residue import Residue
from charts.errors import NotDrawn
from charts.series import Chart
from market.bars import BarsKey
from market.fact import Fact
from market.quote import Quote
from market.securities import Security
from market.session import SHANGHAI
from market.sources.demo_bars import load_bars
from market.sources.samples import FOLDER
from tests.unit.actions.given import FakeLexicon
from tests.unit.actions.given_facts import GivenMarket, Known

NOW = datetime(2025, 8, 5, 16, 0, tzinfo=SHANGHAI)
CLOSE = NOW.replace(hour=15)
BARS = load_bars(FOLDER / "daily_bars" / "SH600000.csv")
INDEX = load_bars(FOLDER / "daily_bars" / "SH000001.csv")
PUFA = Security(code="600000", exchange="SH", kind="stock", board="主板", name="浦发银行")
ADDRESS = "/media/0123.png"

ADJUSTED = ("daily_bars", BarsKey(PUFA, adjusted=True))
TRADED = ("daily_bars", BarsKey(PUFA))


def market_of(known: Known, *quotes: Quote, mode: str = "live") -> GivenMarket:
    """Whatever is not given, its source is down."""
    return GivenMarket(NOW, known, *quotes, mode=mode, lack="source_down")


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


def bars_of(bars: Any = BARS, **changes: Any) -> Fact[Any]:
    return replace(Fact(bars, CLOSE, "东方财富"), **changes)


ALL = {ADJUSTED: bars_of(), TRADED: bars_of()}
