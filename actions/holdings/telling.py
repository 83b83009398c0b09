"""Holdings told in sentences: kept where all is certain, else asked for; and shown with their worth."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from actions.facts import FactWords
from actions.holdings.held_names import HeldNames
from actions.holdings.intake import NAME, TOPIC
from actions.holdings.pricing import priced
from actions.holdings.sheet import HoldingsSheet
from actions.holdings.spotting import OFFERED, Spot, all_spots, known, spots
from actions.holdings.statement import Marks, Stated, statements
from actions.holdings.valued import valued
from actions.holdings.warned import Warned
from actions.holdings.words import HoldingsWords
from actions.market_port import AskedMarket
from actions.tasks.task import Said, Told, button, choices
from actions.utterance import Button, Utterance, payload
from customers.importing import checked
from customers.shares import Held, Holdings
from market.securities import Security

_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
PAGE = 4
"""Holdings that one message shows."""


@dataclass(frozen=True)
class Telling:
    """What one message does to the list, or shows of it."""

    holdings: Holdings
    market: AskedMarket
    names: HeldNames
    words: HoldingsWords
    facts: FactWords
    warned: Warned

    def sheet(self) -> HoldingsSheet:
        return HoldingsSheet(self.words, self.facts, self.market.now())

    def names_any(self, said: Said) -> bool:
        """Whether a sentence names a security, or writes what may be one or counts units of a fund."""
        text = _half_width(said.text)
        return self.names.counts_units(text) or self._names_any(text)

    async def knows_any(self, said: Said) -> bool:
        """The same, with all funds that there are where units are counted."""
        text = _half_width(said.text)
        if self.names.counts_units(text):
            await self.names.load()
        return self._names_any(text)

    async def state(self, said: Said) -> Told:
        """Keep what is certain; of what is not, the first is asked for and the others are named."""
        text = _THOUSANDS.sub(lambda each: each.group().replace(",", ""), _half_width(said.text))
        marks = Marks(self.words.quantity, self.words.cost, self.words.each)
        found = statements(text, await self._spots(text), marks)
        if not found:
            return told(Utterance("utter_holdings_ask"))
        unclear = [each for each in found if each.spot.certain is None]
        certain = [each for each in found if each not in unclear]
        sound = [each for each in certain if checked(each.quantity, each.cost) is None]
        notes = self._notes(certain, sound) + [
            self.words.unclear.format(query=each.spot.text) for each in unclear[1:]
        ]
        which = [_choice(each) for each in unclear[:1]]
        if not sound:
            return told(*which) if which else told(self._unsound(notes))
        kept = await self.put(said, [_held(each) for each in sound], notes)
        return told(*kept.utterances, *which)

    async def put(self, said: Said, held: Sequence[Held], notes: Sequence[str] = ()) -> Told:
        """Keep these, beside the others."""
        await self.names.load_for([each.ref for each in held])
        kept = await self.holdings.put(said.channel, said.user, held, "chat")
        named = {each.ref: each for each in known(self.names, [one.ref for one in held])}
        sheet, written = self.sheet(), [each for each in held if each.ref not in kept.left]
        lines = self.words.join.join(sheet.saved(named[each.ref], each) for each in written)
        said_of = [self.words.saved.format(lines=lines)] if written else []
        if kept.left:
            left = self._names(kept.left)
            said_of.append(self.words.saved_left.format(limit=self.holdings.limit, names=left))
        text = "".join([*said_of, *notes])
        done = Utterance("utter_holdings_done", {"said": text}, self._below(), account=True)
        return told(done, *await self.warned.of([each.ref for each in held]))

    async def sold(self, said: Said) -> Told:
        """Take away what is said to be gone."""
        held = {each.ref for each in await self.holdings.of(said.channel, said.user)}
        await self.names.load_for(held)
        found = all_spots(self.names, said.text, self.words.words, held=False)
        certain = [each.certain.ref for each in found if each.certain]
        if certain:
            return await self.drop(said, certain)
        mine = [each.ref for spot in found for each in spot.securities if each.ref in held]
        if len(mine) == 1:
            return await self.drop(said, mine)
        if not found or not found[0].securities:
            return told(Utterance("utter_holdings_ask_removed"))
        response = "utter_holdings_near" if found[0].near else "utter_holdings_which"
        chosen = choices(NAME, found[0].securities[:OFFERED], lambda each: f"drop {each.ref}")
        return told(Utterance(response, {"query": found[0].text}, chosen))

    async def drop(self, said: Said, refs: Sequence[str]) -> Told:
        await self.names.load_for(refs)
        gone = await self.holdings.remove(said.channel, said.user, refs)
        absent = [ref for ref in refs if ref not in gone]
        lines = [self.words.removed.format(names=self._names(gone))] if gone else []
        lines += [self.words.absent.format(names=self._names(absent))] if absent else []
        return told(Utterance("utter_holdings_done", {"said": "".join(lines)}, self._below(), account=True))

    def rest(self, said: Said) -> Told:
        """What was sold in part: the number that is left is asked for, since only that can be told twice."""
        first = next((each.certain for each in spots(self.names, said.text, held=True) if each.certain), None)
        if first is None:
            return told(Utterance("utter_holdings_ask"))
        return told(Utterance("utter_holdings_rest", {"name": first.name}))

    async def show(self, said: Said, first: int) -> Told:
        """A page of the list, what is worth most first, with the sum of all."""
        held = await self.holdings.of(said.channel, said.user)
        if not held:
            return told(self.empty())
        await self.names.load_for([each.ref for each in held])
        securities = known(self.names, [each.ref for each in held])
        quotes = await priced(self.market, securities)
        positions = valued(held, {each.ref: each for each in securities}, quotes)
        sheet, page = self.sheet(), positions[first : first + PAGE] or positions[:PAGE]
        count, lines = str(len(held)), sheet.positions(page)
        buttons = [button(self.words.buttons["analyse"], NAME, "analyse")]
        if (rest := len(positions) - first - len(page)) > 0:
            buttons.insert(0, button(self.words.more.format(count=rest), NAME, f"show {first + PAGE}"))
        if not (stamp := sheet.stamp(positions)):
            values = {"count": count, "listed": lines}
            return told(Utterance("utter_holdings_unpriced", values, account=True))
        values = {"count": count, "lines": lines, "total": sheet.total(positions), "stamp": stamp}
        return told(Utterance("utter_holdings", values, tuple(buttons), account=True))

    async def ask_to_clear(self, said: Said) -> Told:
        held = await self.holdings.of(said.channel, said.user)
        if not held:
            return told(self.empty())
        buttons = tuple(button(self.words.buttons[word], NAME, word) for word in ("clear", "keep"))
        asked = Utterance("utter_holdings_clear", {"count": str(len(held))}, buttons, account=True)
        return Told((asked,), {"step": "clear"}, TOPIC)

    def empty(self) -> Utterance:
        """Where the account's own list is, and how one is kept here."""
        titles = self.words.buttons
        article = Button(titles["article"], payload("ask_positions"))
        return Utterance("utter_holdings_empty", {}, (button(titles["import"], NAME, "import"), article))

    def _names_any(self, text: str) -> bool:
        found = all_spots(self.names, text, self.words.words, held=False)
        return any(each.securities or each.text.isdigit() for each in found)

    async def _spots(self, text: str) -> list[Spot]:
        """Those of funds too, where something is unclear without them; where units are counted, `knows_any`
        has had their list.
        """
        found = all_spots(self.names, text, self.words.words, held=True)
        if self.names.counts_units(text) or (found and all(each.certain for each in found)):
            return found
        await self.names.load()
        return all_spots(self.names, text, self.words.words, held=True)

    def _notes(self, certain: Sequence[Stated], sound: Sequence[Stated]) -> list[str]:
        """Of which nothing was kept, and why."""
        left = [each for each in certain if each not in sound]
        unstated = [each.spot.text for each in left if each.quantity is None]
        unsound = [each.spot.text for each in left if each.quantity is not None]
        notes = [self.words.unstated.format(names=self.words.join.join(unstated))] if unstated else []
        return notes + ([self.words.unsound.format(names=self.words.join.join(unsound))] if unsound else [])

    def _unsound(self, notes: Sequence[str]) -> Utterance:
        return Utterance("utter_holdings_done", {"said": "".join(notes)}, account=True)

    def _names(self, refs: Sequence[str]) -> str:
        return self.words.join.join(f"{each.name} {each.code}" for each in known(self.names, refs))

    def _below(self) -> tuple[Button, ...]:
        return (button(self.words.buttons["show"], NAME, "show"),)


def told(*utterances: Utterance) -> Told:
    """An answer after which nothing is under way."""
    return Told(utterances, None, TOPIC)


def read_put(written: str) -> Held | None:
    """What a button of `_puts` says; None where it says nothing that can be kept."""
    ref, quantity, cost = (*written.split(" "), "", "")[:3]
    try:
        held = Held(ref, Decimal(quantity), Decimal(cost) if cost else None)
    except InvalidOperation:  # no number stood in the sentence
        return None
    return held if checked(held.quantity, held.cost) is None else None


def _choice(stated: Stated) -> Utterance:
    spot = stated.spot
    if not spot.securities:
        return Utterance("utter_holdings_unknown", {"query": spot.text})
    response = "utter_holdings_near" if spot.near else "utter_holdings_which"
    return Utterance(response, {"query": spot.text}, _puts(stated, spot.securities))


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _puts(stated: Stated, securities: Sequence[Security]) -> tuple[Button, ...]:
    """A button a security, which keeps what was said of it."""
    said = " ".join(f"{each:f}" for each in (stated.quantity, stated.cost) if each is not None)
    return choices(NAME, securities[:OFFERED], lambda each: f"put {each.ref} {said}")


def _held(stated: Stated) -> Held:
    security = stated.spot.certain
    return Held(security.ref if security else "", stated.quantity or Decimal(0), stated.cost)
