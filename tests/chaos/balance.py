"""The rules under which the books balance. Pure: rows in, what is wrong out, by the numbers of rows alone."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from tests.chaos.books import ARRIVED, Books, Step, fate_of, places_of

SERVED_BY_BOT = frozenset({"bot"})
AT_REST = frozenset({"bot", "closed", "ticket"})
KEPT = ("said", "failed")  # the investor was told, if only that it cannot be had
FINAL = frozenset({*ARRIVED, "unknown", "failed"})
# What a platform may refuse for good: its window or quota is over. All else is a fault of ours.
REFUSALS = ("WindowClosed", "RecipientGone")


@dataclass(frozen=True, slots=True)
class Imbalance:
    """A rule that does not hold, and where."""

    rule: str
    where: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.where}"


def imbalances(books: Books) -> list[Imbalance]:
    """Everything that is wrong, rule by rule."""
    return [Imbalance(rule, where) for rule, check in RULES.items() for where in check(books)]


def _accepted_has_an_end(books: Books) -> Iterator[str]:
    for accepted in books.accepted:
        if fate_of(books, accepted) is None:
            rows = books.inbox.get(accepted, [])
            places = [f"{row.talk}/{row.seq}" for row in rows] or ["no row"]
            yield f"{accepted.channel} message {accepted.message_id}: {', '.join(places)}"


def _stored_is_answered(books: Books) -> Iterator[str]:
    """Whether or not the platform has heard that we have it."""
    for asked in books.asked:
        if asked.answered_by is None:
            yield f"{asked.talk}/{asked.seq}"


def _stored_once(books: Books) -> Iterator[str]:
    for accepted, rows in books.inbox.items():
        if len(rows) > 1:
            yield f"{accepted.channel} message {accepted.message_id} {len(rows)} times"
    users = {(said.talk, said.seq) for said in books.said if said.sender == "user"}
    for place in users ^ {(asked.talk, asked.seq) for asked in books.asked}:
        yield f"{place[0]}/{place[1]}"


def _answered_once(books: Books) -> Iterator[str]:
    """What is said to a message stands in one place, but for what the bot promised to say later. The room's
    words, as the place in the queue, stand behind the bot's or alone; people's answer no message.
    """
    spoken: defaultdict[tuple[int, str | None], set[int]] = defaultdict(set)
    senders = {(said.talk, said.seq): said.sender for said in books.said}
    for said in books.said:
        if said.sender == "bot":
            spoken[said.talk, said.message_id].add(said.seq)
    kept = Counter((each.talk, each.message_id) for each in books.promises if each.state in KEPT)
    for asked in books.asked:
        answer = {place: senders.get((asked.talk, place)) for place in places_of(asked)}
        mine = {place for place, sender in answer.items() if sender == "bot"}
        known = spoken.pop((asked.talk, asked.message_id), set())
        foreign = not {"bot", "system"}.issuperset(answer.values())
        if foreign or not mine <= known or _runs(known - mine) > kept[asked.talk, asked.message_id]:
            yield f"{asked.talk}/{asked.seq}"
    yield from (f"{talk}/{min(places)} answers nothing" for (talk, _), places in spoken.items())


def _runs(places: set[int]) -> int:
    """How many times something was said: what is said at once stands side by side."""
    return sum(place - 1 not in places for place in places)


def _promised_is_said(books: Books) -> Iterator[str]:
    for promise in books.promises:
        if promise.state not in (*KEPT, "dropped"):
            yield f"{promise.talk} message {promise.message_id}"


def _places_have_no_gap(books: Books) -> Iterator[str]:
    for talk in books.talks:
        places = [said.seq for said in books.lines.get(talk.id, [])]
        if places != list(range(1, talk.seq + 1)):
            yield str(talk.id)


def _steps_have_no_gap(books: Books) -> Iterator[str]:
    steps: defaultdict[int, list[Step]] = defaultdict(list)
    for step in sorted(books.steps, key=lambda step: (step.talk, step.epoch)):
        steps[step.talk].append(step)
    for talk in books.talks:
        mine, owners = steps[talk.id], books.owners[talk.id]
        whole = [step.epoch for step in mine] == list(range(1, talk.epoch + 1))
        chained = [step.before for step in mine] == owners[:-1]
        if not (whole and chained and owners[-1] == talk.owner):
            yield str(talk.id)


def _one_voice(books: Books) -> Iterator[str]:
    """The bot speaks where it has the conversation, people where they have it, and no epoch comes back."""
    voices = {"bot": SERVED_BY_BOT, "agent": frozenset({"human"})}
    for talk, lines in books.lines.items():
        owners = books.owners[talk]
        for said in lines:
            owner = owners[said.epoch] if said.epoch < len(owners) else ""
            if said.sender in voices and owner not in voices[said.sender]:
                yield f"{talk}/{said.seq} by {said.sender} in epoch {said.epoch} of {owner or 'nobody'}"
        spoken = [said for said in lines if said.sender != "system"]
        yield from (f"{talk}/{b.seq} after {a.epoch}" for a, b in pairwise(spoken) if b.epoch < a.epoch)


def _sent_is_final(books: Books) -> Iterator[str]:
    for row in books.sent:
        refused = row.state == "failed" and not (row.error or "").startswith(REFUSALS)
        if row.state not in FINAL or refused:
            yield f"outbox {row.id} ({row.talk}/{row.seq}) {row.state} {row.error or ''}".rstrip()


def _said_is_sent(books: Books) -> Iterator[str]:
    """Each message of ours has its row where the channel does not read the transcript."""
    for talk in books.talks:
        ours = {said.seq for said in books.lines.get(talk.id, []) if said.sender != "user"}
        rows = {seq for number, seq in books.rows if number == talk.id}
        wanted = set() if talk.channel == "web" else ours
        yield from (f"{talk.id}/{seq}" for seq in sorted(rows ^ wanted))


def _nobody_is_at_it(books: Books) -> Iterator[str]:
    for talk in books.talks:
        if talk.leased or talk.waiting or talk.owner not in AT_REST:
            leased = ", leased" if talk.leased else ""
            yield f"conversation {talk.id} of {talk.owner}, {talk.waiting} waiting{leased}"
    yield from (f"outbox {row.id}" for row in books.sent if row.leased)


RULES: Mapping[str, Callable[[Books], Iterator[str]]] = {
    "an accepted message has neither answer nor reason": _accepted_has_an_end,
    "a stored message was never answered": _stored_is_answered,
    "a message stands in the inbox twice, or not in the transcript": _stored_once,
    "a message was answered twice, or elsewhere": _answered_once,
    "a promise was not kept": _promised_is_said,
    "a transcript has a gap": _places_have_no_gap,
    "changes of owner have a gap or a fork": _steps_have_no_gap,
    "two voices": _one_voice,
    "a send is not settled": _sent_is_final,
    "a message of ours has no send, or a send no message": _said_is_sent,
    "a lease outlived its work": _nobody_is_at_it,
}
