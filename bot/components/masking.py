"""Turns a message into the text that the intent classifier reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import Protocol

PLACEHOLDER = "㊣"
NOTHING = "⓪"
"""What is read of a message that leaves nothing to read, such as a phone alone; no example teaches it."""

LONGEST = 240
"""Characters the classifier reads. A longer message keeps its beginning and its end."""

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_LONG_NUMBER = re.compile(r"\d{4,}")
BORDERS = "⟨", "⟩"
DIGITS = {4: "④", 5: "⑤", 6: "⑥"}
"""The signs of a year or a price, of a hotline and of a code; no message holds them after `normalise`."""
KEPT = frozenset({"12386"})
"""Numbers that are words: the regulator's hotline for investors is asked for by its number."""

_REPEATED = re.compile(r"(\D)\1{2,}")


class Span(Protocol):
    """The part of a mention that masking needs: its place in the text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def mask(
    text: str,
    spans: Iterable[Span],
    normalise: Callable[[str], str],
    ordinary_words: Collection[str] = (),
) -> str:
    """The text with PLACEHOLDER for every mention, so that intents are learnt from the question alone.

    A name that is an ordinary word too ("机器人") keeps its characters before the placeholder, because
    only the words around it tell a share from the thing. Borders mark beginning and end, a long number
    becomes the sign of its length unless it is a word (`KEPT`), long repetitions are shortened, tags of
    markup are dropped.
    """
    parts: list[str] = []
    position = 0
    for span in spans:
        parts.append(_plain(text[position : span.start], normalise))
        name = text[span.start : span.end]
        parts.append(name + PLACEHOLDER if name in ordinary_words else PLACEHOLDER)
        position = span.end
    parts.append(_plain(text[position:], normalise))
    begin, end = BORDERS
    read = _shorten(_MARKUP.sub("", "".join(parts)))
    return f"{begin}{read}{end}" if read else NOTHING


def _plain(text: str, normalise: Callable[[str], str]) -> str:
    if not text.strip():
        return ""
    return _REPEATED.sub(r"\1\1", _LONG_NUMBER.sub(_sign, normalise(text)))


def _sign(number: re.Match[str]) -> str:
    """Nothing for a phone or a card: a stranger's number says nothing of what he asks."""
    digits = number.group()
    return digits if digits in KEPT else DIGITS.get(len(digits), "")


def _shorten(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return text[:half] + text[-half:]
