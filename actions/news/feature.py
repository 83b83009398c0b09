"""Answers what is reported of the market, of a share, of a topic: headlines as they are, never a verdict."""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Self

from actions.facts import FactWords, moment
from actions.features import Answer
from actions.identify import Identifier
from actions.market_port import AskedMarket
from actions.news.topics import Topics
from actions.question import Question
from actions.utterance import Button, Utterance, payload
from actions.words import NOTICES, load_words
from market.fact import Fact, Gap
from market.facts import known
from market.names import normalise
from market.news import ANYBODY, MARKET_NEWS, NEWS_ABOUT, NewsItem, relevant
from market.news_text import shortened
from market.securities import Security

INTENT = "ask_news"
HOUSES = ("财联社", "同花顺", "新浪财经", "富途牛牛", "东方财富", "财新")
"""Whose headlines are searched for a topic."""
_LAST_PAGE = 9

Items = tuple[NewsItem, ...]


@dataclass(frozen=True)
class NewsWords:
    """The table data/notices/news.yml; keys there are the names here."""

    market: str
    about: str
    what: str
    shown: int
    longest: int
    line: str
    reported: str
    several: str
    join: str
    buttons: Mapping[str, str]
    verdicts: Mapping[str, Mapping[str, str]]
    pronouns: str
    question_words: str

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "news.yml")

    def verdict(self, text: str) -> list[Utterance]:
        """What is said where reasons or a verdict are asked for."""
        plain = normalise(text)
        said = [each["line"] for each in self.verdicts.values() if re.search(each["words"], plain)]
        return [Utterance("utter_news_verdict", {"line": said[0]})] if said else []


class News:
    """Joins identifier, market and words."""

    def __init__(
        self, market: AskedMarket, identifier: Identifier, words: NewsWords, facts: FactWords
    ) -> None:
        self._market = market
        self._identifier = identifier
        self._words = words
        self._facts = facts
        self._topics = Topics(words.question_words.split())

    async def answer(self, question: Question) -> Answer:
        """Of the share that is named or leant on, else of the topic, else of the market."""
        question = _returned(question)
        page = _page(question.details.get("news_page", ""))
        topic = question.details.get("news_topic", "")
        if question.asked:
            return await self._of_asked(question, page)
        words = [topic] if topic else self._topics.of(question.text)
        if not words and re.search(self._words.pronouns, normalise(question.text)):
            security = self._identifier.spoken_of(question)
            if security and security.kind == "stock":
                return await self._of_share(security, question, page)
        if words:
            return await self._of_topic(words, page)
        return _below(self._words.verdict(question.text)[:1], await self._of_market(page))

    async def _of_asked(self, question: Question, page: int) -> Answer:
        security = self._identifier.one(question, INTENT)
        if isinstance(security, Answer):
            return security
        if security.kind == "stock":
            return await self._of_share(security, question, page)
        if security.kind == "index":
            return _below(self._words.verdict(question.text), await self._of_market(page))
        return await self._of_topic([security.name], page)

    async def _of_market(self, page: int) -> Answer:
        found = await self._market.facts.get(MARKET_NEWS, ANYBODY)
        fact = known(found)
        if fact is None:
            gap = found if isinstance(found, Gap) else Gap[Items]("no_data")
            return Answer([self._facts.gap(gap, self._words.what, demo=self._market.mode == "demo")])
        return self._told(
            self._words.market, fact.value, [fact], page, (self._button("quote", "ask_market"),)
        )

    async def _of_share(self, security: Security, question: Question, page: int) -> Answer:
        """What is found for its code, else what the houses' headlines say of its name."""
        found = known(await self._market.facts.get(NEWS_ABOUT, security.code))
        facts = [found] if found else await self._pool()
        items = found.value if found else relevant(_all(facts), [security.name])
        if not items:
            return Answer([self._none_about(security, facts)], shown=(security,))
        head = self._words.about.format(name=security.name)
        buttons = (self._button("announcement", "ask_announcement", security),)
        told = self._told(head, items, _of(facts, items), page, buttons, security=security)
        told.shown = (security,)
        return _below(self._words.verdict(question.text), told)

    def _none_about(self, security: Security, facts: Sequence[Fact[Items]]) -> Utterance:
        demo = self._market.mode == "demo"
        if demo or not facts:
            return self._facts.gap(Gap("source_down"), self._words.what, security, demo=demo)
        button = self._button("announcement", "ask_announcement", security)
        market = self._button("market", INTENT)
        return Utterance("utter_news_none_about", {"name": security.name}, (button, market))

    async def _of_topic(self, words: Sequence[str], page: int) -> Answer:
        """What the houses' headlines hold of the words, else what is found for them, else the newest."""
        facts = await self._pool()
        items = relevant(_all(facts), words)
        topic = max(words, key=len)
        if not items and (found := known(await self._market.facts.get(NEWS_ABOUT, topic))):
            facts, items = [found], relevant(found.value, words)
        if not items:
            said = Utterance("utter_news_no_match", {"topic": topic})
            return _below([said], await self._of_market(0))
        head = self._words.about.format(name=self._words.join.join(words[:2]))
        buttons = (self._button("market", INTENT),)
        return self._told(head, items, _of(facts, items), page, buttons, topic=topic)

    async def _pool(self) -> list[Fact[Items]]:
        """The headlines of every house that answers, asked at once."""
        found = await asyncio.gather(*(self._market.facts.get(MARKET_NEWS, house) for house in HOUSES))
        return [fact for each in found if (fact := known(each)) is not None]

    def _told(
        self,
        head: str,
        items: Items,
        facts: Sequence[Fact[Items]],
        page: int,
        buttons: tuple[Button, ...],
        *,
        security: Security | None = None,
        topic: str = "",
    ) -> Answer:
        """One page, whose details say what a turn asks that wants the next."""
        shown = items[page * self._words.shown : (page + 1) * self._words.shown]
        if not shown:
            return Answer([Utterance("utter_news_end", {}, buttons)])
        further: dict[str, str] = {}
        sources = list(dict.fromkeys(item.source for item in shown))
        values = {
            "head": head,
            "sources": sources[0] if len(sources) == 1 else self._words.several,
            "lines": "\n".join(self._lines(shown, self._reference(facts), with_source=len(sources) > 1)),
            "stamp": self._facts.stamp(self._market.now(), *facts),
        }
        if len(items) > (page + 1) * self._words.shown and page < _LAST_PAGE:
            more = payload(INTENT, security, news_page=str(page + 2), news_topic=topic)
            buttons = (Button(self._words.buttons["more"], more), *buttons)
            about = {"news_of": security.ref if security else "", "news_topic": topic}
            further = {name: value for name, value in about.items() if value} | {"next": str(page + 2)}
        return Answer([Utterance("utter_news", values, buttons)], details=further)

    def _lines(self, items: Items, reference: datetime, *, with_source: bool) -> list[str]:
        pattern, longest = self._words.reported if with_source else self._words.line, self._words.longest
        return [
            pattern.format(
                time=_time(item.published, reference),
                title=shortened(item.title, longest),
                source=item.source,
            )
            for item in items
        ]

    def _reference(self, facts: Sequence[Fact[Items]]) -> datetime:
        """What times are told from: this moment, or that of the samples, which the last line names."""
        return max((fact.as_of for fact in facts if fact.demo), default=self._market.now())

    def _button(self, title: str, intent: str, security: Security | None = None) -> Button:
        return Button(self._words.buttons[title], payload(intent, security))


def _returned(question: Question) -> Question:
    """A turn that wants the next page, as the button for it asks."""
    if "page" not in question.details:
        return question
    details = {"news_page": question.details["page"], "news_topic": question.details.get("news_topic", "")}
    of = question.details.get("news_of")
    return replace(question.about([of] if of else []), details=details)


def _below(said: Sequence[Utterance], answer: Answer) -> Answer:
    """An answer with something said before it."""
    answer.utterances = [*said, *answer.utterances]
    return answer


def _time(at: datetime, reference: datetime) -> str:
    """That day's as 16:18, others with their day; a day alone where no more is known."""
    if at.date() == reference.date() and at.time() != time():
        return at.strftime("%H:%M")
    return moment(at, reference)


def _page(written: str) -> int:
    """The place of a page, from 0; its button counts from 1."""
    return min(int(written) - 1, _LAST_PAGE) if re.fullmatch(r"[1-9][0-9]?", written) else 0


def _all(facts: Iterable[Fact[Items]]) -> Items:
    """The headlines of several houses, each headline once, the newest first."""
    once: dict[str, NewsItem] = {}
    for item in sorted((item for fact in facts for item in fact.value), key=lambda item: item.published):
        once[item.title] = item
    return tuple(sorted(once.values(), key=lambda item: item.published, reverse=True))


def _of(facts: Sequence[Fact[Items]], items: Items) -> list[Fact[Items]]:
    """The facts that the items are out of."""
    return [fact for fact in facts if set(fact.value) & set(items)]
