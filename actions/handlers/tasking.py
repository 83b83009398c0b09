"""Lets a task take the messages that are its own, and leads back to it behind other answers."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.errors import NotMine
from actions.handlers.around import Around
from actions.handlers.feature import say
from actions.tasks.consent import ConsentTask
from actions.tasks.task import INTENT, Said, State, Task, Told
from actions.utterance import BUTTONS, Button, Utterance
from conversations.errors import StoreUnavailable
from customers.errors import ConsentMissing

_NOT_LEFT = frozenset({"distress", "report_theft", "complain", "claim_damages", "ask_human"})
"""Intents that no task takes for its own, whatever the words."""


@dataclass(frozen=True)
class Tasks:
    """All tasks, asked in this order whether a message begins them; `consent` is asked for by the others.
    `doors` stand below the articles of a topic. Those named in `private` speak of nothing but the investor's
    own data: where that is not shown, they do nothing but say where it is.
    """

    tasks: Sequence[Task]
    consent: ConsentTask
    now: Callable[[], datetime]
    doors: Mapping[str, Button] = field(default_factory=dict)
    private: Set[str] = frozenset()

    def named(self, name: str | None) -> Task | None:
        """The task of this name."""
        return next((task for task in (self.consent, *self.tasks) if task.name == name), None)

    def claiming(self, said: Said, name: str | None, state: State | None) -> tuple[Task, State | None] | None:
        """The task whose message this is: the one of a button, the one under way, or one that begins."""
        pressed = self.named(said.details.get("task"))
        if pressed:
            return pressed, state if pressed.name == name else None
        if said.asked.intent in _NOT_LEFT:
            return None
        current = self.named(name)
        if current and current.claims(said, state):
            return current, state
        begun = next((task for task in self.tasks if task.claims(said, None)), None)
        return (begun, state if begun.name == name else None) if begun else None

    async def answer(self, task: Task, said: Said, state: State | None) -> tuple[str, Told]:
        """What is told, and by which task in the end: one may hand on to another, or ask for consent. None
        goes on behind a question that the investor is not shown.
        """
        if not said.account and task.name in self.private:
            return task.name, Told((Utterance("utter_task_elsewhere"),))
        try:
            told = await task.answer(said, state)
        except ConsentMissing as missing:
            return self.consent.name, self.consent.ask(missing.kind, task.name, said)
        if any(each.account for each in told.utterances):
            if said.account and not await self.consent.lets_show(said):
                return self.consent.name, self._asking_first(task, said, told)
            told = told if said.account else replace(told, state=None)
        following = self.named(told.next[0]) if told.next else None
        if following is None or told.next is None:
            return task.name, told
        name, then = await self.answer(following, told.next[1], None)
        return name, replace(then, utterances=[*told.utterances, *then.utterances], next=None)

    def _asking_first(self, task: Task, said: Said, told: Told) -> Told:
        """The consent in the place of what needs it; once it is given the task hears the message again."""
        asked = self.consent.ask("abroad", task.name, said)
        shown = [each for each in told.utterances if not each.account]
        return replace(asked, utterances=[*shown, *asked.utterances])


class Tasking(Around):
    """An action that gives way to the task whose message it is."""

    def __init__(self, action: Action, tasks: Tasks) -> None:
        super().__init__(action)
        self._tasks = tasks

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        slot: Mapping[str, Any] = tracker.get_slot("task") or {}
        name, state = slot.get("name"), slot.get("state")
        said = read_said(tracker, self._tasks.now())
        found = self._tasks.claiming(said, name, state)
        try:
            answered = await self._tasks.answer(found[0], said, found[1]) if found else None
        except StoreUnavailable:  # nothing was kept: the same message may be said again
            dispatcher.utter_message(response="utter_task_not_now")
            return []
        except NotMine:  # nothing of theirs answers it
            answered = None
        if found is None or answered is None:
            events: list[EventType] = list(await self._action.run(dispatcher, tracker, domain))
            self._lead_back(dispatcher, events, name, state)
            return events
        aside = state is not None and found[0].name != name and answered[1].state is None
        events = _tell(dispatcher, *answered, aside=aside)
        if aside:
            self._lead_back(dispatcher, events, name, state)
        return events

    def _lead_back(
        self, dispatcher: CollectingDispatcher, events: Sequence[EventType], name: str | None, state: Any
    ) -> None:
        """A way back to the task, or a door to one that the topic has, in the place of the last button where
        there is no room.
        """
        task, told = self._tasks.named(name), {event.get("name"): event.get("value") for event in events}
        back = (
            task.way_back(state)
            if task and state is not None
            else self._tasks.doors.get(told.get("topic") or "")
        )
        if back and dispatcher.messages and not told.get("handoff"):
            message = dispatcher.messages[-1]
            offered = {"title": back.title, "payload": back.payload}
            message["buttons"] = [*message["buttons"][: BUTTONS - 1], offered]


def read_said(tracker: Tracker, now: datetime) -> Said:
    """The latest message, with who wrote it; the sender is named by the gateway as channel and user."""
    message = tracker.latest_message
    asked = questions.read(tracker)
    ids = (each.get("message_id") for each in reversed(tracker.events) if each.get("event") == "user")
    pressed = asked.intent == INTENT
    return Said(
        asked=asked,
        channel=asked.channel,
        user=str(tracker.sender_id).removeprefix(f"{asked.channel}:"),
        message_id=str(next(ids, None) or ""),
        at=now,
        details=_entities(message) if pressed else {},
        account=(message.get("metadata") or {}).get("account") is not False,
    )


def _entities(message: Mapping[str, Any]) -> dict[str, str]:
    return {str(each["entity"]): str(each["value"]) for each in message.get("entities") or []}


def _tell(dispatcher: CollectingDispatcher, name: str, told: Told, *, aside: bool) -> list[EventType]:
    """What was said `aside`, and is over, leaves the task under way where it stood."""
    for utterance in told.utterances:
        say(dispatcher, utterance)
    kept = None if told.state is None else {"name": name, "state": dict(told.state)}
    events: list[EventType] = [] if aside else [SlotSet("task", kept)]
    events += [SlotSet("topic", told.topic)] if told.topic else []
    events += [SlotSet("handoff", dict(told.handoff))] if told.handoff else []
    return events + ([SlotSet("followup", dict(told.followup))] if told.followup else [])


class GoOnTask(Action):
    """Answers a button of a task that is not there any more."""

    def name(self) -> str:
        return "action_task"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        dispatcher.utter_message(response="utter_task_gone")
        return []
