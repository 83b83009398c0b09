"""The deal whose costs a message asks for: how much money, and whether it is bought or sold. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from actions.amounts import AMOUNT, worth
from actions.fee.reckoning import Side

_SHARES = re.compile(r"\s*(?P<unit>股(?!票)|手(?!续))")
_COUNTED = re.compile(
    r"\s*(个|天|年|月|日|点|只|次|位|号|倍|支|家|周|笔|单|份|张|档|项|分|折|毛|%|‰|％|厘|[-/]\d)"
)
_VAGUE = re.compile(r"[几数]$")
_JIAO = re.compile(r"(?P<jiao>\d)(?!\d|\.)")
_LOT = 100
_LEAST = Decimal(1000)
"""A number without 元 below is no money."""
_SMALL = Decimal(500)
"""Less than this right before the name of a fee is that fee."""
_LEAST_DEAL = Decimal(100)


@dataclass(frozen=True)
class Deal:
    """`amount` yuan, on one side or both."""

    amount: Decimal
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Marks:
    """Patterns of the words that tell what is meant, as data/notices/fee.yml holds them."""

    buy: str
    sell: str
    round: str
    taken: str
    named: str


@dataclass(frozen=True)
class _Number:
    start: int
    end: int
    value: Decimal
    told: bool
    """It has a unit, or is in figures."""
    yuan: str


def deal(text: str, marks: Marks, otherwise: tuple[Side, ...]) -> Deal | None:
    """None where the message tells no amount, or several; `otherwise` are the sides where it names none."""
    amount = _amount(text, marks)
    known = amount is not None and amount >= _LEAST_DEAL
    return Deal(amount, _sides(text, marks, otherwise)) if known and amount else None


def _sides(text: str, marks: Marks, otherwise: tuple[Side, ...]) -> tuple[Side, ...]:
    patterns: Mapping[Side, str] = {"buy": marks.buy, "sell": marks.sell}
    if re.search(marks.round, text):
        return ("buy", "sell")
    return tuple(side for side, pattern in patterns.items() if re.search(pattern, text)) or otherwise


def _amount(text: str, marks: Marks) -> Decimal | None:
    """The money that is told, or a number of shares at a price."""
    numbers = _numbers(text)
    counts = {each: _SHARES.match(text, each.end) for each in numbers if not each.yuan}
    shares = [each.value * (_LOT if unit["unit"] == "手" else 1) for each, unit in counts.items() if unit]
    rest = [each for each in numbers if not counts.get(each)]
    money = [each.value for each in rest if _is_money(text, each, marks, price=bool(shares))]
    if len(money) != 1 or len(shares) > 1:
        return None
    return money[0] * shares[0] if shares else money[0]


def _numbers(text: str) -> list[_Number]:
    """In the order of the text; 十万三千 is one."""
    found: list[_Number] = []
    for match in AMOUNT.finditer(text):
        if not (value := worth(match)):
            continue
        told = bool(match["unit"]) or match["number"][0].isdigit()
        number = _Number(match.start(), match.end(), value, told, match["yuan"] or "")
        before = found[-1] if found else None
        if before and before.end == number.start and not before.yuan and before.value > value:
            number = replace(number, start=before.start, value=before.value + value, told=True)
            found.pop()
        found.append(replace(number, value=number.value + _jiao(text, number)))
    return found


def _is_money(text: str, number: _Number, marks: Marks, *, price: bool) -> bool:
    """Neither a fee that was taken, nor a rate, nor a count of something else; `price`: of a share."""
    before, after = text[: number.start], text[number.end :]
    if re.search(marks.taken, before) or _VAGUE.search(before):
        return False
    if number.yuan:
        return price or number.value >= _SMALL or not re.match(marks.named, after)
    return number.told and number.value >= _LEAST and not _COUNTED.match(after)


def _jiao(text: str, number: _Number) -> Decimal:
    """The tenths of 15块8."""
    tenth = _JIAO.match(text, number.end) if number.yuan == "块" else None
    return Decimal(tenth["jiao"]) / 10 if tenth else Decimal(0)
