"""The words of holdings: what begins the task, and what is put into its responses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self

from actions.words import NOTICES, load_words
from customers.importing import is_table

Act = Literal["show", "analyse", "state", "sold", "sold_some", "clear", "import", "table"]


@dataclass(frozen=True)
class HoldingsWords:
    """The table data/notices/holdings.yml; keys there are the names here."""

    asks: str
    order: str
    show: str
    analyse: str
    state: str
    sold: str
    sold_some: str
    clear: str
    begin: str
    words: str
    confirm: str
    replace: str
    decline: str
    quantity: str
    cost: str
    each: str
    join: str
    units: Mapping[str, str]
    saved: str
    saved_one: str
    saved_cost: str
    saved_left: str
    removed: str
    absent: str
    unclear: str
    unstated: str
    unsound: str
    preview_more: str
    unread_head: str
    unread_line: str
    unread_more: str
    beyond: str
    whys: Mapping[str, str]
    file_here: str
    no_file: str
    position: str
    worth: str
    worth_fund: str
    nameless: str
    gain: str
    suspended: str
    unpriced: str
    foreign: str
    total: str
    total_gain: str
    total_part: str
    cost_part: str
    more: str
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "holdings.yml")

    def act(self, text: str, written: str) -> Act | None:
        """What a message wants done with the holdings; None for a question or an order. `written` is the
        message as it came, with its lines.
        """
        if is_table(written):
            return "table"
        if re.fullmatch(self.analyse, text):
            return "analyse"
        if re.fullmatch(self.show, text):
            return "show"
        if "\n" in text or re.search(self.asks, text) or re.search(self.order, text):
            return None
        return self._told(text)

    def _told(self, text: str) -> Act | None:
        if re.search(self.begin, text):
            return "import"
        if re.search(self.clear, text):
            return "clear"
        if re.search(self.sold, text):
            return "sold"
        if re.search(self.sold_some, text):
            return "sold_some" if re.search(rf"\d\s*(?:{self.quantity})", text) else None
        stated = re.search(self.state, text)
        return (
            "state"
            if stated
            and re.search(rf"[\d一二两三四五六七八九十百千万]\s*(?:{self.quantity})|@|持仓.*\d", text)
            else None
        )
