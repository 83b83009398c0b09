"""The line of one day (分时): price and average, the close before it in the middle, percent on the right."""

from datetime import time
from functools import partial

from charts.palette import GREY, LINES, RULE, TINT, colour
from charts.scale import Scale, around, big, box, runs
from charts.series import DayChart
from charts.sheet import WIDTH, Sheet

_LEFT, _RIGHT = 150, WIDTH - 150
_PRICES, _VOLUME = (252.0, 890.0), (982.0, 1200.0)
_HALF_DAY = 120
_CLOCKS = ((0, "09:30"), (60, "10:30"), (120, "11:30/13:00"), (180, "14:00"), (240, "15:00"))
_LOT = 100
_SMALL = 28
_ROWS = 4
"""Spaces between the lines of the grid, an even number so that one line is the middle."""
_LEAST_MOVE = 0.005
"""A day that hardly moved is not blown up to fill the picture."""


def render_day(chart: DayChart) -> bytes:
    """The picture. Raises ValueError where there is no minute."""
    if not chart.minutes:
        raise ValueError("no minutes")
    sheet = Sheet()
    sheet.head(chart.heading)
    scale = Scale(*price_range(chart), *_PRICES)
    _ground(sheet, scale, chart)
    _grid(sheet, scale, chart)
    _lines(sheet, scale, chart)
    if any(minute.volume for minute in chart.minutes):
        _volume(sheet, chart)
    for place, label in _CLOCKS:
        sheet.write(label, (_x(place), 1256), _SMALL, GREY, align="center")
    sheet.foot(chart.footnote)
    return sheet.png()


def place_of(at: time) -> int:
    """Minutes of trading since the opening, from 0 to 240; the pause at noon takes no room."""
    minutes = at.hour * 60 + at.minute
    if minutes <= 11 * 60 + 30:
        return min(max(minutes - (9 * 60 + 30), 0), _HALF_DAY)
    return min(max(minutes - 13 * 60, 0), _HALF_DAY) + _HALF_DAY


def price_range(chart: DayChart) -> tuple[float, float]:
    """As far above the close before as below it; where that is not known, the prices' own range."""
    prices = [float(minute.price) for minute in chart.minutes]
    if chart.previous_close is None:
        return around(prices)
    middle = float(chart.previous_close)
    reach = max(*(abs(price - middle) for price in prices), middle * _LEAST_MOVE) * 1.06
    return middle - reach, middle + reach


def _x(place: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * place / (2 * _HALF_DAY)


def _xs(chart: DayChart) -> list[float]:
    return [_x(place_of(minute.at.time())) for minute in chart.minutes]


def _ground(sheet: Sheet, scale: Scale, chart: DayChart) -> None:
    xs = _xs(chart)
    points = [(x, scale.y(float(minute.price))) for x, minute in zip(xs, chart.minutes, strict=True)]
    sheet.fills([[(xs[0], scale.bottom), *points, (xs[-1], scale.bottom)]], TINT)


def _grid(sheet: Sheet, scale: Scale, chart: DayChart) -> None:
    rows = [scale.low + (scale.high - scale.low) * row / _ROWS for row in range(_ROWS + 1)]
    sheet.strokes([[(_LEFT, scale.y(row)), (_RIGHT, scale.y(row))] for row in rows], RULE, 2)
    sheet.strokes([[(_x(place), _PRICES[0]), (_x(place), _PRICES[1])] for place, _ in _CLOCKS], RULE, 2)
    before = None if chart.previous_close is None else float(chart.previous_close)
    for number, row in enumerate(rows):
        above = number - _ROWS / 2 if before is not None else 0
        sheet.write(
            f"{row:.{chart.places}f}", (_LEFT - 14, scale.y(row) + 10), _SMALL, colour(above), align="right"
        )
        if before:
            percent = (row - before) / before * 100
            sheet.write(
                f"{percent:+.2f}%" if above else "0.00%",
                (_RIGHT + 14, scale.y(row) + 10),
                _SMALL,
                colour(above),
            )
    if before is not None:
        sheet.strokes([[(_LEFT, scale.y(before)), (_RIGHT, scale.y(before))]], GREY, 2.5, dash=True)


def _lines(sheet: Sheet, scale: Scale, chart: DayChart) -> None:
    price, average = LINES[1], LINES[0]
    last = chart.minutes[-1]
    xs = _xs(chart)
    sheet.strokes(runs(xs, [float(minute.price) for minute in chart.minutes], scale), price, 3.5)
    averages = [None if minute.average is None else float(minute.average) for minute in chart.minutes]
    sheet.strokes(runs(xs, averages, scale), average, 3)
    legend = [(f"{chart.labels.price} {last.price:.{chart.places}f}", price)]
    if last.average is not None:
        legend.append((f"{chart.labels.average} {last.average:.{chart.places}f}", average))
    if chart.previous_close is not None:
        legend.append((f"{chart.labels.previous_close} {chart.previous_close:.{chart.places}f}", GREY))
    sheet.row(legend, (36, 222), _SMALL)


def _volume(sheet: Sheet, chart: DayChart) -> None:
    """In the shade of the minute's move."""
    volumes = [float(minute.volume or 0) for minute in chart.minutes]
    scale = Scale(0, max(volumes), *_VOLUME)
    before = [chart.previous_close or chart.minutes[0].price, *(minute.price for minute in chart.minutes)]
    shades = [
        colour(float(minute.price - earlier)) for minute, earlier in zip(chart.minutes, before, strict=False)
    ]
    shapes = [box(x, 1.1, scale.y(volume), _VOLUME[1]) for x, volume in zip(_xs(chart), volumes, strict=True)]
    sheet.strokes([[(_LEFT, _VOLUME[1]), (_RIGHT, _VOLUME[1])]], RULE, 2)
    sheet.fills(shapes, shades)
    count = partial(big, units=chart.labels.units)
    total = f"{chart.labels.volume} {count(sum(volumes) / _LOT)}{chart.labels.lots}"
    sheet.write(total, (36, _VOLUME[0] - 20), _SMALL, GREY)
    sheet.write(count(max(volumes) / _LOT), (_LEFT - 14, _VOLUME[0] + 24), _SMALL, GREY, align="right")
