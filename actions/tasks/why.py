"""Answers why something was sent to an investor, and notes that they have read it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import yaml

from actions.question import Asked
from actions.tasks.alert_lines import AlertLines, day, moment
from actions.tasks.task import Said, State
from actions.tasks.task import Told as Answered
from actions.utterance import Button, Utterance, payload
from actions.words import NOTICES, load_words
from customers.told import Sent, Told, ToldEvent

NAME, TOPIC = "event_known", "ALT02"


@dataclass(frozen=True)
class WhyWords:
    """The table data/notices/why.yml; keys there are the names here."""

    why: str
    unless: str
    levels: Mapping[str, str]
    said: Mapping[str, str]
    relations: Mapping[str, str]
    level_names: Mapping[str, str]
    level: str
    withdrawn: str
    dated: str
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "why.yml")


def telling() -> dict[str, str]:
    """Under which subscription each kind of event is sent, by data/notices/alerts.yml."""
    table = yaml.load((NOTICES / "alerts.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {kind: manner["subscription"] for kind, manner in table["kinds"].items()}


class WhyTask:
    """Its button's choice is the number of the event that was read; there is no state."""

    name = NAME

    def __init__(self, told: Told, words: WhyWords, alerts: AlertLines) -> None:
        self._told = told
        self._words = words
        self._alerts = alerts

    def claims(self, said: Said, state: State | None) -> bool:
        plain = re.sub(r"\s+", "", said.normal)
        asked = re.search(self._words.why, plain, re.IGNORECASE) is not None
        return asked and re.search(self._words.unless, plain) is None

    async def answer(self, said: Said, state: State | None) -> Answered:
        choice = said.details.get("choice", "")
        if choice.isdigit() and len(choice) < 19:
            return await self._acknowledge(said, int(choice))
        return Answered((await self._because(said),), None, TOPIC)

    def way_back(self, state: State) -> Button | None:
        return None

    async def _acknowledge(self, said: Said, event: int) -> Answered:
        if not await self._told.acknowledge((said.channel, said.user), event):
            return Answered((Utterance("utter_task_gone"),), None, TOPIC)
        return Answered((self._say("acknowledged", self._article("after", "CRP06")),), None, TOPIC)

    async def _because(self, said: Said) -> Utterance:
        """What was sent last, or else their own alert that was reached if that is the newest, or the event;
        those of a level first.
        """
        who, ref = (said.channel, said.user), _one(said.asked.asked)
        level = next((name for name, word in self._words.levels.items() if word in said.normal), None)
        if sent := await self._told.sent(who, said.at, ref, level):
            return self._sent(sent)
        event = await self._told.event(who, said.at, ref, level)
        reached = None if level else await self._told.reached(who, said.at, ref)
        if reached and reached.fired_at and (event is None or reached.fired_at > event.at):
            of = self._alerts.of(reached)
            facts = {"set": day(reached.created_at), "at": moment(reached.fired_at)}
            return self._say("reached", wish=f"{of['name']} {of['wish']}", **facts)
        if event is None:
            return self._say("none", self._article("levels", "ALT02"))
        return self._say("event", *self._buttons(event), **self._facts(event))

    def _sent(self, sent: Sent) -> Utterance:
        level = self._words.level_names[sent.level or "none"]
        facts = {
            "at": moment(sent.sent_at),
            "level": self._words.level.format(name=level) if level else "",
            "why": sent.why,
            "withdrawn": self._words.withdrawn if sent.withdrawn_at else "",
        }
        return self._say("sent", *(self._buttons(sent) if sent.level else ()), **facts)

    def _facts(self, event: ToldEvent) -> dict[str, str]:
        level = self._words.level_names[event.level or "none"]
        return {
            "relation": self._words.relations["held" if event.held else "watched"],
            "name": event.name,
            "code": event.ref[2:],
            "level": self._words.level.format(name=level) if level else "",
            "at": self._when(event.at, exact=event.exact),
            "title": event.title,
            "source": event.source,
            "withdrawn": self._words.withdrawn if event.withdrawn_at else "",
        }

    def _buttons(self, event: ToldEvent | Sent) -> tuple[Button, ...]:
        levels = self._article("levels", "ALT02")
        return (levels, self._article("after", "CRP06")) if event.level == "red" else (levels,)

    def _article(self, title: str, article: str) -> Button:
        return Button(self._words.buttons[title], payload("show_article", article=article))

    def _when(self, at: datetime, *, exact: bool) -> str:
        return moment(at) if exact else self._words.dated.format(day=day(at))

    def _say(self, what: str, /, *buttons: Button, **facts: str) -> Utterance:
        words = {"words": self._words.said[what].format(**facts)}
        return Utterance("utter_price_alert", words, buttons, account=what in {"sent", "event", "reached"})


def _one(asked: tuple[Asked, ...]) -> str | None:
    """The security that is named, if it is one."""
    refs = {ref for each in asked for ref in each.refs}
    return next(iter(refs)) if len(refs) == 1 else None
