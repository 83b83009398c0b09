"""Steps of fees as houses write them: "7.0天<=持有期限<30.0天", "大于等于100万元，小于500万元". Pure."""

import re
from collections.abc import Iterable
from decimal import Decimal

from market.errors import SourceChanged
from market.funds import FeeStep

_SIZES = {
    "亿元": 10**8,
    "万元": 10**4,
    "亿": 10**8,
    "万": 10**4,
    "元": 1,
    "天": 1,
    "日": 1,
    "个月": 30,
    "月": 30,
    "年": 365,
}
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?)(亿元|万元|亿|万|元|天|日|个月|月|年)")
_SUBJECT = re.compile(r"(买入|购买|申购)?金额|持有期限")
_ALWAYS = frozenset({"", "-", "--", "---"})
_BOUND = re.compile(r"(大于等于|大于|小于等于|小于)\s*(\d+(?:\.\d+)?(?:亿元|万元|亿|万|元|天|日|个月|月|年))")
_EACH = re.compile(r"每笔\D{0,2}(\d+(?:\.\d+)?)元?")
_ORDERS = 100
"""From here on a bare figure is yuan for each order: no fund takes such a part of the money."""
_MOST = 10
"""Percent that no fee exceeds."""


def bounds(condition: str) -> tuple[Decimal | None, Decimal | None] | None:
    """From and below which amount in yuan, or how many days; None where nobody can tell."""
    text = condition.replace(" ", "")
    if text in _ALWAYS:
        return None, None
    subject = _SUBJECT.search(text)
    if subject and "<" in text:
        return _quantity(text[: subject.start()]), _quantity(text[subject.end() :])
    found = _BOUND.findall(text)
    if not found:
        return None
    low = next((_quantity(written) for word, written in found if word.startswith("大于")), None)
    high = next((_quantity(written) for word, written in found if word.startswith("小于")), None)
    return low, high


def step(condition: str, fee: str) -> FeeStep | None:
    """One step; None where its condition or its fee cannot be read."""
    between = bounds(condition)
    written = fee.strip()
    each = _EACH.search(written)
    figure = re.fullmatch(r"(\d+(?:\.\d+)?)(%?)", written.removesuffix("元"))
    if between is None or not (each or figure):
        return None
    low, high = (None if bound == 0 else bound for bound in between)
    if each:
        return FeeStep(low, high, yuan=Decimal(each[1]))
    value = Decimal(figure[1]) if figure else Decimal(0)
    if not written.endswith("%") and value >= _ORDERS:
        return FeeStep(low, high, yuan=value)
    return FeeStep(low, high, percent=value)


def steps(written: Iterable[tuple[str, str]], source: str) -> tuple[FeeStep, ...]:
    """The steps in their order, each once. Raises SourceChanged where one cannot be, or none can be read."""
    written = list(written)
    read = [found for condition, fee in written if (found := step(condition, fee))]
    if written and not read:
        raise SourceChanged(source, ("fees",))
    if any(each.percent is not None and each.percent > _MOST for each in read):
        raise SourceChanged(source, ("percent",))
    return tuple(sorted(dict.fromkeys(read), key=lambda each: each.low or 0))


def _quantity(text: str) -> Decimal | None:
    found = _QUANTITY.search(text)
    return Decimal(found[1]) * _SIZES[found[2]] if found else None
