"""What can go wrong with articles.

KnowledgeError
├ BadArticle        the editor's mistake: `name` says which article, `faults` are sentences (Fault)
├ BadParameters     the operator's mistake: `faults` of the file of the broker's own values
├ EditingError      the editor's mistake, nothing was changed; str() is a sentence for the editor
│ ├ NoArticle(id)             there is none of this id
│ ├ NoVersion(id, number)     the article has no such version
│ ├ NotYet(id, number, ...)   the version has not reached the state that this step begins from
│ ├ SamePerson(id, person)    who wrote it may not approve it
│ ├ EditedMeanwhile(id, ...)  somebody else has saved a version since this one was read
│ ├ DayPassed(id, day)        a day that must lie ahead does not
│ └ NeverShown(id, number)    only what was public once can be gone back to
└ StoreAway         our failure: the database cannot be reached, nothing is known to have changed
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal, Self

Code = Literal[
    "bad_id",
    "bad_mode",
    "bad_auth",
    "bad_label",
    "bad_language",
    "empty",
    "few_questions",
    "no_source",
    "no_steps",
    "next_itself",
    "ends_early",
    "long_text",
    "brace",
    "promise",
    "no_field",
    "no_rule",
    "no_parameter",
    "other",
]


class Fault(str):
    """A sentence about an article; `code`, `field` and `found` say the same to who has words of their own."""

    code: Code
    field: str
    found: str

    def __new__(cls, sentence: str, code: Code = "other", field: str = "", found: str = "") -> Self:
        made = super().__new__(cls, sentence)
        made.code, made.field, made.found = code, field, found
        return made


class KnowledgeError(Exception):
    """Root of the tree."""


class BadArticle(KnowledgeError):
    """An article that cannot be shown as it stands."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        super().__init__(f"{name}: {' '.join(faults)}")
        self.name = name
        self.faults = tuple(each if isinstance(each, Fault) else Fault(each) for each in faults)


class BadParameters(KnowledgeError):
    """The broker's own values cannot be used."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)


class EditingError(KnowledgeError):
    """A step of editing that cannot be taken; nothing was changed."""


class NoArticle(EditingError):
    """There is no article of this id."""

    def __init__(self, id: str) -> None:
        self.id = id
        super().__init__(f"There is no article {id}.")


class NoVersion(EditingError):
    """The article has no version of this number."""

    def __init__(self, id: str, number: int) -> None:
        self.id, self.number = id, number
        super().__init__(f"{id} has no version {number}.")


class NotYet(EditingError):
    """The newest version is not in the state that a step begins from."""

    def __init__(self, id: str, number: int, state: str, needed: str) -> None:
        self.id, self.number, self.state, self.needed = id, number, state, needed
        super().__init__(f"{id} version {number} is {state.replace('_', ' ')}; it must be {needed} first.")


class SamePerson(EditingError):
    """Nobody approves what they have written themselves."""

    def __init__(self, id: str, person: str) -> None:
        self.id, self.person = id, person
        super().__init__(f"{id} was written by {person}; a second person must approve it.")


class EditedMeanwhile(EditingError):
    """There is a newer version than the one that was edited."""

    def __init__(self, id: str, based_on: int, newest: int) -> None:
        self.id, self.based_on, self.newest = id, based_on, newest
        super().__init__(f"{id} was edited meanwhile: version {newest} is newer than {based_on}.")


class DayPassed(EditingError):
    """A day that must lie ahead does not."""

    def __init__(self, id: str, day: date) -> None:
        self.id, self.day = id, day
        super().__init__(f"{day.isoformat()} does not lie ahead; {id} was left as it is.")


class NeverShown(EditingError):
    """A version that was never public cannot be gone back to."""

    def __init__(self, id: str, number: int) -> None:
        self.id, self.number = id, number
        super().__init__(f"{id} version {number} was never published; it can be edited, not gone back to.")


class StoreAway(KnowledgeError):
    """The database of the articles cannot be reached."""
