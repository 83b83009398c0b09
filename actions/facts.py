"""How any fact is signed, and what is said where there is none: the same for every feature."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Self

from actions import figures
from actions.utterance import Utterance
from actions.words import NOTICES, load_words
from market.fact import Fact, Gap
from market.quote import Quote
from market.securities import Security

_GAPS = {
    "source_down": "utter_fact_unavailable",
    "no_data": "utter_fact_none",
    "not_covered": "utter_fact_not_covered",
}


@dataclass(frozen=True)
class FactWords:
    """The table data/notices/fact.yml; keys there are the names here."""

    live: str
    stale: str
    demo: str
    rule: str
    unverified: str
    join: str
    none: str
    units: Mapping[str, int]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "fact.yml")

    def stamp(self, now: datetime, *facts: Fact[Any] | Quote) -> str:
        """When and whence: the oldest time and every source once. Of one demo fact, all is demo."""
        demo, stale = any(each.demo for each in facts), any(each.stale for each in facts)
        pattern = self.demo if demo else self.stale if stale else self.live
        oldest = min(each.as_of for each in facts)
        return pattern.format(as_of=moment(oldest, now, full=demo), source=self.sources(*facts))

    def sources(self, *facts: Fact[Any] | Quote) -> str:
        """Each source once."""
        return self.join.join(dict.fromkeys(each.source for each in facts))

    def gap(self, gap: Gap[Any], what: str, security: Security | None = None, *, demo: bool) -> Utterance:
        """Why there is no `what`, of a security or at all."""
        name = f"{security.name} {security.code} " if security else ""
        response = "utter_fact_not_in_demo" if demo and gap.reason != "not_covered" else _GAPS[gap.reason]
        return Utterance(response, {"name": name, "what": what})


def moment(at: datetime, now: datetime, *, full: bool = False) -> str:
    """A time as 11-20 15:00; midnight is a date alone. The year where it is another or must be plain."""
    with_year = full or at.year != now.year
    if at.timetz().replace(tzinfo=None) == time():
        return at.strftime("%Y-%m-%d" if with_year else "%m-%d")
    return figures.moment(at, now, full=full)
