"""Turns quotes into utterances: which response, with which values and buttons. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from actions import figures
from actions.quote.times import OtherTime
from actions.utterance import Button, Utterance, payload
from actions.words import QuoteWords
from market.quote import Quote, QuoteMissing
from market.securities import Security, decimals

Fields = tuple[str, ...]
_BUTTONS = 3
_LOT = 100
"""Shares in a 手, the unit in which volume is told."""


class Phrasebook:
    """Speaks about quotes as of `now`, with the words of the phrase table."""

    def __init__(self, words: QuoteWords, now: datetime) -> None:
        self._words = words
        self._now = now

    def one(self, quote: Quote) -> Utterance:
        """The whole quote of one security."""
        if quote.suspended:
            return Utterance("utter_quote_suspended", self._head(quote) | self._figures(quote))
        if quote.stale and not quote.demo:
            return self.stale(quote)
        response = "utter_quote_index" if quote.security.kind == "index" else "utter_quote"
        return Utterance(response, self._head(quote) | self._figures(quote), self._below(quote))

    def stale(self, quote: Quote) -> Utterance:
        """The last value known, with its time, when no newer one can be had."""
        values = self._head(quote) | self._figures(quote)
        return Utterance("utter_quote_stale", values | {"as_of": self._moment(quote)})

    def fields(self, quote: Quote, fields: Fields) -> Utterance:
        """The fields asked for, first; then the price they belong to."""
        fields = self._by_day(quote, fields)
        if all(_value(quote, name) is None for name in fields):
            asked = self._words.join.join(self._words.fields[name] for name in fields)
            return Utterance(
                "utter_quote_field_missing", self._head(quote) | self._figures(quote) | {"fields": asked}
            )
        told = {"fields": self._words.gap.join(self._named_figures(quote, fields))}
        return Utterance(
            "utter_quote_field",
            self._head(quote) | self._figures(quote) | told | {"day": self._day(quote, fields)},
        )

    def beside(self, told: Utterance, shown: Sequence[Security], time: OtherTime | None) -> Utterance:
        """What was told of one security, with the chart of the past that was asked for."""
        if time is None or not time.span or len(shown) != 1:
            return told
        chart = Button(self._words.chart_button, payload("ask_chart", shown[0], chart_span=time.span))
        return replace(told, buttons=(chart, *told.buttons)[:_BUTTONS])

    def several(
        self, found: Sequence[Quote | QuoteMissing], fields: Fields, response: str, *, demo: bool
    ) -> Utterance:
        """One aligned line a security, below one stamp; a missing quote gives way to the last known."""
        found = [_best(each) for each in found]
        quotes = [each for each in found if isinstance(each, Quote)]
        if not quotes:
            return self._none(found, demo=demo)
        return Utterance(response, self.listed(found, fields) | {"status": self._status(_signing(quotes))})

    def listed(self, found: Sequence[Quote | QuoteMissing], fields: Fields = ()) -> dict[str, str]:
        """`lines`, one aligned line a security, and the `stamp` below; "" where there is no quote."""
        found = [_best(each) for each in found]
        quotes = [each for each in found if isinstance(each, Quote)]
        days = {quote.as_of.date() for quote in quotes}
        dated = len(days) > 1 or any(self._by_day(quote, fields) != fields for quote in quotes)
        names = max(figures.width(each.security.name) for each in found)
        numbers = max((len(self._figure(quote, "last")) for quote in quotes), default=0)
        lines = [self._line(each, fields, (names, numbers), dated=dated) for each in found]
        return {"lines": "\n".join(lines), "stamp": self._joint_stamp(quotes) if quotes else ""}

    def missing(self, missing: QuoteMissing, *, demo: bool) -> Utterance:
        """Why there is no quote, with the last one known if any."""
        if missing.reason == "delisted":
            return Utterance("utter_quote_delisted", _named(missing.security))
        if missing.last_known is not None:
            return self.stale(missing.last_known)
        if demo:
            return self._none([missing], demo=True)
        return Utterance("utter_quote_unavailable", _named(missing.security))

    def _none(self, found: Sequence[Quote | QuoteMissing], *, demo: bool) -> Utterance:
        if demo:
            names = self._words.join.join(f"{each.security.name} {each.security.code}" for each in found)
            return Utterance("utter_quote_not_in_demo", {"names": names})
        widest = max(figures.width(each.security.name) for each in found)
        lines = [self._line(each, (), (widest, 0), dated=False) for each in found]
        return Utterance("utter_quote_none", {"lines": "\n".join(lines)})

    def _line(
        self, each: Quote | QuoteMissing, fields: Fields, widths: tuple[int, int], *, dated: bool
    ) -> str:
        name = f"{figures.pad_name(each.security.name, widths[0])} {each.security.code}"
        if isinstance(each, QuoteMissing):
            return self._words.gap.join([name, self._words.missing[each.reason]])
        parts = [name, *self._cells(each, fields, widths[1])]
        if _is_old(each):
            parts.append(self._moment(each))
        elif dated:
            parts.append(figures.day(each.as_of, self._now))
        return self._words.gap.join(parts)

    def _cells(self, quote: Quote, fields: Fields, columns: int) -> list[str]:
        if quote.suspended:
            return [self._words.suspended]
        if fields:
            return self._named_figures(quote, self._by_day(quote, fields))
        return [
            figures.pad_figure(self._figure(quote, "last"), columns),
            self._figure(quote, "change_percent"),
        ]

    def _by_day(self, quote: Quote, fields: Fields) -> Fields:
        """Of an earlier day the close before today is its own, and not the one before it."""
        if quote.demo or quote.as_of.date() == self._now.date():
            return fields
        return tuple("close" if name == "previous_close" else name for name in fields)

    def _named_figures(self, quote: Quote, fields: Fields) -> list[str]:
        return [f"{self._words.fields[name]} {self._figure(quote, name)}" for name in fields]

    def _head(self, quote: Quote) -> dict[str, str]:
        return _named(quote.security) | {"status": self._status(quote), "stamp": self._stamp(quote)}

    def _figures(self, quote: Quote) -> dict[str, str]:
        shown = ("last", "change", "open", "previous_close", "high", "low", "amount", "turnover_rate")
        return {name: self._figure(quote, name) for name in shown} | {
            "percent": self._figure(quote, "change_percent")
        }

    def _figure(self, quote: Quote, name: str) -> str:
        value = _value(quote, name)
        if value is None:
            return self._words.none
        return _FORMS[name](value, decimals(quote.security.kind), self._words)

    def _status(self, quote: Quote) -> str:
        return self._words.statuses[quote.phase]

    def _moment(self, quote: Quote) -> str:
        return figures.moment(quote.as_of, self._now, full=quote.demo)

    def _stamp(self, quote: Quote) -> str:
        pattern = self._words.stamps["demo" if quote.demo else "live"]
        return pattern.format(as_of=self._moment(quote), source=quote.source)

    def _joint_stamp(self, quotes: Sequence[Quote]) -> str:
        signing = _signing(quotes)
        pattern = self._words.stamps["demo" if signing.demo else "stale" if signing.stale else "live"]
        sources = self._words.join.join(dict.fromkeys(quote.source for quote in quotes))
        return pattern.format(as_of=self._moment(signing), source=sources)

    def _day(self, quote: Quote, fields: Fields) -> str:
        if fields == ("previous_close",):
            return ""
        if quote.as_of.date() == self._now.date():
            return self._words.today
        return self._words.other_day.format(date=figures.day(quote.as_of, self._now))

    def _below(self, quote: Quote) -> tuple[Button, ...]:
        if quote.security.kind == "index":
            return (Button(self._words.market_button, "/ask_market"),)
        asked = [
            Button(title, ask(quote.security, tuple(names)))
            for title, names in self._words.buttons.items()
            if any(_value(quote, name) is not None for name in names)
        ]
        return (*asked, Button(self._words.market_button, "/ask_market"))


def choices(securities: Sequence[Security], fields: Fields) -> tuple[Button, ...]:
    """A button a security, which asks again what was asked."""
    return tuple(Button(f"{security.name} {security.code}", ask(security, fields)) for security in securities)


def ask(security: Security, fields: Fields = ()) -> str:
    """The payload that asks for a security, or for some fields of it."""
    return payload("ask_quote", security, quote_field=",".join(fields))


def _named(security: Security) -> dict[str, str]:
    return {"name": security.name, "code": security.code}


def _best(found: Quote | QuoteMissing) -> Quote | QuoteMissing:
    if isinstance(found, QuoteMissing) and found.last_known is not None:
        return found.last_known
    return found


def _is_old(quote: Quote) -> bool:
    return quote.stale and not quote.demo


def _signing(quotes: Sequence[Quote]) -> Quote:
    """Whose time stands below all: the newest; an old one only where all are, and then the oldest."""
    fresh = [quote for quote in quotes if not _is_old(quote)]
    return max(fresh, key=_time) if fresh else min(quotes, key=_time)


def _time(quote: Quote) -> datetime:
    return quote.as_of


def _value(quote: Quote, name: str) -> Decimal | None:
    value: Decimal | int | None = getattr(quote, name)
    return Decimal(value) if isinstance(value, int) else value


def _price(value: Decimal, places: int, words: QuoteWords) -> str:
    return figures.price(value, places)


def _percent(value: Decimal, places: int, words: QuoteWords) -> str:
    return figures.percent(value)


_FORMS: dict[str, Callable[[Decimal, int, QuoteWords], str]] = {
    "last": _price,
    "close": _price,
    "previous_close": _price,
    "open": _price,
    "high": _price,
    "low": _price,
    "limit_up": _price,
    "limit_down": _price,
    "change": lambda value, places, words: figures.change(value, places),
    "change_percent": lambda value, places, words: figures.signed_percent(value),
    "amplitude": _percent,
    "turnover_rate": _percent,
    "volume": lambda value, places, words: figures.big(value / _LOT, words.units) + words.lots,
    "amount": lambda value, places, words: figures.big(value, words.units),
    "volume_ratio": lambda value, places, words: figures.price(value, 2),
}
