"""A risk test is begun at most twice a day, survives pauses and kills, and keeps every answer once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from conversations.database import Database
from conversations.errors import StoreUnavailable
from customers.consents import Consents
from customers.errors import ConsentMissing, TestsUsedUp
from customers.suitability.attempts import Attempt, By, RiskTests
from customers.suitability.evidence import Evidence
from customers.suitability.profiles import KnownProfiles, Profile
from customers.suitability.questionnaire import Letters
from customers.suitability.reading import Questionnaires
from customers.suitability.results import Results, valid_until
from customers.suitability.scoring import Outcome
from market.session import SHANGHAI
from tests.keys import KEYS

SHEETS = Questionnaires.load()
SHEET = SHEETS.current
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)
PLAIN = {each.id: ("B",) for each in SHEET.questions} | {"capacity": ("A",), "qualification": ("C",)}
"""Answers that fit each other."""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=6, keys=KEYS) as opened:
        for channel, user in (("web", "u1"), ("web", "u2"), ("wechat", "u2")):
            await Consents(opened).record(channel, user, "finances", given=True, version="1", message_id="c")
        yield opened


@pytest.fixture
def tests(database: Database) -> RiskTests:
    return RiskTests(database, SHEETS)


@pytest.fixture
def results(database: Database) -> Results:
    return Results(database, SHEETS)


def by(message: str, at: datetime = NOON, *, channel: str = "web", user: str = "u1") -> By:
    return By(channel, user, message, at)


async def fill(tests: RiskTests, attempt: Attempt, prefix: str = "a", **changes: Letters) -> Attempt:
    """All questions answered in turn."""
    for place, (question, letters) in enumerate({**PLAIN, **changes}.items()):
        answered = await tests.answer(attempt.id, question, letters, 9, by(f"{prefix}{place}"))
        assert answered
        attempt = answered
    return attempt


def letter(outcome: Outcome, until: datetime) -> str:
    return f"{outcome.level} {until:%Y-%m-%d}"


async def test_a_whole_test_leaves_one_result_with_its_letter(tests: RiskTests, results: Results) -> None:
    attempt = await fill(tests, await tests.start(by("m1")))
    assert attempt.pending is None
    done = await results.finish(attempt, letter, NOON)
    assert done is not None
    assert (done.level, done.letter, done.seconds) == ("C3", "C3 2028-11-20", 180)
    assert await results.finish(attempt, letter, NOON + timedelta(hours=1)) == done
    assert await results.latest("web", "u1") == done
    assert await tests.under_way("web", "u1") is None
    assert await tests.answer(attempt.id, "age", ("C",), 3, by("late")) is None


async def test_without_a_consent_no_test_is_begun_and_nothing_written_down(
    tests: RiskTests, database: Database
) -> None:
    await Consents(database).withdraw("web", "u1", ["finances"], version="1", message_id="no")
    with pytest.raises(ConsentMissing):
        await tests.start(by("m1"))
    with pytest.raises(ConsentMissing):
        await Evidence(database).keep(by("m1"), "R4", "warned", {})
    assert await database.rows("select 1 from risk_test", {}) == []


async def test_a_test_dropped_with_its_consent_is_not_finished_by_who_was_at_it(
    database: Database, tests: RiskTests, results: Results
) -> None:
    consents = Consents(database)
    await consents.record("web", "u1", "finances", given=True, version="2026-11", message_id="c1")
    attempt = await fill(tests, await tests.start(by("m1")))
    await consents.withdraw("web", "u1", ["finances"], version="2026-11", message_id="c2")
    assert await results.finish(attempt, letter, NOON) is None
    assert await results.latest("web", "u1") is None
    kept = await database.rows("select state from risk_test", {})
    assert [row["state"] for row in kept] == ["dropped"]


async def test_an_unfinished_test_has_no_result(tests: RiskTests, results: Results) -> None:
    attempt = await tests.start(by("m1"))
    assert await results.finish(attempt, letter, NOON) is None
    assert await results.latest("web", "u1") is None


async def test_a_message_that_comes_twice_answers_once(tests: RiskTests, database: Database) -> None:
    attempt = await tests.start(by("m1"))
    assert (await tests.start(by("m1"))).id == attempt.id
    first = await tests.answer(attempt.id, "age", ("B",), 5, by("m2"))
    assert await tests.answer(attempt.id, "age", ("B",), 5, by("m2")) == first
    assert len(await database.rows("select 1 from risk_answer", {})) == 1
    await tests.answer(attempt.id, "age", ("C",), 5, by("m2", channel="wechat", user="o1"))
    assert len(await database.rows("select 1 from risk_answer", {})) == 2


async def test_answers_that_come_at_once_are_all_kept(tests: RiskTests) -> None:
    attempt = await tests.start(by("m1"))
    given = [
        tests.answer(attempt.id, question, letters, 5, by(f"a{question}"))
        for question, letters in PLAIN.items()
    ]
    await asyncio.gather(*given)
    found = await tests.under_way("web", "u1")
    assert found is not None
    assert found.answers == PLAIN


async def test_tests_begun_at_once_are_one(tests: RiskTests) -> None:
    begun = await asyncio.gather(*(tests.start(by(f"m{each}")) for each in range(6)))
    assert len({attempt.id for attempt in begun}) == 1


async def test_two_tests_a_day_and_the_day_is_that_of_shanghai(tests: RiskTests, results: Results) -> None:
    late = datetime(2026, 11, 20, 23, 50, tzinfo=SHANGHAI)
    for turn in range(2):
        attempt = await tests.start(by(f"m{turn}", late.astimezone(UTC)))
        await results.finish(await fill(tests, attempt, f"a{turn}-"), letter, late)
    with pytest.raises(TestsUsedUp) as refused:
        await tests.start(by("m3", late + timedelta(minutes=9)))
    assert refused.value.limit == 2
    assert (await tests.start(by("m4", late + timedelta(minutes=11)))).pending == "age"
    assert (await tests.start(by("other", late, user="u2"))).pending == "age"


async def test_a_test_is_taken_up_days_later(tests: RiskTests) -> None:
    attempt = await tests.start(by("m1"))
    await tests.answer(attempt.id, "age", ("B",), 5, by("m2"))
    again = await tests.start(by("m3", NOON + timedelta(days=9)))
    assert again.id == attempt.id
    assert again.pending == "capacity"
    assert again.seconds == 5


async def test_another_channel_of_the_same_investor_goes_on(tests: RiskTests, database: Database) -> None:
    attempt = await tests.start(by("m1"))
    link = "insert into investor_account (channel, user_id, investor_id) values ('wechat', 'o1', %(id)s)"
    async with database.connection() as connection:
        await connection.execute(link, {"id": attempt.investor_id})
    found = await tests.under_way("wechat", "o1")
    assert found is not None
    assert found.id == attempt.id
    assert (await tests.start(by("m2", channel="wechat", user="o1"))).id == attempt.id


async def test_who_was_joined_keeps_tests_and_results(
    tests: RiskTests, results: Results, database: Database
) -> None:
    """The account moves to the older investor; what was kept for good stays under the number it had."""
    done = await fill(tests, await tests.start(by("m1")))
    await results.finish(done, letter, NOON)
    older = await tests.start(by("m9", user="u2", channel="wechat"))
    async with database.connection() as connection:
        values = {"old": done.investor_id, "new": older.investor_id}
        await connection.execute("update investor set joined_into = %(new)s where id = %(old)s", values)
        moved = "update investor_account set investor_id = %(new)s where investor_id = %(old)s"
        await connection.execute(moved, values)
    for account in (("web", "u1"), ("wechat", "u2")):
        latest = await results.latest(*account)
        assert latest is not None
        assert latest.test_id == done.id
    await results.finish(await fill(tests, older, "b"), letter, NOON)
    with pytest.raises(TestsUsedUp):
        await tests.start(by("m10"))


async def test_answers_that_cannot_both_be_true_are_asked_again(tests: RiskTests, results: Results) -> None:
    begun = await tests.start(by("m1"))
    attempt = await fill(tests, begun, debts=("A",), use=("D",))
    assert attempt.doubt is not None
    assert attempt.doubt.id == "debts_and_use"
    assert attempt.pending == "debts"
    assert await results.finish(attempt, letter, NOON) is None
    again = await tests.answer(attempt.id, "use", ("D",), 9, by(f"a{len(PLAIN) - 1}"))
    assert again == attempt
    await tests.answer(attempt.id, "debts", ("D",), 9, by("x1"))
    mended = await tests.answer(attempt.id, "use", ("D",), 9, by("x2"))
    assert mended is not None
    assert (mended.doubt, mended.pending) == (None, None)
    assert await results.finish(mended, letter, NOON) is not None


async def test_begun_anew_everything_is_asked_again_and_nothing_is_lost(
    tests: RiskTests, database: Database
) -> None:
    attempt = await fill(tests, await tests.start(by("m1")))
    anew = await tests.begin_anew(attempt.id, by("m2"))
    assert anew is not None
    assert anew.answers == {}
    assert len(await database.rows("select 1 from risk_answer", {})) == len(PLAIN) + 1
    assert (await tests.start(by("m3"))).id == attempt.id


async def test_a_kill_between_the_last_answer_and_the_result_loses_nothing(
    tests: RiskTests, results: Results, database: Database
) -> None:
    attempt = await fill(tests, await tests.start(by("m1")))
    with pytest.raises(StoreUnavailable):
        await results.finish(attempt, lambda outcome, until: _end_connections(database), NOON)
    found = await tests.under_way("web", "u1")
    assert found is not None
    assert found.answers == PLAIN
    assert await results.finish(found, letter, NOON) is not None


async def test_a_test_whose_questionnaire_is_gone_is_given_up(database: Database) -> None:
    old = RiskTests(database, SHEETS)
    attempt = await old.start(by("m1"))
    new = RiskTests(database, Questionnaires({"2027-01": SHEET}))
    assert await new.under_way("web", "u1") is None
    assert await new.answer(attempt.id, "age", ("B",), 5, by("m2")) is None


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (datetime(2026, 11, 20, 0, 5, tzinfo=SHANGHAI), "2028-11-20 23:59:59"),
        (datetime(2028, 2, 29, 12, 0, tzinfo=SHANGHAI), "2030-02-28 23:59:59"),
        (datetime(2026, 11, 20, 16, 30, tzinfo=UTC), "2028-11-21 23:59:59"),
    ],
)
def test_a_result_counts_to_the_end_of_the_same_day(at: datetime, until: str) -> None:
    assert f"{valid_until(at, 2):%Y-%m-%d %H:%M:%S}" == until


async def test_the_desk_sees_the_class_while_the_consent_holds(
    tests: RiskTests, results: Results, database: Database
) -> None:
    consents, profiles = Consents(database), KnownProfiles(database)
    assert await profiles.of("web", "u1") == Profile()
    await results.finish(await fill(tests, await tests.start(by("m1"))), letter, NOON)
    for given, known in ((True, "C3"), (False, "unknown")):
        word = f"c{given}"
        await consents.record("web", "u1", "finances", given=given, version="1", message_id=word)
        assert (await profiles.of("web", "u1")).risk_class == known


async def test_evidence_is_kept_once_a_message_and_step(database: Database) -> None:
    evidence = Evidence(database)
    for _ in range(2):
        await evidence.keep(by("m1"), "R4", "warned", {"text": "警示"}, "我坚持购买" * 200)
    await evidence.keep(by("m2"), "R4", "confirmed", {"text": "确认"})
    kept = await evidence.of("web", "u1")
    assert [step.step for step in kept] == ["warned", "confirmed"]
    assert len(kept[0].answered or "") == 500
    assert kept[0].at == NOON


def _end_connections(database: Database) -> str:
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
    return ""
