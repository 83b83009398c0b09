"""Which options a typed answer means: letters, places, the words of an option. Pure."""

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from actions.question import bare
from customers.suitability.questionnaire import Letters, Question
from market.names import normalise

LONGEST = 60
"""Characters of what can be an answer."""
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_BETWEEN = r"(?:[,/|&;]|和|跟|与|还有|以及)*"
_SOMETHING_BETWEEN = _BETWEEN.removesuffix("*") + "+"
_LETTERS = re.compile(rf"[A-Z](?:{_BETWEEN}[A-Z])*")
_PLACE = r"第?(?:[1-9]\d?|[一二三四五六七八九十两]{1,3})"
_PLACES = re.compile(rf"{_PLACE}(?:(?:(?:个|项|条|种){_BETWEEN}|{_SOMETHING_BETWEEN}){_PLACE})*")
_ONE_PLACE = re.compile(r"[1-9]\d?|[一二三四五六七八九十两]{1,3}")
_LETTERED = re.compile(r"([A-Za-z])[.:)]?(.+)")
_PARTED = re.compile(r"(?<=[\w)])[、,，;；.\s]+(?=\w)")
_SPAN = re.compile(r"[–—~至到]")
_WORD = re.compile(r"[\u4e00-\u9fff]{2}|[\u4e00-\u9fff]\d|\d[%\u4e00-\u9fff]")
_AMOUNT = re.compile(r"\d\.\d")
_QUOTES = "\"'“”‘’()[]:;：；。"

Unfit = Literal["range", "one", "alone"]


@dataclass(frozen=True, slots=True)
class Choice:
    """The options meant, or why they are no answer to the question."""

    letters: Letters = ()
    unfit: Unfit | None = None


def plain(text: str) -> str:
    """A text without blanks, marks and differences of width."""
    return bare(normalise(text)).strip(_QUOTES)


def short(text: str) -> str:
    """The same; "" of what is too long to be an answer."""
    return plain(text) if len(text) <= LONGEST else ""


def choose(text: str, question: Question, words: Mapping[str, str], *, places: bool = True) -> Choice | None:
    """What an answer means; None for what is none. Without `places` the second of something is not ours."""
    if len(text) > LONGEST or _AMOUNT.search(text):
        return None
    worded = _by_words(plain(text), question, words)
    if worded is not None:
        return _fitting(worded, question)
    parted = plain(_PARTED.sub("和", normalise(text)))
    core = re.fullmatch(rf"{words['before']}(?P<core>.+?){words['after']}", parted)
    letters = _by_letters(core["core"].upper(), question) if core else None
    if letters is None and core and places:
        letters = _by_places(core["core"])
    return None if letters is None else _fitting(letters, question)


def _by_words(text: str, question: Question, words: Mapping[str, str]) -> Sequence[str] | None:
    """Options by their own words, by a part that only one has, by all or none of them."""
    said = _SPAN.sub("-", text)
    stripped = re.sub(rf"^{words['before']}", "", said)
    own = {option.letter: _SPAN.sub("-", plain(option.text)) for option in question.options}
    lettered = _LETTERED.fullmatch(said)
    for letter, option in own.items():
        if option in (said, stripped) or (
            lettered and (lettered[1].upper(), lettered[2]) == (letter, option)
        ):
            return [letter]
    alone = [option.letter for option in question.options if option.alone]
    if question.several and re.fullmatch(words["all"], text):
        return [letter for letter in question.letters if letter not in alone]
    if alone and re.fullmatch(words["none"], text):
        return alone
    having = [letter for letter, option in own.items() if _WORD.search(stripped) and stripped in option]
    return having if len(having) == 1 else None


def _by_letters(text: str, question: Question) -> Sequence[str] | None:
    """Letters that may be options of some question; an ordinary word has others too."""
    if not _LETTERS.fullmatch(text):
        return None
    letters = [character for character in text if character in string.ascii_uppercase]
    known = [letter for letter in letters if letter in question.letters]
    return letters if len(letters) == 1 or known == letters or set(letters) <= set("ABCDEFGH") else None


def _by_places(text: str) -> Sequence[str] | None:
    """ "第二个", "1和3" or "二" as letters."""
    if not _PLACES.fullmatch(re.sub(r"(个|项|条|种)$", "", text)):
        return None
    counted = [number_of(each) for each in _ONE_PLACE.findall(text)]
    return [string.ascii_uppercase[place - 1] if 0 < place <= 26 else "?" for place in counted]


def number_of(text: str) -> int:
    """A number up to 99 in digits or Chinese; 0 for none."""
    if text.isdigit():
        return int(text)
    if "十" not in text:
        return _DIGITS.get(text, 0)
    tens, _, ones = text.partition("十")
    return 10 * _DIGITS.get(tens, 1 if not tens else 0) + (_DIGITS.get(ones, 0) if ones else 0)


def _fitting(letters: Sequence[str], question: Question) -> Choice:
    chosen = tuple(letter for letter in question.letters if letter in letters)
    if not set(letters) <= set(question.letters):
        return Choice(unfit="range")
    if len(chosen) > 1 and not question.several:
        return Choice(unfit="one")
    if len(chosen) > 1 and any(option.alone for option in question.chosen(chosen)):
        return Choice(unfit="alone")
    return Choice(chosen)
