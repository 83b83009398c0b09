"""What every part of a brief is made with, and how a fact of another time is kept out of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from actions.brief.once import Once
from actions.brief.sheet import Lacks
from actions.brief.words import BriefWords, Pen
from actions.facts import FactWords
from actions.ipo.lists import IpoLists
from actions.market_port import AskedMarket
from market.fact import Fact, Gap, Lack
from market.facts import known
from market.schedule import Dividend
from market.sector_names import SectorNames
from market.securities import Security


@dataclass(frozen=True)
class Asking:
    """`securities` finds those of refs; `once` is shared by all briefs of the server; `plan` says what every
    ten shares receive of a distribution.
    """

    market: AskedMarket
    words: BriefWords
    facts: FactWords
    once: Once
    issues: IpoLists
    sectors: SectorNames
    securities: Callable[[Iterable[str]], tuple[Security, ...]]
    plan: Callable[[Dividend], str]

    @property
    def pen(self) -> Pen:
        return Pen(self.words, self.facts, self.market.now(), self.market.mode == "demo")

    @property
    def today(self) -> date:
        return self.market.now().date()

    @property
    def last_day(self) -> date:
        """The day before the next day of trading: what falls on a weekend is told on the day before it."""
        return self.market.days.after(self.today) - timedelta(days=1)

    def of_now[T](self, found: Fact[T] | Gap[T], first: date) -> Fact[T] | Lack:
        """The fact; why there is none where it is a sample or an old value of a time before `first`: from
        those nobody can tell that nothing has happened since.
        """
        fact = known(found)
        if fact is None:
            return found.reason if isinstance(found, Gap) else "no_data"
        return "source_down" if (fact.demo or fact.stale) and fact.as_of.date() < first else fact

    def lacking(self, part: str, lack: Lack) -> tuple[tuple[str, Lack], ...]:
        """What is to be named as missing: a share of which there is nothing, or can be nothing, lacks
        nothing, but in a demonstration that only means that the samples have none.
        """
        named = lack == "source_down" or (lack == "no_data" and self.market.mode == "demo")
        return ((part, "source_down"),) if named else ()


def stocks(securities: Iterable[Security]) -> tuple[Security, ...]:
    """The listed shares among them: others have no announcements, no industry."""
    return tuple(each for each in securities if each.kind == "stock" and each.status == "listed")


def counted(lacks: Iterable[tuple[str, Lack]], asked: int) -> Lacks:
    """Each part and reason once, with how many of the `asked` shares it is missing of; 0: of all."""
    counts: dict[tuple[str, Lack], int] = {}
    for each in lacks:
        counts[each] = counts.get(each, 0) + 1
    return tuple((part, why, 0 if count >= asked else count) for (part, why), count in counts.items())


def signed(facts: Iterable[Any]) -> Sequence[Any]:
    """Each fact once, in their order."""
    return tuple({id(fact): fact for fact in facts}.values())
