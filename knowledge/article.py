"""What an article is: one standard question, its answer, and where the answer comes from. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from knowledge.errors import BadArticle

MODES = ("self", "guide", "human")
AUTHS = ("none", "bind", "strong")
LANGUAGES = ("en", "zh-Hant")
LONGEST_LABEL = 10
"""Characters of a title on a button."""
LONGEST_LINES = 8
"""Lines of one text; its source follows."""
PLACEHOLDER = re.compile(r"\{(?P<kind>rule|broker):(?P<key>[^{}]+)\}")
"""`{rule:fees.stamp_duty@any}` is a dated row of rules/, `{broker:hotline}` what the operator has set."""

_ID = re.compile(r"[A-Z]{3}\d{2,4}")
_BRACES = re.compile(r"[{}]")
_PROMISES = re.compile(r"保证(收益|赚)|稳赚|必涨|包赚|保本保息|翻倍|内幕消息可")


@dataclass(frozen=True)
class Article:
    """`id` is an item of the question taxonomy or an editor's own, such as ACC17.

    `questions` are ways to ask it, which retrieval reads. `answer` is what is said first, `detail` what is
    said to who wants to know more; `steps` lead through a procedure one by one. `next` are the ids that are
    offered below. `channels` and `languages` hold other wordings of `answer`. It holds from `effective_from`
    to `effective_to`, both included, None is open.
    """

    id: str
    title: str
    label: str
    mode: str
    auth: str
    questions: tuple[str, ...]
    answer: str
    sources: tuple[str, ...]
    verified: bool
    owner: str
    effective_from: date | None = None
    effective_to: date | None = None
    detail: str = ""
    steps: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    skill: str = ""
    channels: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)

    def holds(self, day: date) -> bool:
        """Whether it is to be shown on a day."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)

    def placeholders(self) -> list[tuple[str, str]]:
        """Kind and key of what is filled in: rules and parameters of the broker."""
        said = (self.answer, self.detail, *self.steps, *self.channels.values(), *self.languages.values())
        return [(found["kind"], found["key"]) for text in said for found in PLACEHOLDER.finditer(text)]

    def said(self, channel: str = "", language: str = "") -> str:
        """The answer in a language and for a channel, where it has such a wording."""
        return self.languages.get(language) or self.channels.get(channel) or self.answer


def read_article(cells: Mapping[str, Any], name: str = "") -> Article:
    """An article from what YAML or JSON holds. Raises BadArticle naming every fault."""
    name = name or str(cells.get("id") or "?")
    known = {each.name for each in fields(Article)}
    faults = [f"{key} is no field of an article." for key in sorted(set(cells) - known)]
    try:
        article = Article(**{key: _value(key, value) for key, value in cells.items() if key in known})
    except (TypeError, ValueError) as error:  # a field lacks, or a date is none
        raise BadArticle(name, [*faults, f"{error}."]) from error
    if faults := [*faults, *_faults(article)]:
        raise BadArticle(name, faults)
    return article


def cells_of(article: Article) -> dict[str, Any]:
    """What `read_article` reads: for files and for JSON; dates as ISO text."""
    cells = {each.name: getattr(article, each.name) for each in fields(Article)}
    return {key: _plain(value) for key, value in cells.items() if value not in (None, "", (), {})}


def _value(key: str, value: Any) -> Any:
    if key in ("effective_from", "effective_to"):
        return value if value is None or isinstance(value, date) else date.fromisoformat(str(value))
    if key in ("questions", "sources", "steps", "next"):
        return tuple(str(each).strip() for each in value or ())
    if key in ("channels", "languages"):
        return {str(name): str(text).strip() for name, text in (value or {}).items()}
    return value if key == "verified" else str(value or "").strip()


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _faults(article: Article) -> Sequence[str]:
    texts = (article.answer, article.detail, *article.steps, *article.channels.values())
    texts = (*texts, *article.languages.values())
    checks = {
        "id must be three capitals and digits.": not _ID.fullmatch(article.id),
        "mode must be self, guide or human.": article.mode not in MODES,
        "auth must be none, bind or strong.": article.auth not in AUTHS,
        "title, answer and owner must not be empty.": not all((article.title, article.answer, article.owner)),
        f"label must have 1 to {LONGEST_LABEL} characters.": not 0 < len(article.label) <= LONGEST_LABEL,
        "it needs at least three questions.": len(set(article.questions)) < 3,
        "it needs a source.": not article.sources,
        "a guide needs steps.": article.mode == "guide" and not article.steps,
        f"a text has more than {LONGEST_LINES} lines.": any(
            text.count("\n") >= LONGEST_LINES for text in texts
        ),
        "a brace is no placeholder.": any(_BRACES.search(PLACEHOLDER.sub("", text)) for text in texts),
        "it promises.": any(_PROMISES.search(text) for text in texts),
        "languages must be en or zh-Hant.": bool(set(article.languages) - set(LANGUAGES)),
        "next must not name itself.": article.id in article.next,
        "it ends before it begins.": _ends_early(article),
    }
    return [sentence for sentence, wrong in checks.items() if wrong]


def _ends_early(article: Article) -> bool:
    begin, end = article.effective_from, article.effective_to
    return begin is not None and end is not None and end < begin
