"""Candles with their averages, volume and MACD beneath: red and hollow rising, green and filled falling."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from charts.palette import GREY, INK, LINES, RULE, colour
from charts.scale import Scale, around, big, box, day_marks, runs, ticks
from charts.series import CandleChart
from charts.sheet import LEFT, WIDTH, Sheet
from market.bars import Bar
from market.technical import AVERAGES, macd, moving_average

_RIGHT = WIDTH - 150
_WIDEST = 70
_ROOM_FOR_A_DATE = 165
_ENOUGH_FOR_MACD = 26
_AIR = 0.09
_FOR_AVERAGES = 0.2
_LOT = 100
_SMALL = 28


class Panel(NamedTuple):
    """Rows of pixels that a part of the picture has; its caption stands above."""

    top: float
    bottom: float


@dataclass(frozen=True)
class Plan:
    """Where the bars stand from left to right, and which part has which rows."""

    bars: Sequence[Bar]
    slot: float
    prices: Panel
    volume: Panel | None
    macd: Panel | None

    def x(self, place: float) -> float:
        return LEFT + self.slot * (place + 0.5)

    @property
    def half(self) -> float:
        """Half of a body's width."""
        return max(min(self.slot * 0.36, 20.0), 0.9)


def render_candles(chart: CandleChart) -> bytes:
    """The picture. Raises ValueError where there is no bar."""
    if not chart.bars or chart.shown < 1:
        raise ValueError("no bars")
    sheet, plan = Sheet(), plan_of(chart)
    sheet.head(chart.heading)
    _prices(sheet, plan, chart)
    if plan.volume:
        _volume(sheet, plan, plan.volume, chart)
    if plan.macd:
        _macd(sheet, plan, plan.macd, chart)
    _days(sheet, plan)
    sheet.foot(chart.footnote)
    return sheet.png()


def plan_of(chart: CandleChart) -> Plan:
    """Parts that have nothing to show leave their room to the candles."""
    bars = chart.bars[-chart.shown :]
    volume = any(bar.volume for bar in bars)
    momentum = len(chart.bars) >= _ENOUGH_FOR_MACD
    bottom = 1210.0
    macd_panel = Panel(1058, bottom) if momentum else None
    if momentum:
        bottom = 990
    volume_panel = Panel(bottom - 150, bottom) if volume else None
    if volume:
        bottom -= 218
    return Plan(bars, min((_RIGHT - LEFT) / len(bars), _WIDEST), Panel(252, bottom), volume_panel, macd_panel)


def directions(bars: Sequence[Bar]) -> list[float]:
    """Of each candle, by its close against its opening; where they are the same, against the close before."""
    return [float(bar.close - bar.open) or float(bar.change or 0) for bar in bars]


def _prices(sheet: Sheet, plan: Plan, chart: CandleChart) -> None:
    closes = [float(bar.close) for bar in chart.bars]
    averages = [moving_average(closes, span)[-len(plan.bars) :] for span in AVERAGES]
    scale = Scale(*_range(plan.bars, averages), plan.prices.top, plan.prices.bottom)
    _grid(sheet, scale, ticks(scale.low, scale.high, 5, chart.places), chart.places)
    _candles(sheet, plan, scale)
    for line, shade in zip(averages, LINES, strict=True):
        _curve(sheet, plan, line, scale, shade)
    _extremes(sheet, plan, scale, chart.places)
    legend = [
        (f"MA{span} {line[-1]:.{chart.places}f}", shade)
        for span, line, shade in zip(AVERAGES, averages, LINES, strict=True)
        if line[-1] is not None
    ]
    sheet.row(legend, (LEFT, 222), _SMALL)


def _range(bars: Sequence[Bar], averages: Sequence[Sequence[float | None]]) -> tuple[float, float]:
    """The candles' own, a little wider where an average runs nearby; one far away is cut off."""
    low, high = around([float(price) for bar in bars for price in (bar.low, bar.high)], _AIR)
    reach = (high - low) * _FOR_AVERAGES
    seen = [value for line in averages for value in line if value is not None]
    near = [value for value in seen if low - reach <= value <= high + reach]
    return min([low, *near]), max([high, *near])


def _grid(sheet: Sheet, scale: Scale, marks: Sequence[float], places: int) -> None:
    sheet.strokes([[(LEFT, scale.y(mark)), (_RIGHT, scale.y(mark))] for mark in marks], RULE, 2)
    for mark in marks:
        sheet.write(f"{mark:.{places}f}", (_RIGHT + 14, scale.y(mark) + 10), _SMALL, GREY)


def _curve(sheet: Sheet, plan: Plan, values: Sequence[float | None], scale: Scale, shade: str) -> None:
    sheet.strokes(runs([plan.x(place) for place in range(len(values))], values, scale), shade, 3)


def _candles(sheet: Sheet, plan: Plan, scale: Scale) -> None:
    """Wicks first; bodies hide them, hollow ones too, unless there is no room for a hollow."""
    shades = [colour(direction) for direction in directions(plan.bars)]
    wicks = [
        [(plan.x(place), scale.y(float(bar.high))), (plan.x(place), scale.y(float(bar.low)))]
        for place, bar in enumerate(plan.bars)
    ]
    sheet.strokes(wicks, shades, 2 if plan.slot > 5 else 1.4)
    bodies = [
        box(plan.x(place), plan.half, scale.y(float(bar.open)), scale.y(float(bar.close)))
        for place, bar in enumerate(plan.bars)
    ]
    hollow = plan.half >= 3
    faces = [
        "white" if hollow and bar.close > bar.open else shade
        for bar, shade in zip(plan.bars, shades, strict=True)
    ]
    sheet.fills(bodies, faces, shades if hollow else "none")


def _extremes(sheet: Sheet, plan: Plan, scale: Scale, places: int) -> None:
    """The highest price above its candle, the lowest below, once where the price never moved."""
    highs, lows = [float(bar.high) for bar in plan.bars], [float(bar.low) for bar in plan.bars]
    ends = [(highs, max(highs), -10), (lows, min(lows), 32)]
    for values, value, off in ends if max(highs) > min(lows) else ends[:1]:
        x = min(max(plan.x(values.index(value)), LEFT + 50), _RIGHT - 50)
        sheet.write(f"{value:.{places}f}", (x, scale.y(value) + off), 26, INK, align="center", halo=True)


def _volume(sheet: Sheet, plan: Plan, panel: Panel, chart: CandleChart) -> None:
    volumes = [float(bar.volume or 0) for bar in plan.bars]
    scale = Scale(0, max(volumes), panel.top, panel.bottom)
    shades = [colour(direction) for direction in directions(plan.bars)]
    shapes = [
        box(plan.x(place), plan.half, scale.y(volume), panel.bottom) for place, volume in enumerate(volumes)
    ]
    sheet.strokes([[(LEFT, panel.bottom), (_RIGHT, panel.bottom)]], RULE, 2)
    sheet.fills(shapes, shades)
    count = partial(big, units=chart.labels.units)
    last = plan.bars[-1].volume
    told = f"{chart.labels.volume} {count(last / _LOT)}{chart.labels.lots}" if last else chart.labels.volume
    sheet.write(told, (LEFT, panel.top - 16), _SMALL, GREY)
    sheet.write(count(max(volumes) / _LOT), (_RIGHT + 14, panel.top + 20), _SMALL, GREY)


def _macd(sheet: Sheet, plan: Plan, panel: Panel, chart: CandleChart) -> None:
    """Bars of a positive value are red, as everything that points upwards."""
    found = macd([float(bar.close) for bar in chart.bars])[-len(plan.bars) :]
    scale = Scale(*around([0, *(part for each in found for part in (each.dif, each.dea, each.bar))]), *panel)
    middle = scale.y(0)
    sheet.strokes([[(LEFT, middle), (_RIGHT, middle)]], RULE, 2)
    lines = [
        [(plan.x(place), middle), (plan.x(place), scale.y(each.bar))] for place, each in enumerate(found)
    ]
    sheet.strokes(lines, [colour(each.bar) for each in found], max(plan.half * 0.8, 1.4))
    _curve(sheet, plan, [each.dif for each in found], scale, LINES[0])
    _curve(sheet, plan, [each.dea for each in found], scale, LINES[1])
    last, places = found[-1], max(chart.places, 2)
    legend = [
        ("MACD(12,26,9)", GREY),
        (f"DIF {last.dif:.{places}f}", LINES[0]),
        (f"DEA {last.dea:.{places}f}", LINES[1]),
        (f"MACD {last.bar:.{places}f}", colour(last.bar)),
    ]
    sheet.row(legend, (LEFT, panel.top - 16), _SMALL)


def _days(sheet: Sheet, plan: Plan) -> None:
    apart = max(round(_ROOM_FOR_A_DATE / plan.slot), 1)
    for place, label in day_marks([bar.day for bar in plan.bars], apart):
        x = min(max(plan.x(place), LEFT + 55), _RIGHT - 45)
        sheet.write(label, (x, 1256), _SMALL, GREY, align="center")
