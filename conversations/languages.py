"""The language an investor wished for, as far as it changes how things are written."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from opencc import OpenCC

from conversations.messages import Reply

TRADITIONAL = "zh-Hant"
Wished = Callable[[str, str], str]
"""The port of who knows what was wished for from an account: of what is a channel and what a user in SQL, the
expression that says "zh-Hans", "zh-Hant", "en" or null. So a turn learns it with the statement it begins by.
"""


def none_wished(_channel: str, _user: str) -> str:
    """Nobody has said anything."""
    return "null::text"


def traditional(text: str) -> str:
    """Simplified text in the traditional characters of Taiwan; words stay those of the mainland."""
    return str(_converter().convert(text))


def in_characters(text: str, language: str | None) -> str:
    """Our own words as somebody reads them who wished for `language`."""
    return traditional(text) if language == TRADITIONAL else text


def written(reply: Reply, language: str | None) -> Reply:
    """A reply as it is written down for who wished for `language`; what its buttons mean stays."""
    language = reply.language or language
    if language != TRADITIONAL:
        return reply
    choices = tuple(replace(choice, title=traditional(choice.title)) for choice in reply.choices)
    text = None if reply.text is None else traditional(reply.text)
    return replace(reply, text=text, choices=choices, language=TRADITIONAL)


@cache
def _converter() -> OpenCC:
    return OpenCC("s2tw")
