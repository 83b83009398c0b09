"""A list of holdings on its way in: read, shown for confirmation with what could not be read, then kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from actions.holdings.held_names import HeldNames
from actions.holdings.resolving import resolved
from actions.holdings.sheet import HoldingsSheet
from actions.holdings.spotting import known
from actions.holdings.warned import Warned
from actions.holdings.words import HoldingsWords
from actions.tasks.task import Said, State, Told, button
from actions.utterance import Button, Utterance
from customers.importing import Table
from customers.shares import Held, Holdings, Source
from market.securities import Security

NAME = "holdings"
TOPIC = "TRD13"

_WITHOUT_FILES = frozenset({"web", "wechat", "cmdline", "pipe", ""})
"""Channels on which nobody can send a file, or whose platform gives us none."""


@dataclass(frozen=True)
class Intake:
    """The state is `{"step": "paste"}` while a list is awaited, `{"step": "confirm", "rows", "source"}` while
    one is shown.
    """

    holdings: Holdings
    names: HeldNames
    words: HoldingsWords
    warned: Warned

    def ask(self, said: Said) -> Told:
        """How a list is to look."""
        file = self.words.no_file if said.channel in _WITHOUT_FILES else self.words.file_here
        return Told((Utterance("utter_holdings_paste", {"file": file}),), {"step": "paste"}, TOPIC)

    async def read(self, said: Said, table: Table, source: Source, sheet: HoldingsSheet) -> Told:
        """Shows what was read, and keeps nothing yet."""
        found = await resolved(self.names, table)
        unread = sheet.doubts(found)
        if not found.held:
            told = Utterance("utter_holdings_unreadable", {"unread": unread})
            return Told((told,), {"step": "paste"}, TOPIC)
        return await self._shown(said, found.held, source, sheet, unread)

    async def again(self, said: Said, state: State, sheet: HoldingsSheet) -> Told:
        """What is being confirmed, once more."""
        return await self._shown(said, _held(state), cast(Source, state["source"]), sheet, "")

    async def keep(self, said: Said, state: State, *, replace: bool) -> Told:
        """Keeps what was shown, beside what there was or in its place."""
        held, source = _held(state), cast(Source, state["source"])
        kept = await self.holdings.put(said.channel, said.user, held, source, replace=replace)
        names = self.words.join.join(each.name for each in known(self.names, kept.left))
        left = self.words.saved_left.format(limit=self.holdings.limit, names=names) if kept.left else ""
        values = {"count": str(len(held) - len(kept.left)), "left": left}
        buttons = tuple(button(self.words.buttons[each], NAME, each) for each in ("show", "analyse"))
        done = Utterance("utter_holdings_imported", values, buttons, account=True)
        return Told((done, *await self.warned.of([each.ref for each in held])), None, TOPIC)

    async def _shown(
        self, said: Said, held: Sequence[Held], source: Source, sheet: HoldingsSheet, unread: str
    ) -> Told:
        await self.names.load_for([each.ref for each in held])
        securities = {each.ref: each for each in known(self.names, [one.ref for one in held])}
        told: list[tuple[Security, Held]] = [(securities[each.ref], each) for each in held]
        values = {"count": str(len(told)), "listed": sheet.preview(told)}
        there = bool(await self.holdings.of(said.channel, said.user))
        response = "utter_holdings_preview" if unread else "utter_holdings_preview_whole"
        values |= {"unread": unread} if unread else {}
        shown = Utterance(response, values, self._buttons(there=there), account=True)
        return Told((shown,), {"step": "confirm", "rows": _rows(held), "source": source}, TOPIC)

    def _buttons(self, *, there: bool) -> tuple[Button, ...]:
        titles = self.words.buttons
        choices: Mapping[str, str] = (
            {"merge": titles["merge"], "replace": titles["replace"]}
            if there
            else {"merge": titles["confirm"]}
        )
        choices = {**choices, "cancel": titles["cancel"]}
        return tuple(button(title, NAME, choice) for choice, title in choices.items())


def _rows(held: Sequence[Held]) -> list[list[str | None]]:
    """As the dialogue state carries them."""
    return [
        [each.ref, f"{each.quantity:f}", None if each.cost is None else f"{each.cost:f}"] for each in held
    ]


def _held(state: State) -> list[Held]:
    rows: Sequence[Sequence[Any]] = state["rows"]
    return [
        Held(ref, Decimal(quantity), None if cost is None else Decimal(cost)) for ref, quantity, cost in rows
    ]
