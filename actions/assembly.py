"""Every action of the server, joined with what it needs: the only place that knows them all."""

from collections.abc import Mapping
from dataclasses import dataclass

from rasa_sdk.interfaces import Action

from actions.article.feature import Reading
from actions.article.roster import article_features
from actions.boundary.feature import Declining
from actions.features import Features
from actions.handlers.article import ReadArticle
from actions.handlers.boundary import Decline
from actions.handlers.feature import Strays, Thread, actions_of
from actions.handlers.go_on import GoOn
from actions.handlers.quote import AnswerMarket, AnswerQuote, DismissChoices, Suggest, TakeChoice
from actions.quote.quoting import Quoting


@dataclass(frozen=True)
class Parts:
    """What actions are made of."""

    features: Features
    quoting: Quoting
    declining: Declining
    reading: Reading
    topics: Mapping[str, str | None]
    strays: Strays


def all_actions(parts: Parts) -> list[Action]:
    """One for each action of the domain."""
    articles = article_features(parts.features, parts.topics, parts.reading)
    thread = Thread({**parts.features, **articles}, parts.topics, parts.strays)
    quoting, declining = parts.quoting, parts.declining
    threaded = [kind(quoting, thread) for kind in (AnswerQuote, TakeChoice, Suggest)]
    refusing = [GoOn(quoting, thread, declining), Decline(declining, thread)]
    own = [AnswerMarket(quoting), *threaded, *refusing, DismissChoices(thread)]
    return [*own, *actions_of(parts.features, thread), ReadArticle(articles, parts.reading, thread)]
