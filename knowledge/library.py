"""All articles of one moment: never changed, only replaced by a newer one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from knowledge.article import Article
from knowledge.folder import load_articles


class Library:
    """Articles, some of them in several versions, older ones first. `following` are the ids asked most after
    one, where that was counted.
    """

    def __init__(
        self, articles: Iterable[Article], following: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self._versions: defaultdict[str, list[Article]] = defaultdict(list)
        for article in articles:
            self._versions[article.id].append(article)
        self._following = following or {}

    @classmethod
    def of_folder(cls) -> Self:
        """What a fresh installation knows."""
        return cls(load_articles().values())

    def get(self, id: str, day: date) -> Article | None:
        """The article that holds on a day: of several versions that which began last."""
        holding = [each for each in self._versions.get(id, ()) if each.holds(day)]
        return max(reversed(holding), key=lambda each: each.effective_from or date.min, default=None)

    def next(self, article: Article, day: date) -> tuple[Article, ...]:
        """What investors ask after an article: counted first, then what its editor foresaw."""
        ids = dict.fromkeys((*self._following.get(article.id, ()), *article.next))
        found = (self.get(each, day) for each in ids if each != article.id)
        return tuple(each for each in found if each)


@dataclass
class Shelf:
    """Where the newest library stands; readers look it up at each answer."""

    library: Library
