"""What a result allows of a product, and how messages about it are understood. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from actions.suitability.choosing import plain, short
from actions.suitability.match_words import MatchWords
from customers.suitability.products import RISKS, Product, Products
from customers.suitability.results import Result
from rules.row import Unknown
from rules.suitability import Suitability

Verdict = Literal["fits", "above", "barred", "expired", "unknown"]
_LEVEL = re.compile(r"[Rr]\s?([1-5])(?!\d)")


@dataclass(frozen=True, slots=True)
class Meant:
    """A product of the list, or a level of risk for all of its products: then `code` is the level."""

    code: str
    name: str
    risk: str


@dataclass(frozen=True, slots=True)
class Match:
    """`highest` is the highest risk that the result allows, "" where no rule says."""

    verdict: Verdict
    highest: str
    verified: bool


def match(result: Result, risk: str, now: datetime, rules: Suitability) -> Match:
    """What a result says to a risk, "R1" to "R5". For the lowest class there is no way around it."""
    if result.expired(now):
        return Match("expired", "", False)
    reach = rules.reach(result.level, now.date(), lowest=result.lowest)
    if isinstance(reach, Unknown):
        return Match("unknown", "", False)
    if risk <= reach.highest:
        return Match("fits", reach.highest, reach.verified)
    return Match("barred" if result.lowest else "above", reach.highest, reach.verified)


class Matching:
    """Messages about products, by the words of the table and the names of the list."""

    def __init__(self, words: MatchWords, products: Products) -> None:
        self._words = words
        self._products = products
        self._names = _by_name(products)
        named = map(re.escape, self._names)
        product = rf"(?:(?:{'|'.join(named)}|[Rr][1-5]){words.level})"
        self._named = re.compile(words.named.replace("{product}", product), re.IGNORECASE)
        self._commands = {
            kind: re.compile(pattern.replace("{product}", product), re.IGNORECASE)
            for kind, pattern in words.commands.items()
        }

    def command(self, text: str) -> str | None:
        """What is asked for at any time: "mine", "insist" or "fits"."""
        said = _bare(short(text))
        return next((kind for kind, pattern in self._commands.items() if pattern.fullmatch(said)), None)

    def under_way(self, text: str, step: str) -> str | None:
        """What is said to a warning: "confirm" by the whole sentence, "withdraw" or "hesitate"; or "name"
        where it was asked which product.
        """
        said = short(text)
        if step == "which":
            if re.fullmatch(self._words.under_way["withdraw"], said):
                return "withdraw"
            return "name" if self._named.fullmatch(_bare(said)) else None
        sentence = self._words.sentence if step == "warned" else self._words.sentence_again
        if said == plain(sentence):
            return "confirm"
        patterns = self._words.under_way.items()
        return next((kind for kind, pattern in patterns if re.fullmatch(pattern, said)), None)

    def meant(self, text: str) -> Meant | None:
        """The product or level that a text names; of two names the longer one."""
        said = _bare(text)
        found = next((product for name, product in self._names.items() if name in said), None)
        if found:
            return _of(found)
        level = _LEVEL.search(plain(text))
        return Meant(f"R{level[1]}", f"R{level[1]}", f"R{level[1]}") if level else None

    def coded(self, code: str) -> Meant | None:
        """That of a code that was kept."""
        product = self._products.coded(code)
        return _of(product) if product else Meant(code, code, code) if code in RISKS else None


def _by_name(products: Products) -> Mapping[str, Product]:
    """Products by names and codes as they are typed; the longest first."""
    names = {_bare(name): each for each in products.listed for name in (each.name, each.code)}
    return {name: names[name] for name in sorted(names, key=len, reverse=True)}


def _bare(text: str) -> str:
    """Its letters and digits alone: brackets and dashes of names are typed in many ways, or not at all."""
    return "".join(filter(str.isalnum, plain(text))).casefold()


def _of(product: Product) -> Meant:
    return Meant(product.code, product.name, product.level)
