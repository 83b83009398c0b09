"""What a message says to the risk test: a command, an answer, a plea for the right one. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from actions.suitability.choosing import LONGEST, choose, number_of, plain, short
from actions.suitability.words import TestWords
from customers.suitability.questionnaire import Letters, Question

_NUMBER = re.compile(r"\d+|[一二三四五六七八九十百两]+")


@dataclass(frozen=True, slots=True)
class Heard:
    """`kind` is a key of the words' commands or of what is said under way, "answer", "unfit" or "coaching".

    `letters` are those of an answer, `why` says why it is none, `place` is a question's number,
    `question` the id of the one that a button belongs to.
    """

    kind: str
    letters: Letters = ()
    why: str = ""
    place: int = 0
    question: str = ""


def pressed(choice: str) -> Heard:
    """What a button says: a command, or a question and an option of it."""
    question, colon, letter = choice.partition(":")
    return Heard("answer", (letter,), question=question) if colon else Heard(choice)


def command(text: str, words: TestWords) -> Heard | None:
    """What is commanded at any time."""
    return _matching(text, words.commands)


def under_way(text: str, question: Question | None, words: TestWords, *, places: bool) -> Heard | None:
    """What is said to a test under way at that question; None: it waits to be submitted."""
    if len(text) > LONGEST:
        return None
    if re.search(words.coaching, plain(text)):
        return Heard("coaching")
    if question is not None:
        chosen = choose(text, question, words.choosing, places=places)
        if chosen is not None:
            return Heard("unfit", why=chosen.unfit) if chosen.unfit else Heard("answer", chosen.letters)
    heard = _matching(text, words.under_way)
    if heard is None or heard.kind != "submit":
        return heard
    return heard if question is None or "交" in text else None


def _matching(text: str, patterns: Mapping[str, str]) -> Heard | None:
    said = short(text)
    kind = next((kind for kind, pattern in patterns.items() if re.fullmatch(pattern, said)), None)
    if kind != "change":
        return Heard(kind) if kind else None
    number = _NUMBER.search(said)
    return Heard(kind, place=number_of(number[0]) if number else 0)
