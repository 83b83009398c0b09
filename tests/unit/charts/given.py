"""Charts of real bars and minutes (data/demo), and pictures read back as pixels."""

import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from PIL import Image

from charts.series import CandleChart, DayChart, Heading, Labels
from market.bars import Bar, Minute
from market.sources.demo_bars import load_bars, load_minutes
from market.sources.samples import FOLDER

BARS = load_bars(FOLDER / "daily_bars" / "SH600000.csv")
MINUTES = load_minutes(FOLDER / "minutes" / "SH000001.csv")
LABELS = Labels("成交量", "手", "均价", "价格", "昨收", {"亿": 10**8, "万": 10**4})
HEADING = Heading("浦发银行", "600000", "日K", "13.75", "▲ 0.62  +4.72%", "2025-08-05", 1)
FOOTNOTE = "演示数据 截至 2025-08-05 15:00 · 不构成投资建议"


def candles(bars: Sequence[Bar] = BARS, shown: int = 62, **heading: str) -> CandleChart:
    head = Heading(**{**vars(HEADING), **heading})
    return CandleChart(head, tuple(bars), shown, 2, LABELS, FOOTNOTE)


def day(minutes: Sequence[Minute] = MINUTES, previous_close: str | None = "3414.62") -> DayChart:
    before = None if previous_close is None else Decimal(previous_close)
    head = replace(HEADING, name="上证指数", code="000001", last="3361.30", direction=-1)
    return DayChart(head, tuple(minutes), before, 2, LABELS, FOOTNOTE)


class Picture:
    """A PNG as pixels."""

    def __init__(self, png: bytes) -> None:
        self.image = Image.open(io.BytesIO(png))
        self.image.load()
        self._pixels = self.image.convert("RGB")

    def count(self, hex_shade: str, top: int = 0, bottom: int = 1350) -> int:
        """Pixels of exactly that shade between two rows."""
        shade = tuple(bytes.fromhex(hex_shade.removeprefix("#")))
        part = self._pixels.crop((0, top, 1080, bottom))
        return dict((colour, number) for number, colour in part.getcolors(1_000_000) or []).get(shade, 0)

    def is_blank(self, top: int, bottom: int) -> bool:
        return self.count("#FFFFFF", top, bottom) == 1080 * (bottom - top)
