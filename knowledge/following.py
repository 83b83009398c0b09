"""What investors ask after a topic, counted: when a count is large enough to go before an editor's choice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

LEAST = 20
"""Observations from which a following topic counts for more than an editor's foresight."""

Pair = tuple[str, str]
"""A topic, and one asked soon after it in the same conversation."""


def outranking(counts: Mapping[Pair, int]) -> dict[str, tuple[str, ...]]:
    """The topics that follow each one often, most often first."""
    often: defaultdict[str, list[str]] = defaultdict(list)
    for (topic, following), count in sorted(counts.items(), key=_by_count):
        if count >= LEAST and topic != following:
            often[topic].append(following)
    return {topic: tuple(each) for topic, each in often.items()}


def as_counts(rows: Iterable[Mapping[str, object]]) -> dict[Pair, int]:
    """Rows of `topic`, `next`, `count`."""
    return {(str(row["topic"]), str(row["next"])): int(str(row["count"])) for row in rows}


def _by_count(item: tuple[Pair, int]) -> tuple[int, Pair]:
    return -item[1], item[0]
