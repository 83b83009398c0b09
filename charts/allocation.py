"""What a whole consists of: bars in percent of it, one below the other, for each way to divide it."""

from charts.palette import GREY, INK, LINES, RULE, TINT
from charts.series import AllocationChart, Division
from charts.sheet import HEIGHT, LEFT, WIDTH, Sheet

_TOP, _BOTTOM = 176.0, HEIGHT - 70.0
_BAR_LEFT, _BAR_RIGHT = 330.0, WIDTH - 190.0
_HEAD, _ROW = 68.0, 54.0
"""Pixels for the title of a division and for a bar, where there is room for all of them."""
_LETTERS = 30
_LONGEST = 9
"""Letters of a label, Chinese ones; what is longer is cut."""


def render_allocation(chart: AllocationChart) -> bytes:
    """The picture. Raises ValueError where nothing is divided."""
    rows = sum(len(each.slices) for each in chart.divisions)
    if not rows:
        raise ValueError("nothing to divide")
    sheet = Sheet()
    sheet.title(chart.title, chart.subtitle)
    needed = len(chart.divisions) * _HEAD + rows * _ROW
    tight = min(1.0, (_BOTTOM - _TOP) / needed)
    y = _TOP
    for place, division in enumerate(chart.divisions):
        y = _divide(sheet, division, y, tight, LINES[place % len(LINES)])
    sheet.foot(chart.footnote)
    return sheet.png()


def _divide(sheet: Sheet, division: Division, y: float, tight: float, shade: str) -> float:
    """Where the next one begins."""
    sheet.write(division.title, (LEFT, y + _HEAD * tight * 0.68), _LETTERS * min(1, tight + 0.1), GREY)
    y += _HEAD * tight
    row = _ROW * tight
    for each in division.slices:
        width = max((_BAR_RIGHT - _BAR_LEFT) * min(max(float(each.percent), 0.0), 100.0) / 100, 2.0)
        top, bottom = y + row * 0.14, y + row * 0.86
        sheet.fills([_box(_BAR_LEFT, _BAR_RIGHT, top, bottom)], TINT, RULE)
        sheet.fills([_box(_BAR_LEFT, _BAR_LEFT + width, top, bottom)], shade)
        label = each.label if len(each.label) <= _LONGEST else f"{each.label[: _LONGEST - 1]}…"
        size = _LETTERS * min(1, tight + 0.1)
        sheet.write(label, (_BAR_LEFT - 16, y + row * 0.68), size, INK, align="right")
        sheet.write(f"{each.percent:.2f}%", (_BAR_RIGHT + 16, y + row * 0.68), size, INK)
        y += row
    return y


def _box(left: float, right: float, top: float, bottom: float) -> list[tuple[float, float]]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]
