"""The samples of risks and announcements: real rows, each with its own day, marked as a demonstration."""

import csv
from datetime import date

import pytest

from market.announcements import ANNOUNCEMENTS, ANNOUNCEMENTS_ON, SubjectKey
from market.fact import Fact, Gap
from market.facts import Facts
from market.houses import Houses
from market.pledge import PLEDGES
from market.sources.demo_risk import demo_risk
from market.sources.samples import FOLDER
from market.suspension import SUSPENSIONS
from market.unlock import UNLOCKS
from tests.unit.market.given import Clock, Stopwatch, moment, security

NOW = Clock("2026-11-26 12:00:00")


@pytest.fixture
def facts() -> Facts:
    stopwatch = Stopwatch()
    return Facts(demo_risk(), Houses(NOW, stopwatch), stopwatch)


async def test_each_sample_says_of_which_day_it_is(facts: Facts) -> None:
    suspensions = await facts.get(SUSPENSIONS, date(2026, 11, 26))
    announcements = await facts.get(ANNOUNCEMENTS, security("SZ300492"))
    pledges = await facts.get(PLEDGES, security("SH603132"))
    unlocks = await facts.get(UNLOCKS, security("SH600000"))
    for fact, day in (
        (suspensions, "2024-04-26"),
        (announcements, "2022-05-11"),
        (pledges, "2026-03-31"),
        (unlocks, "2020-09-04"),
    ):
        assert isinstance(fact, Fact)
        assert (fact.demo, fact.as_of) == (True, moment(f"{day} 00:00"))


async def test_a_subject_takes_its_titles_from_the_same_samples(facts: Facts) -> None:
    annual = await facts.get(ANNOUNCEMENTS_ON, SubjectKey(security("SZ300492"), "annual"))
    assert isinstance(annual, Fact)
    assert len(annual.value) == 3


async def test_what_has_no_sample_is_missing_and_never_made_up(facts: Facts) -> None:
    for kind in (ANNOUNCEMENTS, PLEDGES, UNLOCKS):
        assert isinstance(await facts.get(kind, security("SH600519")), Gap)
    assert isinstance(await facts.get(ANNOUNCEMENTS_ON, SubjectKey(security("SZ300492"), "delisting")), Gap)


@pytest.mark.parametrize("name", ["announcements", "pledges", "suspensions", "unlocks"])
def test_every_row_names_its_source_and_licence(name: str) -> None:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert all(row["source"].startswith("akfamily/akshare docs/") and row["licence"] == "MIT" for row in rows)
    assert all(row["ref"][:2] in {"SH", "SZ", "BJ"} and row["name"] for row in rows)
