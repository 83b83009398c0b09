"""Turns bars or minutes into a chart to be drawn and the figures that are told with it. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from actions import figures
from actions.chart.span import Span
from actions.chart.words import ChartWords
from actions.facts import FactWords
from charts.series import CandleChart, DayChart, Heading
from market.bars import Bar, Minute, monthly, weekly
from market.fact import Fact
from market.quote import Quote
from market.securities import Security, decimals

Bars = Fact[tuple[Bar, ...]]
Minutes = Fact[tuple[Minute, ...]]


@dataclass(frozen=True)
class Day:
    """What is known of the day of some minutes: from a quote of that day, else from its bar."""

    previous_close: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None

    @classmethod
    def of(cls, minutes: Minutes, quote: Quote | None, bars: Sequence[Bar]) -> "Day":
        day = minutes.value[-1].at.date()
        if quote is not None and quote.as_of.date() == day and quote.previous_close is not None:
            return cls(quote.previous_close, quote.high, quote.low)
        own = next((bar for bar in bars if bar.day == day), None)
        if own is not None:
            return cls(own.previous_close, own.high, own.low)
        before = next((bar.close for bar in reversed(bars) if bar.day < day), None)
        return cls(before)


class Sheet:
    """Speaks and draws of one security as of `now`."""

    def __init__(self, security: Security, words: ChartWords, facts: FactWords, now: datetime) -> None:
        self._security = security
        self._words = words
        self._facts = facts
        self._now = now
        self._places = decimals(security.kind)

    def candles(self, span: Span, bars: Bars, adjusted: bool | None) -> CandleChart:
        """Bars of the span's unit, all of them, so that averages know what came before."""
        drawn = {"week": weekly, "month": monthly}.get(span.unit, tuple)(bars.value)
        if span.unit != "day" and len(drawn) > 1 and bars.value[0].day != self._security.listing_date:
            drawn = drawn[1:]  # its first days may lie before those that are known
        first = span.cut(bars.value)[0].day
        last = drawn[-1]
        return CandleChart(
            heading=self._heading(span, adjusted, last.close, last.previous_close, bars),
            bars=drawn,
            shown=sum(bar.day >= first for bar in drawn),
            places=self._places,
            labels=self._words.labels(self._facts.units),
            footnote=self._facts.stamp(self._now, bars),
        )

    def line(self, minutes: Minutes, day: Day) -> DayChart:
        last = minutes.value[-1].price
        return DayChart(
            heading=self._heading(Span.of("minute") or Span(), None, last, day.previous_close, minutes),
            minutes=minutes.value,
            previous_close=day.previous_close,
            places=self._places,
            labels=self._words.labels(self._facts.units),
            footnote=self._facts.stamp(self._now, minutes),
        )

    def stretch(self, span: Span, bars: Bars, adjusted: bool | None) -> dict[str, str]:
        """From the close before the first day to the last close, with the extremes between.

        Where that close is not known, no change is told.
        """
        shown = span.cut(bars.value)
        first, last = shown[0], shown[-1]
        high, low = max(shown, key=lambda bar: bar.high), min(shown, key=lambda bar: bar.low)
        day = _days(first.day, last.day, self._now.date())
        moved = self._moved(last.close, first.previous_close)
        told = self._words.moved.format(whose=self._words.stretch, **moved)
        return {
            **self._named(self._words.period_of(span, adjusted)),
            "last": moved["last"],
            "moved": f"  {told}" if first.previous_close else "",
            "days": self._words.days.format(first=day(first.day), last=day(last.day)),
            "high": self._price(high.high),
            "high_day": day(high.day),
            "low": self._price(low.low),
            "low_day": day(low.day),
            "stamp": self._facts.stamp(self._now, bars),
        }

    def hours(self, minutes: Minutes, day: Day) -> dict[str, str]:
        """The day so far."""
        prices = [minute.price for minute in minutes.value]
        return {
            **self._named(self._words.units["minute"]),
            **self._moved(prices[-1], day.previous_close),
            "high": self._price(max(prices) if day.high is None else day.high),
            "low": self._price(min(prices) if day.low is None else day.low),
            "stamp": self._facts.stamp(self._now, minutes),
        }

    def quote(self, quote: Quote) -> dict[str, str]:
        """What is left to tell where there is neither bar nor minute."""
        last = quote.previous_close if quote.last is None else quote.last
        told = self._moved(last, quote.previous_close) if last is not None else {}
        return {**self._named(""), **told, "stamp": self._facts.stamp(self._now, quote)}

    def _heading(
        self, span: Span, adjusted: bool | None, last: Decimal, before: Decimal | None, fact: Bars | Minutes
    ) -> Heading:
        moved = {**self._moved(last, before)}
        moved["change"] = moved["change"].replace("▲", "▲ ").replace("▼", "▼ ")
        whose = self._words.latest[span.unit]
        return Heading(
            name=self._security.name,
            code=self._security.code,
            period=self._words.period_of(span, adjusted),
            last=moved["last"],
            change="" if before is None else self._words.moved.format(whose=whose, **moved),
            day=f"{fact.as_of:%Y-%m-%d}",
            direction=0 if before is None else (last > before) - (last < before),
        )

    def _named(self, period: str) -> dict[str, str]:
        return {"name": self._security.name, "code": self._security.code, "period": period}

    def _moved(self, last: Decimal, before: Decimal | None) -> Mapping[str, str]:
        if not before:
            return {"last": self._price(last), "change": self._facts.none, "percent": self._facts.none}
        return {
            "last": self._price(last),
            "change": figures.change(last - before, self._places),
            "percent": figures.signed_percent((last - before) / before * 100),
        }

    def _price(self, value: Decimal) -> str:
        return figures.price(value, self._places)


def _days(first: date, last: date, today: date) -> Callable[[date], str]:
    """How the days of a stretch are told: with the year unless all of it lies in this one."""
    pattern = "%m-%d" if first.year == last.year == today.year else "%Y-%m-%d"
    return lambda day: day.strftime(pattern)
