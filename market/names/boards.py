"""Names as quote boards show them on some days: XD农业银 for 农业银行, cut to make room for the prefix."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from market.names.lexicon import Key
from market.names.normal import HAN, key_text
from market.securities import Security

_SHOWN = re.compile(rf"(?<![A-Z])(?:XD|XR|DR)([{HAN}]{{3}})")


class BoardNames:
    """Finds four-character names of which a dividend or rights prefix left only three."""

    def __init__(self, securities: Iterable[Security]) -> None:
        heads: dict[str, list[str]] = defaultdict(list)
        for security in securities:
            name = key_text(security.name)
            if security.kind == "stock" and security.status == "listed" and len(name) == 4:
                heads[name[:3]].append(security.ref)
        self._heads = {head: tuple(refs) for head, refs in heads.items()}

    def find(self, text: str) -> Iterator[tuple[int, int, Key]]:
        """Yield the spans of a text in matching form that show a cut name."""
        for shown in _SHOWN.finditer(text):
            if refs := self._heads.get(shown[1]):
                yield shown.start(), shown.end(), Key(shown[0], refs, "name", "open")
