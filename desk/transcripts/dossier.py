"""One conversation as a record: what was said, who had it and why, and what staff wrote beside it. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from conversations.records import Line, Stride


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the staff; investors know the `number`."""

    agent: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A note or a whisper, written behind the message `seq`; never sent."""

    seq: int
    kind: str
    agent: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Score:
    """A question how the segment `epoch` was, and the answer; `subject` is "bot" or "agent"."""

    epoch: int
    subject: str
    agent: str | None
    score: int | None
    asked_at: datetime
    rated_at: datetime | None


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket as it stands; `number` is the one the investor was told."""

    number: str
    kind: str
    topic: str | None
    state: str
    opened_at: datetime
    contact_due: datetime
    resolve_due: datetime
    contacted_at: datetime | None
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """An appointment as it stands."""

    agent: str
    topic: str | None
    state: str
    starts_at: datetime
    ends_at: datetime


Entry = Line | Stride | Remark


@dataclass(frozen=True, slots=True)
class Dossier:
    """The whole or a page of it; `following` is the place the next page begins behind, None on the last.

    `seq` counts all messages of the conversation. `masked` says that personal data were taken out, and then
    `user` is a hash.
    """

    conversation_id: int
    channel: str
    user: str
    owner: str
    created_at: datetime
    seq: int
    entries: tuple[Entry, ...] = ()
    ratings: tuple[Score, ...] = ()
    tickets: tuple[Case, ...] = ()
    appointments: tuple[Meeting, ...] = ()
    people: Mapping[str, Person] = field(default_factory=dict)
    masked: bool = False
    following: int | None = None


def weave(
    lines: Sequence[Line],
    steps: Sequence[Stride],
    remarks: Sequence[Remark],
    *,
    continued: bool = False,
    upcoming: Line | None = None,
) -> tuple[Entry, ...]:
    """Everything in the order it happened.

    A change of owner stands before the first message of its epoch, a remark behind the message it was written
    to. Of a page that is `continued`, what stands before its first line was shown with the page before; what
    stands behind the line `upcoming` belongs to the next.
    """
    if continued and not lines:
        return ()
    if continued:
        steps = [step for step in steps if step.epoch > lines[0].epoch]
        remarks = [remark for remark in remarks if remark.seq >= lines[0].seq]
    if upcoming is not None:
        steps = [step for step in steps if step.epoch <= upcoming.epoch]
        remarks = [remark for remark in remarks if remark.seq < upcoming.seq]
    return _placed(lines, steps, remarks)


def _placed(lines: Sequence[Line], steps: Sequence[Stride], remarks: Sequence[Remark]) -> tuple[Entry, ...]:
    epochs = [line.epoch for line in lines]
    places = [line.seq for line in lines]
    between: list[list[Stride | Remark]] = [[] for _ in range(len(lines) + 1)]
    for step in sorted(steps, key=lambda step: step.epoch):
        between[bisect_left(epochs, step.epoch)].append(step)
    for remark in remarks:
        between[bisect_right(places, remark.seq)].append(remark)
    entries: list[Entry] = []
    for gap, line in zip(between, [*lines, None], strict=True):
        entries += sorted(gap, key=lambda entry: entry.at)
        entries += [line] if line else []
    return tuple(entries)
