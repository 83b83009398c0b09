"""Answers what the limit prices of a share, or of a close that is named, are. The feed's own come first."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from actions import figures
from actions.features import Answer
from actions.identify import Identifier
from actions.limits.asked_day import asked_day
from actions.limits.reading import asks_formula, close_in, means_next_day
from actions.limits.sheet import Sheet, Speech, shown
from actions.limits.words import Subject, grouped
from actions.market_port import AskedMarket
from actions.question import Question
from actions.quote.replies import Phrasebook
from actions.utterance import Utterance
from market.bars import DAILY_BARS, BarsKey
from market.facts import known as facts_known
from market.names import normalise
from market.quote import Quote, QuoteMissing
from market.session import SHANGHAI
from rules.boards import BOARDS
from rules.price_limits import LimitPrices, PriceLimits
from rules.row import Row, Unknown

INTENT = "ask_limit_price"


class LimitPrice:
    """Answers "茅台明天涨停价多少", "昨收八块六涨停价怎么算", "涨停价怎么算"."""

    def __init__(
        self,
        market: AskedMarket,
        identifier: Identifier,
        rules: PriceLimits,
        speech: Speech,
    ) -> None:
        self._market = market
        self._identifier = identifier
        self._rules = rules
        self._speech = speech
        self._words = speech.words

    async def answer(self, question: Question) -> Answer:
        """Of a share that is named; else of a close that is; else how it is reckoned; else which share."""
        text, today = normalise(question.text), self._market.now().astimezone(SHANGHAI).date()
        close = close_in(text)
        if told := self._without_share(text, close, today, named=bool(question.asked)):
            return Answer([told])
        found = self._identifier.one(question, INTENT)
        if isinstance(found, Answer):
            return found
        if found.kind == "index":
            return Answer([Utterance("utter_limit_price_index", {"name": found.name})], shown=(found,))
        board = Subject.of(found).board
        if close is not None and board in BOARDS:
            return Answer([self._of_close(close, (board,), today)], shown=(found,))
        quote = (await self._market.quotes.get([found]))[found.ref]
        day, previous = await self._asked_day(text, today, quote)
        told = self._of(quote, day, previous, next_first=means_next_day(text))
        return Answer([told], shown=(found,))

    async def _asked_day(
        self, text: str, today: date, quote: Quote | QuoteMissing
    ) -> tuple[date | None, Decimal | None]:
        """Another day that is asked for, and the close that its limits follow from, if it was traded on."""
        known = quote.last_known if isinstance(quote, QuoteMissing) else quote
        if known is None:
            return None, None
        day = asked_day(text, today, known.as_of.date(), self._market.days)
        if day is None or day > today:
            return day, None
        bars = facts_known(await self._market.facts.get(DAILY_BARS, BarsKey(known.security)))
        of_day = [bar.previous_close for bar in bars.value if bar.day == day] if bars else []
        return day, of_day[0] if of_day else None

    def _without_share(
        self, text: str, close: Decimal | None, today: date, *, named: bool
    ) -> Utterance | None:
        """Of a bond, whose name may hold that of a share; of a close; how it is reckoned."""
        if self._words.is_bond(text):
            return Utterance("utter_limit_rule_unknown", {}, (self._words.button("ask_limit_rule"),))
        if named:
            return None
        if close is not None:
            return self._of_close(close, self._words.boards_in(text) or tuple(self._words.boards), today)
        return self._formula(today) if asks_formula(text) else None

    def _of(
        self, quote: Quote | QuoteMissing, day: date | None, previous: Decimal | None, *, next_first: bool
    ) -> Utterance:
        now = self._market.now().astimezone(SHANGHAI)
        known = quote.last_known if isinstance(quote, QuoteMissing) else quote
        if known is None or isinstance(quote, QuoteMissing) and quote.reason == "delisted":
            missing = cast("QuoteMissing", quote)
            return Phrasebook(self._speech.quote, now).missing(missing, demo=self._market.mode == "demo")
        sheet = Sheet(known, self._rules, self._market.days, self._speech, now)
        lines = sheet.of(day, previous) if day else sheet.lines(next_first=next_first)
        named = {"name": known.security.name, "code": known.security.code}
        values = named | {"lines": "\n".join(lines), "stamp": self._speech.facts.stamp(now, known)}
        button = self._words.button("ask_limit_rule", known.security)
        return Utterance("utter_limit_price", values, (button,))

    def _of_close(self, close: Decimal, boards: Sequence[str], today: date) -> Utterance:
        """One line for all boards on which the same follows."""
        told = {board: self._reckoned(close, board, today) for board in boards}
        known = {board: prices for board, prices in told.items() if isinstance(prices, LimitPrices)}
        keys = {board: (prices.up, prices.down) for board, prices in known.items()}
        lines = [
            self._words.price["of_close"].format(
                board=self._words.names(group), percent=known[group[0]].percent, **shown(known[group[0]], 2)
            )
            for group in grouped(list(known), keys)
        ]
        rows = [row for prices in known.values() for row in prices.rows]
        values = {
            "close": figures.price(close, max(2, len(f"{close:f}".partition(".")[2]))),
            "lines": "\n".join(lines),
        }
        stamp = {"stamp": self._speech.stamp.sign(*rows)}
        return Utterance("utter_limit_of_close", values | stamp, (self._words.button("ask_limit_rule"),))

    def _reckoned(self, close: Decimal, board: str, day: date) -> LimitPrices | Unknown | None:
        row = self._rules.percent(board, "normal", day)
        return row if isinstance(row, Unknown) else self._rules.prices(close, row, board, day)

    def _formula(self, today: date) -> Utterance:
        rows = [self._rules.percent(board, "normal", today) for board in self._words.boards]
        known = [row for row in rows if isinstance(row, Row)]
        limits = {row.board: row.number for row in known}
        told = self._words.join.join(
            self._words.new_share["limit"].format(board=self._words.names(group), percent=limits[group[0]])
            for group in grouped(list(limits), limits)
        )
        values = {"limits": told, "stamp": self._speech.stamp.sign(*known)}
        return Utterance("utter_limit_formula", values, (self._words.button("ask_limit_rule"),))
