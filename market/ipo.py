"""New shares: when they can be applied for, at what price and for how much, and when they trade. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, cast

from market.fact import Allowance, Kind
from market.securities import Exchange, board_of, exchange_of

Step = Literal["apply_date", "result_date", "payment_date", "listing_date"]
STEPS: tuple[Step, ...] = ("apply_date", "result_date", "payment_date", "listing_date")
"""The days of an issue in the order in which they come."""

_LONGEST = timedelta(days=120)
"""Between the application and the first day of trading; a listing further off belongs to another issue."""
_YUAN_A_SHARE = (Decimal(1), Decimal(100))
"""What a share applied for takes of market value is some ten yuan; beyond these a unit is mistaken."""
_DEAREST = Decimal(3000)
_WHOLE = Decimal(100)
_COMPARED = ("price", "apply_limit", "value_needed", "winning_rate")
_FILLED = (
    "name", "apply_code", "issue_pe", "issue_shares", "online_shares", "tails", *_COMPARED, *STEPS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ipo:
    """One issue. Shares are counted one by one, money is in yuan, `winning_rate` in percent; None: not known.

    `apply_limit` is the most that one investor may apply for, `value_needed` the mean market value that this
    takes, `tails` the last digits of the numbers that won. `disputed` names the fields on which two sources
    differ; `as_of` and `source` are set where a row is older than the list it stands in.
    """

    code: str
    name: str
    apply_code: str = ""
    price: Decimal | None = None
    issue_pe: Decimal | None = None
    issue_shares: int | None = None
    online_shares: int | None = None
    apply_limit: int | None = None
    value_needed: Decimal | None = None
    apply_date: date | None = None
    result_date: date | None = None
    payment_date: date | None = None
    listing_date: date | None = None
    winning_rate: Decimal | None = None
    tails: tuple[str, ...] = ()
    disputed: frozenset[str] = frozenset()
    as_of: date | None = None
    source: str = ""

    @property
    def exchange(self) -> Exchange:
        return cast(Exchange, exchange_of(self.code))

    @property
    def board(self) -> str:
        return board_of(self.code)

    @property
    def application_code(self) -> str:
        """What is typed to apply: in Shanghai a code of its own, elsewhere the share's; "" not known."""
        return self.apply_code or ("" if self.exchange == "SH" else self.code)

    def on(self, step: Step) -> date | None:
        """The day of one step."""
        return cast("date | None", getattr(self, step))


IPO_CALENDAR = Kind[None, tuple[Ipo, ...]]("ipo_calendar", ttl=timedelta(hours=1), examples=(None,))
"""What is being issued, with the subscription codes: some fifty issues, the latest first."""
IPO_SECOND_OPINION = Kind[None, tuple[Ipo, ...]](
    "ipo_second_opinion",
    ttl=timedelta(hours=1),
    allowance=Allowance(source=3.0, total=4.0),
    examples=(None,),
)
"""The same from another house: fills what the calendar lacks, and is heard before a price is believed."""


def is_new_share(code: str) -> bool:
    """Whether a code is that of a share which investors can apply for with yuan."""
    return board_of(code) not in {"", "B股"}


def consistent(ipo: Ipo) -> Ipo:
    """The issue without what contradicts itself: that is worse than not known."""
    changes: dict[str, Any] = {}
    if ipo.exchange == "BJ":  # where money is asked for, and no market value
        changes["value_needed"] = None
    if ipo.price is not None and not 0 < ipo.price <= _DEAREST:
        changes["price"] = None
    if ipo.winning_rate is not None and not 0 < ipo.winning_rate <= _WHOLE:
        changes["winning_rate"] = None
    if not units_fit(ipo):
        changes |= {"apply_limit": None, "value_needed": None}
    changes |= dict.fromkeys(_out_of_order(ipo))
    return replace(ipo, **changes) if changes else ipo


def units_fit(ipo: Ipo) -> bool:
    """Whether the most that may be applied for, the value this takes and the issue can be of one kind."""
    limit, needed, offered = ipo.apply_limit, ipo.value_needed, ipo.online_shares or ipo.issue_shares
    if limit is not None and (limit <= 0 or (offered is not None and limit > offered)):
        return False
    if limit is None or needed is None or ipo.exchange == "BJ":
        return needed is None or needed > 0
    return _YUAN_A_SHARE[0] <= needed / limit <= _YUAN_A_SHARE[1]


def _out_of_order(ipo: Ipo) -> list[Step]:
    """The days that cannot be: a later step before an earlier one, or long after the application."""
    wrong: list[Step] = []
    latest = ipo.apply_date
    for step in STEPS[1:]:
        day = ipo.on(step)
        if day is None or latest is None:
            latest = latest or day
            continue
        if day < latest or not _follows(ipo, step, day):
            wrong.append(step)
        else:
            latest = day
    return wrong


def _follows(ipo: Ipo, step: Step, day: date) -> bool:
    """Whether a step can fall on a day: after the application, and only in Beijing is it paid on that day."""
    if ipo.apply_date is None:
        return True
    if day == ipo.apply_date:
        return step == "payment_date" and ipo.exchange == "BJ"
    return day - ipo.apply_date <= _LONGEST


def distinct(ipos: Iterable[Ipo]) -> tuple[Ipo, ...]:
    """Each code once; where a list holds it twice, the rows are taken for two opinions on it."""
    found: dict[str, Ipo] = {}
    for ipo in ipos:
        found[ipo.code] = agreed(found[ipo.code], ipo) if ipo.code in found else ipo
    return tuple(found.values())


def merged(first: Sequence[Ipo], second: Sequence[Ipo]) -> tuple[Ipo, ...]:
    """Both lists by code: what one lacks the other gives, and what they dispute is not shown."""
    return distinct([*first, *second])


def agreed(first: Ipo, second: Ipo) -> Ipo:
    """One issue as two sources know it.

    A figure on which they differ is dropped; of a disputed day the first one's is kept and named as disputed.
    """
    values: dict[str, Any] = {}
    disputed = set(first.disputed | second.disputed)
    for name in _FILLED:
        mine, other = getattr(first, name), getattr(second, name)
        values[name] = mine if mine not in (None, "", ()) else other
        differ = mine is not None and other is not None and not _same(mine, other)
        if differ and (name in _COMPARED or name in STEPS):
            disputed.add(name)
    values |= {name: None for name in _COMPARED if name in disputed}
    return consistent(replace(first, **values, disputed=frozenset(disputed)))


def _same(one: Any, other: Any) -> bool:
    """Equal, or equal as far as the shorter of two decimals goes."""
    if not isinstance(one, Decimal) or not isinstance(other, Decimal):
        return bool(one == other)
    places = max(_exponent(one), _exponent(other))
    return abs(one - other) <= Decimal(1).scaleb(places) / 2


def _exponent(value: Decimal) -> int:
    return min(int(value.normalize().as_tuple().exponent), 0)


def falling(ipos: Iterable[Ipo], step: Step, first: date, last: date) -> list[Ipo]:
    """The issues of which a step falls from `first` to `last`, by day and code."""
    found = [ipo for ipo in ipos if (day := ipo.on(step)) is not None and first <= day <= last]
    return sorted(found, key=lambda ipo: (ipo.on(step), ipo.code))


def waiting(ipos: Iterable[Ipo], today: date) -> list[Ipo]:
    """Those applied for, whose shares do not trade yet; those with a listing day first."""
    found = [
        ipo
        for ipo in ipos
        if (ipo.listing_date is None or ipo.listing_date > today)
        and ipo.apply_date is not None
        and today - _LONGEST <= ipo.apply_date <= today
    ]
    return sorted(found, key=lambda ipo: (ipo.listing_date or date.max, ipo.apply_date or date.max))


def named(text: str, ipos: Iterable[Ipo]) -> list[Ipo]:
    """The issues whose name or code stands in a text; a longer name hides a shorter one."""
    found = [
        ipo for ipo in ipos if any(word and word in text for word in (ipo.name, ipo.code, ipo.apply_code))
    ]
    names = [ipo.name for ipo in found if ipo.name in text]
    return [ipo for ipo in found if not any(ipo.name in name and ipo.name != name for name in names)]


def resolve(month: int, day: int, today: date, ahead: int = 65) -> date | None:
    """The day that a list means by a month and a day: up to `ahead` days from now, else the last such day.

    None where it would be so long ago that the list, which is of the last months, cannot mean it.
    """
    for year in (today.year + 1, today.year, today.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:  # the 29th of February of another year, or no day at all
            continue
        if today - timedelta(days=299) <= found <= today + timedelta(days=ahead):
            return found
    return None
