"""When the desk is open: spans of the day by the kind of day on the trading calendar. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from conversations.messages import SHANGHAI
from desk.errors import Unreadable

AHEAD = 60
"""Days in which the next opening is looked for."""
MIDNIGHT = "24:00"
_EXTRA = 20
_KNOWN = frozenset({"trading", "other", "special", "peak", "peak_extra"})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of a day; `ends` is no longer in it."""

    begins: time
    ends: time

    def __contains__(self, moment: time) -> bool:
        return self.begins <= moment < self.ends


@dataclass(frozen=True, slots=True)
class Hours:
    """What was set: the spans of trading days, of other days and of `special` ones; at the peak each agent
    takes `peak_extra` conversations more.
    """

    trading: tuple[Span, ...] = (Span(time(8, 30), time(17, 30)),)
    other: tuple[Span, ...] = ()
    special: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    peak: Span | None = Span(time(9), time(10, 30))
    peak_extra: int = 1

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> Self:
        """From JSON: `{"trading": [["08:30", "17:30"]], "special": {"2026-10-10": []}, …}`; what is not said
        stays as it is by default. Raises Unreadable with the place of the fault.
        """
        if strange := sorted(value.keys() - _KNOWN):
            raise Unreadable(strange[0])
        known: dict[str, Any] = {}
        for name in ("trading", "other"):
            if name in value:
                known[name] = _spans(name, value[name])
        if "special" in value:
            known["special"] = _special(value["special"])
        if "peak" in value:
            known["peak"] = None if value["peak"] is None else _span("peak", value["peak"])
        if "peak_extra" in value:
            known["peak_extra"] = _extra(value["peak_extra"])
        return cls(**known)

    @property
    def value(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "trading": _plain(self.trading),
            "other": _plain(self.other),
            "special": {day.isoformat(): _plain(spans) for day, spans in sorted(self.special.items())},
            "peak": _plain([self.peak])[0] if self.peak else None,
            "peak_extra": self.peak_extra,
        }


class OpeningHours:
    """The hours on the calendar. Moments are aware; days are Shanghai's."""

    def __init__(self, hours: Hours, is_trading_day: Callable[[date], bool]) -> None:
        self._hours = hours
        self._is_trading_day = is_trading_day

    def spans(self, day: date) -> tuple[Span, ...]:
        """When the desk is open on that day, in order."""
        if day in self._hours.special:
            return self._hours.special[day]
        return self._hours.trading if self._is_trading_day(day) else self._hours.other

    def is_open(self, at: datetime) -> bool:
        local = at.astimezone(SHANGHAI)
        return any(local.time() in span for span in self.spans(local.date()))

    def is_peak(self, at: datetime) -> bool:
        """Whether it is open and agents take more than otherwise."""
        peak = self._hours.peak
        return peak is not None and at.astimezone(SHANGHAI).time() in peak and self.is_open(at)

    def allowance(self, at: datetime) -> int:
        """How many conversations more than otherwise each agent takes."""
        return self._hours.peak_extra if self.is_peak(at) else 0

    def next_opening(self, at: datetime) -> datetime | None:
        """When the desk opens next, after `at`; None where no day of the next AHEAD has any hours."""
        local = at.astimezone(SHANGHAI)
        for days in range(AHEAD):
            day = local.date() + timedelta(days=days)
            for span in self.spans(day):
                begins = datetime.combine(day, span.begins, SHANGHAI)
                if begins > local:
                    return begins
        return None


def _spans(name: str, value: Any) -> tuple[Span, ...]:
    if not isinstance(value, list):
        raise Unreadable(name)
    spans = [_span(f"{name}[{place}]", each) for place, each in enumerate(value)]
    for place, (before, after) in enumerate(zip(spans, spans[1:], strict=False)):
        if after.begins < before.ends:
            raise Unreadable(f"{name}[{place + 1}].begins")
    return tuple(spans)


def _span(name: str, value: Any) -> Span:
    if not isinstance(value, list) or len(value) != 2:
        raise Unreadable(name)
    span = Span(_time(f"{name}.begins", value[0]), _time(f"{name}.ends", value[1]))
    if span.ends <= span.begins:
        raise Unreadable(f"{name}.ends")
    return span


def _time(name: str, value: Any) -> time:
    if value == MIDNIGHT:
        return time.max
    try:
        return time.fromisoformat(value).replace(tzinfo=None)
    except (TypeError, ValueError) as exc:  # no text, or none that is a time
        raise Unreadable(name) from exc


def _special(value: Any) -> dict[date, tuple[Span, ...]]:
    if not isinstance(value, dict):
        raise Unreadable("special")
    days = {}
    for name, spans in value.items():
        try:
            day = date.fromisoformat(name)
        except ValueError as exc:  # there is no such day
            raise Unreadable(f"special.{name}") from exc
        days[day] = _spans(f"special.{name}", spans)
    return days


def _extra(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _EXTRA:
        raise Unreadable("peak_extra")
    return value


def _plain(spans: Sequence[Span]) -> list[list[str]]:
    return [[_said(span.begins), _said(span.ends)] for span in spans]


def _said(moment: time) -> str:
    return MIDNIGHT if moment == time.max else moment.strftime("%H:%M")
