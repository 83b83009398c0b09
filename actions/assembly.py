"""Every action of the server, joined with what it needs: the only place that knows them all."""

from collections.abc import Mapping
from dataclasses import dataclass

from rasa_sdk.interfaces import Action

from actions.answering import Answering
from actions.article.feature import Reading
from actions.article.roster import article_features
from actions.boundary.feature import Declining
from actions.features import Features
from actions.handlers.article import ReadArticle
from actions.handlers.boundary import Decline
from actions.handlers.dialogue import Cancel, GoBack, NextStep, Repeat
from actions.handlers.feature import Strays, Thread, actions_of
from actions.handlers.go_on import GoOn
from actions.handlers.quote import AnswerMarket, AnswerQuote, DismissChoices, TakeChoice
from actions.handlers.remembering import Remembering
from actions.handlers.several import AnswerSeveral
from actions.handlers.suggest import Choosing, Suggest
from actions.identify import Identifier
from actions.quote.quoting import Quoting
from actions.term.feature import Explaining
from actions.term.glossary import Glossary
from actions.words import DialogueWords


@dataclass(frozen=True)
class Parts:
    """What actions are made of."""

    features: Features
    quoting: Quoting
    declining: Declining
    reading: Reading
    identifier: Identifier
    topics: Mapping[str, str | None]
    strays: Strays


def all_actions(parts: Parts) -> list[Action]:
    """One for each action of the domain; every one of them leaves its mark on the conversation's memory."""
    features = {**parts.features, "ask_term": Explaining(Glossary.load(), parts.reading)}
    articles = article_features(features, parts.topics, parts.reading)
    everything = {**features, **articles}
    thread = Thread(everything, parts.topics, parts.strays)
    answering = Answering(everything, parts.quoting, parts.declining, parts.topics)
    listed = [
        *of_quotes(parts, thread),
        *actions_of(features, thread),
        ReadArticle(articles, parts.reading, thread),
        *of_dialogue(answering),
    ]
    return [Remembering(action, parts.reading.words) for action in listed]


def of_quotes(parts: Parts, thread: Thread) -> list[Action]:
    """Quotes, what leans on them, and what is declined with facts below."""
    quoting, declining = parts.quoting, parts.declining
    choosing = Choosing(parts.reading, parts.identifier, DialogueWords.load())
    return [
        AnswerMarket(quoting),
        AnswerQuote(quoting, thread),
        TakeChoice(quoting, thread),
        Suggest(quoting, thread, declining, choosing, parts.topics),
        GoOn(quoting, thread, declining),
        Decline(declining, thread),
        DismissChoices(thread),
    ]


def of_dialogue(answering: Answering) -> list[Action]:
    """What is said about the conversation itself."""
    several = AnswerSeveral(answering, DialogueWords.load())
    return [several, NextStep(answering, several), Repeat(answering), GoBack(answering), Cancel()]
