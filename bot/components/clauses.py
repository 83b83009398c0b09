"""Where a message may fall into several questions: by marks and by the words people join questions with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from market.names.normal import HAN, fold

_CIRCLED = {ord(mark): "\n" for mark in "①②③④⑤⑥⑦⑧⑨⑩"}  # as numbers they would be glued to the words
_JOINT = r"还有(?!吗|没|多少|几|哪)|另外|顺便|顺带|对了|再(?=问|帮|看|查|来|告诉|说)|以及|其次"
_ITEM = re.compile(
    r"(?<![0-9A-Z.])(?:10|[1-9])(?:[.、)](?![0-9])|:(?![0-9]))|第[一二三四五六七八九十](?=[个件条点是,、 ])"
)
_BORDER = re.compile(rf"[?!。;\n,、~]|\.\.+|:(?![0-9])|(?<=[{HAN}]) +| +(?=[{HAN}])|(?={_JOINT})")
_FIRM = re.compile(rf"[?!。;\n]|\.\.|{_ITEM.pattern}|{_JOINT}|再$")
_LEAD = re.compile(rf"(?:[\s,.、:~-]|{_JOINT}|问一?下)*")
_TRAIL = re.compile(r"[\s,.、:~-]*$")

_QUESTION = re.compile(
    r"[吗呢么嘛]|什么|啥|怎|咋|如何|多少|多久|多大|几|哪|谁|为何|是否|能否|可否|(.)不\1|有没有|没有?$|不$|不了$"
)
_REQUEST = re.compile(r"^(?:请|麻烦)?(?:帮|给|查|看|发|设|把|来|画|推荐|告诉|介绍)")
_STORY = re.compile(r"[我你他她了说已没还也都不就是有被在]")
_UNASKED = re.compile(r"不(?:是)?问|没问")
_SHORTEST = 4
"""Characters of a question that stands by itself; a shorter one leans on the clause before it."""


@dataclass(frozen=True)
class Clause:
    """A stretch of the message as given, without marks and joints around it; `asks` if it may be a question.

    Between firm borders anything may be one. Where a comma or a blank is all that parts it from the next
    clause, it must sound like one: people tell their stories in such clauses.
    """

    start: int
    end: int
    asks: bool


def split(text: str) -> list[Clause]:
    """The clauses of a message in their order."""
    folded = fold(text.translate(_CIRCLED))
    places = list(_places(folded.text))
    ends, starts = [0, *(end for _, end in places)], [*(start for start, _ in places), len(folded.text)]
    between = [folded.text[end:start] for end, start in zip(ends, starts, strict=True)]
    between[0], between[-1] = "\n", "\n"
    return [
        Clause(*folded.span(start, end), _asks(folded.text[start:end], between[number : number + 2]))
        for number, (start, end) in enumerate(places)
    ]


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Where clauses stand; a number is a border only in a list of two at least."""
    items = [match.span() for match in _ITEM.finditer(text)]
    borders = [match.span() for match in _BORDER.finditer(text)] + (items if len(items) > 1 else [])
    position = 0
    for start, end in [*sorted(borders), (len(text), len(text))]:
        words = _TRAIL.sub("", text[position:start])
        lead = _LEAD.match(words)
        skipped = lead.end() if lead else 0
        if skipped < len(words):
            yield position + skipped, position + len(words)
        position = max(position, end)


def _asks(words: str, borders: Sequence[str]) -> bool:
    if _UNASKED.search(words):
        return False
    if len(words) >= _SHORTEST and (_QUESTION.search(words) or _REQUEST.search(words)):
        return True
    return all(_FIRM.search(border) or _is_item(words, border) for border in borders)


def _is_item(words: str, border: str) -> bool:
    """Whether a clause may be one of a list of things to be told about: 红利税、结息日."""
    shortest = _SHORTEST - 1 if "、" in border else _SHORTEST
    return border.strip() != "" and len(words) >= shortest and not _STORY.search(words)
