"""Charts in dialogue: the picture, the figures told with it, and what is said where one is missing."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from actions.chart import Charts
from actions.chart_words import ChartWords
from actions.errors import PictureNotKept
from actions.facts import FactWords
from actions.features import Answer
from actions.gallery import Gallery
from actions.identify import Identifier
from actions.question import Asked, Question
from actions.residue import Residue
from charts.errors import NotDrawn
from charts.series import CandleChart, Chart, DayChart
from market.bars import DAILY_BARS, MINUTES, BarsKey
from market.fact import Fact, Gap, Kind
from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.session import SHANGHAI, Session
from market.sources.calendar import load_trading_days
from market.sources.demo_bars import FOLDER, load_bars, load_minutes
from tests.unit.actions.given import (
    MOUTAI,
    PING_AN_BANK,
    SHANGHAI_INDEX,
    FakeLexicon,
    FakeMarket,
    quote_of,
)

NOW = datetime(2025, 8, 5, 16, 0, tzinfo=SHANGHAI)
CLOSE = NOW.replace(hour=15)
BARS = load_bars(FOLDER / "daily_bars" / "SH600000.csv")
INDEX = load_bars(FOLDER / "daily_bars" / "SH000001.csv")
LINE = load_minutes(FOLDER / "minutes" / "SH000001.csv")
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


async def test_a_chart_without_a_span_is_three_months_of_days() -> None:
    easel = Easel()
    answer = await charts(GivenMarket(ALL), easel).answer(about("浦发银行走势图", PUFA))
    (told,) = answer.utterances
    assert told.response == "utter_chart"
    assert told.values == {
        "name": "浦发银行",
        "code": "600000",
        "period": "日K 前复权",
        "days": "05-06 至 08-05",
        "last": "13.75",
        "change": "▲2.79",
        "percent": "+25.46%",
        "high": "14.80",
        "high_day": "07-07",
        "low": "10.80",
        "low_day": "05-06",
        "stamp": "08-05 15:00 · 东方财富 · 自动回复 · 不构成投资建议",
        "image": ADDRESS,
    }
    (chart,) = easel.drawn
    assert isinstance(chart, CandleChart)
    assert (chart.shown, len(chart.bars), chart.places) == (65, 250, 2)
    assert (chart.heading.last, chart.heading.change, chart.heading.direction) == (
        "13.75",
        "▲ 0.62  +4.72%",
        1,
    )
    assert (answer.shown, answer.details) == ((PUFA,), {"chart_span": "3m"})


async def test_a_stretch_of_two_years_names_them() -> None:
    answer = await charts(GivenMarket(ALL)).answer(about("浦发银行近一年走势图", PUFA))
    told = answer.utterances[0].values
    assert told["days"] == "2024-08-06 至 2025-08-05"
    assert (told["high_day"], told["low_day"]) == ("2025-07-07", "2024-08-06")


async def test_buttons_offer_the_other_spans_of_the_same_share() -> None:
    answer = await charts(GivenMarket(ALL)).answer(about("浦发银行走势图", PUFA))
    assert [(each.title, each.payload) for each in answer.utterances[0].buttons] == [
        ("分时", '/ask_chart{"security":"SH600000","chart_span":"minute"}'),
        ("周K", '/ask_chart{"security":"SH600000","chart_span":"week"}'),
        ("近一年", '/ask_chart{"security":"SH600000","chart_span":"1y"}'),
    ]


async def test_a_button_brings_its_span() -> None:
    easel = Easel()
    pressed = about("", PUFA, details={"chart_span": "week"})
    answer = await charts(GivenMarket(ALL), easel).answer(pressed)
    assert answer.utterances[0].values["period"] == "周K 前复权"
    (chart,) = easel.drawn
    assert isinstance(chart, CandleChart)
    assert len(chart.bars) == pytest.approx(53, abs=2)
    assert chart.heading.change == "▲ 0.62  +4.72%"


async def test_a_turn_that_goes_on_keeps_the_span_unless_it_names_another() -> None:
    going_on = about("那它呢", PUFA, details={"chart_span": "20d"})
    answer = await charts(GivenMarket(ALL)).answer(going_on)
    assert answer.details == {"chart_span": "20d"}
    answer = await charts(GivenMarket(ALL)).answer(replace(going_on, text="那它的月线呢"))
    assert answer.details == {"chart_span": "month"}


async def test_without_a_share_the_one_before_is_meant_else_it_is_asked_for() -> None:
    answer = await charts(GivenMarket(ALL)).answer(about("换成周线", last=(PUFA.ref,)))
    assert answer.utterances[0].values["period"] == "周K 前复权"
    answer = await charts(GivenMarket(ALL)).answer(about("换成周线"))
    assert (answer.utterances[0].response, answer.awaiting) == ("utter_security_ask", True)
    assert answer.details == {"chart_span": "week"}


async def test_the_market_as_a_whole_is_its_index() -> None:
    told = {("daily_bars", BarsKey(SHANGHAI_INDEX)): bars_of(INDEX)}
    answer = await charts(GivenMarket(told)).answer(about("大盘走势图", last=(PUFA.ref,)))
    assert answer.shown == (SHANGHAI_INDEX,)
    assert answer.utterances[0].values["period"] == "日K"


async def test_two_shares_are_one_picture_and_a_button() -> None:
    answer = await charts(GivenMarket(ALL)).answer(about("浦发银行和茅台走势图", PUFA, MOUTAI))
    first = answer.utterances[0].buttons[0]
    assert (first.title, first.payload) == (
        "贵州茅台走势图",
        '/ask_chart{"security":"SH600519","chart_span":"3m"}',
    )


@pytest.mark.parametrize("text", ["浦发银行不复权走势图", "浦发银行K线 不复权"])
async def test_prices_as_traded_are_shown_where_they_are_wanted(text: str) -> None:
    market = GivenMarket(ALL)
    answer = await charts(market).answer(about(text, PUFA))
    assert answer.utterances[0].values["period"] == "日K 不复权"
    assert market.facts.asked == [TRADED]


async def test_where_nothing_adjusted_can_be_had_the_traded_prices_say_so() -> None:
    answer = await charts(GivenMarket({TRADED: bars_of()})).answer(about("走势图", PUFA))
    assert answer.utterances[0].values["period"] == "日K 不复权"


@pytest.mark.parametrize("failure", [NotDrawn("no picture in time"), PictureNotKept("disk full")])
async def test_without_a_picture_the_figures_are_told(failure: Exception) -> None:
    answer = await charts(GivenMarket(ALL), Easel(failure)).answer(about("走势图", PUFA))
    (told,) = answer.utterances
    assert told.response == "utter_chart_text"
    assert "image" not in told.values
    assert told.values["percent"] == "+25.46%"


async def test_without_bars_the_quote_is_told_and_why() -> None:
    quote = quote_of(PUFA, as_of=CLOSE, source="腾讯行情")
    answer = await charts(GivenMarket({}, {PUFA.ref: quote})).answer(about("走势图", PUFA))
    gap, told = answer.utterances
    assert (gap.response, gap.values["what"]) == ("utter_fact_unavailable", "的走势数据")
    assert told.response == "utter_chart_quote"
    assert (told.values["last"], told.values["percent"]) == ("1768.90", "+3.27%")
    assert told.buttons


async def test_with_nothing_known_only_that_is_said() -> None:
    answer = await charts(GivenMarket({})).answer(about("走势图", PUFA))
    assert [each.response for each in answer.utterances] == ["utter_fact_unavailable"]


async def test_the_last_known_bars_are_shown_as_old() -> None:
    old = {ADJUSTED: Gap("source_down", bars_of(stale=True))}
    answer = await charts(GivenMarket(old)).answer(about("走势图", PUFA))
    assert answer.utterances[0].values["stamp"].startswith("暂时取不到更新")


async def test_a_demonstration_says_what_it_is() -> None:
    demo: dict[Any, Found] = {TRADED: bars_of(demo=True), ADJUSTED: Gap("no_data")}
    easel = Easel()
    answer = await charts(GivenMarket(demo, mode="demo"), easel).answer(about("走势图", PUFA))
    assert answer.utterances[0].values["stamp"].startswith("演示数据 截至 2025-08-05 15:00")
    assert easel.drawn[0].footnote.startswith("演示数据 截至 2025-08-05 15:00")


async def test_in_a_demonstration_a_share_without_bars_is_named_as_missing() -> None:
    gaps = {ADJUSTED: Gap[Any]("no_data"), TRADED: Gap[Any]("no_data")}
    answer = await charts(GivenMarket(gaps, mode="demo")).answer(about("走势图", PUFA))
    assert answer.utterances[0].response == "utter_fact_not_in_demo"


MOMENT = LINE[-1].at
DAY = ("minutes", SHANGHAI_INDEX)


async def test_the_line_of_a_day_takes_the_close_before_from_the_quote() -> None:
    quote = quote_of(
        SHANGHAI_INDEX, as_of=MOMENT, previous_close=Decimal("3414.62"), high=Decimal("3432.45"), low=None
    )
    easel = Easel()
    market = GivenMarket({DAY: Fact(LINE, MOMENT, "腾讯行情")}, {SHANGHAI_INDEX.ref: quote})
    answer = await charts(market, easel).answer(about("上证指数分时图", SHANGHAI_INDEX))
    (told,) = answer.utterances
    assert told.response == "utter_chart_day"
    assert (told.values["last"], told.values["change"]) == ("3361.30", "▼53.32")
    assert (told.values["percent"], told.values["high"], told.values["low"]) == (
        "-1.56%",
        "3432.45",
        "3346.14",
    )
    (chart,) = easel.drawn
    assert isinstance(chart, DayChart)
    assert chart.previous_close == Decimal("3414.62")
    assert market.facts.asked == [DAY]


async def test_where_the_quote_is_of_another_day_the_bar_knows() -> None:
    bars = ("daily_bars", BarsKey(SHANGHAI_INDEX))
    market = GivenMarket({DAY: Fact(LINE, MOMENT, "腾讯行情"), bars: bars_of(INDEX)})
    answer = await charts(market).answer(about("上证指数分时图", SHANGHAI_INDEX))
    assert answer.utterances[0].values["change"] == "▼53.32"
    assert answer.utterances[0].values["high"] == "3432.45"


async def test_without_any_close_before_no_change_is_made_up() -> None:
    market = GivenMarket({DAY: Fact(LINE, MOMENT, "腾讯行情")})
    answer = await charts(market).answer(about("上证指数分时图", SHANGHAI_INDEX))
    told = answer.utterances[0].values
    assert (told["last"], told["change"], told["percent"]) == ("3361.30", "—", "—")
    assert told["high"] == str(max(minute.price for minute in LINE))


async def test_what_is_not_drawn_is_said_before_the_nearest_is_shown() -> None:
    market = GivenMarket({DAY: Fact(LINE, MOMENT, "腾讯行情")})
    answer = await charts(market).answer(about("上证指数5分钟K线", SHANGHAI_INDEX))
    first = answer.utterances[0]
    assert (first.response, first.values) == ("utter_chart_beyond", {"what": "分钟K线", "shown": "分时"})
    assert len(answer.utterances) == 2


async def test_an_ambiguous_name_is_asked_back_with_the_span() -> None:
    question = Question("000001周线", asked=(Asked(("SH000001", "SH000300"), "指数"),))
    answer = await charts(GivenMarket({})).answer(question)
    assert '"chart_span":"week"' in answer.utterances[0].buttons[0].payload


async def test_others_get_the_usual_picture_or_none() -> None:
    assert await charts(GivenMarket(ALL)).picture(PUFA) == ADDRESS
    assert await charts(GivenMarket({})).picture(PING_AN_BANK) is None
    assert await charts(GivenMarket(ALL), Easel(NotDrawn("x"))).picture(PUFA) is None


async def test_the_same_chart_is_drawn_once_for_all() -> None:
    easel = Easel()
    feature = charts(GivenMarket(ALL), easel)
    first: Answer = await feature.answer(about("走势图", PUFA))
    second = await feature.answer(about("走势图", PUFA))
    assert first.utterances[0].values["image"] == second.utterances[0].values["image"]
    assert len(easel.drawn) == 1


def test_the_kinds_that_are_asked_are_those_of_the_market() -> None:
    assert (DAILY_BARS.name, MINUTES.name) == (ADJUSTED[0], DAY[0])
