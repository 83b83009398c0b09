"""Dialogues with all actions of the server, turn after turn, with the slots that each leaves behind."""

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.article.feature import Reading
from actions.article.roster import build_reading
from actions.assembly import Parts, all_actions
from actions.boundary.feature import BoundaryWords, Declining
from actions.features import Features, load_topics
from actions.handlers.tasking import Tasks
from actions.identify import Identifier
from actions.ipo.lists import IpoLists
from actions.ipo.strays import StrayIssues
from actions.ipo.words import IpoWords
from actions.quote.quoting import Quoting
from actions.residue import Residue
from actions.words import QuoteWords
from knowledge.article import Article, read_article
from knowledge.library import Library, Shelf
from market.securities import Security
from tests.unit.actions.given import NOW, FakeLexicon, FakeMarket
from tests.unit.actions.ipo.given import ALL, market_of
from tests.unit.actions.reading import responses

ROOT = Path(__file__).parents[3]
SLOTS = (
    "quote_security",
    "quote_field",
    "quote_choices",
    "topic",
    "thread",
    "thread_details",
    "awaiting",
    "handoff",
    "followup",
    "guide",
    "trail",
    "misses",
    "waiting",
    "ticket",
    "care",
    "grievance",
    "anger",
    "served",
    "task",
)
TOPICS = load_topics()
RESIDUE, QUOTE_WORDS = Residue.load(), QuoteWords.load()
BOUNDARY_WORDS, IPO_WORDS = BoundaryWords.load(), IpoWords.load()


def article(id: str, **changes: Any) -> Article:
    """A short article, as an editor may write it."""
    cells: dict[str, Any] = {
        "id": id,
        "title": f"标题{id}",
        "label": f"按钮{id}",
        "mode": "self",
        "auth": "none",
        "owner": "资金业务",
        "questions": [f"{id}怎么办", f"{id}在哪", f"{id}几时"],
        "answer": f"{id}的回答。",
        "sources": ["结算规则"],
        "verified": True,
    }
    return read_article(cells | changes)


GUIDE = article("ACC01", mode="guide", steps=["准备身份证。", "在App里开户。", "等审核。"], next=["TRF02"])
PLAIN = article("TRF02", next=["TRF04", "ACC01"])
LIMIT = article("TRF04", detail="更多内容。")
PERSON = article("ACC11", mode="human", skill="account")
ARTICLES = (GUIDE, PLAIN, LIMIT, PERSON)


def reading(articles: Sequence[Article] = ARTICLES, settings: Mapping[str, str] | None = None) -> Reading:
    """What articles are read with, on 2021-07-28."""
    shelf = Shelf(Library(articles))
    return build_reading(shelf, settings or {}, TOPICS, lambda: NOW)


def action_names() -> dict[str, str]:
    """The action of each intent, as the rules have it."""
    names: dict[str, str] = {}
    for file in sorted((ROOT / "data").glob("*/rules.yml")):
        for rule in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["rules"]:
            asked, told = rule["steps"][:2]
            names.update({step["intent"]: told["action"] for step in asked.get("or", [asked])})
    return names


ACTIONS = action_names()


NO_DOMAIN: Any = {}


class Dialogue:
    """Says what investors say, and keeps what is answered."""

    def __init__(
        self,
        given: Features,
        articles: Sequence[Article] = ARTICLES,
        near: Mapping[str, Sequence[Security]] | None = None,
        channel: str = "web",
        crisis_line: str = "12356",
        desk: str = "none",
        tasks: Tasks | None = None,
        *,
        language: str | None = None,
        **slots: Any,
    ) -> None:
        self._messages = itertools.count(1)
        self._channel = channel
        self._events = [{"event": "user", "input_channel": channel, "message_id": "m0"}]
        quoting = Quoting(FakeLexicon(near), FakeMarket(), QUOTE_WORDS, RESIDUE, lambda: NOW)
        declining = Declining(given, quoting, RESIDUE, BOUNDARY_WORDS)
        strays = StrayIssues(IpoLists(market_of(ALL)), IPO_WORDS)
        identifier = Identifier(FakeLexicon(near), RESIDUE)
        read = reading(articles, {"crisis_line": crisis_line})
        parts = Parts(given, quoting, declining, read, identifier, TOPICS, strays, self._note, tasks)
        self.metadata: dict[str, Any] = {"desk": desk, "account": True, "language": language}
        self._actions = {action.name(): action for action in all_actions(parts)}
        self.slots: dict[str, Any] = dict.fromkeys(SLOTS) | slots
        self.buttons: list[dict[str, str]] = []
        self.noted: list[tuple[str, str]] = []
        self.accounts: list[bool] = []
        self.languages: list[str | None] = []

    def _note(self, text: str, message_id: str) -> None:
        self.noted.append((text, message_id))

    async def say(
        self,
        text: str,
        intent: str,
        *refs: str,
        entities: Sequence[Mapping[str, Any]] = (),
        ranking: Sequence[tuple[str, float]] = (),
        confidence: float = 1.0,
    ) -> str:
        """What is answered to a text that is taken for `intent` and names `refs`."""
        named = [{"entity": "security", "value": ref, "text": text, "start": 0} for ref in refs]
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "entities": [*named, *entities],
            "intent_ranking": [{"name": name, "confidence": sure} for name, sure in ranking],
            "metadata": self.metadata,
        }
        for slot in ("topic", "handoff", "followup", "ticket"):
            self.slots[slot] = None
        self._events[0]["message_id"] = f"m{next(self._messages)}"
        asked = Tracker(f"{self._channel}:someone", self.slots, message, self._events, False, None, {}, None)
        dispatcher = CollectingDispatcher()
        for event in await self._actions[ACTIONS[intent]].run(dispatcher, asked, NO_DOMAIN):
            self.slots[event["name"]] = event["value"]
        self.buttons = [button for said in dispatcher.messages for button in said["buttons"]]
        marks = [said["custom"] or {} for said in dispatcher.messages]
        self.accounts = [bool(each.get("account")) for each in marks]
        self.languages = [each.get("language") for each in marks]
        return "\n".join(responses()[said["response"]].format(**said) for said in dispatcher.messages)

    async def press(self, title: str) -> str:
        """What is answered to a button of the last answer."""
        sent = next(button["payload"] for button in self.buttons if button["title"] == title)
        intent, brace, rest = sent.removeprefix("/").partition("{")
        details = yaml.load(brace + rest, Loader=yaml.CSafeLoader) if brace else {}
        entities = [
            {"entity": name, "value": value, "start": 0, "end": len(sent)} for name, value in details.items()
        ]
        return await self.say(sent, intent, entities=entities)

    @property
    def action_names(self) -> set[str]:
        """Every action of the server."""
        return set(self._actions)

    @property
    def titles(self) -> list[str]:
        """What stands on the buttons of the last answer."""
        return [button["title"] for button in self.buttons]
