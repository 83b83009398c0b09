"""The store of risk tests under way: begun, answered, taken up again days later and from another channel.

Answers are only ever added; each message is written down once, under its channel and id, so a turn may be
run twice. Times are given by the caller. Raises StoreUnavailable.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from psycopg import AsyncCursor

from conversations.database import Connection, Database, Row
from customers.consents import agreed
from customers.errors import TestsUsedUp
from customers.sealed import ANSWER
from customers.suitability.questionnaire import Answers, Check, Letters, Questionnaire
from customers.suitability.reading import Questionnaires
from customers.suitability.rows import MINE
from customers.suitability.scoring import ALL, contradictions, fold, pending
from market.session import SHANGHAI
from sealing.keys import Keys

_AGAIN = ":"
"""Between the message that brought a contradiction to light and the question that is asked again."""

_OPEN = f"""{MINE}
select t.* from risk_test t join mine on t.investor_id = mine.id
where t.state = 'open' order by t.started_at desc, t.id desc limit 1"""  # noqa: S608 - our own text
_LOCK_INVESTORS = f"{MINE} select id from investor where id in (select id from mine) order by id for update"  # noqa: S608
_TODAY = f"""{MINE}
select count(*)::int as begun from risk_test t join mine on t.investor_id = mine.id
where t.started_at >= %(from)s and t.started_at < %(to)s"""  # noqa: S608
_BEGIN = """
insert into risk_test (investor_id, version, channel, message_id, started_at)
values (%(investor)s, %(version)s, %(channel)s, %(key)s, %(at)s) returning *"""
_LOCK_TEST = "select * from risk_test where id = %(test)s for update"
_ANSWERS = """
select id, test_id, question, options, sealed, seconds, message_id from risk_answer
where test_id = %(test)s order by id"""
_ANSWER = """
insert into risk_answer (test_id, question, sealed, seconds, message_id, at)
values (%(test_id)s, %(question)s, %(sealed)s, %(seconds)s, %(message_id)s, %(at)s)
on conflict (test_id, message_id) do nothing"""
_DROP = "update risk_test set state = 'dropped', ended_at = %(at)s where id = %(test)s and state = 'open'"


@dataclass(frozen=True, slots=True)
class By:
    """The message that something is kept by: who wrote it, where and when."""

    channel: str
    user: str
    message_id: str
    at: datetime

    @property
    def key(self) -> str:
        """Ids of two channels may be alike."""
        return f"{self.channel}/{self.message_id}"


@dataclass(frozen=True)
class Attempt:
    """A test as it stands: `answers` that count, `seconds` that it has taken without pauses; `doubt` is the
    check whose questions the latest message made to be asked again.
    """

    id: int
    investor_id: int
    questionnaire: Questionnaire
    answers: Answers
    seconds: int
    doubt: Check | None = field(default=None)

    @property
    def pending(self) -> str | None:
        """The question to be asked next; None where all are answered."""
        question = pending(self.questionnaire, self.answers)
        return question.id if question else None


class RiskTests:
    """Tests by account, of questionnaires of any version."""

    def __init__(self, database: Database, questionnaires: Questionnaires) -> None:
        self._database = database
        self.questionnaires = questionnaires

    async def under_way(self, channel: str, user: str) -> Attempt | None:
        """The one test that is open, whichever of the investor's channels it was begun on."""
        rows = await self._database.rows(_OPEN, {"channel": channel, "user": user})
        if not rows or rows[0]["version"] not in self.questionnaires.versions:
            return None
        return self._attempt(rows[0], await answers_of_test(self._database, rows[0]["id"]))

    async def start(self, by: By) -> Attempt:
        """The test that is open, else a new one. Raises ConsentMissing and TestsUsedUp."""
        async with self._database.transaction() as connection:
            investor = await agreed(connection, by.channel, by.user, "finances")
            whose = {"channel": by.channel, "user": by.user}
            await connection.execute(_LOCK_INVESTORS, whose)
            if open_one := await self._open_one(connection, whose, by.at):
                return open_one
            await self._count(connection, whose, by.at)
            version = self.questionnaires.current.version
            values = {"investor": investor, "version": version, "channel": by.channel}
            new = await connection.execute(_BEGIN, {**values, "key": by.key, "at": by.at})
            return self._attempt(dict(await new.fetchone() or {}), [])

    async def answer(
        self, test: int, question: str, letters: Letters, seconds: int | None, by: By
    ) -> Attempt | None:
        """With the answer given, or changed; None where the test is over. Where all is answered and cannot
        all be true, the questions that contradict each other are open again.
        """
        async with self._database.transaction() as connection:
            row = await (await connection.execute(_LOCK_TEST, {"test": test})).fetchone()
            if row is None or row["state"] != "open" or row["version"] not in self.questionnaires.versions:
                return None
            values = {"test_id": test, "question": question, "seconds": seconds, "at": by.at}
            added = await self._add(connection, values, letters, by.key)
            if added.rowcount:
                await self._doubt(connection, row, by)
            given = await answers_given(connection, self._database.keys, test)
            return self._attempt(row, given, by.key)

    async def begin_anew(self, test: int, by: By) -> Attempt | None:
        """With every answer taken back; it remains one test of the day's."""
        return await self.answer(test, ALL, (), None, by)

    async def _open_one(
        self, connection: Connection, whose: Mapping[str, Any], at: datetime
    ) -> Attempt | None:
        """One whose questionnaire is gone can't be finished, and is dropped."""
        row = await (await connection.execute(_OPEN, whose)).fetchone()
        if row is None:
            return None
        if row["version"] not in self.questionnaires.versions:
            await connection.execute(_DROP, {"test": row["id"], "at": at})
            return None
        given = await answers_given(connection, self._database.keys, row["id"])
        return self._attempt(row, given)

    async def _count(self, connection: Connection, whose: Mapping[str, Any], at: datetime) -> None:
        midnight = datetime.combine(at.astimezone(SHANGHAI).date(), time.min, SHANGHAI)
        day = {"from": midnight, "to": midnight + timedelta(days=1)}
        row = await (await connection.execute(_TODAY, {**whose, **day})).fetchone()
        limit = self.questionnaires.current.tests_a_day
        if row and row["begun"] >= limit:
            raise TestsUsedUp(limit)

    async def _doubt(self, connection: Connection, row: Mapping[str, Any], by: By) -> None:
        """Open the questions of the first contradiction again, once all are answered."""
        given = await answers_given(connection, self._database.keys, row["id"])
        attempt = self._attempt(row, given)
        failed = contradictions(attempt.questionnaire, attempt.answers) if attempt.pending is None else ()
        for question in failed[0].when if failed else ():
            values = {"test_id": row["id"], "question": question, "seconds": None, "at": by.at}
            await self._add(connection, values, (), f"{by.key}{_AGAIN}{question}")

    async def _add(
        self, connection: Connection, values: Mapping[str, Any], letters: Letters, key: str
    ) -> AsyncCursor[Row]:
        row = {**values, "message_id": key, "options": list(letters)}
        return await connection.execute(_ANSWER, {**row, "sealed": ANSWER.seal(self._database.keys, row)})

    def _attempt(
        self, row: Mapping[str, Any], given: Sequence[Mapping[str, Any]], latest: str = ""
    ) -> Attempt:
        questionnaire = self.questionnaires.versions[row["version"]]
        return Attempt(
            id=row["id"],
            investor_id=row["investor_id"],
            questionnaire=questionnaire,
            answers=answers_of(given),
            seconds=sum(each["seconds"] or 0 for each in given),
            doubt=_doubted(questionnaire, given, latest) if latest else None,
        )


async def answers_given(connection: Connection, keys: Keys, test: int) -> list[Row]:
    """The rows of a test's answers, opened, in the order in which they were given."""
    rows = await (await connection.execute(_ANSWERS, {"test": test})).fetchall()
    return [ANSWER.open(keys, row) for row in rows]


async def answers_of_test(database: Database, test: int) -> list[Row]:
    """The same, outside of a transaction."""
    return await database.patiently(lambda connection: answers_given(connection, database.keys, test))


def answers_of(given: Sequence[Mapping[str, Any]]) -> dict[str, Letters]:
    """The answers that count, of rows in their order."""
    return fold((each["question"], tuple(each["options"])) for each in given)


def _doubted(questionnaire: Questionnaire, given: Sequence[Mapping[str, Any]], latest: str) -> Check | None:
    """The check whose questions were opened again by the message `latest`."""
    again = [each["question"] for each in given if each["message_id"].startswith(f"{latest}{_AGAIN}")]
    return next((each for each in questionnaire.checks if again and list(each.when) == again), None)
