"""A short stretch of the day's load over the whole product: it is measured, and nothing in it is lost."""

import asyncio

import pytest

from tests.load.day.__main__ import everything, measure

RATE, SECONDS = 8.0, 15.0
MEASURED = {
    "from call to send, p95",
    "CPU a turn: gateway",
    "CPU a turn: rasa",
    "CPU a turn: actions",
    "CPU a turn: postgres",
}


@pytest.mark.e2e
def test_a_stretch_of_the_day_loses_doubles_and_disorders_nothing() -> None:
    with everything() as (system, platforms):
        rows = asyncio.run(measure(system, platforms, RATE, SECONDS / 60, rates=(), warming=5.0))
    found = {row.measure: row for row in rows}
    assert found["turns of the peak"].ours == RATE * SECONDS
    assert found["told of the delisting in the middle"].ours
    assert [row.measure for row in rows if row.goal == ("=", 0) and not row.met] == []
    assert found.keys() >= MEASURED
