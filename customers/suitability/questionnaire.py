"""A questionnaire as it was read: questions, points, bands, overrides and checks. Pure.

Points and bands are a platform's own (no association prescribes them), so everything stands in
data/questionnaires/<version>.yml; an answer always belongs to the version it was given to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Letters = tuple[str, ...]
"""The options chosen, in the order of the questionnaire."""
Answers = Mapping[str, Letters]
"""By question; a question without options is not answered."""


@dataclass(frozen=True, slots=True)
class Option:
    """`lowest` names the reason for which it leads to the lowest class; `alone` goes with no other option;
    `senior` says that who chooses it is old enough for more care.
    """

    letter: str
    text: str
    points: int
    lowest: str = ""
    alone: bool = False
    senior: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Of `several` options the points are added up, or the highest count (`counts`)."""

    id: str
    text: str
    options: tuple[Option, ...]
    several: bool = False
    counts: Literal["sum", "most"] = "most"

    @property
    def letters(self) -> Letters:
        return tuple(option.letter for option in self.options)

    @property
    def most(self) -> int:
        """Points that can be reached at most."""
        points = [option.points for option in self.options]
        return sum(points) if self.several and self.counts == "sum" else max(points)

    def chosen(self, letters: Letters) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.letter in letters)

    def points(self, letters: Letters) -> int:
        """What the options chosen are worth; none are worth nothing."""
        points = [option.points for option in self.chosen(letters)]
        return sum(points) if self.several and self.counts == "sum" else max(points, default=0)


@dataclass(frozen=True, slots=True)
class Band:
    """From `floor` points on, up to the next band."""

    level: str
    name: str
    floor: int
    means: str


@dataclass(frozen=True, slots=True)
class Check:
    """Answers that cannot all be true: each of the questions answered with one of its options."""

    id: str
    when: Mapping[str, frozenset[str]]
    say: str


@dataclass(frozen=True)
class Questionnaire:
    """`note` says what it is worth. A question shown for longer than `pause_after` seconds was put aside."""

    version: str
    title: str
    note: str
    validity_years: int
    tests_a_day: int
    pause_after: int
    questions: tuple[Question, ...]
    bands: tuple[Band, ...]
    reasons: Mapping[str, str]
    checks: tuple[Check, ...] = field(default=())

    def question(self, id: str) -> Question | None:
        return next((question for question in self.questions if question.id == id), None)

    def place(self, id: str) -> int:
        """1 for the first question."""
        return 1 + [question.id for question in self.questions].index(id)

    def band(self, level: str) -> Band:
        return next(band for band in self.bands if band.level == level)
