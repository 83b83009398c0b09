"""Charts in dialogue: the picture, the figures told with it, and what is said where one is missing."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from actions.errors import PictureNotKept
from actions.features import Answer
from actions.question import Asked, Question
from charts.errors import NotDrawn
from charts.series import CandleChart
from market.bars import DAILY_BARS, Bar, BarsKey
from market.fact import Gap
from tests.unit.actions.chart.given import (
    ADDRESS,
    ADJUSTED,
    ALL,
    BARS,
    CLOSE,
    INDEX,
    PUFA,
    TRADED,
    Easel,
    bars_of,
    charts,
    market_of,
)
from tests.unit.actions.given import MOUTAI, PING_AN_BANK, SHANGHAI_INDEX, quote_of
from tests.unit.actions.given_facts import Known, about
from tests.unit.actions.reading import text


async def test_a_chart_without_a_span_is_three_months_of_days() -> None:
    easel = Easel()
    answer = await charts(market_of(ALL), easel).answer(about("浦发银行走势图", PUFA))
    (told,) = answer.utterances
    assert told.response == "utter_chart"
    assert told.values == {
        "name": "浦发银行",
        "code": "600000",
        "period": "日K 前复权",
        "days": "05-06 至 08-05",
        "last": "13.75",
        "moved": "  区间 ▲2.79  +25.46%",
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
        "当日 ▲ 0.62  +4.72%",
        1,
    )
    assert (answer.shown, answer.details) == ((PUFA,), {"chart_span": "3m"})


async def test_a_stretch_of_two_years_names_them() -> None:
    answer = await charts(market_of(ALL)).answer(about("浦发银行近一年走势图", PUFA))
    told = answer.utterances[0].values
    assert told["days"] == "2024-08-06 至 2025-08-05"
    assert (told["high_day"], told["low_day"]) == ("2025-07-07", "2024-08-06")


async def test_the_only_bar_changes_from_the_close_that_the_quote_knows() -> None:
    only = bars_of((replace(BARS[-1], previous_close=None),))
    quote = quote_of(PUFA, as_of=CLOSE, previous_close=Decimal("13.68"), last=BARS[-1].close)
    easel = Easel()
    told = await charts(market_of({ADJUSTED: only}, quote), easel).answer(about("走势图", PUFA))
    assert told.utterances[-1].values["moved"] == "  区间 ▲0.07  +0.51%"
    (chart,) = easel.drawn
    assert isinstance(chart, CandleChart)
    assert chart.heading.change == "当日 ▲ 0.07  +0.51%"


async def test_without_a_close_before_the_stretch_no_change_is_told() -> None:
    begun = bars_of((replace(BARS[0], previous_close=None), *BARS[1:]))
    for known in (begun, bars_of((replace(BARS[-1], previous_close=None),))):
        answer = await charts(market_of({ADJUSTED: known})).answer(about("上市以来走势图", PUFA))
        told = text(answer)
        assert "▲" not in told
        assert "—" not in told


async def test_the_change_in_a_picture_is_that_of_its_last_candle() -> None:
    for words, whose in (("浦发银行日K", "当日"), ("浦发银行周K", "本周"), ("浦发银行月K", "本月")):
        easel = Easel()
        await charts(market_of(ALL), easel).answer(about(words, PUFA))
        (chart,) = easel.drawn
        assert isinstance(chart, CandleChart)
        change = chart.bars[-1].change_percent
        assert chart.heading.change.startswith(f"{whose} ")
        assert chart.heading.change.endswith(f"{change:+}%")


async def test_a_month_that_is_known_in_part_is_neither_drawn_nor_averaged() -> None:
    easel = Easel()
    await charts(market_of(ALL), easel).answer(about("浦发银行月K", PUFA))
    (chart,) = easel.drawn
    assert isinstance(chart, CandleChart)
    assert chart.bars[0].day.month == BARS[0].day.month % 12 + 1
    assert chart.shown == len(chart.bars)


@pytest.mark.parametrize(
    ("words", "bars", "short"),
    [
        ("近三个月走势图", BARS, False),
        ("近一年走势图", BARS, False),
        ("两年走势图", BARS, True),
        ("近20天走势图", BARS[-19:], True),
        ("今年以来走势图", BARS[-40:], True),
        ("走势图", BARS[-1:], True),
        ("上市以来走势图", BARS[-40:], False),
    ],
)
async def test_where_bars_do_not_reach_back_as_far_that_is_said(
    words: str, bars: tuple[Bar, ...], short: bool
) -> None:
    answer = await charts(market_of({ADJUSTED: bars_of(bars)})).answer(about(words, PUFA))
    notes = [each for each in answer.utterances if each.response == "utter_chart_short"]
    assert [note.values["first"] for note in notes] == ([bars[0].day.isoformat()] if short else [])
    assert len(answer.utterances) <= 2


async def test_a_stretch_between_two_dates_is_said_not_to_be_drawn() -> None:
    answer = await charts(market_of(ALL)).answer(about("浦发银行8月到10月走势图", PUFA))
    assert text(answer).startswith("暂时没有指定起止日期的图，先给您看日K。")


async def test_buttons_offer_the_other_spans_of_the_same_share() -> None:
    answer = await charts(market_of(ALL)).answer(about("浦发银行走势图", PUFA))
    assert [(each.title, each.payload) for each in answer.utterances[0].buttons] == [
        ("分时", '/ask_chart{"security":"SH600000","chart_span":"minute"}'),
        ("周K", '/ask_chart{"security":"SH600000","chart_span":"week"}'),
        ("近一年", '/ask_chart{"security":"SH600000","chart_span":"1y"}'),
    ]


async def test_a_button_brings_its_span() -> None:
    easel = Easel()
    pressed = about("", PUFA, details={"chart_span": "week"})
    answer = await charts(market_of(ALL), easel).answer(pressed)
    assert answer.utterances[0].values["period"] == "周K 前复权"
    (chart,) = easel.drawn
    assert isinstance(chart, CandleChart)
    assert len(chart.bars) == pytest.approx(53, abs=2)
    assert chart.heading.change == "本周 ▲ 0.83  +6.42%"


async def test_a_turn_that_goes_on_keeps_the_span_unless_it_names_another() -> None:
    going_on = about("那它呢", PUFA, details={"chart_span": "20d"})
    answer = await charts(market_of(ALL)).answer(going_on)
    assert answer.details == {"chart_span": "20d"}
    answer = await charts(market_of(ALL)).answer(replace(going_on, text="那它的月线呢"))
    assert answer.details == {"chart_span": "month"}


async def test_without_a_share_the_one_before_is_meant_else_it_is_asked_for() -> None:
    answer = await charts(market_of(ALL)).answer(about("换成周线", last=(PUFA.ref,)))
    assert answer.utterances[0].values["period"] == "周K 前复权"
    answer = await charts(market_of(ALL)).answer(about("换成周线"))
    assert (answer.utterances[0].response, answer.awaiting) == ("utter_security_ask", True)
    assert answer.details == {"chart_span": "week"}


async def test_the_market_as_a_whole_is_its_index() -> None:
    told = {("daily_bars", BarsKey(SHANGHAI_INDEX)): bars_of(INDEX)}
    answer = await charts(market_of(told)).answer(about("大盘走势图", last=(PUFA.ref,)))
    assert answer.shown == (SHANGHAI_INDEX,)
    assert answer.utterances[0].values["period"] == "日K"


async def test_two_shares_are_one_picture_and_a_button() -> None:
    answer = await charts(market_of(ALL)).answer(about("浦发银行和茅台走势图", PUFA, MOUTAI))
    first = answer.utterances[0].buttons[0]
    assert (first.title, first.payload) == (
        "贵州茅台走势图",
        '/ask_chart{"security":"SH600519","chart_span":"3m"}',
    )


@pytest.mark.parametrize("text", ["浦发银行不复权走势图", "浦发银行K线 不复权"])
async def test_prices_as_traded_are_shown_where_they_are_wanted(text: str) -> None:
    market = market_of(ALL)
    answer = await charts(market).answer(about(text, PUFA))
    assert answer.utterances[0].values["period"] == "日K 不复权"
    assert market.facts.asked == [TRADED]


async def test_where_nothing_adjusted_can_be_had_the_traded_prices_say_so() -> None:
    answer = await charts(market_of({TRADED: bars_of()})).answer(about("走势图", PUFA))
    assert answer.utterances[0].values["period"] == "日K 不复权"


@pytest.mark.parametrize("failure", [NotDrawn("no picture in time"), PictureNotKept("disk full")])
async def test_without_a_picture_the_figures_are_told(failure: Exception) -> None:
    answer = await charts(market_of(ALL), Easel(failure)).answer(about("走势图", PUFA))
    (told,) = answer.utterances
    assert told.response == "utter_chart_text"
    assert "image" not in told.values
    assert told.values["moved"] == "  区间 ▲2.79  +25.46%"


async def test_without_bars_the_quote_is_told_and_why() -> None:
    quote = quote_of(PUFA, as_of=CLOSE, source="腾讯行情")
    answer = await charts(market_of({}, quote)).answer(about("走势图", PUFA))
    gap, told = answer.utterances
    assert (gap.response, gap.values["what"]) == ("utter_fact_unavailable", "的走势数据")
    assert told.response == "utter_chart_quote"
    assert (told.values["last"], told.values["percent"]) == ("1768.90", "+3.27%")
    assert told.buttons


async def test_with_nothing_known_only_that_is_said() -> None:
    answer = await charts(market_of({})).answer(about("走势图", PUFA))
    assert [each.response for each in answer.utterances] == ["utter_fact_unavailable"]


async def test_the_last_known_bars_are_shown_as_old() -> None:
    old = {ADJUSTED: Gap("source_down", bars_of(stale=True))}
    answer = await charts(market_of(old)).answer(about("走势图", PUFA))
    assert answer.utterances[0].values["stamp"].startswith("暂时取不到更新")


async def test_a_demonstration_says_what_it_is() -> None:
    demo: Known = {TRADED: bars_of(demo=True), ADJUSTED: Gap("no_data")}
    easel = Easel()
    answer = await charts(market_of(demo, mode="demo"), easel).answer(about("走势图", PUFA))
    assert answer.utterances[0].values["stamp"].startswith("演示数据 截至 2025-08-05 15:00")
    assert easel.drawn[0].footnote.startswith("演示数据 截至 2025-08-05 15:00")


async def test_in_a_demonstration_a_share_without_bars_is_named_as_missing() -> None:
    gaps = {ADJUSTED: Gap[Any]("no_data"), TRADED: Gap[Any]("no_data")}
    answer = await charts(market_of(gaps, mode="demo")).answer(about("走势图", PUFA))
    assert answer.utterances[0].response == "utter_fact_not_in_demo"


async def test_an_ambiguous_name_is_asked_back_with_the_span() -> None:
    question = Question("000001周线", asked=(Asked(("SH000001", "SH000300"), "指数"),))
    answer = await charts(market_of({})).answer(question)
    assert '"chart_span":"week"' in answer.utterances[0].buttons[0].payload


async def test_others_get_the_usual_picture_or_none() -> None:
    assert await charts(market_of(ALL)).picture(PUFA) == ADDRESS
    assert await charts(market_of({})).picture(PING_AN_BANK) is None
    assert await charts(market_of(ALL), Easel(NotDrawn("x"))).picture(PUFA) is None


async def test_the_same_chart_is_drawn_once_for_all() -> None:
    easel = Easel()
    feature = charts(market_of(ALL), easel)
    first: Answer = await feature.answer(about("走势图", PUFA))
    second = await feature.answer(about("走势图", PUFA))
    assert first.utterances[0].values["image"] == second.utterances[0].values["image"]
    assert len(easel.drawn) == 1


def test_the_kind_that_is_asked_is_that_of_the_market() -> None:
    assert DAILY_BARS.name == ADJUSTED[0]
