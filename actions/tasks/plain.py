"""The words of a message as tasks compare them: simplified, without blanks and marks at the end."""

import re
from collections.abc import Iterable
from functools import cache

from actions.tasks.task import Said

LONGEST = 60  # characters; what is longer is no order
_MARKS = " \n。.!?~…,;"


def plain(said: Said) -> str:
    """The typed words; "" for a button, and for what is too long to be an order."""
    return "" if said.details or len(said.text) > LONGEST else said.normal.strip(_MARKS)


def matches(patterns: Iterable[str], text: str) -> bool:
    """Whether one of the regular expressions is the whole text."""
    return any(compiled(pattern).fullmatch(text) for pattern in patterns)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
