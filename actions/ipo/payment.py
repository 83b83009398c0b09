"""Answers what winning costs, until when it is paid, and what happens with the money."""

import re
from datetime import timedelta
from decimal import Decimal

from actions.features import Answer
from actions.identify import Identifier
from actions.ipo.lists import Seen
from actions.ipo.reading import Read, day_words
from actions.ipo.speech import IpoSpeech, as_security, kept
from actions.ipo.traded import applied_for
from actions.question import Question
from actions.utterance import Button, Utterance
from market.ipo import Ipo, falling
from rules.row import Row

_GUIDES = {
    "partial": "utter_ipo_payment_partial",
    "funds": "utter_ipo_payment_funds",
    "after": "utter_ipo_payment_after",
}
_LOTS = re.compile(r"(?P<count>\d{1,3}|[一两二三四五六七八九十])(?:个|只)?签")
_NUMERALS = {character: place for place, character in enumerate("零一二三四五六七八九十")} | {"两": 2}
_SOON = timedelta(days=1)


class IpoPayment:
    """Answers "中了一签要准备多少钱", "缴款截止到几点", "苏州天脉两签多少钱"."""

    def __init__(self, speech: IpoSpeech, identifier: Identifier) -> None:
        self._speech = speech
        self._identifier = identifier

    async def answer(self, question: Question) -> Answer:
        """What the words ask, else what an issue costs, else the issues to be paid for, else the guide."""
        speech = self._speech
        read, buttons = Read.of(question, speech.words), speech.buttons("calendar", "default")
        key = speech.words.asked("payment", read.text)
        if key in _GUIDES:
            return Answer([speech.told(_GUIDES[key], buttons)])
        seen = await speech.lists.shares()
        if found := read.shares(seen.issues):
            return self._share(found[0], read, seen)
        if (gone := applied_for(question, self._identifier, speech)) is not None:
            return gone
        if key == "due":
            return Answer([self._due(read, seen)])
        told, soon = speech.told("utter_ipo_payment", buttons), self._soon(seen)
        return Answer([told, soon] if soon else [told])

    def _share(self, ipo: Ipo, read: Read, seen: Seen[Ipo]) -> Answer:
        """Price times the shares of the lots, and the day; Beijing takes the money before."""
        speech, words = self._speech, self._speech.words
        lot = speech.rules.lot(ipo.exchange, speech.today)
        rows: list[Row] = [lot] if lot else []
        if ipo.exchange == "BJ":
            lines = [words.payment["cash"].format(name=ipo.name)]
        elif lot is None:
            return Answer([Utterance("utter_ipo_unknown_rule")])
        else:
            lines = [self._cost(ipo, lot, _lots(read.text))]
            by = speech.rules.ask(f"payment_by_{ipo.exchange}", speech.today)
            rows += [by] if isinstance(by, Row) else []
            lines += self._when(ipo, by.value if isinstance(by, Row) else "")
            lines += speech.lines.disputed(ipo)
        stamp = speech.stamp(seen.signed_by(ipo), rows)
        buttons = speech.about(ipo, "bse") if ipo.exchange == "BJ" else self._buttons
        told = Utterance("utter_ipo_payment_share", {"lines": "\n".join(lines), "stamp": stamp}, buttons)
        return Answer([told], shown=(as_security(ipo),), details=kept(ipo))

    def _cost(self, ipo: Ipo, lot: Row, lots: int) -> str:
        words, count = self._speech.words, lot.count * lots
        if ipo.price is None:
            return words.payment["unpriced"].format(name=ipo.name, shares=lot.count)
        total = words.price(ipo.price * Decimal(count))
        values = {"name": ipo.name, "count": lots, "price": words.price(ipo.price), "shares": count}
        return words.payment["lots"].format(**values, total=total)

    def _when(self, ipo: Ipo, by: str) -> list[str]:
        """The day of payment, and what can still be done about it."""
        speech, words, day = self._speech, self._speech.words.payment, ipo.payment_date
        if day is None:
            return [words["undated"]]
        told = words["day"].format(day=speech.words.spoken(day, speech.today))
        if day < speech.today:
            return [told + words["past"]]
        if by and day == speech.today and speech.now.strftime("%H:%M") >= by:
            return [told, words["late"].format(by=by)]
        return [told, words["deadline"].format(by=by)] if by else [told]

    def _due(self, read: Read, seen: Seen[Ipo]) -> Utterance:
        """The issues that are paid for on the days asked about."""
        speech, words = self._speech, self._speech.words
        if seen.gap is not None:
            return speech.gap(seen.gap, words.what)
        span = read.span(speech.today, speech.today)
        found = falling(seen.issues, "payment_date", span.first, span.last)
        key = "paying_one" if found else "paying_none"
        day = day_words(span, speech.today, words)
        head = words.heads[key].format(day=day, kind=words.kind, count=len(found))
        lines = speech.lines.listed(found, "payment_date", dated=span.first != span.last)
        return speech.listed(head, lines, seen.facts, speech.buttons("calendar", "default"))

    def _soon(self, seen: Seen[Ipo]) -> Utterance | None:
        """Those to be paid for today or tomorrow, for whoever has won and does not say which."""
        speech = self._speech
        found = falling(seen.issues, "payment_date", speech.today, speech.today + _SOON)
        if not found:
            return None
        head = speech.words.heads["paying_soon"].format(count=len(found))
        return speech.listed(head, speech.lines.listed(found, "payment_date", dated=True), seen.facts)

    @property
    def _buttons(self) -> tuple[Button, ...]:
        return self._speech.buttons("default", "calendar")


def _lots(text: str) -> int:
    """How many winning numbers the message speaks of; one where it says none."""
    found = _LOTS.search(text)
    if found is None:
        return 1
    written = found["count"]
    return max(int(written) if written.isdigit() else _NUMERALS[written], 1)
