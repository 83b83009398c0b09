"""The names that holdings know: securities of the lexicon, and funds off the exchange, held by code.

The list of these funds is a fact of the market and is fetched when something is not known without it; who
waits goes on after a while, and the next message finds it.
"""

import asyncio
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from actions.fund.names import FundList
from actions.holdings.spotting import Names
from market.fact import Gap
from market.fund_names import alike
from market.funds import FundName
from market.names import Mention
from market.securities import Security, is_off_exchange

PATIENCE = 3.0
"""Seconds that a message waits for the list."""
_SHORTEST = 4
"""Characters of a text that is taken for a part of a fund's name."""
_CODE = re.compile(r"(?<![0-9A-Za-z.])\d{6}(?![0-9A-Za-z.])")
_UNITS = re.compile(r"\d\s*[万千百]?\s*份")
"""What is counted so is no share."""


class HeldNames:
    """A `Names` over another one; `nameless` stands for a fund whose name cannot be had."""

    def __init__(self, lexicon: Names, funds: FundList, nameless: str) -> None:
        self._lexicon = lexicon
        self._funds = funds
        self._nameless = nameless
        self._loading: asyncio.Task[Gap[tuple[FundName, ...]] | None] | None = None

    def get(self, ref: str) -> Security | None:
        """A fund too, whoever has it; whether there is one of that code `fund` says."""
        if not is_off_exchange(ref):
            return self._lexicon.get(ref)
        found = self._funds.names.of(ref[2:])
        return _security(ref[2:], found.name if found else self._nameless)

    def fund(self, code: str, name: str = "") -> Security | None:
        """The fund of a code, where `name` may be its name and no exchange lists it."""
        found = self._funds.names.of(code)
        if found is None or self._listed_fund(code) or (name and not alike(name, found.name)):
            return None
        return _security(code, found.name)

    def find(self, text: str) -> Sequence[Mention]:
        """With funds by their code; a share of the same code is unclear where units are counted."""
        units = self.counts_units(text)
        found = [self._with_fund(each, units=units) for each in self._lexicon.find(text)]
        taken = {place for each in found for place in range(each.start, each.end)}
        for code in _CODE.finditer(text):
            if code.start() not in taken and self.fund(code.group()):
                found.append(Mention(code.start(), code.end(), code.group(), (f"OF{code.group()}",), "code"))
        return sorted(found, key=lambda each: each.start)

    def suggest(self, text: str, limit: int = 3) -> Sequence[Security]:
        """Funds whose name a longer text may be short for come first."""
        found = self._funds.names.find(text, limit) if len(text) >= _SHORTEST else ()
        funds = [self._listed_fund(each.code) or _security(each.code, each.name) for each in found]
        return [*funds, *self._lexicon.suggest(text, limit)][:limit]

    async def load(self) -> None:
        """Have the list of funds, or as good as it can be had in time."""
        if self._loading is None or self._loading.done():
            self._loading = asyncio.create_task(self._funds.load())
        await asyncio.wait([self._loading], timeout=PATIENCE)

    async def load_for(self, refs: Collection[str]) -> None:
        """The same, where one of these is such a fund."""
        if any(is_off_exchange(ref) for ref in refs):
            await self.load()

    def counts_units(self, text: str) -> bool:
        """Whether units are counted, which a share has not."""
        return _UNITS.search(text) is not None

    def _listed_fund(self, code: str) -> Security | None:
        """That of an exchange, which has its price there."""
        listed = (self._lexicon.get(f"{exchange}{code}") for exchange in ("SH", "SZ"))
        return next((each for each in listed if each and each.kind in ("etf", "fund")), None)

    def _with_fund(self, mention: Mention, *, units: bool) -> Mention:
        """A code that a share and a fund have: which of both, only the investor knows."""
        if mention.basis != "code" or not units or not self.fund(code := mention.text.strip()):
            return mention
        stocks = [each for ref in mention.refs if (each := self._lexicon.get(ref)) and each.kind == "stock"]
        return replace(mention, refs=(*mention.refs, f"OF{code}")) if stocks else mention


def _security(code: str, name: str) -> Security:
    return Security(code=code, exchange="OF", kind="fund", board="", name=name)
