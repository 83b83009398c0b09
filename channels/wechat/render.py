"""`Item`s → messages of an official account. Pure.

Each message costs one of the few that WeChat lets us write, so short texts that follow each other go in one.
A text too long is cut, a picture goes before its words, buttons become a menu below the last words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched

from channels.text import marked, split_text, utf8_bytes
from channels.wechat.words import Words
from conversations import Button
from conversations.languages import in_characters
from conversations.sending import Item, Parcel, Request

LONGEST_TEXT = 2_048  # bytes of a message's words
LONGEST_HEAD = 1_024  # bytes above a menu
LONGEST_TITLE = 96  # bytes of a menu's entry
ENTRIES = 10  # of one menu
BETWEEN = "\n\n"
_LINK = re.compile(r"<(?=/?a\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    content: str


@dataclass(frozen=True, slots=True)
class Menu:
    """Words and below them entries to tap; a tap says the entry's title and comes with its id."""

    head: str
    choices: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A file of ours ("/media/…"), and what is said where WeChat does not take it."""

    image: str
    instead: str


Body = Text | Menu | Picture


def pack(items: Sequence[Item], words: Words, public_url: str | None) -> list[Parcel[Body]]:
    """The requests that say `items`, in order."""
    return [_parcel(run, words, public_url) for run in _runs(items, words)]


def spoken(item: Item, words: Words, before: Item | None = None) -> str:
    """An item's text under the mark of who speaks, unless the one `before` it in the message has the same. No
    link in it is ours, and none that stood in a source is made one by WeChat.
    """
    text = _LINK.sub("＜", item.text or "").strip() or (_choose(item, words) if item.buttons else "")
    mark = _mark(item, words)
    return text if not text or (before and _mark(before, words) == mark) else marked(mark, text)


def _choose(item: Item, words: Words) -> str:
    return in_characters(words.choose, item.language)


def _mark(item: Item, words: Words) -> str:
    return words.agent if item.sender == "agent" else item.label


def _runs(items: Sequence[Item], words: Words) -> Iterator[tuple[Item, ...]]:
    """Items that go in one message, the others alone."""
    run: tuple[Item, ...] = ()
    for item in items:
        if run and not (_is_open(run[-1]) and _fits((*run, item), words)):
            yield run
            run = ()
        run = (*run, item)
    if run:
        yield run


def _is_open(item: Item) -> bool:
    return not item.image and not item.buttons


def _fits(run: tuple[Item, ...], words: Words) -> bool:
    return not run[-1].image and len(_said(run, words)) == 1


def _parcel(run: tuple[Item, ...], words: Words, public_url: str | None) -> Parcel[Body]:
    bodies: list[Body] = [_picture(item, image, words, public_url) for item in run if (image := item.image)]
    bodies += _said(run, words)
    first = run[0]
    return Parcel(run, tuple(Request(first.recipient, first.key(n), body) for n, body in enumerate(bodies)))


def _picture(item: Item, image: str, words: Words, public_url: str | None) -> Picture:
    said = in_characters(words.picture if public_url else words.no_picture, item.language)
    return Picture(image, _mark(item, words) + said.format(url=f"{public_url}{image}"))


def _said(run: tuple[Item, ...], words: Words) -> list[Body]:
    each = (spoken(item, words, before) for before, item in zip((None, *run), run, strict=False))
    pieces = split_text(BETWEEN.join(filter(None, each)), LONGEST_TEXT, utf8_bytes)
    buttons = run[-1].buttons
    if not buttons:
        return [Text(piece) for piece in pieces]
    choose = _choose(run[-1], words)
    head = pieces.pop() if utf8_bytes(pieces[-1]) <= LONGEST_HEAD else choose
    menus = [Menu(choose, tuple(map(_short, some))) for some in batched(buttons, ENTRIES)]
    return [*map(Text, pieces), Menu(head, menus[0].choices), *menus[1:]]


def _short(button: Button) -> Button:
    pieces = split_text(button.title, LONGEST_TITLE, utf8_bytes)
    return Button(button.id, pieces[0] if pieces else button.id)
