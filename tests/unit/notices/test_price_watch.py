"""Price alerts are told once, on live prices of the day. Quotes are those of 贵州茅台 on 2021-07-28."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from conversations.database import Database
from conversations.errors import StoreUnavailable
from customers.price_alerts import PriceAlerts, Wish
from market.quote import Quote
from notices.errors import NotPrepared, SourceAway
from notices.price_watch import PriceWatch, Trading
from rules.price_alerts import AlertKind
from tests.unit.actions.given import MOUTAI, quote_of
from tests.unit.notices.watching import Clock, GivenFacts, Kept, at, investor

MORNING = at("2021-07-28 10:00")


def quote(**changes: Any) -> Quote:
    return quote_of(MOUTAI, **{"as_of": MORNING, "phase": "trading"} | changes)


@pytest.fixture
def clock() -> Clock:
    return Clock(at("2021-07-28 10:00:30"))


@pytest.fixture
def facts() -> GivenFacts:
    return GivenFacts(quoted={"SH600519": quote()})


@pytest.fixture
def watch(database: Database, facts: GivenFacts, post: Kept, clock: Clock) -> PriceWatch:
    return PriceWatch(database, facts, post, clock)


async def set_alert(
    database: Database,
    kind: AlertKind = "above",
    threshold: str | None = "1760",
    since: str = "2021-07-28 09:40",
) -> int:
    number = await investor(database, "u1", "records")
    wish = Wish("SH600519", kind, Decimal(threshold) if threshold else None)
    await PriceAlerts(database).add("web", "u1", wish, f"m{kind}{threshold}", at(since))
    return number


async def test_an_alert_that_is_reached_is_told_with_price_time_and_source(
    watch: PriceWatch, database: Database, post: Kept
) -> None:
    number = await set_alert(database)
    assert await watch.look() == 1
    (notice,) = post.notices
    assert (notice.investor_id, notice.kind) == (number, "price_alert")
    assert notice.until == at("2021-07-28 10:30:30")
    assert notice.reply.account
    assert notice.reply.text == (
        "到价提醒：贵州茅台 600519\n已到您设的 1760 以上\n现在 1768.90  +3.27%\n"
        "07-28 10:00 · 腾讯行情 · 不构成投资建议\n这条提醒已经结束，想再提醒请重新设。"
    )
    assert notice.why == "您在 07-28 09:40 设了“贵州茅台涨到1760”，07-28 10:00 达到（腾讯行情）。"


async def test_it_is_told_once(watch: PriceWatch, database: Database, post: Kept, clock: Clock) -> None:
    await set_alert(database)
    await watch.look()
    clock.forward(minutes=1)
    assert await watch.look() == 0
    assert len(post.notices) == 1


async def test_killed_between_telling_and_writing_down_it_is_told_once_all_the_same(
    watch: PriceWatch, database: Database, post: Kept
) -> None:
    await set_alert(database)
    await watch.look()
    async with database.transaction() as connection:
        await connection.execute("update price_alert set fired_at = null")  # as if that had not been written
    assert await watch.look() == 1
    assert len(post.notices) == 1


async def test_what_could_not_be_handed_in_is_handed_in_later(
    watch: PriceWatch, database: Database, post: Kept
) -> None:
    await set_alert(database)
    post.fault = StoreUnavailable()
    with pytest.raises(StoreUnavailable):
        await watch.look()
    post.fault = None
    assert await watch.look() == 1
    assert len(post.notices) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"demo": True},
        {"stale": True},
        {"suspended": True},
        {"last": None},
        {"as_of": at("2021-07-27 15:00")},  # yesterday's
        {"as_of": at("2021-07-28 09:26")},  # before there was trading
        {"as_of": at("2021-07-28 09:35")},  # before the alert was set
    ],
)
async def test_what_is_no_live_price_of_the_day_reaches_nothing(
    watch: PriceWatch, database: Database, post: Kept, facts: GivenFacts, changes: dict[str, Any]
) -> None:
    await set_alert(database)
    facts.quoted["SH600519"] = quote(**changes)
    assert await watch.look() == 0
    assert not post.notices


async def test_what_was_touched_since_an_older_alert_counts(
    watch: PriceWatch, database: Database, post: Kept
) -> None:
    await set_alert(database, threshold="1780", since="2021-07-28 09:40")  # the high may be older than it
    assert await watch.look() == 0
    await set_alert(database, threshold="1781", since="2021-07-27 16:00")
    assert await watch.look() == 1


async def test_a_quote_that_is_missing_or_a_server_that_is_away_is_asked_again(
    watch: PriceWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    await set_alert(database)
    for fault in (SourceAway("ConnectError"), NotPrepared("status 401")):
        facts.away = fault
        assert await watch.look() == 0
        assert await watch._marks.last("price_alerts") is None
    facts.away, facts.quoted = None, {}
    assert await watch.look() == 0
    facts.quoted = {"SH600519": quote()}
    assert await watch.look() == 1


async def test_a_server_that_is_away_is_asked_once_a_round(
    watch: PriceWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    number = await set_alert(database)
    async with database.transaction() as connection:
        await connection.execute(
            "insert into price_alert (investor_id, ref, kind, threshold, message_id, created_at, expires_at)"
            " select %(n)s, 'SZ' || (100000 + i), 'above', 1, 'm' || i, %(at)s, %(at)s + interval '1 day'"
            " from generate_series(1, 801) i",
            {"n": number, "at": clock()},
        )
    facts.away = SourceAway("ReadTimeout")
    await watch.look()
    assert len(facts.asked) == 1
    facts.away = NotPrepared("status 400")
    await watch.look()
    assert len(facts.asked) == 1 + 3


@pytest.mark.parametrize(
    ("moment", "looks"),
    [
        ("2021-07-28 09:29:59", False),
        ("2021-07-28 09:30:00", True),
        ("2021-07-28 11:31:00", True),
        ("2021-07-28 12:30:00", False),
        ("2021-07-28 14:59:00", True),
        ("2021-07-28 15:31:00", True),
        ("2021-07-28 15:36:00", False),
        ("2021-07-31 10:00:00", False),  # a Saturday
        ("2021-10-01 10:00:00", False),  # a holiday
    ],
)
def test_it_looks_while_there_is_trading(moment: str, looks: bool) -> None:
    at_: datetime = at(moment)
    assert Trading().looks(at_) == looks


async def test_nothing_is_asked_where_nobody_wants_anything(watch: PriceWatch, facts: GivenFacts) -> None:
    assert await watch.look() == 0
    assert facts.asked == []
