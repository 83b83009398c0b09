"""The numbers of a draw: the last digits that win, and which of an investor's own end with them. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST = 5_000
"""Numbers of one investor that are compared; nobody is given more for one issue."""
LONGEST = 12
"""Digits of the longest number that an exchange gives out."""

_DIGITS = {character: place for place, character in enumerate("零一二三四五六七八九")} | {"十": 10, "两": 2}
_HEAD = re.compile(r"末[尾]?[“”\"'‘’]?(?P<count>[一二三四五六七八九十]{1,3}|\d{1,2})[“”\"'‘’]?位数?字?[:：]?")
_SEPARATORS = re.compile(r"[\s,，、;；/|。.]+")
_RUN = re.compile(r"(?<!\d)(?P<first>\d{8,12})(?:\s*(?:到|至|-|－|~|～|—)+\s*(?P<last>\d{8,12}))?(?!\d)")
_COUNT = re.compile(r"(?:共|一共|总共|连续)\s*(?P<count>\d{1,4})\s*(?:个|签|注|号)")


@dataclass(frozen=True, slots=True)
class Numbers:
    """An unbroken run of numbers, from `first` on, each of `length` digits."""

    first: int
    count: int
    length: int

    def __str__(self) -> str:
        return str(self.first).zfill(self.length)


def read_tails(text: str) -> tuple[str, ...]:
    """The winning last digits as sources print them: 末四位数：6459,1459 末五位数：…

    () where anything in the text is not understood: with one number missing, a comparison would deceive.
    """
    heads = list(_HEAD.finditer(text))
    if not heads or text[: heads[0].start()].strip():
        return ()
    found: list[str] = []
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=True):
        count = _number(head["count"])
        numbers = [part for part in _SEPARATORS.split(text[head.end() : end]) if part]
        if not numbers or any(
            not part.isascii() or not part.isdigit() or len(part) != count for part in numbers
        ):
            return ()
        found += numbers
    return tuple(dict.fromkeys(found))


def read_numbers(text: str) -> Numbers | None:
    """The numbers that an investor names: one, "100012345678到100012345690", or "… 共11个"."""
    found = _RUN.search(text)
    if found is None:
        return None
    first, length = int(found["first"]), len(found["first"])
    if found["last"]:
        count = int(found["last"]) - first + 1 if len(found["last"]) == length else 0
    else:
        counted = _COUNT.search(text)
        count = int(counted["count"]) if counted else 1
    return Numbers(first, count, length) if 0 < count <= MOST else None


def winners(numbers: Numbers, tails: Sequence[str]) -> list[str]:
    """Those of the numbers that end with a winning tail, in their order."""
    run = [str(numbers.first + place).zfill(numbers.length) for place in range(numbers.count)]
    return [each for each in run if any(each.endswith(tail) for tail in tails)]


def decidable(numbers: Numbers, tails: Sequence[str]) -> bool:
    """Whether the numbers are long enough for every tail."""
    return bool(tails) and numbers.length >= max(len(tail) for tail in tails)


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return _DIGITS[written] if len(written) == 1 else 0
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
