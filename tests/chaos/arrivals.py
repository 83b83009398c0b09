"""What truly arrived at a platform against what the outbox says of it. Pure.

A platform knows no key of ours, and packs of it differ, so all that one investor saw is laid beside all that
was to be sent to them, letter by letter: what was `sent` must be there once and in its place, what is
`unknown` may be, whole or in part, and nothing else is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tests.chaos.balance import Imbalance
from tests.chaos.books import ARRIVED, Books, Talk, places_of
from tests.e2e.channels.seen import Seen

NOT_AS_SENT = "a platform saw something else than was sent"
_MARK = re.compile("【[^】]*】")  # of who speaks, which a channel may put before words
Need = Literal["once", "perhaps"]
Address = tuple[str, str]
"""A channel and a user of it."""


@dataclass(frozen=True, slots=True)
class Due:
    """A message's content without blanks and marks, and whether it has to be there."""

    content: str
    need: Need


def fits(seen: str, due: Sequence[Due]) -> bool:
    """Whether `seen` is made of what was due, in order, each at most once and perhaps cut off if it only may
    be there.
    """
    places = {0}
    for each in due:
        places = {end for place in places for end in _ends(seen, place, each)}
    return len(seen) in places


def _ends(seen: str, place: int, due: Due) -> Iterator[int]:
    if seen.startswith(due.content, place):
        yield place + len(due.content)
    if due.need == "once":
        return
    yield place
    for length, letter in enumerate(due.content[: len(seen) - place], 1):
        if seen[place + length - 1] != letter:
            return
        yield place + length


def letters(seen: Seen) -> str:
    """The words of a screen without blanks and marks: how they were cut into messages does not count."""
    return _MARK.sub("", "".join("".join(seen.lines).split()))


def letters_of(text: str) -> str:
    """The same of a message of the transcript."""
    seen = Seen()
    seen.add(text)
    return letters(seen)


def digest_of(image: str | None) -> str:
    """The digest in a picture's address."""
    return image.removeprefix("/media/").removesuffix(".png") if image else ""


def misplaced(books: Books, screens: Mapping[Address, Seen]) -> list[Imbalance]:
    """Conversations whose investor saw something else than was sent; of those whose screens are known."""
    unheard = set(_unheard(books))
    talks = {(talk.channel, talk.user): talk for talk in books.talks}
    return [
        Imbalance(NOT_AS_SENT, f"{address[0]} conversation {talk.id if talk else 'none'}: {what}")
        for address, seen in screens.items()
        for talk in [talks.get(address)]
        for what in _amiss(seen, *(_due(books, talk, unheard) if talk else ([], [])))
    ]


def beside(books: Books, screens: Mapping[Address, Seen]) -> dict[str, dict[str, object]]:
    """What each investor saw beside the transcript and how it was sent, to find out what is wrong by."""
    found: dict[str, dict[str, object]] = {}
    for talk in books.talks:
        lines = []
        for said in books.lines.get(talk.id, []):
            row = books.rows.get((talk.id, said.seq))
            sent = f"{row.state} {row.error or ''}" if row else ""
            lines.append(f"{said.seq} {said.sender} {said.epoch} {sent}: {letters_of(said.text)}")
        if seen := screens.get((talk.channel, talk.user)):
            found[f"{talk.channel} conversation {talk.id}"] = {"seen": letters(seen), "lines": lines}
    return found


def _amiss(seen: Seen, words: Sequence[Due], pictures: Sequence[Due]) -> Iterator[str]:
    for what, there, due in (("words", letters(seen), words), ("pictures", "".join(seen.pictures), pictures)):
        if not fits(there, due):
            yield f"{what}, {_first_fault(there, due)}"


def _due(books: Books, talk: Talk, unheard: set[tuple[int, int]]) -> tuple[list[Due], list[Due]]:
    """The words and the pictures of a conversation, in order."""
    words, pictures = [], []
    for said in books.lines.get(talk.id, []):
        if said.sender == "user":
            continue
        row = books.rows.get((talk.id, said.seq))
        arrived = row is None or (row.state in ARRIVED and (talk.id, said.seq) not in unheard)
        need: Need = "once" if arrived else "perhaps"
        words.append(Due(letters_of(said.text), need))
        pictures.append(Due(digest_of(said.image), need))
    return words, pictures


def _unheard(books: Books) -> Iterable[tuple[int, int]]:
    """Answers given in a response that the platform did not take."""
    for accepted in books.unheard:
        for asked in books.inbox.get(accepted, []):
            for seq in places_of(asked):
                row = books.rows.get((asked.talk, seq))
                if row and row.passive:
                    yield asked.talk, seq


def _first_fault(seen: str, due: Sequence[Due]) -> str:
    """How many of the messages fit, and how much of the screen with them."""
    places, fitted = {0}, 0
    for each in due:
        further = {end for place in places for end in _ends(seen, place, each)}
        if not further:
            break
        places, fitted = further, fitted + 1
    return f"{fitted} of {len(due)} messages fit up to letter {max(places)} of {len(seen)}"
