"""The paper: a canvas in pixels with the heading, the footnote and the letters of every picture.

matplotlib's object interface alone is used, with its Agg canvas: no window, no global state. One pair of axes
covers the sheet, in pixels from the upper left corner, so that every line lands where it is meant.
"""

import io
from collections.abc import Sequence
from itertools import count
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from PIL import Image
from pylopdf_fonts_zh_cn import sans_path

from charts.palette import GREY, INK, colour, palette
from charts.scale import Point
from charts.series import Heading

WIDTH, HEIGHT = 1080, 1350
LEFT = 36
_DOTS = 200
_POINTS = 72 / _DOTS
_NAME_SIZES = ((10, 52), (16, 40), (22, 30))
"""Letters that a name may have, and how large they are then."""


class Sheet:
    """Draws by pixels, later things over earlier ones; `png` ends it."""

    def __init__(self) -> None:
        self._figure = Figure(figsize=(WIDTH / _DOTS, HEIGHT / _DOTS), dpi=_DOTS, facecolor="white")
        self._canvas: Any = FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(HEIGHT, 0)
        self._font = FontProperties(fname=str(sans_path()))
        self._layers = count(1)

    def write(
        self, text: str, at: Point, size: float, shade: str = INK, *, align: str = "left", halo: bool = False
    ) -> float:
        """Letters of `size` pixels upon a baseline; where they end on the right. A halo keeps lines off."""
        drawn: Text = self._axes.text(
            *at,
            text,
            fontproperties=self._font,
            fontsize=size * _POINTS,
            color=shade,
            ha=align,
            va="baseline",
            parse_math=False,
            zorder=next(self._layers),
            path_effects=[withStroke(linewidth=8 * _POINTS, foreground="white")] if halo else None,
        )
        return float(drawn.get_window_extent(self._canvas.get_renderer()).x1)

    def row(self, words: Sequence[tuple[str, str]], at: Point, size: float, gap: float = 26) -> None:
        """Several texts, each in its own shade, one after the other."""
        x, y = at
        for text, shade in words:
            x = self.write(text, (x, y), size, shade) + gap

    def strokes(
        self, lines: Sequence[Sequence[Point]], shade: str | Sequence[str], width: float, dash: bool = False
    ) -> None:
        """Lines of `width` pixels, all in one shade or each in its own; one of a single point is not seen."""
        self._axes.add_collection(
            LineCollection(
                [list(line) for line in lines if len(line) > 1],
                colors=shade,
                linewidths=width * _POINTS,
                linestyles="dashed" if dash else "solid",
                capstyle="butt",
                zorder=next(self._layers),
            ),
            autolim=False,
        )

    def fills(
        self,
        shapes: Sequence[Sequence[Point]],
        faces: str | Sequence[str],
        edges: str | Sequence[str] = "none",
    ) -> None:
        self._axes.add_collection(
            PolyCollection(
                [list(shape) for shape in shapes],
                facecolors=faces,
                edgecolors=edges,
                linewidths=2 * _POINTS,
                joinstyle="miter",
                zorder=next(self._layers),
            ),
            autolim=False,
        )

    def head(self, heading: Heading) -> None:
        """Name, code and period; price, change and day."""
        shade = colour(heading.direction)
        size = next((size for most, size in _NAME_SIZES if len(heading.name) <= most), 26)
        end = self.write(heading.name, (LEFT, 78), size)
        self.write(heading.code, (end + 18, 78), 32, GREY)
        self.write(heading.period, (WIDTH - LEFT, 78), 32, GREY, align="right")
        end = self.write(heading.last, (LEFT, 160), 66, shade)
        self.write(heading.change, (end + 24, 160), 36, shade)
        self.write(heading.day, (WIDTH - LEFT, 160), 32, GREY, align="right")

    def title(self, title: str, subtitle: str) -> None:
        """Two lines above a picture that is of no single security."""
        size = next((size for most, size in _NAME_SIZES if len(title) <= most), 26)
        self.write(title, (LEFT, 78), size)
        self.write(subtitle, (LEFT, 132), 30, GREY)

    def foot(self, text: str) -> None:
        self.write(text, (LEFT, HEIGHT - 26), 26, GREY)

    def png(self) -> bytes:
        """The picture, the same for the same facts, without a word on how or where it was made.

        Few shades are drawn, so one palette holds them all, in a third of the bytes.
        """
        self._canvas.draw()
        picture = Image.fromarray(np.asarray(self._canvas.buffer_rgba())).convert("RGB")
        small = picture.quantize(palette=palette(), dither=Image.Dither.NONE)
        buffer = io.BytesIO()
        small.save(buffer, "png", compress_level=6)
        return buffer.getvalue()
