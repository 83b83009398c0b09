"""Which intents an article answers: all that have a topic and no feature of their own."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from actions.article.feature import ArticleFeature, Reading
from actions.article.filling import Filling
from actions.article.words import ArticleWords
from actions.features import Features
from knowledge.folder import load_parameters
from knowledge.library import Shelf
from rules.book import Book

_OWN_ANSWERS = frozenset(
    {
        "help",
        "say_nothing",
        "choose",
        "nlu_fallback",
        "ask_other_figure",
        "ask_ranking",
        "ask_other_market",
        "out_of_scope",
        "ask_machine",
        "ask_human",
        "leave_message",
        "ask_quote",
        "ask_market",
        "ask_advice",
        "ask_forecast",
        "ask_rumour",
        "order_request",
        "distress",
        "report_theft",
        "complain",
    }
)
"""Intents that are neither answered by a feature nor by an article."""
_ELSEWHERE = frozenset(
    {
        *("help", "say_nothing", "choose", "nlu_fallback", "leave_message"),
        *("ask_other_figure", "ask_ranking", "ask_other_market"),
    }
)
"""Intents that share the topic of an article and do not lead to it."""


def build_reading(
    shelf: Shelf, settings: Mapping[str, str], topics: Mapping[str, str | None], now: Callable[[], datetime]
) -> Reading:
    """What articles are read with; `settings` are the broker's own parameters."""
    words = ArticleWords.load()
    intents: dict[str, str] = {}
    for intent, topic in topics.items():
        if topic and intent not in _ELSEWHERE:
            intents.setdefault(topic, intent)
    return Reading(shelf, Filling(Book.load(), load_parameters(), settings, words), words, intents, now)


def article_features(
    features: Collection[str], topics: Mapping[str, str | None], reading: Reading
) -> Features:
    """A feature for each intent that the domain sends to action_article: what none of `features` answers."""
    left = {intent: topic for intent, topic in topics.items() if intent not in {*features, *_OWN_ANSWERS}}
    return {intent: ArticleFeature(topic, reading) for intent, topic in left.items() if topic}
