"""The yellow level is told once for a run of days, and says that it is no sign of a delisting."""

from datetime import date

import pytest

from conversations.database import Database
from notices.alerting import Alerting
from notices.errors import SourceAway
from notices.market_facts import Unrest
from notices.unrest_watch import UnrestWatch
from tests.unit.notices.watching import Clock, GivenFacts, Kept, at, investor, tell_all, wants, watches

REF = "SH600519"
# A run of days of no real share: its name and numbers only fill the words.
RUN = Unrest("某股", "新浪财经", 3, "15", date(2026, 3, 2), date(2026, 3, 4))


@pytest.fixture
def clock() -> Clock:
    return Clock(at("2026-03-04 16:10"))


@pytest.fixture
def facts() -> GivenFacts:
    return GivenFacts(restless={REF: RUN})


@pytest.fixture
async def watch(database: Database, facts: GivenFacts, clock: Clock) -> UnrestWatch:
    number = await investor(database)
    await watches(database, number, REF)
    await wants(database, number, "price_move")
    return UnrestWatch(database, facts, clock)


async def test_a_run_of_days_is_told_once_however_long_it_goes_on(
    watch: UnrestWatch, database: Database, facts: GivenFacts, clock: Clock, telling: Alerting, post: Kept
) -> None:
    assert await watch.look() == 1
    assert await watch.look() == 0
    clock.now = at("2026-03-05 16:10")
    facts.restless[REF] = Unrest("某股", "新浪财经", 4, "15", date(2026, 3, 2), date(2026, 3, 5))
    assert await watch.look() == 0
    await tell_all(database, telling)
    assert post.texts == [
        "某股 600519 连续3个交易日振幅超过15%（黄色）\n03-04（仅有日期） · 新浪财经 · 不构成投资建议\n"
        "这说明波动大，不是退市信号。"
    ]


async def test_a_calm_share_is_asked_once_a_day_and_one_that_is_away_again(
    watch: UnrestWatch, facts: GivenFacts, clock: Clock
) -> None:
    facts.away = SourceAway("ConnectError")
    assert await watch.look() == 0
    facts.away, facts.restless = None, {REF: None}
    assert await watch.look() == 0
    assert await watch.look() == 0
    assert facts.asked == [[REF], [REF]]


@pytest.mark.parametrize(
    ("moment", "looks"),
    [("2026-03-04 15:50", False), ("2026-03-04 16:00", True), ("2026-03-07 16:00", False)],
)
async def test_it_looks_once_the_day_has_closed(
    watch: UnrestWatch, facts: GivenFacts, clock: Clock, moment: str, looks: bool
) -> None:
    clock.now = at(moment)
    await watch.task.work({}, 0)
    assert bool(facts.asked) == looks
