"""Price alerts by chat: set, shown, changed and taken back, after asking what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

from actions.features import Answer
from actions.identify import Identifier
from actions.tasks.alert_lines import NAME, AlertLines
from actions.tasks.alert_reading import Command, Condition, Reading
from actions.tasks.alert_setting import TOPIC, Setting, pending_of
from actions.tasks.task import Said, State, Told, button, choices
from actions.utterance import Button, Utterance
from customers.consents import Consents
from customers.price_alerts import PriceAlert, PriceAlerts
from market.securities import Security
from rules.price_alerts import AlertKind

_SHORT = 4
"""Characters beside a name in a message that only names a security."""


@dataclass(frozen=True)
class Tools:
    """What the task works with."""

    alerts: PriceAlerts
    consents: Consents
    identifier: Identifier
    reading: Reading
    lines: AlertLines
    setting: Setting


class PriceAlertTask:
    """The state is what is known of an alert that is being set: `ref`, `kind`, `threshold`."""

    name = NAME

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._lines = tools.lines
        self._reading = tools.reading

    def claims(self, said: Said, state: State | None) -> bool:
        if self._command(said) is not None:
            return True
        return state is not None and (self._reading.stops(said.text) or self._goes_on(said, state))

    async def answer(self, said: Said, state: State | None) -> Told:
        if choice := said.details.get("choice"):
            return await self._pressed(said, choice, state)
        if state is not None and self._reading.stops(said.text):
            return self._told(self._lines.say("stopped"))
        command = self._command(said)
        return await (self._obey(said, command) if command else self._go_on(said, state or {}))

    def way_back(self, state: State) -> Button | None:
        return button(self._lines.words.buttons["back"], NAME, "show") if "listed" not in state else None

    async def _obey(self, said: Said, command: Command) -> Told:
        match command.act:
            case "list":
                return await self._list(said)
            case "remove":
                return await self._remove(said, command)
            case "change":
                return await self._change(said, command.condition or Condition(None))
            case "decline":
                return self._told(self._lines.say("declined"))
        return await self._begin(said, command)

    async def _begin(self, said: Said, command: Command) -> Told:
        """Nothing is asked before it is sure that the answer may be kept."""
        await self._tools.consents.require(said.channel, said.user, "records")
        named = said.asked.asked
        if len(named) > 1:
            first = next(iter(self._tools.identifier.known(named[0].refs)), None)
            return self._told(self._lines.say("one", name=first.name if first else ""))
        spoken = self._tools.identifier.spoken_of(said.asked) if command.condition else None
        found: Security | Answer | None = (
            self._tools.identifier.any(said.asked, "ask_quote") if named else spoken
        )
        pending = pending_of(None, command.condition)
        if isinstance(found, Answer):
            return self._which(found, pending)
        return await self._tools.setting.go_on(said, found, command.condition)

    def _which(self, found: Answer, pending: dict[str, Any]) -> Told:
        """Several securities are called so, or none is: the choice comes back to us."""
        if not found.offered:
            return Told(found.utterances, pending, TOPIC)
        chosen = choices(NAME, found.offered, lambda each: f"ref:{each.ref}")
        return Told((self._lines.say("which", *chosen),), pending, TOPIC)

    def _goes_on(self, said: Said, state: State) -> bool:
        """Whether a message is the answer to what was asked last, and nothing else."""
        if "listed" in state:
            return self._reading.place(said.text) is not None
        if self._answered(said) is not None or self._reading.answers_side(said.text):
            return True
        named = () if self._reading.asks(said.text) else said.asked.asked
        rest = len(said.text.strip()) - len(named[0].text.strip()) if named else 0
        return not state.get("ref") and len(named) == 1 and rest <= _SHORT

    async def _go_on(self, said: Said, state: State) -> Told:
        if "listed" in state:
            return await self._remove_place(said, state["listed"])
        condition = self._answered(said) or _condition(state)
        if condition and condition.kind is None and (side := self._reading.answers_side(said.text)):
            condition = replace(condition, kind=side)
        if said.asked.asked:
            found = self._tools.identifier.any(said.asked, "ask_quote")
            if isinstance(found, Answer):
                return self._which(found, pending_of(None, condition))
            return await self._tools.setting.go_on(said, found, condition)
        return await self._tools.setting.go_on(said, self._known(state.get("ref")), condition)

    async def _pressed(self, said: Said, choice: str, state: State | None) -> Told:
        act, *parts = choice.split(":")
        if act == "set" and len(parts) == 3:
            condition = Condition(cast(AlertKind, parts[1]), Decimal(parts[2]) if parts[2] else None)
            return await self._tools.setting.go_on(said, self._known(parts[0]), condition)
        if act == "ref":
            return await self._tools.setting.go_on(said, self._known(parts[0]), _condition(state or {}))
        if act == "remove":
            return await self._remove_numbers(said, None if parts == ["all"] else [int(parts[0])])
        if act == "change":
            kind = None if parts[1] == "price" else cast(AlertKind, parts[1])
            alert = next((each for each in await self._live(said) if each.number == int(parts[0])), None)
            return await self._change_one(said, alert, Condition(kind, Decimal(parts[2])))
        if act == "show" and state is not None:
            return await self._tools.setting.go_on(said, self._known(state.get("ref")), _condition(state))
        return await self._list(said)

    async def _list(self, said: Said) -> Told:
        alerts = await self._live(said)
        state = {"listed": [alert.number for alert in alerts]} if alerts else None
        return self._told(self._lines.list_of(alerts), state)

    async def _remove(self, said: Said, command: Command) -> Told:
        alerts = self._of_named(said, await self._live(said))
        if not alerts:
            return self._told(self._lines.say("none"))
        if len(alerts) == 1 or command.all:
            return await self._remove_numbers(said, [alert.number for alert in alerts])
        asked = self._lines.say(
            "which_remove", *self._lines.removing(alerts), lines=self._lines.listed(alerts)
        )
        return self._told(asked, {"listed": [alert.number for alert in alerts]})

    async def _remove_place(self, said: Said, listed: Sequence[int]) -> Told:
        place = self._reading.place(said.text)
        if place is None or not 0 <= place < len(listed):
            return await self._list(said)
        return await self._remove_numbers(said, [listed[place]])

    async def _remove_numbers(self, said: Said, numbers: Sequence[int] | None) -> Told:
        """These, or all."""
        chosen = [alert.number for alert in await self._live(said)] if numbers is None else numbers
        gone = await self._tools.alerts.cancel(said.channel, said.user, chosen, said.at)
        if not gone:
            return self._told(self._lines.say("gone_already"))
        if len(gone) > 1:
            return self._told(self._lines.say("removed_all", count=len(gone)))
        of = self._lines.of(gone[0])
        return self._told(self._lines.say("removed", lines=f"{of['name']} {of['wish']}"))

    async def _change(self, said: Said, condition: Condition) -> Told:
        alerts = self._of_named(said, await self._live(said))
        if not alerts:
            return self._told(self._lines.say("none"))
        if len(alerts) == 1:
            return await self._change_one(said, alerts[0], condition)
        buttons = self._lines.changing(alerts, condition)
        return self._told(self._lines.say("which_change", *buttons, lines=self._lines.listed(alerts)))

    async def _change_one(self, said: Said, alert: PriceAlert | None, condition: Condition) -> Told:
        security = self._known(alert.ref) if alert else None
        if alert is None or security is None:
            return self._told(self._lines.say("gone_already"))
        return await self._tools.setting.change(said, alert, security, condition)

    def _of_named(self, said: Said, alerts: Sequence[PriceAlert]) -> list[PriceAlert]:
        """Of the securities that the message names; all where it names none."""
        refs = {ref for asked in said.asked.asked for ref in asked.refs}
        return [alert for alert in alerts if not refs or alert.ref in refs]

    async def _live(self, said: Said) -> list[PriceAlert]:
        return await self._tools.alerts.of(said.channel, said.user, said.at)

    def _known(self, ref: str | None) -> Security | None:
        return next(iter(self._tools.identifier.known([ref] if ref else [])), None)

    def _command(self, said: Said) -> Command | None:
        return self._reading.command(said.text, *(each.text for each in said.asked.asked))

    def _answered(self, said: Said) -> Condition | None:
        return self._reading.answer(said.text, *(each.text for each in said.asked.asked))

    def _told(self, utterance: Utterance, state: State | None = None) -> Told:
        return Told((utterance,), state, TOPIC)


def _condition(state: Mapping[str, Any]) -> Condition | None:
    kind, threshold = state.get("kind"), state.get("threshold")
    if kind is None and threshold is None:
        return None
    return Condition(kind, Decimal(threshold) if threshold else None)
