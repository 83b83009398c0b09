"""What somebody wants with briefs, by the words of their message. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self

from actions.words import NOTICES, load_words
from customers.briefs import KINDS, Kind

Act = Literal["subscribe", "unsubscribe", "now"]
_END = "。.！!~～ "


@dataclass(frozen=True)
class Wish:
    """What to do with which kinds; without any it has to be asked."""

    act: Act
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True)
class BriefTalk:
    """The table data/notices/brief_talk.yml; keys there are the names here."""

    kinds: Mapping[str, str]
    any_kind: str
    every_kind: str
    others: str
    unsubscribe: str
    subscribe: str
    asks: str
    daily: str
    never: str
    daily_kinds: Mapping[str, str]
    now: str
    now_whole: str
    which: str
    told: Mapping[str, str]
    when: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "brief_talk.yml")

    def wish(self, text: str) -> Wish | None:
        """What a message wants; None for what is none of ours, questions about briefs included."""
        said = text.strip(_END)
        if re.search(self.asks, said) or re.search(self.others, said):
            return None
        act = self._act(said)
        if act:
            return Wish(act, self.kinds_in(said))
        if re.search(self.daily, said) and not re.search(self.never, said):
            return Wish("subscribe", _found(self.daily_kinds, said))
        return None

    def _act(self, said: str) -> Act | None:
        """What is to be done with the briefs that a text speaks of."""
        named = bool(_found(self.kinds, said)) or re.search(self.any_kind, said) is not None
        if named and re.search(self.unsubscribe, said):
            return "unsubscribe"
        if re.search(self.now, said) or re.fullmatch(self.now_whole, said):
            return "now"
        wanted = named and re.search(self.subscribe, said) and not re.search(self.never, said)
        return "subscribe" if wanted else None

    def kinds_in(self, said: str) -> tuple[Kind, ...]:
        """The kinds that a text names; every one for "都要"."""
        return _found(self.kinds, said) or (KINDS if re.search(self.every_kind, said) else ())

    def is_choice(self, text: str) -> bool:
        """Whether a message only says which kinds."""
        said = text.strip(_END)
        return re.fullmatch(self.which, said) is not None and bool(self.kinds_in(said))


def _found(patterns: Mapping[str, str], said: str) -> tuple[Kind, ...]:
    return tuple(kind for kind in KINDS if re.search(patterns[kind], said))


def pressed(choice: str) -> tuple[str, Kind, int] | None:
    """What a button says: "on:morning", "off:close", "now:weekly", "more:close:9"; None for anything else."""
    word, _, rest = choice.partition(":")
    kind, _, start = rest.partition(":")
    if word not in {"on", "off", "now", "more"} or kind not in KINDS or not (start or "0").isdecimal():
        return None
    return word, kind, int(start or 0)
