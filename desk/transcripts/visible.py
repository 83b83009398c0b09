"""Makes what a reader would not see, or see elsewhere than it stands, visible by its code. Pure."""

import re
import unicodedata
from collections.abc import Container

_JOINED = re.compile(r"\[U\+[0-9A-F ]+\](?:\[U\+[0-9A-F ]+\])+")
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_EMOJI = ("\u200d", "\ufe0f", "\ufe0e")  # what holds an emoji together, which a browser needs


def visible(text: str, letters: Container[int] | None = None) -> str:
    """Lines stay lines. With the `letters` of a font, what it lacks becomes its code too, such as
    "[U+1F600]"; without, emoji stay.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    marked = "".join(character if _is_seen(character, letters) else _code(character) for character in text)
    return _JOINED.sub(lambda found: found[0].replace("][", " "), marked)


def _is_seen(character: str, letters: Container[int] | None) -> bool:
    if character == "\n":
        return True
    if letters is not None and ord(character) not in letters:
        return False
    if character in _EMOJI:
        return letters is None
    return unicodedata.category(character) not in _HIDDEN


def _code(character: str) -> str:
    return f"[U+{ord(character):04X}]"
