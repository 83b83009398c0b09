"""One article as a feature: its answer, detail, or one of its steps; below it what is asked next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from actions.article.filling import Filling
from actions.article.words import ArticleWords
from actions.desk import OPEN, wish
from actions.features import Answer
from actions.language import TRADITIONAL
from actions.memory import BRIEF, DETAIL, VIEW
from actions.question import Question
from actions.utterance import BUTTONS, Button, Utterance, payload
from knowledge.article import Article
from knowledge.library import Shelf

SHOW = "show_article"
"""The intent of buttons that lead to an article which has no intent of its own."""
_REGISTERING = frozenset({"claim_damages"})
"""Intents that open a ticket: a button to their article must not."""
BEGUN = "utter_article_begun"
"""What says only the first part of an article."""
_LINES = 2
"""Lines that are shown of an article where others are answered beside it."""
_OPEN = ("：", "；", "，", "、", ":", ";", ",")
"""What a line ends with that is not the end of what it says."""


@dataclass(frozen=True)
class Reading:
    """What every article is read with."""

    shelf: Shelf
    filling: Filling
    words: ArticleWords
    intents: Mapping[str, str]
    """The intent of each topic."""
    now: Callable[[], datetime]

    def topic(self, intent: str) -> str:
        """The topic whose questions a button asks by this intent, "" for none."""
        return next((id for id, asked in self.intents.items() if asked == intent), "")


class ArticleFeature:
    """Answers with the article `id`."""

    def __init__(self, id: str, reading: Reading) -> None:
        self._id = id
        self._reading = reading

    async def answer(self, question: Question) -> Answer:
        """The article, in the investor's language where it has one; that there is none."""
        article = self._reading.shelf.library.get(self._id, self._reading.now().date())
        if article is None:
            return Answer([Utterance("utter_article_missing")], topic=self._id)
        view = question.details.get(VIEW, "")
        if view.isdigit() and article.steps:
            return self._step(article, int(view))
        language = question.language
        if view and view != BRIEF and article.detail:
            told = self._utterance(article, article.detail, self._onward(article, seen=True))
            return Answer([told], topic=article.id, details=self._details(article, DETAIL))
        said, written = article.said(question.channel, language), language in article.languages
        if view == BRIEF:
            told = self._begun(article, said, language if written else "")
        else:
            told = self._utterance(article, said, self._onward(article), language if written else "")
        if language == TRADITIONAL:
            told = replace(told, language=TRADITIONAL)
        return _calling(Answer([told], topic=article.id, details=self._details(article)), article, question)

    def _utterance(
        self, article: Article, text: str, buttons: tuple[Button, ...], language: str = ""
    ) -> Utterance:
        filled = self._reading.filling.fill(text, self._reading.now().date())
        stamp = self._reading.filling.sign(article, filled.rows, language)
        return Utterance("utter_article", {"body": filled.text, "stamp": stamp}, buttons)

    def _begun(self, article: Article, text: str, language: str) -> Utterance:
        """The first part of an answer; the button below leads to all of it."""
        filled = self._reading.filling.fill(first_part(text), self._reading.now().date())
        stamp = self._reading.filling.mark(filled.rows, language)
        values = {"body": filled.text, "stamp": stamp}
        return Utterance(BEGUN, values, (self._button(article, article.label),))

    def _step(self, article: Article, place: int) -> Answer:
        words, count = self._reading.words, len(article.steps)
        if place > count:
            values = {"title": article.title}
            return Answer([Utterance("utter_guide_done", values, self._next(article))], topic=article.id)
        text = words.step.format(place=place, count=count, text=article.steps[place - 1])
        views = [("onward", place + 1)] if place < count else []
        views += [("back", place - 1)] if place > 1 else []
        around = tuple(self._button(article, words.buttons[name], str(at)) for name, at in views)
        buttons = around if place < count else (*around, *self._next(article))
        told = self._utterance(article, text, buttons[:BUTTONS])
        return Answer([told], topic=article.id, details=self._details(article, str(place)))

    def _details(self, article: Article, view: str = "") -> dict[str, str]:
        named = {"article": "" if _asked_by(article.id, self._reading.intents) else article.id, VIEW: view}
        return {name: value for name, value in named.items() if value}

    def _onward(self, article: Article, *, seen: bool = False) -> tuple[Button, ...]:
        """Its steps, its detail, and what others ask next."""
        words = self._reading.words.buttons
        own = [self._button(article, words["begin"], "1")] if article.steps else []
        own += [self._button(article, words["more"], DETAIL)] if article.detail and not seen else []
        return (*own, *self._next(article))[:BUTTONS]

    def _next(self, article: Article) -> tuple[Button, ...]:
        following = self._reading.shelf.library.next(article, self._reading.now().date())
        return tuple(self._button(each, each.label) for each in following)

    def _button(self, article: Article, title: str, view: str = "") -> Button:
        return Button(title, shown(article.id, self._reading.intents, view))


def shown(id: str, intents: Mapping[str, str], view: str = "") -> str:
    """What a button sends to be shown an article: its own intent, or the one that names it."""
    intent = _asked_by(id, intents)
    return payload(intent, article_view=view) if intent else payload(SHOW, article=id, article_view=view)


def first_part(text: str) -> str:
    """The first two lines of a text, and on to the end of the sentence or list they begin."""
    lines = text.strip().split("\n")
    ends = (place for place, line in enumerate(lines, 1) if place >= _LINES and not line.endswith(_OPEN))
    return "\n".join(lines[: next(ends, len(lines))])


def _asked_by(id: str, intents: Mapping[str, str]) -> str:
    """The intent that only reads an article, "" where there is none."""
    intent = intents.get(id, "")
    return "" if intent in _REGISTERING else intent


def _calling(answer: Answer, article: Article, question: Question) -> Answer:
    """The answer with a wish for the person that it takes; who comes at once leaves nothing to be pressed."""
    if article.mode != "human":
        return answer
    coming = question.desk == OPEN
    utterances = [replace(each, buttons=()) if coming else each for each in answer.utterances]
    return replace(answer, utterances=utterances, handoff=wish("topic", article.skill or None))
