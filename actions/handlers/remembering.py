"""What every answer leaves behind: the trail, the guide under way, a note of what was not answered."""

from collections.abc import Callable, Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.article.words import ArticleWords
from actions.handlers.around import Around
from actions.memory import (
    Answered,
    Guide,
    led,
    read_guide,
    read_trail,
    walked,
    write_guide,
    write_trail,
)
from actions.utterance import BUTTONS, payload

Note = Callable[[str, str], None]
"""Takes the text and the id of a message that nobody could answer."""

_UNANSWERED = frozenset(
    {
        "utter_fallback",
        "utter_did_you_mean",
        "utter_missed_again",
        "utter_missed_and_called",
        "utter_term_unknown",
        "utter_article_missing",
    }
)
"""Responses that answer nothing: editors are to hear of it."""


class Remembering(Around):
    """An action of ours, with what its answer means for the way on."""

    def __init__(self, action: Action, words: ArticleWords, note: Note) -> None:
        super().__init__(action)
        self._words = words
        self._note = note

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        events: list[EventType] = list(await self._action.run(dispatcher, tracker, domain))
        if any(said["response"] in _UNANSWERED for said in dispatcher.messages):
            self._note(tracker.latest_message.get("text") or "", _message_id(tracker))
        told = {str(event["name"]): event["value"] for event in events if event["event"] == "slot"}
        latest = _answered(told)
        if latest is None:
            return events
        guide = led(read_guide(tracker.get_slot("guide")), latest)
        if guide and guide.away and dispatcher.messages:
            self._offer_return(dispatcher, guide)
        kept = {
            "guide": write_guide(guide),
            "trail": write_trail(walked(read_trail(tracker.get_slot("trail")), latest)),
            "misses": None,
        }
        return [*events, *(SlotSet(name, value) for name, value in kept.items() if name not in told)]

    def _offer_return(self, dispatcher: CollectingDispatcher, guide: Guide) -> None:
        """A way back into the guide, in the place of the last button where there is no room."""
        message = dispatcher.messages[-1]
        title = self._words.buttons["resume"].format(place=guide.place)
        sent = payload(guide.intent, article=guide.article, article_view=str(guide.place))
        message["buttons"] = [*message["buttons"][: BUTTONS - 1], {"title": title, "payload": sent}]


def _answered(told: Mapping[str, Any]) -> Answered | None:
    """What was answered, read from the slots that the answer set; None for a turn that answered nothing."""
    intent = told.get("thread")
    if not intent:
        return None
    refs = tuple(part for part in (told.get("quote_security") or "").split(",") if part)
    return Answered(intent, refs, told.get("thread_details") or {})


def _message_id(tracker: Tracker) -> str:
    """The channel's id of the latest message."""
    ids = (event.get("message_id") for event in reversed(tracker.events) if event.get("event") == "user")
    return str(next(ids, None) or "")
