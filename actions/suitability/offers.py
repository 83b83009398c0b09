"""Products against a result, in words. Pure."""

from datetime import datetime
from itertools import groupby

from actions.suitability.match_words import MatchWords
from actions.suitability.matching import Match, Matching, Meant, match
from actions.suitability.showing import Showing
from customers.suitability.products import Product, Products
from customers.suitability.reading import Questionnaires
from customers.suitability.results import Result

_NAMED = 3
"""Products of a level that are named."""


class Offers:
    """What is matched: the products, the words about them and the rules."""

    def __init__(
        self, words: MatchWords, products: Products, showing: Showing, sheets: Questionnaires
    ) -> None:
        self.words = words
        self.products = products
        self.matching = Matching(words, products)
        self.showing = showing
        self._sheets = sheets

    def match(self, result: Result, risk: str, now: datetime) -> Match:
        return match(result, risk, now, self.showing.rules)

    def say(self, words: str, result: Result, meant: Meant | None, now: datetime, **more: str) -> str:
        """`words` with the level, what it reaches, the product, and whose list that is."""
        reach, verified = self.showing.reach(result.level, now.date(), lowest=result.lowest)
        said = words.format(
            level=self.showing.level(self._sheets.of(result.version), result.level, lowest=result.lowest),
            until=self.showing.day(result.valid_until),
            reach=reach,
            product=meant.name if meant else "",
            risk=meant.risk if meant else "",
            **more,
        )
        stamp = self.words.stamp.format(
            list=self.words.lists["sample" if self.products.sample else "own"],
            unverified="" if verified else self.words.unverified,
        )
        return f"{said}\n{stamp}"

    def fitting(self, result: Result, now: datetime) -> str:
        """The products that fit, a level a line, as they stand in the list: none is better than another."""
        fitting = self.products.up_to(self.match(result, "R1", now).highest)
        levels = groupby(sorted(fitting, key=_level), key=_level)
        return "\n".join(
            self.words.line.format(level=level, names=self._names(list(of))) for level, of in levels
        )

    def _names(self, products: list[Product]) -> str:
        shown = [self.words.name.format(name=each.name, code=each.code) for each in products[:_NAMED]]
        names = self.words.join.join(shown)
        count = len(products)
        return names if count <= _NAMED else self.words.more.format(names=names, count=count)


def _level(product: Product) -> str:
    return product.level
