"""Companies on their way to a listing: where each stands, and which went before a review meeting. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from market.fact import Kind


@dataclass(frozen=True, slots=True)
class Applicant:
    """A company that has asked to be listed, in the state (as the exchange words it) since `updated`."""

    company: str
    state: str
    market: str = ""
    sponsor: str = ""
    updated: date | None = None
    accepted: date | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A meeting that reviewed a company's first issue; `result` is "" before it."""

    company: str
    day: date
    result: str = ""
    announced: date | None = None


IPO_PIPELINE = Kind[None, tuple[Applicant, ...]]("ipo_pipeline", ttl=timedelta(hours=1), examples=(None,))
"""The five hundred companies whose state changed last, the latest first."""
IPO_REVIEWS = Kind[None, tuple[Review, ...]]("ipo_reviews", ttl=timedelta(hours=1), examples=(None,))
"""Review meetings of first issues within a year, the latest first."""


def of_company(applicants: Sequence[Applicant], name: str) -> list[Applicant]:
    """The companies whose full name holds a short one."""
    return [each for each in applicants if name and name in each.company]
