"""Reads out of a tracker what is asked about which securities. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from actions.desk import NONE, desk_of
from actions.language import language_of

_MARKS = re.compile(r"[\s，。！？、,.!?~…]+")
_NEGATED = re.compile(r"(不是|不要|不用|不查|不看|不问|没问|别查|别看|而不是)(问|查|看|说)?[的]?\s*$")
_INDEX_WORDS = re.compile(r"指数|大盘|点位|多少点|几点|沪市|上证|沪指")
_POINTING = re.compile(r"它|她|[这那该][只支票股家公]|[这那]个(?:股|票|公司)|我的|手里|手上")
_MANY = re.compile(r"(?:多少|几|哪)[家]|多少只|哪[些几][只支个]?股|全市场|两市")
_ORDINALS = {"一": 0, "1": 0, "头": 0, "前": 0, "上": 0, "二": 1, "2": 1, "中": 1, "三": 2, "3": 2}
_ORDINALS |= {character: place for place, pair in enumerate(("四4", "五5", "六6"), 3) for character in pair}
_LAST = re.compile(r"最后|后(面|者|一|边)|下面")


class Tracker(Protocol):
    """What is read of rasa_sdk's tracker."""

    latest_message: Any

    def get_slot(self, key: str) -> Any: ...

    def get_latest_input_channel(self) -> str | None: ...


@dataclass(frozen=True)
class Asked:
    """Securities that one piece of the message names; several refs are ambiguous. `text` as written."""

    refs: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Question:
    """`fields` asked for, the securities `asked`, and what the conversation already knows.

    `details` are what a button says beside its security. `thread` is the intent of the last question,
    `thread_details` what it asked beside its security and `awaiting` whether it still lacks one; `channel` is
    where the investor writes, `desk` whether people can take over there, `wished` the language that they want
    to be answered in: "zh-Hans", "zh-Hant", "en" or "".
    """

    text: str = ""
    asked: tuple[Asked, ...] = ()
    fields: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    intent: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    thread: str = ""
    thread_details: Mapping[str, str] = field(default_factory=dict)
    awaiting: bool = False
    channel: str = ""
    desk: str = NONE
    wished: str = ""

    @property
    def language(self) -> str:
        """What the message is written in, where that shows, else what was wished for; "" for neither."""
        return language_of(self.text) or self.wished

    def about(self, refs: Sequence[str]) -> "Question":
        """The same question about securities that are certain."""
        return replace(self, asked=tuple(Asked((ref,), "") for ref in refs))


def read(tracker: Tracker) -> Question:
    """The question of the latest message, with the fields of an open clarification where it names none.

    While choices are open, the security before them is not certain to be meant.
    """
    message = tracker.latest_message
    text = message.get("text") or ""
    entities = message.get("entities") or []
    choices = tuple(tracker.get_slot("quote_choices") or ())
    return Question(
        text="" if text.startswith("/") else text,
        asked=_without_negated(text, [entity for entity in entities if entity.get("entity") == "security"]),
        fields=_fields(entities, pressed=text.startswith("/")) or _split(tracker.get_slot("quote_field")),
        last=() if choices else _split(tracker.get_slot("quote_security")),
        choices=choices,
        intent=(message.get("intent") or {}).get("name") or "",
        details=_details(entities) if text.startswith("/") else {},
        thread=tracker.get_slot("thread") or "",
        thread_details=tracker.get_slot("thread_details") or {},
        awaiting=bool(tracker.get_slot("awaiting")),
        channel=tracker.get_latest_input_channel() or "",
        desk=desk_of(message),
        wished=(message.get("metadata") or {}).get("language") or "",
    )


def bare(text: str) -> str:
    """A text without blanks and the marks between its words."""
    return _MARKS.sub("", text)


def ordinal(text: str, count: int) -> int | None:
    """Which of `count` choices "第二个" or "后者" means, from 0; None where it fits none."""
    if not count:
        return None
    if _LAST.search(text):
        return count - 1
    place = next((_ORDINALS[character] for character in text if character in _ORDINALS), None)
    return place if place is not None and place < count else None


def means_index(text: str) -> bool:
    """Whether the words around an ambiguous code speak of an index."""
    return _INDEX_WORDS.search(text) is not None


def points_back(text: str) -> bool:
    """Whether the words are those of who speaks of the security before, whatever else they say."""
    return _POINTING.search(text) is not None


def asks_of_many(text: str) -> bool:
    """Whether a question is about the market's shares together: 今天涨停多少家."""
    return _MANY.search(text) is not None


def _fields(entities: Sequence[Mapping[str, Any]], *, pressed: bool) -> tuple[str, ...]:
    """Fields in the order asked, each once. The price alone is no field: the whole quote answers it.

    A word inside a security's name is none either; the entities of a button that was `pressed` all lie in one
    place and are all meant.
    """
    names = [] if pressed else [entity for entity in entities if entity.get("entity") == "security"]
    spans = [_span(entity) for entity in names]
    named = [
        name
        for entity in entities
        if entity.get("entity") == "quote_field" and not _inside(_span(entity), spans)
        for name in _split(entity.get("value"))
    ]
    fields = tuple(dict.fromkeys(named))
    return () if fields == ("last",) else fields


def _details(entities: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    own = {"security", "quote_field"}
    return {str(each["entity"]): str(each["value"]) for each in entities if each.get("entity") not in own}


def _without_negated(text: str, entities: Sequence[Mapping[str, Any]]) -> tuple[Asked, ...]:
    kept = [entity for entity in entities if not _NEGATED.search(text[: entity.get("start") or 0])]
    found = [Asked(_split(entity.get("value")), entity.get("text") or "") for entity in kept or entities]
    return tuple(dict.fromkeys(asked for asked in found if asked.refs))


def _split(value: str | None) -> tuple[str, ...]:
    return tuple(part for part in (value or "").split(",") if part)


def _span(entity: Mapping[str, Any]) -> tuple[int, int]:
    return entity.get("start") or 0, entity.get("end") or 0


def _inside(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
