"""One version of an article, as the database keeps it, and how two of them differ. Pure."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import yaml

from knowledge.article import Article, read_article


@dataclass(frozen=True)
class Version:
    """`state` is draft, in_review, published or retired; `origin` file or desk."""

    id: str
    number: int
    content: Mapping[str, Any]
    state: str
    author: str
    reviewer: str | None
    origin: str
    note: str
    created_at: datetime
    published_at: datetime | None

    @property
    def article(self) -> Article:
        """What it says. Raises BadArticle where an older Wenpan has written what this one cannot show."""
        return read_article(self.content, f"{self.id} version {self.number}")

    def day(self, name: str) -> date | None:
        """`effective_from` or `effective_to`."""
        value = self.content.get(name)
        return date.fromisoformat(value) if value else None

    def shown(self, day: date) -> bool:
        """Whether it is public and holds on a day; a newer beginning may still stand before it."""
        begin, end = self.day("effective_from"), self.day("effective_to")
        holds = (begin is None or begin <= day) and (end is None or day <= end)
        return self.state == "published" and holds

    def standing(self, day: date) -> str:
        """How it stands on a day: its state, or in words of days scheduled, expired, and approved."""
        if self.state == "published" and not self.shown(day):
            begin = self.day("effective_from")
            return "scheduled" if begin and begin > day else "expired"
        return "approved" if self.state == "in_review" and self.reviewer else self.state


def current(history: Sequence[Version], day: date) -> Version:
    """What is shown on a day; where nothing is, what is public from another day; else the newest."""
    public = [each for each in history if each.state == "published"]
    among = [each for each in public if each.shown(day)] or public
    begun = max(among, key=lambda each: (each.day("effective_from") or date.min, each.number), default=None)
    return begun or history[-1]


def changes(old: Version, new: Version) -> dict[str, list[tuple[str, str]]]:
    """By field: its lines with "-", "+" or " " before them; only fields that differ."""
    pairs = {each.name: (_lines(old, each.name), _lines(new, each.name)) for each in fields(Article)}
    return {
        name: [(line[0], line[2:]) for line in difflib.ndiff(before, after) if line[0] != "?"]
        for name, (before, after) in pairs.items()
        if before != after
    }


def _lines(version: Version, name: str) -> list[str]:
    value = version.content.get(name)
    if isinstance(value, Mapping):
        value = [f"{key}: {text}" for key, text in value.items()]
    texts = value if isinstance(value, list) else ["" if value is None else str(value)]
    return [line for text in texts for line in str(text).splitlines()]


def written(content: Mapping[str, Any]) -> str:
    """An article as a file of data/knowledge is written."""
    ordered = {each.name: content[each.name] for each in fields(Article) if each.name in content}
    return yaml.dump(ordered, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def difference(old: Version, new: Version) -> list[str]:
    """What a newer version says otherwise: lines with a sign before them; none where they say the same."""
    names = (f"{each.id} version {each.number}" for each in (old, new))
    before, after = (written(each.content).splitlines() for each in (old, new))
    return list(difflib.unified_diff(before, after, next(names), next(names), lineterm="", n=1))


class _Dumper(yaml.SafeDumper):
    """Texts of several lines stand as they are read."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
