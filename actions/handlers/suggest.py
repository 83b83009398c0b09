"""Where nothing was understood: what is named, what may have been meant, or a person."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.article.feature import Reading, shown
from actions.article.lookup import Lookup
from actions.boundary.feature import Declining
from actions.calling import misunderstood
from actions.desk import OPEN
from actions.handlers.feature import Thread, call, say, tell
from actions.handlers.quote import ThreadedAction, remember
from actions.identify import Identifier
from actions.question import Question
from actions.quote.quoting import Quoting
from actions.suggestions import CHOICES, Doubt, doubt_of
from actions.utterance import Button, Utterance, payload
from actions.words import DialogueWords

MISSES = 2
"""Messages not understood in a row, from which a person is called, or offered while none is there."""


@dataclass(frozen=True)
class Choosing:
    """What choices are made of: labels of articles, securities that are named, the words of buttons."""

    reading: Reading
    identifier: Identifier
    lookup: Lookup
    words: DialogueWords

    def buttons(self, doubt: Doubt, asked: Question) -> tuple[Button, ...]:
        """One for each intent that may be meant, of the share that was named; then the nearest articles."""
        named = self.identifier.known(ref for each in asked.asked if len(each.refs) == 1 for ref in each.refs)
        about = named[0] if len(named) == 1 else None
        intents, day = self.reading.intents, self.reading.now().date()
        likely = doubt.choices(intents)
        library = self.reading.shelf.library
        found = [(library.get(self.reading.topic(each), day), payload(each, about)) for each in likely]
        if len(found) < 2:
            near = self.lookup.suggested(asked.text, CHOICES)
            found += [
                (article, shown(article.id, intents))
                for article in near
                if intents.get(article.id) not in likely
            ]
        return tuple(Button(article.label, sent) for article, sent in found[:CHOICES] if article)

    def person(self) -> Button:
        return Button(self.words.person, payload("ask_human"))


class Suggest(ThreadedAction):
    """Goes on with the thread, quotes what is named, or asks with buttons which of the likeliest is meant."""

    def __init__(
        self,
        quoting: Quoting,
        thread: Thread,
        declining: Declining,
        choosing: Choosing,
        topics: Mapping[str, str | None],
    ) -> None:
        super().__init__(quoting, thread)
        self._declining = declining
        self._choosing = choosing
        self._topics = topics

    def name(self) -> str:
        return "action_suggest"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        asked, doubt = questions.read(tracker), doubt_of(tracker.latest_message)
        gone_on = await self._thread.go_on(await self._thread.meant(asked), asked, dispatcher)
        if gone_on is not None:
            return gone_on
        if doubt.declined:
            return await self._decline(replace(asked, intent=doubt.declined), dispatcher)
        choices = self._choosing.buttons(doubt, asked)
        if len(choices) < 2 and (answer := await self._quoting.guess(asked)):
            return [SlotSet("topic", "QUO01"), *remember(dispatcher, answer, ())]
        missed = int(tracker.get_slot("misses") or 0) + 1
        topic = self._topics.get(doubt.ranked[0][0]) if choices and doubt.ranked else None
        events = [SlotSet("misses", missed), *([SlotSet("topic", topic)] if topic else [])]
        if missed >= MISSES and asked.desk == OPEN:
            return [*events, *call(dispatcher, misunderstood("utter_missed_and_called"))]
        say(dispatcher, self._asking_back(choices, missed))
        return events

    async def _decline(self, asked: Question, dispatcher: CollectingDispatcher) -> list[EventType]:
        answer = await self._declining.answer(asked)
        answer.topic = self._topics.get(asked.intent)
        return tell(dispatcher, answer, "")

    def _asking_back(self, choices: tuple[Button, ...], missed: int) -> Utterance:
        if missed >= MISSES:
            person = (*choices[: CHOICES - 1], self._choosing.person())
            return Utterance("utter_did_you_mean" if choices else "utter_missed_again", {}, person)
        return Utterance("utter_did_you_mean", {}, choices) if choices else Utterance("utter_fallback")
