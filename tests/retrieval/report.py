"""How well articles are found by other words than their own: `python -m tests.retrieval.report`.

The paraphrases were written apart from the articles. `measured` is for the report on understanding.
"""

import csv
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from knowledge.article import Article
from knowledge.encoder import Encoder
from knowledge.folder import load_articles
from knowledge.library import Library
from knowledge.retrieval import Retrieval
from market.names import normalise

PARAPHRASES = Path(__file__).with_name("paraphrases.tsv")
SHOWN = 5

Finding = Callable[[str], Sequence[str]]
"""The ids of articles nearest to a question, the nearest first."""


@dataclass(frozen=True)
class Row:
    """One way to find: shares of questions whose article came first, and among the first five; milliseconds
    at the middle and at the 99th of a hundred.
    """

    way: str
    first: float
    among_five: float
    middle: float
    slow: float


def questions(articles: Mapping[str, Article]) -> list[tuple[str, str]]:
    """Topic and question, of topics that have an article."""
    with PARAPHRASES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["topic"], row["question"]) for row in rows if row["topic"] in articles]


def measured() -> list[Row]:
    """Characters alone, the encoder alone where it is installed, and both as they are in use."""
    articles = load_articles()
    asked, encoder = questions(articles), Encoder.open()
    ways = {"characters (BM25)": _library(articles, Retrieval(normalise))}
    if encoder:
        ways["sentence encoder"] = _by_sense(articles, encoder)
        ways["both, as in use"] = _library(articles, Retrieval(normalise, encoder))
    return [_measure(way, find, asked) for way, find in ways.items()]


def table(rows: Sequence[Row], count: int) -> str:
    """For people."""
    lines = [f"{count} paraphrases", "", "| found by | R@1 | R@5 | p50 | p99 |", "|---|---|---|---|---|"]
    lines += [
        f"| {row.way} | {row.first:.3f} | {row.among_five:.3f} | {row.middle:.1f} ms | {row.slow:.1f} ms |"
        for row in rows
    ]
    return "\n".join(lines)


def _library(articles: Mapping[str, Article], retrieval: Retrieval) -> Finding:
    library, today = Library(articles.values(), retrieval=retrieval).prepare(), _today()
    return lambda text: [found.article.id for found in library.find(text, today, SHOWN)]


def _by_sense(articles: Mapping[str, Article], encoder: Encoder) -> Finding:
    texts = [(id, question) for id, article in articles.items() for question in article.questions]
    vectors = encoder.several([normalise(question).lower() for _, question in texts])

    def find(text: str) -> list[str]:
        order = np.argsort(-(vectors @ encoder.one(normalise(text).lower())), kind="stable")
        return list(dict.fromkeys(texts[place][0] for place in order))[:SHOWN]

    return find


def _measure(way: str, find: Finding, asked: Sequence[tuple[str, str]]) -> Row:
    first = among = 0
    times = []
    for topic, question in asked:
        began = time.perf_counter()
        found = find(question)
        times.append(1000 * (time.perf_counter() - began))
        first += found[:1] == [topic]
        among += topic in found
    middle, slow = np.percentile(times, [50, 99])
    return Row(way, first / len(asked), among / len(asked), float(middle), float(slow))


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


if __name__ == "__main__":
    sys.stdout.write(f"{table(measured(), len(questions(load_articles())))}\n")
