"""Articles by what is asked, for questions that the model was not taught: those an editor has added since."""

from collections.abc import Callable
from datetime import date, datetime

from knowledge.article import Article
from knowledge.library import Shelf

CERTAIN = 0.82
"""Likeness from which a question is taken for an article's own: above it, no more than one in a thousand
questions of the taxonomy and paraphrases was taken for a wrong article's.
"""
APART = 0.15
"""How much less alike every other article must be."""
NEAR = 0.25
"""Score from which an article is worth offering: 95 of 100 right ones have it, half of small talk has not."""


class Lookup:
    """Asks the newest library."""

    def __init__(self, shelf: Shelf, now: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._now = now

    def claimed(self, text: str, intent_topic: str) -> str | None:
        """The id of the article whose own question this is, where the model takes it for another topic.

        None where nothing is certain, or where `intent_topic`, "" for none, is right.
        """
        same = {article.id for article in self._shelf.library.same(text, self._today())}
        if same:
            return None if intent_topic in same or len(same) > 1 else same.pop()
        found = self._shelf.library.alike(text, self._today(), CERTAIN)
        if not found or found[0].article.id == intent_topic:
            return None
        apart = all(found[0].likeness - other.likeness >= APART for other in found[1:])
        return found[0].article.id if apart else None

    def own(self, text: str) -> str | None:
        """The id of the only article of which this is a question, word for word."""
        same = {article.id for article in self._shelf.library.same(text, self._today())}
        return same.pop() if len(same) == 1 else None

    def suggested(self, text: str, limit: int = 3) -> list[Article]:
        """The nearest articles, to be offered; none where nothing is near."""
        found = self._shelf.library.find(text, self._today(), limit)
        return [each.article for each in found if each.score >= NEAR]

    def _today(self) -> date:
        return self._now().date()
