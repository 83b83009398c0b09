"""Where a message may fall into several questions: by marks and by the words people join questions with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from market.names.normal import HAN, fold

_CIRCLED = {ord(mark): "\n" for mark in "①②③④⑤⑥⑦⑧⑨⑩"}  # as numbers they would be glued to the words
_JOINT = r"还有(?!吗|没|多少|几|哪)|另外|顺便|顺带|对了|再(?=问|帮|看|查|来|告诉|说)|以及|同时|其次|然后"
_ITEM = re.compile(
    r"(?<![0-9A-Z.])(?:10|[1-9])(?:[.、)](?![0-9])|:(?![0-9]))|第[一二三四五六七八九十](?=[个件条点是,、 ])"
)
_BORDER = re.compile(rf"[?!。;\n,、~]|\.\.+|:(?![0-9])|(?<=[{HAN}]) +| +(?=[{HAN}])|(?={_JOINT})")
_LEAD = re.compile(rf"(?:[\s,.、:~-]|{_JOINT}|问一?下)*")
_TRAIL = re.compile(r"[\s,.、:~-]*$")


@dataclass(frozen=True)
class Clause:
    """A stretch of the message as given, without the marks and joints around it."""

    start: int
    end: int


def split(text: str) -> list[Clause]:
    """The clauses of a message in their order."""
    folded = fold(text.translate(_CIRCLED))
    clauses = []
    for start, end in _stretches(folded.text):
        words = _TRAIL.sub("", folded.text[start:end])
        lead = _LEAD.match(words)
        skipped = lead.end() if lead else 0
        if skipped < len(words):
            clauses.append(Clause(*folded.span(start + skipped, start + len(words))))
    return clauses


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """What stands between two borders; a number is one only in a list of two at least."""
    items = [match.span() for match in _ITEM.finditer(text)]
    borders = [match.span() for match in _BORDER.finditer(text)]
    position = 0
    for start, end in sorted([*borders, *(items if len(items) > 1 else [])]):
        if start > position:
            yield position, start
        position = max(position, end)
    if position < len(text):
        yield position, len(text)
