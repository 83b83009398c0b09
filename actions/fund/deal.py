"""The purchase or redemption of a fund that a message asks to be reckoned. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Self

from actions.amounts import AMOUNT, worth
from actions.words import NOTICES, load_words
from rules.fund_terms import FundKind

_TENTHS = {name: place for place, name in enumerate("一二三四五六七八九", 1)}
_CODE = re.compile(r"(?<![\d.])\d{6}(?![\d.]|\s*[元块份万])")
_MOST_YUAN = Decimal(10) ** 11
_KINDS: tuple[FundKind, ...] = ("money", "bond", "qdii")


@dataclass(frozen=True)
class FundDealWords:
    """The table data/notices/fund_deal.yml; keys there are the names here."""

    about: str
    others: str
    asks: str
    redeem: str
    buy: str
    nav: str
    percent: str
    each: str
    discount: str
    held: str
    days: Mapping[str, int]
    kinds: Mapping[str, str]
    kind_names: Mapping[str, str]
    percent_fee: str
    discounted: str
    order_fee: str
    fund_fee: str
    least_fee: str
    free_fee: str
    nav_told: str
    nav_known: str
    net_over: str
    net_less: str
    counts: str
    confirmed: str
    paid: str
    paid_on: str
    foreseen: str
    most: str
    missing: Mapping[str, str]
    join: str

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "fund_deal.yml")


@dataclass(frozen=True)
class FundDeal:
    """`quantity` is yuan of a purchase, units of a redemption; None, and "" for the code, where not said.
    `percent` is the rate before a `discount`, which is in tenths (折); `held` is days.
    """

    side: Literal["buy", "redeem"]
    quantity: Decimal
    code: str = ""
    nav: Decimal | None = None
    percent: Decimal | None = None
    each: Decimal | None = None
    discount: Decimal | None = None
    held: int | None = None
    kind: FundKind = "equity"


def read_deal(text: str, words: FundDealWords) -> FundDeal | None:
    """None for a message that asks for something else, or says no amount or no other figure."""
    if "\n" in text or not re.search(words.about, text) or re.search(words.others, text):
        return None
    redeemed = re.search(words.redeem, text)
    if not re.search(words.asks, text) or not (redeemed or re.search(words.buy, text)):
        return None
    nav, held = re.search(words.nav, text), re.search(words.held, text)
    percent, each = re.search(words.percent, text), re.search(words.each, text)
    discount = re.search(words.discount, text)
    left = _without(text, nav, percent, held, each, discount)
    code, quantity = _coded(left, units=redeemed is not None)
    figures = (nav, percent, each, held, code)
    if not any(figures) or quantity is None or not 0 < quantity <= _MOST_YUAN:
        return None
    return FundDeal(
        side="redeem" if redeemed else "buy",
        quantity=quantity,
        code=code,
        nav=Decimal(nav[1]) if nav else None,
        percent=Decimal(percent[1] or percent[2]) if percent else None,
        each=Decimal(each[1]) if each else None,
        discount=_tenths(discount[1]) if discount else None,
        held=int(held[1]) * words.days[held[2]] if held else None,
        kind=next((kind for kind in _KINDS if re.search(words.kinds[kind], text)), "equity"),
    )


def _coded(text: str, *, units: bool) -> tuple[str, Decimal | None]:
    """A fund's code and the amount; the only number is never a code."""
    code = _CODE.search(text)
    quantity = _quantity(_without(text, code), units=units)
    if quantity is None:
        return "", _quantity(text, units=units)
    return code.group() if code else "", quantity


def _without(text: str, *found: re.Match[str] | None) -> str:
    """The text with blanks in the places that were read."""
    for each in found:
        if each:
            text = text[: each.start()] + " " * (each.end() - each.start()) + text[each.end() :]
    return text


def _quantity(text: str, *, units: bool) -> Decimal | None:
    """The first number that counts units or yuan."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    for amount in AMOUNT.finditer(text):
        value = worth(amount)
        counted = text[amount.end() :].lstrip().startswith("份")
        told = amount["unit"] or amount["number"][0].isdigit()
        if value and told and (counted or not units) and not (counted and not units):
            return value
    return None


def _tenths(written: str) -> Decimal:
    return Decimal(_TENTHS.get(written, 0) or written)
