"""The books after a storm: rows of the product, what was accepted of whom, what became of it. Pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

ARRIVED = frozenset({"sent", "delivered"})


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation; `leased`: somebody is still at a turn."""

    id: int
    channel: str
    user: str
    owner: str
    epoch: int
    seq: int
    waiting: int = 0
    leased: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the transcript."""

    talk: int
    seq: int
    sender: str
    epoch: int = 0
    message_id: str | None = None
    text: str = ""
    image: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of the inbox: what was answered to the message at `seq`, by whom, and where that stands."""

    talk: int
    seq: int
    message_id: str
    answered_by: str | None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A row of the outbox; `passive`: it went out in a platform's own response."""

    id: int
    talk: int
    seq: int
    state: str
    error: str | None = None
    passive: bool = False
    leased: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A change of owner."""

    talk: int
    epoch: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A second message that the bot promised with its answer to one."""

    talk: int
    message_id: str
    state: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message whose arrival the platform, or the page, was told of."""

    channel: str
    user: str
    message_id: str


@dataclass(frozen=True)
class Books:
    """All rows. `unheard` are messages whose answer the platform may have thrown away, because it gave up."""

    talks: Sequence[Talk] = ()
    said: Sequence[Said] = ()
    asked: Sequence[Asked] = ()
    sent: Sequence[Sent] = ()
    steps: Sequence[Step] = ()
    promises: Sequence[Promise] = ()
    accepted: Sequence[Accepted] = ()
    unheard: Collection[Accepted] = field(default=frozenset())

    @cached_property
    def lines(self) -> Mapping[int, list[Said]]:
        """The transcript of each conversation, in order."""
        found: defaultdict[int, list[Said]] = defaultdict(list)
        for said in sorted(self.said, key=lambda said: (said.talk, said.seq)):
            found[said.talk].append(said)
        return found

    @cached_property
    def rows(self) -> Mapping[tuple[int, int], Sent]:
        """What was sent, by its place in the transcript."""
        return {(row.talk, row.seq): row for row in self.sent}

    @cached_property
    def owners(self) -> Mapping[int, list[str]]:
        """Who had each conversation, by epoch."""
        found: defaultdict[int, list[str]] = defaultdict(lambda: ["bot"])
        for step in sorted(self.steps, key=lambda step: (step.talk, step.epoch)):
            found[step.talk].append(step.after)
        return found

    @cached_property
    def inbox(self) -> Mapping[Accepted, list[Asked]]:
        """Rows of the inbox by channel, user and message."""
        talks = {talk.id: talk for talk in self.talks}
        found: defaultdict[Accepted, list[Asked]] = defaultdict(list)
        for asked in self.asked:
            talk = talks[asked.talk]
            found[Accepted(talk.channel, talk.user, asked.message_id)].append(asked)
        return found


def fate_of(books: Books, accepted: Accepted) -> str | None:
    """What became of a message: "answered", the name of a notice, "people", or how its answer fared where
    that is not known to have arrived. None where there is neither answer nor reason.
    """
    rows = books.inbox.get(accepted, [])
    if len(rows) != 1 or rows[0].answered_by is None:
        return None
    [asked] = rows
    if asked.answered_by == "owner":
        return "people"
    states = {
        books.rows[asked.talk, seq].state for seq in places_of(asked) if (asked.talk, seq) in books.rows
    }
    for worse in ("unknown", "failed"):
        if worse in states:
            return worse
    if str(asked.answered_by).startswith("notice:"):
        return str(asked.answered_by)
    return "answered" if asked.first is not None else None


def fates_of(books: Books) -> Mapping[str, Counter[str]]:
    """How many messages had which fate, by channel."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for accepted in books.accepted:
        found[accepted.channel][fate_of(books, accepted) or "lost"] += 1
    return found


def places_of(asked: Asked) -> range:
    """Where in the transcript the answer stands."""
    return range(asked.first, (asked.last or asked.first) + 1) if asked.first is not None else range(0)
