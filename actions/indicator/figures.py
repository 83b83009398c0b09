"""Figures of companies as an investor reads them: money without empty decimals, multiples, losses. Pure."""

from collections.abc import Mapping
from decimal import Decimal

from actions import figures


def money(value: Decimal, units: Mapping[str, int]) -> str:
    """An amount in the largest unit that it fills, as exact as it is known: 1379.58亿, 1380亿."""
    told = figures.big(value, units)
    number = told.rstrip("万亿")
    unit = told[len(number) :]
    return (number.rstrip("0").rstrip(".") if "." in number else number) + unit


def multiple(value: Decimal, loss: str) -> str:
    """A multiple with two decimals; of a loss there is none."""
    return figures.price(value, 2) if value > 0 else loss


def per_share(value: Decimal) -> str:
    """Yuan a share with at least two decimals, as reports print it."""
    exact = value.normalize()
    places = max(2, -int(exact.as_tuple().exponent))
    return figures.price(exact, min(places, 4))
