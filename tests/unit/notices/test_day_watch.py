"""Days of new shares and of one's own shares are told once, on the morning before or of the day."""

from datetime import date

import pytest

from conversations.database import Database
from notices.alerting import Alerting
from notices.day_watch import DayWatch
from notices.errors import SourceAway
from notices.market_facts import Ahead, Days, Issue
from tests.unit.actions.given import MOUTAI
from tests.unit.notices.watching import Clock, GivenFacts, Kept, at, investor, tell_all, wants, watches

REF = "SH600519"
# Days of the list of 2026-03-04 (data/demo/ipo.csv).
ISSUES = (
    Issue("920183", "海菲曼", None, None, date(2026, 3, 4), None),
    Issue("301680", "固德电材", None, None, None, date(2026, 3, 6)),
)
AHEAD = Days(MOUTAI, "巨潮资讯", (Ahead("record", date(2026, 3, 5)), Ahead("report", date(2026, 4, 3))))


@pytest.fixture
def clock() -> Clock:
    return Clock(at("2026-03-04 08:30"))


@pytest.fixture
def facts() -> GivenFacts:
    return GivenFacts(ahead={REF: AHEAD}, issued=("同花顺", ISSUES))


@pytest.fixture
async def watch(database: Database, facts: GivenFacts, clock: Clock) -> DayWatch:
    number = await investor(database)
    await watches(database, number, REF)
    await wants(database, number, "dates")
    await wants(database, number, "ipo")
    return DayWatch(database, facts, clock)


async def test_a_mornings_days_are_told_once(
    watch: DayWatch, database: Database, clock: Clock, telling: Alerting, post: Kept
) -> None:
    assert await watch.look() == 2
    await tell_all(database, telling)
    assert post.texts == [
        "今天的新股（03-04）\n缴款（中签的要在今天把钱备足）：海菲曼 920183\n"
        "同花顺 · 以发行公告为准，不构成投资建议",
        "贵州茅台 600519 近期的日子\n03-05 股权登记日\n巨潮资讯 · 以公司公告为准",
    ]
    clock.forward(minutes=10)
    assert await watch.look() == 0
    clock.now = at("2026-03-05 08:30")
    assert await watch.look() == 0  # the record day was told the day before


async def test_what_is_due_on_a_monday_is_told_on_friday(
    watch: DayWatch, facts: GivenFacts, clock: Clock
) -> None:
    facts.issued, clock.now = ("同花顺", ()), at("2026-03-06 09:00")
    facts.ahead[REF] = Days(MOUTAI, "巨潮资讯", (Ahead("ex", date(2026, 3, 9)),))
    assert await watch.look() == 1


async def test_nothing_is_told_on_a_day_without_trading(watch: DayWatch, clock: Clock) -> None:
    clock.now = at("2026-03-07 08:30")
    assert await watch.look() == 0


async def test_what_is_away_is_asked_again_the_same_morning(
    watch: DayWatch, facts: GivenFacts, clock: Clock
) -> None:
    facts.away = SourceAway("ConnectError")
    assert await watch.look() == 0
    facts.away, facts.issued = None, None
    assert await watch.look() == 1
    facts.issued = ("同花顺", ISSUES)
    clock.forward(minutes=10)
    assert await watch.look() == 1


@pytest.mark.parametrize(
    ("moment", "looks"), [("07:59", False), ("08:00", True), ("11:50", True), ("12:00", False)]
)
async def test_it_looks_in_the_morning(
    watch: DayWatch, facts: GivenFacts, clock: Clock, moment: str, looks: bool
) -> None:
    clock.now = at(f"2026-03-04 {moment}")
    await watch.task.work({}, 0)
    assert bool(facts.asked) == looks
