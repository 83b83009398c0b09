"""What people who take a conversation over should know at a glance, taken from its last messages. Pure.

Facts only, in the investor's own words: nothing is concluded. Everything is cut, so that it stays small.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

LOOKED_AT = 100  # of the last messages
ASKED = 8
SECURITIES = 10
TRIED = 5
SHORT = 80  # characters of a question or of what stood on a button
LONG = 200  # characters of the last message
MISSED = frozenset({"nlu_fallback", "out_of_scope"})
CALLS = frozenset({"ask_human"})
"""The wish for a person itself, which is no question."""

_WORDS = re.compile(r"[A-Za-z]{2,}")
_CHARACTERS = re.compile(r"[\u3400-\u9fff]")

Row = Mapping[str, Any]


def summarise(rows: Sequence[Row]) -> dict[str, Any]:
    """What was asked and whether it was answered, the securities under the names they were given, buttons
    that were tried, how often the bot did not understand, the last message, the language it is in. `rows` are
    the messages in order.
    """
    said = [row for row in rows if row["sender"] == "user"]
    replied = {row["message_id"] for row in rows if row["sender"] == "bot"}
    asked = [_question(row, replied) for row in said if _is_question(row)]
    pressed = [_cut(row["text"], SHORT) for row in said if row["kind"] == "button" and row["text"]]
    last = next((row["text"] for row in reversed(said) if row["text"]), "")
    return {
        "asked": asked[-ASKED:],
        "securities": _securities(said),
        "misses": sum(row["intent"] in MISSED for row in said),
        "tried": list(dict.fromkeys(pressed))[-TRIED:],
        "last": _cut(last, LONG),
        "language": _language([row["text"] or "" for row in said if row["kind"] == "text"]),
    }


def _is_question(row: Row) -> bool:
    """What has a topic, and what was not understood or not answered at all; greetings have neither."""
    if not row["text"] or row["intent"] in CALLS:
        return False
    return row["topic"] is not None or row["intent"] in MISSED or row["intent"] is None


def _question(row: Row, replied: set[str | None]) -> dict[str, Any]:
    understood = row["intent"] is not None and row["intent"] not in MISSED
    return {
        "text": _cut(row["text"], SHORT),
        "topic": row["topic"],
        "answered": understood and row["message_id"] in replied,
    }


def _securities(said: Sequence[Row]) -> list[dict[str, str]]:
    """Those that are certain, the last ones spoken of, each as it was written first."""
    names: dict[str, str] = {}
    for row in said:
        for entity in row["entities"] or ():
            ref = entity.get("value")
            if entity.get("entity") == "security" and isinstance(ref, str) and ref and "," not in ref:
                first = names.pop(ref, None)
                names[ref] = first or _as_written(row, entity) or ref
    return [{"ref": ref, "name": name} for ref, name in list(names.items())[-SECURITIES:]]


def _as_written(row: Row, entity: Mapping[str, Any]) -> str:
    """A button's title stands for what its payload means."""
    text = row["text"] or ""
    if row["kind"] == "button":
        return _cut(text, SHORT)
    start, end = entity.get("start"), entity.get("end")
    cut = text[start:end] if isinstance(start, int) and isinstance(end, int) else ""
    return _cut(str(entity.get("text") or cut), SHORT)


def _language(texts: Sequence[str]) -> str:
    """ "en" where words of Latin letters are most of what was typed, else "zh"; a code is no word."""
    typed = " ".join(texts)
    return "en" if len(_WORDS.findall(typed)) > len(_CHARACTERS.findall(typed)) else "zh"


def _cut(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
