"""Pictures of parts and of lines: whole, light, the same every time; real closes of two ETFs (data/demo)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from charts.allocation import render_allocation
from charts.drawing import draw
from charts.lines import render_lines
from charts.palette import LINES
from charts.series import AllocationChart, Division, Line, LinesChart, Slice
from market.sources.demo_bars import load_bars
from market.sources.samples import FOLDER
from tests.unit.charts.given import Picture

FOOTNOTE = "演示数据 截至 2026-03-13 15:00 · 不构成投资建议"

FILES = {"中证500ETF": "SH510500", "创业板ETF": "SZ159915"}
BARS = {name: load_bars(FOLDER / "daily_bars" / f"{ref}.csv")[-61:] for name, ref in FILES.items()}
LINE_CHART = LinesChart(
    "近三个月涨跌对比",
    "2025-12-09 至 2026-03-13",
    tuple(bar.day for bar in BARS["中证500ETF"]),
    tuple(
        Line(name, tuple((bar.close / bars[0].close - 1) * 100 for bar in bars))
        for name, bars in BARS.items()
    ),
    FOOTNOTE,
)
PARTS = AllocationChart(
    "持仓分布",
    "按您记的数量和最近行情，占总市值的比例",
    (
        Division(
            "行业",
            (Slice("酒、饮料和精制茶制造业", Decimal("87.28")), Slice("货币金融服务", Decimal("12.72"))),
        ),
        Division("上市板", (Slice("主板", Decimal(100)),)),
    ),
    FOOTNOTE,
)


def test_lines_have_the_size_of_every_picture_and_a_shade_each() -> None:
    png = render_lines(LINE_CHART)
    picture = Picture(png)
    assert picture.image.size == (1080, 1350)
    assert len(png) < 150_000
    for shade in LINES[:2]:
        assert picture.count(shade, 330, 1220) > 500
    assert picture.count(LINES[2], 330, 1220) == 0


def test_parts_are_as_long_as_they_are_large() -> None:
    picture = Picture(render_allocation(PARTS))
    assert picture.image.size == (1080, 1350)
    large, small = picture.count(LINES[0], 244, 298), picture.count(LINES[0], 298, 352)
    assert 6 < large / small < 7.8
    assert picture.count(LINES[1]) > 10_000


def test_many_parts_still_find_room() -> None:
    many = tuple(Slice(f"行业{n}", Decimal(5)) for n in range(12))
    picture = Picture(render_allocation(replace(PARTS, divisions=(Division("行业", many),) * 3)))
    assert not picture.is_blank(1200, 1280)


def test_the_same_facts_give_the_same_bytes() -> None:
    assert draw(LINE_CHART) == draw(LINE_CHART)
    assert draw(PARTS) == draw(PARTS)


@pytest.mark.parametrize(
    "chart",
    [
        replace(LINE_CHART, days=()),
        replace(LINE_CHART, lines=(Line("x", (None,) * 61),)),
        replace(LINE_CHART, lines=LINE_CHART.lines * 3),
        replace(PARTS, divisions=()),
    ],
)
def test_where_there_is_nothing_to_draw_there_is_no_picture(chart: LinesChart | AllocationChart) -> None:
    with pytest.raises(ValueError, match="no lines|nothing"):
        draw(chart)
