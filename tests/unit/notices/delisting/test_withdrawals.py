"""What takes a decision back and what does not. The decision is real; titles of revocations are made up."""

import pytest

from conversations.database import Database
from notices.delisting_watch import DelistingWatch
from notices.events import Events
from notices.market_facts import Unrest
from notices.unrest_watch import restless
from tests.unit.notices.decided import DECIDED, DECISION, NEWER, OLDER, REF, REVOKED, events
from tests.unit.notices.watching import Clock, GivenFacts, announced, at, jobs, told


@pytest.fixture
def facts() -> GivenFacts:
    return GivenFacts({REF: told(REF, DECIDED, OLDER)})


async def withdrawn(database: Database) -> list[bool]:
    """Of each event of a level, the oldest first, whether it was withdrawn."""
    return [each.withdrawn_at is not None for each in await events(database) if each.level]


async def an_hour(watch: DelistingWatch, clock: Clock) -> None:
    for _ in range(3):
        clock.forward(minutes=31)
        await watch.look()


async def test_a_revocation_after_months_takes_the_decision_back(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    await watch.look()
    clock.now = at("2025-09-10 18:00")
    facts.announced[REF] = told(REF, announced("2025-09-10", REVOKED), DECIDED, OLDER)
    await watch.look()
    assert await withdrawn(database) == [True]


async def test_what_is_decided_after_a_revocation_stands(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    await watch.look()
    revoked, again = announced("2025-06-25", REVOKED), announced("2025-06-27", DECISION)
    clock.now = at("2025-06-25 18:00")
    facts.announced[REF] = told(REF, revoked, DECIDED, OLDER)
    await watch.look()
    clock.now = at("2025-06-27 18:00")
    facts.announced[REF] = told(REF, again, revoked, DECIDED, OLDER)
    await an_hour(watch, clock)
    assert await withdrawn(database) == [True, False]


async def test_a_revocation_that_was_kept_before_its_gateway_died_takes_the_decision_back(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    await watch.look()
    [red] = await events(database)
    clock.now = at("2025-06-25 18:00")
    facts.announced[REF] = told(REF, announced("2025-06-25", REVOKED), DECIDED, OLDER)
    await watch.look()
    async with database.transaction() as connection:
        await connection.execute("delete from event where kind = 'delisting_withdrawn'")
        await connection.execute("update event set withdrawn_at = null where id = %(n)s", {"n": red.number})
    clock.forward(minutes=2)
    await watch.look()
    assert await withdrawn(database) == [True]


@pytest.mark.parametrize(
    "title",
    [
        "关于提起行政诉讼请求撤销终止上市决定的公告",
        "关于法院驳回公司请求撤销终止上市决定诉讼请求的公告",
        "关于收到法院受理撤销终止上市决定之诉的公告",
        "关于交易所拟撤回终止上市决定的公告",
    ],
)
async def test_a_lawsuit_or_a_plan_takes_nothing_back_and_decides_nothing(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock, title: str
) -> None:
    await watch.look()
    clock.now = at("2025-06-25 18:00")
    facts.announced[REF] = told(REF, announced("2025-06-25", title), DECIDED, OLDER)
    await watch.look()
    assert await withdrawn(database) == [False]
    assert [job[1] for job in await jobs(database)] == ["start_campaign", "tell_event"]


@pytest.mark.parametrize("edited", ["关于收到股票终止上市决定的公告（修订版）", "关于公司股票终止上市的公告"])
async def test_a_decision_whose_title_its_source_edits_is_there_still(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock, edited: str
) -> None:
    await watch.look()
    facts.announced[REF] = told(REF, NEWER, announced("2025-06-19", edited), OLDER)
    await an_hour(watch, clock)
    assert await withdrawn(database) == [False]


async def test_other_widths_of_the_same_title_are_the_same_title(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    first, other = "关于公司（Ａ股）股票终止上市的公告", "关于公司(A股)股票终止上市的公告"
    facts.announced[REF] = told(REF, announced("2025-06-19", first), OLDER)
    await watch.look()
    redated = announced("2025-06-18", other)
    facts.announced[REF] = told(REF, NEWER, redated, OLDER)
    await an_hour(watch, clock)
    assert await withdrawn(database) == [False]


async def test_large_amplitudes_rest_on_no_announcement_and_are_never_taken_back(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    day = at("2025-06-18 00:00").date()
    unrest = Unrest("恒立退", "东方财富", 3, "15", day, day)
    assert await Events(database).keep(restless(REF, unrest), clock.now)
    facts.announced[REF] = told(REF, NEWER, OLDER, source="东方财富")
    await an_hour(watch, clock)
    clock.now = at("2025-06-25 18:00")
    facts.announced[REF] = told(REF, announced("2025-06-25", REVOKED), NEWER, OLDER, source="东方财富")
    await watch.look()
    assert await withdrawn(database) == [False]


async def test_a_subsidiary_that_withdraws_its_application_leaves_the_decision_red(
    watch: DelistingWatch, database: Database, facts: GivenFacts
) -> None:
    other = announced("2025-03-10", "关于控股子公司撤回首次公开发行股票并上市申请文件的公告")
    facts.announced[REF] = told(REF, DECIDED, OLDER, other)
    await watch.look()
    assert [each.level for each in await events(database)] == ["red"]
