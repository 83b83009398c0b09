"""Tells who adds a share to a list of a step to its delisting that was announced before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

from actions.holdings.spotting import Names, known
from actions.utterance import Button, Utterance, payload
from actions.words import NOTICES, load_words
from customers.standing import Standing, Step
from market.session import SHANGHAI

SHOWN = 3
"""Shares that one message tells of."""


@dataclass(frozen=True)
class StandingWords:
    """The table data/notices/standing.yml; keys there are the names here."""

    head: str
    line: str
    more: str
    tail: str
    levels: Mapping[str, str]
    dated: str
    button: str

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "standing.yml")


@dataclass(frozen=True)
class Warned:
    """What was published of shares, not what an investor has of them: it may be said on every channel."""

    standing: Standing
    names: Names
    words: StandingWords

    async def of(self, refs: Collection[str]) -> list[Utterance]:
        """One message, or none. Raises StoreUnavailable."""
        steps = await self.standing.of(refs)
        if not steps:
            return []
        names = {each.ref: each.name for each in known(self.names, [step.ref for step in steps])}
        lines = [self._line(step, names.get(step.ref, "")) for step in steps[:SHOWN]]
        rest = len(steps) - len(lines)
        more = [self.words.more.format(count=rest)] if rest else []
        said = "\n".join([self.words.head, *lines, *more, self.words.tail])
        after = Button(self.words.button, payload("show_article", article="CRP06"))
        return [Utterance("utter_shares_standing", {"said": said}, (after,))]

    def _line(self, step: Step, name: str) -> str:
        at = step.at.astimezone(SHANGHAI)
        when = f"{at:%Y-%m-%d %H:%M}" if step.exact else self.words.dated.format(day=f"{at:%Y-%m-%d}")
        return self.words.line.format(
            name=name,
            code=step.ref[2:],
            level=self.words.levels[step.level],
            at=when,
            title=step.title,
            source=step.source,
        )
