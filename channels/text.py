"""Long texts in pieces that a platform takes, cut where a reader would pause. Pure."""

import re
from collections.abc import Callable

Size = Callable[[str], int]
# Where to cut, the best first: a blank line, a line's end, a sentence's, a clause's, a blank.
_PAUSES = tuple(
    re.compile(pattern)
    for pattern in (r"\n\s*\n", r"\n", r"[。！？!?…；;]+[”」』）)]*", r"[，、,：:]", r"\s")
)
_JOINED = re.compile(
    r"[\u200d\ufe00-\ufe0f\u0300-\u036f\U0001f3fb-\U0001f3ff]"
)  # belongs to the character before


def marked(mark: str, text: str) -> str:
    """`text` under the mark of who speaks; above several lines it has one of its own."""
    return f"{mark}\n{text}" if mark and "\n" in text else mark + text


def utf8_bytes(text: str) -> int:
    """The size in bytes, as WeChat counts."""
    return len(text.encode())


def utf16_units(text: str) -> int:
    """The size in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def split_text(text: str, limit: int, size: Size) -> list[str]:
    """`text` in pieces of at most `limit`, none of them blank; nothing but blanks at the borders is lost.

    A piece is at least half full where a pause can be found there, so that a word too long does not make
    dust of the rest.
    """
    pieces = []
    rest = text.strip()
    while size(rest) > limit:
        end = _end_of_piece(rest, limit, size)
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [piece for piece in (*pieces, rest) if piece]


def _end_of_piece(text: str, limit: int, size: Size) -> int:
    most = _most(text, limit, size)
    for pause in _PAUSES:
        ends = [found.end() for found in pause.finditer(text, most // 2, most)]
        if ends:
            return ends[-1]
    while most > 1 and _JOINED.match(text, most):
        most -= 1
    return most


def _most(text: str, limit: int, size: Size) -> int:
    """How many characters of `text` fit, at least one."""
    low, high = 1, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle]) <= limit else (low, middle - 1)
    return low
