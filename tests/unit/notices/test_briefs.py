"""Briefs go out on trading days, at their times, to each who wants them once, whatever breaks in between."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from croniter import croniter

from conversations.database import Database
from conversations.errors import StoreUnavailable
from market.session import SHANGHAI
from notices.briefs import SLOTS, Slot
from notices.errors import NotPrepared
from notices.jobs import Jobs
from notices.post import Notice
from notices.report import Reports
from tests.unit.actions.brief.given import FRIDAY as FACTS
from tests.unit.actions.brief.given import INDICES, briefing, closing
from tests.unit.actions.given import MOUTAI
from tests.unit.actions.test_server import serving
from tests.unit.conversations.conftest import eventually
from tests.unit.market.given import Clock
from tests.unit.notices.doomed_briefs import TOLD, Lasting, each_second
from tests.unit.notices.promises import QUICK
from tests.unit.notices.subscribers import DAYS, LISTS, Sending, slot, subscribe

FRIDAY = "2026-11-27"
CLOSE = f"{FRIDAY} 15:10"


@pytest.fixture
async def sending(database_url: str) -> AsyncIterator[Sending]:
    async with Database(database_url, connections=2) as database:
        yield Sending(database, Clock(CLOSE))


async def test_a_thousand_get_theirs_once_and_those_who_watch_the_same_share_one_composition(
    sending: Sending,
) -> None:
    subscribe(sending.database.dsn, 1000, "close")
    await sending.look("close", CLOSE)
    assert len(sending.post.sent) == sending.post.handed == 1000
    assert sorted(sending.composing.asked) == sorted(f"close:{','.join(refs)}" for refs in LISTS)
    assert sending.composing.most <= 6
    one = sending.post.sent[8, f"brief_close:{FRIDAY}"]
    assert (one.kind, one.reply.text, one.until, one.why) == (
        "brief_close",
        "简报 close:SH600519",
        datetime.fromisoformat(f"{FRIDAY} 15:55").replace(tzinfo=SHANGHAI),
        "您订阅了close",
    )
    assert [run[2:] for run in await sending.run()] == [(1000, "sent")]
    await sending.look("close", f"{FRIDAY} 15:15")
    assert sending.post.handed == 1000


async def test_who_is_killed_in_the_middle_is_followed_by_another_and_nobody_gets_two(
    sending: Sending,
) -> None:
    subscribe(sending.database.dsn, 1000, "close")

    def die(_: Sequence[Notice]) -> None:
        if sending.post.handed == 600:
            raise SystemExit

    sending.post.before = die
    with pytest.raises(SystemExit):
        await sending.look("close", CLOSE, batch=200)
    assert [run[1:3] for run in await sending.run()] == [(600, 600)]
    sending.post.before = lambda _: None
    await sending.look("close", f"{FRIDAY} 15:11", batch=200)
    assert len(sending.post.sent) == 600, "somebody works on it, for all that is known"
    await sending.look("close", f"{FRIDAY} 15:11", orphaned=True, batch=200)
    assert len(sending.post.sent) == sending.post.handed == 1000
    assert [run[2:] for run in await sending.run()] == [(1000, "sent")]


def kill_in_the_middle(dsn: str) -> None:
    """A process that sends briefs, killed with its third batch handed over and not written down."""
    argv = [sys.executable, "-m", "tests.unit.notices.doomed_briefs", dsn]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as worker:
        try:
            assert worker.stdout
            assert worker.stdout.readline() == "here\n"
        finally:
            worker.kill()


async def test_a_killed_process_is_followed_by_another_by_itself(sending: Sending) -> None:
    subscribe(sending.database.dsn, 1000, "close")
    with psycopg.connect(sending.database.dsn) as connection:
        connection.execute(TOLD)
    await asyncio.to_thread(kill_in_the_middle, sending.database.dsn)
    assert [run[1:3] for run in await sending.run()] == [(400, 400)]
    post = Lasting(database=sending.database)

    async def done() -> bool:
        return (await sending.run())[0][3] == "sent"

    async with Jobs(sending.database.dsn, [each_second(sending.database, post)], QUICK):
        await eventually(done, within=30)
    [told] = await sending.database.rows("select count(*) as many from told", {})
    assert (told["many"], post.batches) == (1000, 3), "the third batch again, which was not written down"


async def test_a_batch_handed_over_but_not_written_down_is_handed_over_again_and_told_once(
    sending: Sending,
) -> None:
    subscribe(sending.database.dsn, 30, "close")
    await sending.look("close", CLOSE)
    await sending.database.rows(
        "update brief_run set after = 10, ended_at = null, outcome = null returning kind", {}
    )
    await sending.look("close", f"{FRIDAY} 15:15", orphaned=True)
    assert (len(sending.post.sent), sending.post.handed) == (30, 50)
    assert [run[2:] for run in await sending.run()] == [(30, "sent")]


async def test_who_unsubscribed_a_second_ago_gets_none(sending: Sending) -> None:
    subscribe(sending.database.dsn, 20, "close")

    async def leave(key: str, within: float) -> Sequence[object]:
        with psycopg.connect(sending.database.dsn) as connection:
            connection.execute("update subscription set wanted = false where investor_id in (3, 4)")
            connection.execute(
                "insert into investor_consent (investor_id, kind, given, version, channel, message_id)"
                " values (5, 'records', false, '2026-11', 'web', 'm2') on conflict do nothing"
            )
        return await composing(key, within)

    composing = sending.composing
    sending.composing = leave  # type: ignore[assignment]
    await sending.look("close", CLOSE)
    assert {number for number, _ in sending.post.sent} == set(range(1, 21)) - {3, 4, 5}


async def test_other_kinds_go_to_those_who_want_them(sending: Sending) -> None:
    subscribe(sending.database.dsn, 5, "close")
    await sending.look("morning", f"{FRIDAY} 08:45")
    assert sending.post.sent == {}
    assert [run[0] for run in await sending.run() if run[3] == "sent"] == ["morning"]


async def test_without_anything_prepared_it_is_tried_again_until_its_time_is_over(
    sending: Sending, caplog: pytest.LogCaptureFixture
) -> None:
    subscribe(sending.database.dsn, 5, "close")
    sending.composing.away = True
    await sending.look("close", CLOSE)
    assert await sending.run() == [("close", 0, 0, None)]
    await sending.look("close", f"{FRIDAY} 15:50")
    await sending.look("close", f"{FRIDAY} 15:55")
    assert await sending.run() == [("close", 0, 0, "late")]
    sending.composing.away = False
    await sending.look("close", f"{FRIDAY} 15:55")
    assert sending.post.sent == {}
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert told[0] == "a close brief could not be prepared: no facts"
    assert told[-1] == f"close briefs of {FRIDAY} came too late, after 0"


async def test_facts_that_come_late_make_it_late_and_not_lost(sending: Sending) -> None:
    subscribe(sending.database.dsn, 5, "close")
    sending.composing.away = True
    await sending.look("close", CLOSE)
    sending.composing.away = False
    await sending.look("close", f"{FRIDAY} 15:15")
    assert len(sending.post.sent) == 5


async def test_one_set_that_cannot_be_prepared_keeps_nobody_else_from_theirs(sending: Sending) -> None:
    subscribe(sending.database.dsn, 80, "close")
    sending.composing.broken = {"close:SH601318"}
    await sending.look("close", CLOSE)
    assert len(sending.post.sent) == 70
    assert [run[3] for run in await sending.run()] == ["sent"]


async def test_while_nobody_composes_few_are_asked_for_and_none_is_skipped(sending: Sending) -> None:
    subscribe(sending.database.dsn, 80, "close")
    sending.composing.down = True
    await sending.look("close", CLOSE)
    assert len(sending.composing.asked) == 6
    assert await sending.run() == [("close", 0, 0, None)]
    sending.composing.down = False
    await sending.look("close", f"{FRIDAY} 15:15")
    assert len(sending.post.sent) == 80


async def test_a_gateway_that_was_down_sends_late_but_not_too_late(
    sending: Sending, caplog: pytest.LogCaptureFixture
) -> None:
    subscribe(sending.database.dsn, 5, "midday", "close")
    await sending.look("midday", f"{FRIDAY} 12:15")
    assert len(sending.post.sent) == 5
    await sending.look("close", f"{FRIDAY} 15:55")
    assert len(sending.post.sent) == 5
    assert "came too late, after 0" in caplog.text


async def test_what_takes_beyond_its_time_is_ended(sending: Sending) -> None:
    subscribe(sending.database.dsn, 30, "close")
    sending.post.before = lambda _: sending.clock.set(f"{FRIDAY} 15:56")
    await sending.look("close", f"{FRIDAY} 15:54", batch=10)
    assert await sending.run() == [("close", 10, 10, "late")]


async def test_before_its_time_nothing_is_begun(sending: Sending) -> None:
    subscribe(sending.database.dsn, 5, "close")
    await sending.look("close", f"{FRIDAY} 15:09")
    assert await sending.run() == []


@pytest.mark.parametrize(
    ("kind", "day", "sent"),
    [
        ("close", "2026-11-28", False),  # a Saturday
        ("close", "2026-10-10", False),  # a Saturday that offices make up for a holiday with
        ("close", "2026-09-20", False),  # a Sunday of the same kind
        ("close", "2026-10-01", False),  # National Day
        ("morning", "2026-09-30", True),  # the last day before it
        ("morning", "2026-10-08", True),  # the first day after it
        ("weekly", "2026-11-27", True),  # a Friday
        ("weekly", "2026-11-26", False),
        ("weekly", "2026-09-24", True),  # a Thursday: Friday is Mid-Autumn
        ("weekly", "2026-09-30", True),  # a Wednesday before eight days of rest
        ("weekly", "2026-10-09", True),  # a Friday after two days of trading
        ("weekly", "2026-12-31", True),  # a Thursday, as the exchanges' calendar has it so far
        ("weekly", "2026-02-13", True),  # before the week of Spring Festival, which has none
        ("weekly", "2026-02-20", False),
    ],
)
def test_days_on_which_it_is_sent(kind: str, day: str, sent: bool) -> None:
    assert slot(kind).falls_on(date.fromisoformat(day), DAYS) is sent


def test_every_week_that_trades_has_one_report_and_no_other() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    weekly = [day.isocalendar()[:2] for day in days if slot("weekly").falls_on(day, DAYS)]
    assert weekly == sorted({day.isocalendar()[:2] for day in days if day in DAYS})


@pytest.mark.parametrize("each", SLOTS, ids=lambda each: each.kind)
def test_the_clock_looks_at_its_beginning_every_five_minutes_and_once_it_is_over(each: Slot) -> None:
    midnight = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
    looks = croniter(each.times, midnight)
    times = [looks.get_next(datetime).astimezone(SHANGHAI) for _ in range(24)]  # type: ignore[no-untyped-call]
    begin = datetime.combine(date.fromisoformat(FRIDAY), each.begin, SHANGHAI)
    within = [time for time in times if begin <= time < each.ends(begin.date())]
    assert within[0] == begin
    assert len(within) == each.window / timedelta(minutes=5)
    assert [time for time in times if each.ends(begin.date()) <= time < begin + timedelta(hours=2)]


async def test_the_action_server_composes_and_says_where_the_facts_are_not_there_yet() -> None:
    composed = briefing(FACTS, None, *INDICES, closing(MOUTAI))
    async with serving("right", {"/brief": composed.prepare}) as actions:
        reports = Reports(actions, f"{actions.base_url}/brief", "right")
        [reply] = await reports.prepare("close:SH600519", 5)
        assert (reply.text or "").startswith("收盘简报 07-31 周五")
        assert reply.account
        assert [choice.title for choice in reply.choices] == ["退订收盘"]
        with pytest.raises(NotPrepared, match="404"):
            await reports.prepare("weekly:SH600519", 5)


async def test_a_store_that_is_away_breaks_the_job_so_that_it_is_seen() -> None:
    away = Database("host=/nowhere", patience=0.1, wait=False)
    await away.open()
    with pytest.raises(StoreUnavailable):
        await Sending(away, Clock(CLOSE)).look("close", CLOSE)
    await away.close()
