"""Which fund a text names, among all: by a part of its name, or by characters in their order. Pure."""

import re
from collections.abc import Sequence

from market.funds import FundName
from market.names import normalise

_BACK_END = re.compile(r"后端|\(后\)")
_BEGINNING = 4
"""Characters by which a name beside a code is known to be of the same fund."""
_HEAD = 2
"""Characters of a name, that of the company, which must be right."""


class FundNames:
    """Searches the list of all funds, which it brings into one form of writing once."""

    def __init__(self, funds: Sequence[FundName]) -> None:
        self._by_code = {fund.code: fund for fund in funds}
        self._funds = [(_key(fund.name), fund) for fund in funds if not _BACK_END.search(fund.name)]

    def of(self, code: str) -> FundName | None:
        return self._by_code.get(code)

    def find(self, text: str, limit: int = 3) -> tuple[FundName, ...]:
        """The funds meant, the likeliest first: one is certain, several are to be chosen from."""
        wanted = _key(text)
        if len(wanted) < _HEAD:
            return ()
        exact = [fund for key, fund in self._funds if key == wanted]
        if exact:
            return tuple(exact[:1])
        holding = [(key, fund) for key, fund in self._funds if wanted in key]
        found = holding or self._scattered(wanted)
        found.sort(key=lambda pair: (not pair[0].startswith(wanted), len(pair[0]), pair[1].code))
        return tuple(fund for _, fund in found[:limit])

    def _scattered(self, wanted: str) -> list[tuple[str, FundName]]:
        """Names of the same company that have all the characters in their order, others between."""
        pattern = re.compile(".*?".join(map(re.escape, wanted)))
        head = wanted[:_HEAD]
        return [(key, fund) for key, fund in self._funds if key.startswith(head) and pattern.match(key)]


def alike(text: str, name: str) -> bool:
    """Whether a text may be short for a fund's name: the same beginning."""
    wanted = _key(text)[:_BEGINNING]
    return len(wanted) >= _HEAD and _key(name).startswith(wanted)


def _key(text: str) -> str:
    return re.sub(r"\W|_", "", normalise(text)).upper()
