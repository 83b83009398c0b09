"""Finds out whether a question that is taken for one about a share is about an issue."""

import re

from actions.ipo.lists import IpoLists
from actions.ipo.words import IpoWords
from actions.question import Question
from market.convertible_bonds import named as named_bonds
from market.ipo import named
from market.names import normalise

_SHARES, _BONDS = "ask_ipo_calendar", "ask_bond_ipo"
_OF_QUOTES = ("ask_quote", "nlu_fallback")
_OF_FEATURES = ("ask_company", "ask_chart", "ask_schedule")
"""What is asked of shares, and now and then of an issue by its name."""
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


class StrayIssues:
    """Knows "龙旗科技发行价", "集智转债多少钱", "787802是啥": nobody else could answer them."""

    def __init__(self, lists: IpoLists, words: IpoWords) -> None:
        self._lists = lists
        self._words = words

    async def intent(self, question: Question) -> str:
        """The intent that answers it, "" where it is about no issue."""
        text = normalise(question.text)
        of_quotes = question.intent in _OF_QUOTES
        if not of_quotes and question.intent not in _OF_FEATURES:
            return ""
        found = self._words.asked("strays", text)
        if found == "dated":
            return _SHARES if await self._is_issued(text, listed=bool(question.asked)) else ""
        if found == _BONDS or (found and of_quotes):
            return found
        code = _CODE.search(text) if of_quotes and not question.asked else None
        return await self._of_code(code.group()) if code else ""

    async def _of_code(self, code: str) -> str:
        """Whose lists hold a code that is no share's."""
        if await self._is_issued(code):
            return _SHARES
        return _BONDS if named_bonds(code, (await self._lists.bonds()).issues) else ""

    async def _is_issued(self, text: str, *, listed: bool = False) -> bool:
        """Whether the lists hold what is named; of a listed share they must know its first day."""
        found = named(text, (await self._lists.shares()).issues)
        return any(ipo.listing_date is not None or not listed for ipo in found)
