"""A message → the requests that say it on Telegram. Pure.

Texts are HTML in which everything of ours is escaped: that needs less care than Markdown, where half of the
signs of a price mean something. Telegram counts a text's length after it has read the HTML, so it is cut
before.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from channels.telegram.words import Words
from channels.text import marked, split_text, utf16_units
from conversations.languages import in_characters
from conversations.messages import Button
from conversations.sending import Item, Parcel, Request

LONGEST_TEXT = 4_096  # UTF-16 units
LONGEST_CAPTION = 1_024
SHORT_TITLE = 7  # characters of a title that leaves room for another one beside it

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """`plain` with its first `bold` characters in bold, and a keyboard below."""

    plain: str
    bold: int = 0
    rows: Rows = ()

    @property
    def html(self) -> str:
        head, rest = self.plain[: self.bold], self.plain[self.bold :]
        return f"<b>{_escaped(head)}</b>{_escaped(rest)}" if head else _escaped(rest)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of ours ("/media/<sha256>.png") over `caption`, for who wished for `language`."""

    image: str
    caption: Text
    language: str | None = None


Body = Text | Picture


def pack(items: Sequence[Item], words: Words) -> list[Parcel[Body]]:
    """Each message by itself: Telegram has no quota that merging would spare."""
    return [Parcel((item,), tuple(_requests(item, words))) for item in items]


def instead_of(picture: Picture, public_url: str | None, words: Words) -> Text:
    """What is said where the picture cannot be sent."""
    said = in_characters(words.picture if public_url else words.no_picture, picture.language)
    caption, link = picture.caption, f"{public_url}{picture.image}"
    return Text(f"{caption.plain}\n{said.format(url=link)}".strip(), caption.bold, caption.rows)


def rows_of(buttons: Sequence[Button]) -> Rows:
    """Short titles two in a row, the others one below the other."""
    width = 2 if all(len(button.title) <= SHORT_TITLE for button in buttons) else 1
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def _requests(item: Item, words: Words) -> list[Request[Body]]:
    bodies = _bodies(item, words)
    return [Request(item.recipient, item.key(part), body) for part, body in enumerate(bodies)]


def _bodies(item: Item, words: Words) -> list[Body]:
    """Who speaks in front, the picture first, the keyboard below the last."""
    choose = in_characters(words.choose, item.language) if item.buttons and not item.image else ""
    text = (item.text or "").strip() or choose
    head = (words.agent if item.sender == "agent" else item.label) if text else ""
    whole = marked(head, text)
    rows = rows_of(item.buttons)
    if item.image and utf16_units(whole) <= LONGEST_CAPTION:
        return [Picture(item.image, Text(whole, len(head), rows), item.language)]
    pieces = split_text(whole, LONGEST_TEXT, utf16_units)
    texts = [
        Text(piece, 0 if number else len(head), rows if number == len(pieces) - 1 else ())
        for number, piece in enumerate(pieces)
    ]
    return [Picture(item.image, Text(""), item.language), *texts] if item.image else list(texts)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
