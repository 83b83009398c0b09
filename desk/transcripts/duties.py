"""Which parts of a conversation must be kept although the investor wants them gone, and by which law. Pure.

证券法 137: what a broker has of its clients and its business, 20 years; 反洗钱法 34: identity and
transactions, 10 years. Neither is set aside by 个人信息保护法 47. So a chat about market facts may go, and
what concerns an account, a rule of trade, suitability, advice, a complaint, or was said to people, stays.
Where this line is drawn is our reading, on the side of keeping; a compliance officer has to confirm it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from conversations.records import Line, Stride
from desk.transcripts.document import REDACTION

Duty = Literal["securities", "laundering"]
DUTIES: tuple[Duty, ...] = get_args(Duty)
CHAT = frozenset({"QUO", "APP", "INT"})
"""Categories of the taxonomy that are no business of an account: market facts, the app, markets abroad."""
IDENTITY = frozenset({"ACC", "PWD", "TRF"})
"""Those in which somebody says who they are, or moves money."""
PEOPLE: frozenset[Duty] = frozenset({"securities"})
NONE: frozenset[Duty] = frozenset()


@dataclass(frozen=True, slots=True)
class Sifted:
    """Places in the transcript that may be blanked, those that may not, and what keeps them."""

    free: tuple[int, ...]
    kept: tuple[int, ...]
    duties: tuple[Duty, ...]


def sift(lines: Sequence[Line], steps: Sequence[Stride], tickets: Collection[str]) -> Sifted:
    """All lines of one conversation that still say something; `tickets` are the messages that opened one."""
    bound = [
        (line, duties)
        for line, duties in zip(lines, _bound(lines, steps, tickets), strict=True)
        if _says_something(line)
    ]
    found = frozenset[Duty]().union(*(duties for _, duties in bound))
    return Sifted(
        free=tuple(line.seq for line, duties in bound if not duties),
        kept=tuple(line.seq for line, duties in bound if duties),
        duties=tuple(duty for duty in DUTIES if duty in found),
    )


def _says_something(line: Line) -> bool:
    """Not blanked before, nor the note of that."""
    said = (line.text, line.buttons, line.image, line.media, line.entities)
    return line.kind != REDACTION and any(said)


def _bound(
    lines: Sequence[Line], steps: Sequence[Stride], tickets: Collection[str]
) -> Iterator[frozenset[Duty]]:
    """What keeps each line. One without a topic goes with what was talked of before: a number given when the
    bot asked for it has none.
    """
    with_people = _epochs_with_people(steps)
    talked_of = NONE
    for line in lines:
        if line.topic is not None:
            talked_of = _of_topic(line.topic)
        opened = line.message_id in tickets
        yield talked_of | (PEOPLE if line.epoch in with_people or opened else NONE)


def _epochs_with_people(steps: Sequence[Stride]) -> frozenset[int]:
    """Epochs in which people had to do with it."""
    return frozenset(step.epoch for step in steps if step.owner not in ("bot", "closed"))


def _of_topic(topic: str) -> frozenset[Duty]:
    category = topic[:3]
    if category in CHAT:
        return NONE
    return frozenset(DUTIES) if category in IDENTITY else PEOPLE
