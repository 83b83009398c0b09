"""The watchlist by chat: add, take away, show with quotes, and clear once that is confirmed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Self

from actions.holdings.spotting import OFFERED, Names, Spot, all_spots, known, spots
from actions.holdings.warned import Warned
from actions.market_port import AskedMarket
from actions.quote.replies import Phrasebook
from actions.tasks.task import Said, State, Told, button, choices
from actions.utterance import Button, Utterance
from actions.words import NOTICES, QuoteWords, load_words
from customers.shares import Kept, Watchlist
from market.names import normalise
from market.securities import Security

NAME = "watchlist"
TOPIC = "QUO01"
PAGE = 9
"""Securities that one message shows."""
NAMED = 5
"""Securities that are named before it is asked whether to clear."""

Act = Literal["add", "remove", "show", "clear"]


@dataclass(frozen=True)
class WatchlistWords:
    """The table data/notices/watchlist.yml; keys there are the names here."""

    asks: str
    show: str
    add: str
    remove: str
    clear: str
    words: str
    named: str
    confirm: str
    decline: str
    acts: Mapping[str, str]
    examples: Mapping[str, str]
    and_more: str
    join: str
    added: str
    known: str
    left: str
    removed: str
    absent: str
    count: str
    more: str
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "watchlist.yml")

    def act(self, text: str) -> Act | None:
        """What a message wants done with the list; None for one that asks something about it."""
        if "\n" in text or re.search(self.asks, text):
            return "show" if re.fullmatch(self.show, text) else None
        if re.fullmatch(self.show, text):
            return "show"
        acts: tuple[Act, ...] = ("clear", "remove", "add")
        return next((act for act in acts if re.search(getattr(self, act), text)), None)


@dataclass(frozen=True)
class WatchlistTask:
    """The state is `{"step": "clear"}` while it is asked whether to clear, else there is none."""

    watchlist: Watchlist
    market: AskedMarket
    names: Names
    words: WatchlistWords
    quote_words: QuoteWords
    warned: Warned

    name = NAME

    def claims(self, said: Said, state: State | None) -> bool:
        text = _plain(said.text)
        if state is not None and re.fullmatch(f"{self.words.confirm}|{self.words.decline}", text):
            return True
        act = self.words.act(text)
        if act is None or re.search(self.words.named, text):
            return act is not None
        return bool(spots(self.names, said.text, held=False))

    async def answer(self, said: Said, state: State | None) -> Told:
        if state is not None and (told := await self._confirmed(said)) is not None:
            return told
        text, choice = _plain(said.text), said.details.get("choice", "")
        act, _, rest = choice.partition(" ")
        if act in ("add", "remove"):
            return await self._change(said, act == "add", [Spot("", 0, 0, tuple(self._known(rest)))])
        if act in ("clear", "keep"):  # its question is gone
            return _told(Utterance("utter_task_gone"))
        wanted = "show" if said.details else self.words.act(text)
        if wanted == "show" or wanted is None:
            return await self._show(said, int(rest) if rest.isdigit() else 0)
        if wanted == "clear":
            return await self._ask_to_clear(said)
        return await self._change(said, wanted == "add", self._spots(said))

    def way_back(self, state: State) -> Button | None:
        return button(self.words.buttons["back"], NAME, choice="show")

    async def _confirmed(self, said: Said) -> Told | None:
        """What follows from a word to whether to clear; None where it is about something else."""
        text, choice = _plain(said.text), said.details.get("choice", "")
        if choice == "clear" or re.fullmatch(self.words.confirm, text):
            count = await self.watchlist.clear(said.channel, said.user)
            return _told(Utterance("utter_watchlist_cleared", {"count": str(count)}))
        if choice == "keep" or re.fullmatch(self.words.decline, text):
            return _told(Utterance("utter_watchlist_kept"))
        return None

    async def _change(self, said: Said, adding: bool, spotted: Sequence[Spot]) -> Told:
        """Do what is certain; of the others the first is asked for."""
        certain = list(dict.fromkeys(each.certain for each in spotted if each.certain))
        unclear = [each for each in spotted if not each.certain]
        if not certain:
            return _told(self._which(unclear[0], adding) if unclear else self._asking(adding))
        if adding:
            kept = await self.watchlist.add(said.channel, said.user, [each.ref for each in certain])
            lines = self._added(kept)
        else:
            refs = [each.ref for each in certain]
            gone = await self.watchlist.remove(said.channel, said.user, refs)
            lines = [
                self._line("removed", gone),
                self._line("absent", [ref for ref in refs if ref not in gone]),
            ]
        count = len(await self.watchlist.of(said.channel, said.user))
        lines.append(self.words.count.format(count=count))
        shown = (button(self.words.buttons["show"], NAME, "show"),)
        done = Utterance("utter_watchlist_done", {"said": "".join(lines)}, shown, account=True)
        which = [self._which(unclear[0], adding)] if unclear else []
        warned = await self.warned.of([each.ref for each in certain]) if adding else []
        return _told(done, *warned, *which)

    def _added(self, kept: Kept) -> list[str]:
        left = self._line("left", kept.left, limit=str(self.watchlist.limit))
        return [self._line("added", kept.added), self._line("known", kept.known), left]

    def _line(self, word: str, refs: Sequence[str], **values: str) -> str:
        """A sentence about these securities; "" about none."""
        if not refs:
            return ""
        names = self.words.join.join(f"{each.name} {each.code}" for each in known(self.names, refs))
        return str(getattr(self.words, word)).format(names=names, **values)

    def _spots(self, said: Said) -> list[Spot]:
        return all_spots(self.names, said.text, self.words.words, held=False)

    def _which(self, spot: Spot, adding: bool) -> Utterance:
        if not spot.securities:
            return Utterance("utter_watchlist_unknown", {"query": spot.text})
        act = _act(adding)
        values = {"query": spot.text, "act": self.words.acts[act]}
        response = "utter_watchlist_near" if spot.near else "utter_watchlist_which"
        chosen = choices(NAME, spot.securities[:OFFERED], lambda each: f"{act} {each.ref}")
        return Utterance(response, values, chosen)

    def _asking(self, adding: bool) -> Utterance:
        act = _act(adding)
        values = {"act": self.words.acts[act], "example": self.words.examples[act]}
        return Utterance("utter_watchlist_ask", values)

    async def _ask_to_clear(self, said: Said) -> Told:
        refs = await self.watchlist.of(said.channel, said.user)
        if not refs:
            return _told(Utterance("utter_watchlist_empty"))
        names = self.words.join.join(each.name for each in self._known(*refs[:NAMED]))
        names += self.words.and_more if len(refs) > NAMED else ""
        buttons = tuple(button(self.words.buttons[word], NAME, word) for word in ("clear", "keep"))
        values = {"count": str(len(refs)), "names": names}
        asked = Utterance("utter_watchlist_clear", values, buttons, account=True)
        return Told((asked,), {"step": "clear"}, TOPIC)

    async def _show(self, said: Said, first: int) -> Told:
        """A page of the list with quotes, those first that were added first."""
        refs = await self.watchlist.of(said.channel, said.user)
        shown = self._known(*refs[first : first + PAGE])
        if not shown:
            return _told(Utterance("utter_watchlist_empty"))
        found = await self.market.quotes.get(shown)
        quoted = [found[each.ref] for each in shown]
        book = Phrasebook(self.quote_words, self.market.now())
        told = {"count": str(len(refs)), **book.listed(quoted)}
        rest = len(refs) - first - len(shown)
        title = self.words.more.format(count=rest)
        more = (button(title, NAME, f"show {first + PAGE}"),) if rest > 0 else ()
        if not told["stamp"]:
            values = {"count": told["count"], "listed": told["lines"]}
            return _told(Utterance("utter_watchlist_none", values, more, account=True))
        return _told(Utterance("utter_watchlist", told, more, account=True))

    def _known(self, *refs: str) -> list[Security]:
        return known(self.names, refs)


def _plain(text: str) -> str:
    return normalise(text).strip()


def _act(adding: bool) -> Literal["add", "remove"]:
    return "add" if adding else "remove"


def _told(*utterances: Utterance) -> Told:
    return Told(utterances, None, TOPIC)
