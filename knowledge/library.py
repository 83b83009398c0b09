"""All articles of one moment: never changed, only replaced by a newer one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

from knowledge.article import Article
from knowledge.folder import load_articles
from knowledge.retrieval import Found, Index, Retrieval


class Library:
    """Articles, some of them in several versions, older ones first. `following` are the ids asked most after
    one, where that was counted.
    """

    def __init__(
        self,
        articles: Iterable[Article],
        following: Mapping[str, tuple[str, ...]] | None = None,
        retrieval: Retrieval | None = None,
    ) -> None:
        self.articles = tuple(articles)
        self._versions: defaultdict[str, list[Article]] = defaultdict(list)
        for article in self.articles:
            self._versions[article.id].append(article)
        self.following = following or {}
        self._retrieval = retrieval or Retrieval()

    @classmethod
    def of_folder(cls, retrieval: Retrieval | None = None) -> Self:
        """What a fresh installation knows."""
        return cls(load_articles().values(), retrieval=retrieval)

    def prepare(self) -> Self:
        """Make ready for `find`, which else takes its time when it is first asked."""
        _ = self._index
        return self

    def read_with(self, retrieval: Retrieval) -> "Library":
        """The same articles, found in another way."""
        return Library(self.articles, self.following, retrieval)

    def get(self, id: str, day: date) -> Article | None:
        """The article that holds on a day: of several versions that which began last."""
        holding = [each for each in self._versions.get(id, ()) if each.holds(day)]
        return max(reversed(holding), key=lambda each: each.effective_from or date.min, default=None)

    def next(self, article: Article, day: date) -> tuple[Article, ...]:
        """What investors ask after an article: counted first, then what its editor foresaw."""
        ids = dict.fromkeys((*self.following.get(article.id, ()), *article.next))
        found = (self.get(each, day) for each in ids if each != article.id)
        return tuple(each for each in found if each)

    def holding(self, day: date) -> list[Article]:
        """All that are to be shown on a day, by id."""
        found = (self.get(id, day) for id in sorted(self._versions))
        return [each for each in found if each]

    def find(self, text: str, day: date, limit: int = 5) -> list[Found]:
        """The articles nearest to a question."""
        return self._index.find(text, self._within(day), limit)

    def alike(self, text: str, day: date, least: float) -> list[Found]:
        """The two articles with the questions most alike, where one is as much as `least`."""
        return self._index.alike(text, self._within(day), least)

    def same(self, text: str, day: date) -> list[Article]:
        """The articles of which this is a question, letter by letter but for blanks and punctuation."""
        return [each for each in self._index.same(text) if self.get(each.id, day) is each]

    def _within(self, day: date) -> list[bool]:
        return [self.get(each.id, day) is each for each in self.articles]

    @cached_property
    def _index(self) -> Index:
        return Index(self.articles, self._retrieval)


@dataclass
class Shelf:
    """Where the newest library stands; readers look it up at each answer."""

    library: Library
