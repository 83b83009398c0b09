"""Finds out whether a question for a quote is about an issue: by its words, or by a code of the lists."""

import re

from actions.ipo.lists import IpoLists
from actions.ipo.words import IpoWords
from actions.question import Question
from market.convertible_bonds import named as named_bonds
from market.ipo import named
from market.names import normalise

_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


class StrayIssues:
    """Knows "龙旗科技发行价", "集智转债多少钱", "787802是啥": nobody else could answer them."""

    def __init__(self, lists: IpoLists, words: IpoWords) -> None:
        self._lists = lists
        self._words = words

    async def intent(self, question: Question) -> str:
        """The intent that answers it, "" where it is about no issue."""
        text = normalise(question.text)
        if found := self._words.asked("strays", text):
            return found
        code = None if question.asked else _CODE.search(text)
        if code is None:
            return ""
        if named(code.group(), (await self._lists.shares()).issues):
            return "ask_ipo_calendar"
        return "ask_bond_ipo" if named_bonds(code.group(), (await self._lists.bonds()).issues) else ""
