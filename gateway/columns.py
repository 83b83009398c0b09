"""Aligned columns for a terminal, where a Chinese character takes two places."""

from collections.abc import Sequence


def columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """One row a line below a head."""
    lines = [head, *rows]
    widths = [max(_width(line[n]) for line in lines) for n in range(len(head))]
    padded = ((cell + " " * (widths[n] - _width(cell)) for n, cell in enumerate(line)) for line in lines)
    return "\n".join("  ".join(cells).rstrip() for cells in padded)


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
