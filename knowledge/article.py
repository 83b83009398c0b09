"""What an article is: one standard question, its answer, and where the answer comes from. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from knowledge.errors import BadArticle, Fault

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
        return [
            (found["kind"], found["key"]) for text in self.texts() for found in PLACEHOLDER.finditer(text)
        ]

    def texts(self) -> tuple[str, ...]:
        """Everything of it that an investor may read, in each wording."""
        wordings = (*self.channels.values(), *self.languages.values())
        return (self.answer, self.detail, *self.steps, *wordings)

    def said(self, channel: str = "", language: str = "") -> str:
        """The answer in a language and for a channel, where it has such a wording."""
        return self.languages.get(language) or self.channels.get(channel) or self.answer


def read_article(cells: Mapping[str, Any], name: str = "") -> Article:
    """An article from what YAML or JSON holds. Raises BadArticle naming every fault."""
    name = name or str(cells.get("id") or "?")
    known = {each.name for each in fields(Article)}
    strange = sorted(set(cells) - known)
    faults = [Fault(f"{key} is no field of an article.", "no_field", found=key) for key in strange]
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


def _faults(article: Article) -> Sequence[Fault]:
    checks = {
        Fault("id must be three capitals and digits.", "bad_id", "id"): not _ID.fullmatch(article.id),
        Fault("mode must be self, guide or human.", "bad_mode", "mode"): article.mode not in MODES,
        Fault("auth must be none, bind or strong.", "bad_auth", "auth"): article.auth not in AUTHS,
        Fault("title, answer and owner must not be empty.", "empty"): not all(
            (article.title, article.answer, article.owner)
        ),
        Fault(f"label must have 1 to {LONGEST_LABEL} characters.", "bad_label", "label"): (
            not 0 < len(article.label) <= LONGEST_LABEL
        ),
        Fault("it needs at least three questions.", "few_questions", "questions"): (
            len(set(article.questions)) < 3
        ),
        Fault("it needs a source.", "no_source", "sources"): not article.sources,
        Fault("a guide needs steps.", "no_steps", "steps"): article.mode == "guide" and not article.steps,
        Fault("languages must be en or zh-Hant.", "bad_language"): bool(
            set(article.languages) - set(LANGUAGES)
        ),
        Fault("next must not name itself.", "next_itself", "next"): article.id in article.next,
        Fault("it ends before it begins.", "ends_early", "effective_to"): _ends_early(article),
    }
    return [*(fault for fault, wrong in checks.items() if wrong), *_faults_of_texts(article)]


def _faults_of_texts(article: Article) -> Iterator[Fault]:
    texts = article.texts()
    promises = [found[0] for text in texts if (found := _PROMISES.search(text))]
    braces = [text for text in texts if _BRACES.search(PLACEHOLDER.sub("", text))]
    if any(text.count("\n") >= LONGEST_LINES for text in texts):
        yield Fault(f"a text has more than {LONGEST_LINES} lines.", "long_text")
    if braces:
        yield Fault("a brace is no placeholder.", "brace")
    if promises:
        yield Fault("it promises.", "promise", found=promises[0])


def _ends_early(article: Article) -> bool:
    begin, end = article.effective_from, article.effective_to
    return begin is not None and end is not None and end < begin
