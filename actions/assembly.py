"""Every action of the server, joined with what it needs: the only place that knows them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rasa_sdk.interfaces import Action

from actions.answering import Answering
from actions.article.feature import Reading
from actions.article.lookup import Lookup
from actions.article.roster import article_features
from actions.boundary.feature import Declining
from actions.care import CareWords, Lines
from actions.claims import Claims
from actions.features import Features
from actions.fee.sums import with_sums
from actions.handlers.article import ReadArticle
from actions.handlers.boundary import Decline
from actions.handlers.caring import Bedside, Caring
from actions.handlers.dialogue import Cancel, GoBack, NextStep, Repeat
from actions.handlers.feature import Strays, Thread, actions_of
from actions.handlers.go_on import GoOn
from actions.handlers.quote import AnswerMarket, AnswerQuote, DismissChoices, TakeChoice
from actions.handlers.recalling import Recalling
from actions.handlers.redirecting import Finder, Redirecting
from actions.handlers.remembering import Note, Remembering
from actions.handlers.resuming import Resuming
from actions.handlers.several import AnswerSeveral
from actions.handlers.small_talk import Dispute, SmallTalk
from actions.handlers.soothing import Soothing, Temper
from actions.handlers.suggest import Choosing, Suggest
from actions.handlers.tasking import GoOnTask, Tasking, Tasks
from actions.handlers.urgent import ComplaintProgress, GrievanceWords, LeaveMessage, Urgent
from actions.identify import Identifier
from actions.leaning import Leaning, number_of, step_of
from actions.procedures import Procedures
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
    note: Note
    tasks: Tasks | None


def all_actions(parts: Parts) -> list[Action]:
    """One for each action of the domain; every one of them leaves its mark on the conversation's memory."""
    features = {**parts.features, "ask_term": Explaining(Glossary.load(), parts.reading)}
    told = article_features(features, parts.topics, parts.reading)
    articles = with_sums(told, parts.reading, parts.identifier)
    thread = Thread({**features, **articles}, parts.topics, parts.strays)
    answering = Answering(
        {**features, **articles}, parts.quoting, parts.declining, parts.topics, parts.reading
    )
    claims = Claims(Lookup(parts.reading.shelf, parts.reading.now), parts.reading)
    leaning = Leaning(parts.topics, answering.leads)
    before, words = (step_of, leaning.view, number_of), DialogueWords.load()
    loose = [Resuming(ReadArticle(answering), thread), suggesting(parts, thread, claims.lookup, words)]
    procedures = Procedures(answering.leads, parts.declining.judged)
    strict = [*of_quotes(parts, thread), *actions_of(features, thread)]
    bedside, temper = at_bedside(parts), Temper.load()
    listed = [
        *redirecting(loose, answering, *before, claims.exactly, leaning.same_kind, claims.nearly),
        *redirecting(strict, answering, *before, claims.exactly, leaning.same_kind, procedures.asked),
        *redirecting(of_dialogue(answering, words), answering, *before),
        *of_grievances(bedside, temper.grievance, answering),
        *redirecting([SmallTalk()], answering, number_of),
        GoOnTask(),
    ]
    return [around(action, parts, bedside, temper) for action in listed]


def around(action: Action, parts: Parts, bedside: Bedside, temper: Temper) -> Action:
    """What stands around every action: the task under way within, the mood of the message, the memory."""
    reading = parts.reading
    tasked = Tasking(action, parts.tasks) if parts.tasks else action
    minded = Caring(Soothing(tasked, temper), bedside)
    return Recalling(Remembering(minded, reading.words, parts.note), parts.topics, reading.now)


def redirecting(actions: Sequence[Action], answering: Answering, *finders: Finder) -> list[Action]:
    """Each of `actions`, with those who may know better before it."""
    return [Redirecting(action, answering, finders) for action in actions]


def suggesting(parts: Parts, thread: Thread, lookup: Lookup, words: DialogueWords) -> Suggest:
    """What is done with a message that was not understood."""
    choosing = Choosing(parts.reading, parts.identifier, lookup, words)
    return Suggest(parts.quoting, thread, parts.declining, choosing, parts.topics)


def of_quotes(parts: Parts, thread: Thread) -> list[Action]:
    """Quotes, what leans on them, and what is declined with facts below."""
    quoting, declining = parts.quoting, parts.declining
    return [
        AnswerMarket(quoting),
        AnswerQuote(quoting, thread),
        TakeChoice(quoting, thread),
        GoOn(quoting, thread, declining),
        Resuming(Decline(declining), thread),
        Resuming(DismissChoices(), thread),
    ]


def of_dialogue(answering: Answering, words: DialogueWords) -> list[Action]:
    """What is said about the conversation itself."""
    several = AnswerSeveral(answering, words)
    return [several, NextStep(answering, several), Repeat(answering), GoBack(answering), Cancel()]


def of_grievances(bedside: Bedside, words: GrievanceWords, answering: Answering) -> list[Action]:
    """What people must hear of: despair, theft, claims and complaints."""
    urgent = redirecting([Urgent(bedside.lines, words, bedside.now)], answering, words.told_of)
    return [*urgent, ComplaintProgress(), LeaveMessage(words), Dispute()]


def at_bedside(parts: Parts) -> Bedside:
    """What staying with people in need takes."""
    reading = parts.reading
    crisis, hotline = (
        reading.filling.fill(parameter, reading.now().date()).text
        for parameter in ("{broker:crisis_line}", "{broker:hotline}")
    )
    return Bedside(Lines(crisis, hotline), CareWords.load(), reading.now)
