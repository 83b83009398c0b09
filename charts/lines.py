"""Several lines over the same days: how far each has moved since its first one, in percent."""

from charts.palette import GREY, LINES, RULE, colour
from charts.scale import Scale, around, day_marks, runs, ticks
from charts.series import Line, LinesChart
from charts.sheet import HEIGHT, LEFT, WIDTH, Sheet

_LEFT, _RIGHT = 60.0, WIDTH - 150.0
_TOP, _BOTTOM = 330.0, HEIGHT - 130.0
_SMALL = 28
_LEGEND, _LEGEND_ROW = 188.0, 44.0
_TICKS = 6
_MARKS_APART = 10


def render_lines(chart: LinesChart) -> bytes:
    """The picture. Raises ValueError where no line has two values, or there are more lines than shades."""
    known = [float(value) for line in chart.lines for value in line.values if value is not None]
    if len(chart.days) < 2 or len(known) < 2 or len(chart.lines) > len(LINES):
        raise ValueError("no lines")
    sheet = Sheet()
    sheet.title(chart.title, chart.subtitle)
    scale = Scale(*around([*known, 0.0]), _TOP, _BOTTOM)
    _grid(sheet, scale, chart)
    xs = [_x(place, len(chart.days)) for place in range(len(chart.days))]
    for line, shade in zip(chart.lines, LINES, strict=False):
        values = [None if value is None else float(value) for value in line.values]
        sheet.strokes(runs(xs, values, scale), shade, 4)
    _legend(sheet, chart)
    sheet.foot(chart.footnote)
    return sheet.png()


def _x(place: int, count: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * place / (count - 1)


def _grid(sheet: Sheet, scale: Scale, chart: LinesChart) -> None:
    for value in ticks(scale.low, scale.high, _TICKS, 2):
        y = scale.y(value)
        sheet.strokes([[(_LEFT, y), (_RIGHT, y)]], RULE, 2)
        shown = f"{value:+.4g}%" if abs(value) > 1e-9 else "0%"
        sheet.write(shown, (_RIGHT + 14, y + 10), _SMALL, colour(round(value, 6)))
    sheet.strokes([[(_LEFT, scale.y(0)), (_RIGHT, scale.y(0))]], GREY, 2.5, dash=True)
    for place, label in day_marks(chart.days, max(_MARKS_APART, len(chart.days) // 6)):
        x = _x(place, len(chart.days))
        sheet.strokes([[(x, _TOP), (x, _BOTTOM)]], RULE, 2)
        sheet.write(label, (min(max(x, _LEFT + 40), _RIGHT - 40), _BOTTOM + 44), _SMALL, GREY, align="center")


def _legend(sheet: Sheet, chart: LinesChart) -> None:
    """Two to a row, each with where it stands at the end."""
    for place, (line, shade) in enumerate(zip(chart.lines, LINES, strict=False)):
        x = LEFT + (place % 2) * (WIDTH - 2 * LEFT) / 2
        y = _LEGEND + (place // 2) * _LEGEND_ROW
        sheet.strokes([[(x, y - 10), (x + 40, y - 10)]], shade, 6)
        sheet.write(_told(line), (x + 54, y), _SMALL, shade)


def _told(line: Line) -> str:
    last = next((value for value in reversed(line.values) if value is not None), None)
    return line.name if last is None else f"{line.name}  {last:+.2f}%"
