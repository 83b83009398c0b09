"""The figures as a small aligned table for a person and as JSON for a later run to look back at."""

import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

GOALS: dict[str, Callable[[float, float], bool]] = {
    "≤": lambda value, bound: value <= bound,
    "≥": lambda value, bound: value >= bound,
    "=": lambda value, bound: value == bound,
}
HEAD = ("", "stock", "ours", "ratio", "goal", "")


@dataclass(frozen=True)
class Row:
    """One measure. The goal is a sign and a bound for the ratio, or for `ours` where there is no ratio."""

    measure: str
    unit: str
    ours: float | None = None
    stock: float | None = None
    ratio: float | None = None
    goal: tuple[str, float] | None = None

    @property
    def met(self) -> bool | None:
        judged = self.ours if self.ratio is None else self.ratio
        if self.goal is None or judged is None:
            return None
        sign, bound = self.goal
        return GOALS[sign](judged, bound)

    def cells(self) -> tuple[str, ...]:
        goal = f"{self.goal[0]} {self.goal[1]:g}" if self.goal else ""
        verdict = {None: "", True: "met", False: "MISSED"}[self.met]
        ratio = "" if self.ratio is None else f"{self.ratio:.3g}"
        return (self.measure, self._quantity(self.stock), self._quantity(self.ours), ratio, goal, verdict)

    def _quantity(self, value: float | None) -> str:
        return "" if value is None else f"{show(value)} {self.unit}".rstrip()


def show(value: float) -> str:
    """Three digits that count, no exponent."""
    if value == int(value) or value >= 100:
        return f"{value:.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def draw_table(rows: Sequence[Row]) -> str:
    """The measures left, everything else flush right."""
    columns = list(zip(HEAD, *(row.cells() for row in rows), strict=True))
    names, *others = (_align(column, left=number == 0) for number, column in enumerate(columns))
    return "\n".join("  ".join(cells).rstrip() for cells in zip(names, *others, strict=True))


def save(rows: Sequence[Row], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    found = [{**asdict(row), "met": row.met} for row in rows]
    file.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")


def _align(column: Sequence[str], *, left: bool) -> list[str]:
    width = max(map(_width, column))
    gaps = [" " * (width - _width(cell)) for cell in column]
    return [cell + gap if left else gap + cell for cell, gap in zip(column, gaps, strict=True)]


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
