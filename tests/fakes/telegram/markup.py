"""Telegram's HTML as its server reads it: few tags, every one of them closed, all else is refused."""

import re
from dataclasses import dataclass
from typing import Any

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TOKEN = re.compile(
    r"&(?:(?P<name>\w+)|#(?P<number>\d+)|#x(?P<hex>[0-9a-fA-F]+));|</(?P<end>[^>]*)>"
    r"|<(?P<start>[^\s>/]+)(?P<rest>[^>]*)>|(?P<open><)"
)


class CannotParse(Exception):
    """What the server says after "can't parse entities: "."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What is shown, and what of it is set off; offsets are in UTF-16 units."""

    text: str
    entities: list[dict[str, Any]]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def read_html(source: str) -> Marked:
    """Raises CannotParse."""
    shown, entities = "", []
    opened: list[tuple[str, int]] = []
    place = 0
    for token in _TOKEN.finditer(source):
        shown += source[place : token.start()]
        place = token.end()
        offset = len(source[: token.start()].encode())
        if token["open"]:
            raise CannotParse(f"Unclosed start tag at byte offset {offset}")
        if token["start"]:
            opened.append((_tag(token["start"], offset), units(shown)))
        elif token["end"] is not None:
            tag, start = _closed(opened, token["end"].strip().lower(), offset)
            if units(shown) > start:
                kind = TAGS[tag]
                entities.append({"type": kind, "offset": start, "length": units(shown) - start})
        else:
            shown += _character(token)
    if opened:
        raise CannotParse(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return Marked(shown + source[place:], sorted(entities, key=lambda entity: entity["offset"]))


def _tag(name: str, offset: int) -> str:
    if name.lower() not in TAGS:
        raise CannotParse(f'Unsupported start tag "{name}" at byte offset {offset}')
    return name.lower()


def _closed(opened: list[tuple[str, int]], name: str, offset: int) -> tuple[str, int]:
    if not opened:
        raise CannotParse(f"Unexpected end tag at byte offset {offset}")
    tag, start = opened.pop()
    if name and name != tag:
        raise CannotParse(
            f'Unmatched end tag at byte offset {offset}, expected "</{tag}>", found "</{name}>"'
        )
    return tag, start


def _character(token: re.Match[str]) -> str:
    if token["name"]:
        return NAMED.get(token["name"], token[0])  # an unknown name is text
    return chr(int(token["number"]) if token["number"] else int(token["hex"], 16))
