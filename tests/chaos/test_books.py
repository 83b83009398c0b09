"""The books of an honest house balance, and whatever is wrong with them is found by its rule."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.chaos.balance import imbalances
from tests.chaos.books import ARRIVED, Accepted, Books, fate_of, fates_of
from tests.chaos.honest import honest

SEEDS = st.integers(0, 2**32)
Spoil = Callable[[Books, Random], Books]


@given(SEEDS)
def test_books_of_an_honest_house_balance(seed: int) -> None:
    books, _ = honest(seed)
    assert imbalances(books) == []


@given(SEEDS)
def test_each_accepted_message_is_counted_once_with_its_fate(seed: int) -> None:
    books, _ = honest(seed)
    fates = fates_of(books)
    assert sum(counts.total() for counts in fates.values()) == len(books.accepted)
    assert not any("lost" in counts for counts in fates.values())


def some[Row](rows: Sequence[Row], chance: Random, fits: Callable[[Row], bool] = lambda _: True) -> Row:
    found = [row for row in rows if fits(row)]
    assume(found)
    return chance.choice(found)


def without[Row](rows: Sequence[Row], row: Row) -> list[Row]:
    return [each for each in rows if each is not row]


def lose_a_message(books: Books, chance: Random) -> Books:
    asked = some(books.asked, chance)
    said = [each for each in books.said if (each.talk, each.seq) != (asked.talk, asked.seq)]
    return replace(books, asked=without(books.asked, asked), said=said)


def leave_unanswered(books: Books, chance: Random) -> Books:
    asked = some(books.asked, chance)
    silent = replace(asked, answered_by=None, first=None, last=None)
    return replace(books, asked=[*without(books.asked, asked), silent])


def answer_with_silence(books: Books, chance: Random) -> Books:
    """By the bot, with nothing said; what it said is gone from the transcript, too."""
    asked = some(books.asked, chance, lambda row: row.answered_by == "bot")
    silent = replace(asked, first=None, last=None)
    return replace(books, asked=[*without(books.asked, asked), silent])


def store_twice(books: Books, chance: Random) -> Books:
    return replace(books, asked=[*books.asked, some(books.asked, chance)])


def answer_twice(books: Books, chance: Random) -> Books:
    """Once more at the end of the conversation, with nothing promised."""
    promised = {(each.talk, each.message_id) for each in books.promises}
    asked = some(
        books.asked,
        chance,
        lambda row: row.answered_by != "owner" and (row.talk, row.message_id) not in promised,
    )
    [talk] = [talk for talk in books.talks if talk.id == asked.talk]
    [first] = [said for said in books.said if (said.talk, said.seq) == (asked.talk, asked.first)]
    again = replace(first, seq=talk.seq + 2, epoch=talk.epoch)
    between = replace(first, seq=talk.seq + 1, sender="system", message_id=None, epoch=talk.epoch)
    longer = replace(talk, seq=talk.seq + 2)
    return replace(books, said=[*books.said, between, again], talks=[*without(books.talks, talk), longer])


def answer_in_a_persons_words(books: Books, chance: Random) -> Books:
    said = some(books.said, chance, lambda said: said.sender == "agent")
    asked = some(books.asked, chance, lambda row: row.talk == said.talk and row.answered_by == "owner")
    wrong = replace(asked, first=said.seq, last=said.seq)
    return replace(books, asked=[*without(books.asked, asked), wrong])


def answer_nothing(books: Books, chance: Random) -> Books:
    said = some(books.said, chance, lambda said: said.sender == "bot")
    return replace(books, said=[*without(books.said, said), replace(said, message_id="nobody's")])


def forget_a_promise(books: Books, chance: Random) -> Books:
    promise = some(books.promises, chance)
    return replace(books, promises=[*without(books.promises, promise), replace(promise, state="wanted")])


def leave_a_gap(books: Books, chance: Random) -> Books:
    return replace(books, said=without(books.said, some(books.said, chance)))


def fork_a_change(books: Books, chance: Random) -> Books:
    step = some(books.steps, chance)
    return replace(books, steps=[*without(books.steps, step), replace(step, before="ticket")])


def lose_a_change(books: Books, chance: Random) -> Books:
    return replace(books, steps=without(books.steps, some(books.steps, chance)))


def speak_over_people(books: Books, chance: Random) -> Books:
    """The bot's words under the epoch of an agent."""
    step = some(books.steps, chance, lambda step: step.after == "human")
    said = some(books.said, chance, lambda said: said.talk == step.talk and said.sender == "bot")
    return replace(books, said=[*without(books.said, said), replace(said, epoch=step.epoch)])


def speak_for_the_bot(books: Books, chance: Random) -> Books:
    said = some(books.said, chance, lambda said: said.sender == "agent")
    return replace(books, said=[*without(books.said, said), replace(said, epoch=said.epoch + 1)])


def leave_unsent(books: Books, chance: Random) -> Books:
    row = some(books.sent, chance)
    left = replace(row, state=chance.choice(("pending", "sending", "expired")))
    return replace(books, sent=[*without(books.sent, row), left])


def fail_by_our_fault(books: Books, chance: Random) -> Books:
    row = some(books.sent, chance)
    failed = replace(row, state="failed", error="Undeliverable: 40008")
    return replace(books, sent=[*without(books.sent, row), failed])


def lose_a_send(books: Books, chance: Random) -> Books:
    return replace(books, sent=without(books.sent, some(books.sent, chance)))


def hold_on(books: Books, chance: Random) -> Books:
    """A lease, a message that waits, or people who still have it."""
    talk = some(books.talks, chance)
    held = chance.choice((replace(talk, leased=True), replace(talk, waiting=1)))
    return replace(books, talks=[*without(books.talks, talk), held])


SPOILT: Mapping[Spoil, str] = {
    lose_a_message: "an accepted message has neither answer nor reason",
    leave_unanswered: "a stored message was never answered",
    answer_with_silence: "an accepted message has neither answer nor reason",
    store_twice: "a message stands in the inbox twice, or not in the transcript",
    answer_twice: "a message was answered twice, or elsewhere",
    answer_in_a_persons_words: "a message was answered twice, or elsewhere",
    answer_nothing: "a message was answered twice, or elsewhere",
    forget_a_promise: "a promise was not kept",
    leave_a_gap: "a transcript has a gap",
    fork_a_change: "changes of owner have a gap or a fork",
    lose_a_change: "changes of owner have a gap or a fork",
    speak_over_people: "two voices",
    speak_for_the_bot: "two voices",
    leave_unsent: "a send is not settled",
    fail_by_our_fault: "a send is not settled",
    lose_a_send: "a message of ours has no send, or a send no message",
    hold_on: "a lease outlived its work",
}


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
@settings(max_examples=30)
@given(seed=SEEDS)
def test_what_is_wrong_is_found(spoil: Spoil, seed: int) -> None:
    books, _ = honest(seed)
    spoilt = spoil(books, Random(seed))  # noqa: S311 - repeatable
    assert SPOILT[spoil] in {each.rule for each in imbalances(spoilt)}


@given(SEEDS)
def test_an_answer_that_may_not_have_arrived_is_called_so(seed: int) -> None:
    books, _ = honest(seed)
    for accepted in books.accepted:
        [asked] = books.inbox[accepted]
        if asked.answered_by == "owner" or asked.first is None or asked.last is None:
            continue
        rows = [books.rows.get((asked.talk, seq)) for seq in range(asked.first, asked.last + 1)]
        arrived = all(row is None or row.state in ARRIVED for row in rows)
        assert (fate_of(books, accepted) in ("unknown", "failed")) == (not arrived)


def test_a_message_that_nobody_stored_is_lost() -> None:
    lost = Accepted("web", "somebody", "m1")
    books = Books(accepted=[lost])
    assert fate_of(books, lost) is None
    assert fates_of(books) == {"web": {"lost": 1}}
    assert [str(each) for each in imbalances(books)] == [
        "an accepted message has neither answer nor reason: web message m1: no row"
    ]
