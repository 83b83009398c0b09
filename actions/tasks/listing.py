"""Everything kept of an investor as lines they can read. Pure."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from actions.figures import plain
from actions.tasks.hours import clock
from actions.tasks.privacy_words import PrivacyWords
from customers.copies import Copy
from customers.kinds import Kind

Row = Mapping[str, Any]


class Listing:
    """Lines of a copy, in the order of its tables; times are Shanghai's."""

    def __init__(self, words: PrivacyWords, kinds: Mapping[str, Kind], now: datetime) -> None:
        self._words = words
        self._kinds = kinds
        self._now = now
        self._shown: Mapping[str, Callable[[Row], Row]] = {
            "accounts": lambda row: {"channel": words.channels.get(row["channel"], row["channel"])},
            "settings": self._settings,
            "consents": lambda row: {"kind": words.kinds[row["kind"]], "given": words.given[row["given"]]},
            "watched": lambda row: {"code": row["ref"][2:]},
            "holdings": self._holding,
            "alerts": self._alert,
            "subscriptions": self._subscription,
            "tests": lambda row: {"state": words.test_states[row["state"]]},
            "results": lambda row: {"score": plain(row["score"]), "until": _day(row["valid_until"])},
            "answers": lambda row: {"options": "".join(row["options"])},
            "evidence": lambda row: {"answered": row["answered"] or ""},
            "notices": self._notice,
            "read": lambda row: {"title": row["title"]},
        }

    def lines(self, copy: Copy) -> list[str]:
        return [line for name in self._shown for line in self._section(name, getattr(copy, name))]

    def _section(self, name: str, rows: tuple[Row, ...]) -> Iterator[str]:
        for row in rows:
            at = next((row[key] for key in row if isinstance(row[key], datetime)), None)
            times = {"day": _day(at), "time": f"{at:%Y-%m-%d %H:%M}"} if at else {}
            yield self._words.listed[name].format(**{**row, **times, **self._shown[name](row)}).strip()

    def _settings(self, row: Row) -> Row:
        start, end, language = row["quiet_from"], row["quiet_to"], row["language"]
        quiet = f"{clock(start)}–{clock(end)}" if start is not None else self._words.unset
        return {"language": self._words.languages.get(language, self._words.unset), "quiet": quiet}

    def _holding(self, row: Row) -> Row:
        cost = self._words.cost.format(cost=plain(row["cost"])) if row["cost"] is not None else ""
        return {"code": row["ref"][2:], "quantity": plain(row["quantity"]), "cost": cost}

    def _alert(self, row: Row) -> Row:
        state = "live" if row["expires_at"] > self._now else "expired"
        state = "fired" if row["fired_at"] else "cancelled" if row["cancelled_at"] else state
        threshold = "" if row["threshold"] is None else plain(row["threshold"])
        kind = self._words.alert_kinds[row["kind"]]
        shown = {"kind": kind, "threshold": threshold, "state": self._words.alert_states[state]}
        return {"code": row["ref"][2:], **shown}

    def _notice(self, row: Row) -> Row:
        title = f" {row['title']}" if row["title"] else ""
        state = self._words.notice_states[row["state"]]
        return {"kind": self._kind(row["kind"]), "title": title, "state": state}

    def _subscription(self, row: Row) -> Row:
        return {"kind": self._kind(row["kind"]), "wanted": self._words.wanted[row["wanted"]]}

    def _kind(self, name: str) -> str:
        known = self._kinds.get(name)
        return known.title if known else name


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else ""
