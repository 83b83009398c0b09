"""The line of a day in dialogue, and where the close before it is known from."""

from decimal import Decimal

from charts.series import DayChart
from market.bars import BarsKey
from market.fact import Fact
from market.sources.demo_bars import load_minutes
from market.sources.samples import FOLDER
from tests.unit.actions.chart.given import INDEX, Easel, bars_of, charts, market_of
from tests.unit.actions.given import SHANGHAI_INDEX, quote_of
from tests.unit.actions.given_facts import about

LINE = load_minutes(FOLDER / "minutes" / "SH000001.csv")
MOMENT = LINE[-1].at
DAY = ("minutes", SHANGHAI_INDEX)


async def test_the_line_of_a_day_takes_the_close_before_from_the_quote() -> None:
    quote = quote_of(
        SHANGHAI_INDEX, as_of=MOMENT, previous_close=Decimal("3414.62"), high=Decimal("3432.45"), low=None
    )
    easel = Easel()
    market = market_of({DAY: Fact(LINE, MOMENT, "腾讯行情")}, quote)
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
    market = market_of({DAY: Fact(LINE, MOMENT, "腾讯行情"), bars: bars_of(INDEX)}, quote_of(SHANGHAI_INDEX))
    answer = await charts(market).answer(about("上证指数分时图", SHANGHAI_INDEX))
    assert answer.utterances[0].values["change"] == "▼53.32"
    assert answer.utterances[0].values["high"] == "3432.45"


async def test_without_any_close_before_no_change_is_made_up() -> None:
    market = market_of({DAY: Fact(LINE, MOMENT, "腾讯行情")}, quote_of(SHANGHAI_INDEX))
    answer = await charts(market).answer(about("上证指数分时图", SHANGHAI_INDEX))
    told = answer.utterances[0].values
    assert (told["last"], told["change"], told["percent"]) == ("3361.30", "—", "—")
    assert told["high"] == str(max(minute.price for minute in LINE))


async def test_what_is_not_drawn_is_said_before_the_nearest_is_shown() -> None:
    market = market_of({DAY: Fact(LINE, MOMENT, "腾讯行情")})
    answer = await charts(market).answer(about("上证指数5分钟K线", SHANGHAI_INDEX))
    first = answer.utterances[0]
    assert (first.response, first.values) == ("utter_chart_beyond", {"what": "分钟K线", "shown": "分时"})
    assert len(answer.utterances) == 2


async def test_a_single_minute_is_told_and_not_drawn() -> None:
    quote = quote_of(SHANGHAI_INDEX, as_of=MOMENT, previous_close=Decimal("3414.62"))
    easel = Easel()
    market = market_of({DAY: Fact(LINE[-1:], MOMENT, "腾讯行情")}, quote)
    answer = await charts(market, easel).answer(about("上证指数分时图", SHANGHAI_INDEX))
    assert [each.response for each in answer.utterances] == ["utter_chart_day_few"]
    assert answer.utterances[0].values["high"] == "1788.20"
    assert easel.drawn == []
