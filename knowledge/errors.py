"""What can go wrong with articles.

KnowledgeError
└ BadArticle     the editor's mistake: `name` says which article, `faults` are sentences, one for each
"""

from collections.abc import Sequence


class KnowledgeError(Exception):
    """Root of the tree."""


class BadArticle(KnowledgeError):
    """An article that cannot be shown as it stands."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        super().__init__(f"{name}: {' '.join(faults)}")
        self.name = name
        self.faults = tuple(faults)
