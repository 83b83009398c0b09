"""The store of results: what came out of a test, with the letter as it was shown, and until when it counts.

A result is written once and kept for good (证券法第137条: 20 years). Raises StoreUnavailable.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from conversations.database import Database
from customers.suitability.attempts import Attempt, answers_of
from customers.suitability.reading import Questionnaires
from customers.suitability.rows import MINE
from customers.suitability.scoring import Outcome, contradictions, is_senior, outcome, pending
from market.session import SHANGHAI

SHOWN = 20
"""Results of a history, at most."""
_LATEST = f"""{MINE}
select r.* from risk_result r join mine on r.investor_id = mine.id
order by r.at desc, r.test_id desc limit %(limit)s"""  # noqa: S608 - our own text
_LOCK_TEST = "select * from risk_test where id = %(test)s for update"
_OF_TEST = "select * from risk_result where test_id = %(test)s"
_ANSWERS = "select question, options, seconds from risk_answer where test_id = %(test)s order by id"
_ADD = """
insert into risk_result
  (test_id, investor_id, version, score, level, lowest, reasons, letter, seconds, at, valid_until)
values (%(test)s, %(investor)s, %(version)s, %(score)s, %(level)s, %(lowest)s, %(reasons)s, %(letter)s,
  %(seconds)s, %(at)s, %(valid_until)s) returning *"""
_FINISH = "update risk_test set state = 'finished', ended_at = %(at)s where id = %(test)s"

Letter = Callable[[Outcome, datetime], str]
"""Words for an outcome that counts until then."""


@dataclass(frozen=True, slots=True)
class Result:
    """`level` "C1" to "C5"; `lowest` is the lowest class; `senior` takes more care."""

    test_id: int
    version: str
    level: str
    lowest: bool
    reasons: tuple[str, ...]
    letter: str
    seconds: int
    at: datetime
    valid_until: datetime
    senior: bool = False

    def expired(self, now: datetime) -> bool:
        return now > self.valid_until


class Results:
    """Results by account."""

    def __init__(self, database: Database, questionnaires: Questionnaires) -> None:
        self._database = database
        self._questionnaires = questionnaires

    async def latest(self, channel: str, user: str) -> Result | None:
        """The one that counts; perhaps expired."""
        rows = await self._database.rows(_LATEST, {"channel": channel, "user": user, "limit": 1})
        return await self._result(rows[0]) if rows else None

    async def history(self, channel: str, user: str) -> list[Result]:
        """The latest first."""
        rows = await self._database.rows(_LATEST, {"channel": channel, "user": user, "limit": SHOWN})
        return [_read(row) for row in rows]

    async def of_test(self, test: int) -> Result | None:
        """What came out of it; None while it is open."""
        row = await self._database.row(_OF_TEST, {"test": test})
        return await self._result(row) if row else None

    async def finish(self, attempt: Attempt, letter: Letter, at: datetime) -> Result | None:
        """End the test with its result; the same result where it is over already, and None where something
        is still to be answered or the test was dropped meanwhile, as with the consent.
        """
        async with self._database.transaction() as connection:
            values: dict[str, Any] = {"test": attempt.id, "at": at}
            test = await (await connection.execute(_LOCK_TEST, values)).fetchone()
            done = await (await connection.execute(_OF_TEST, values)).fetchone()
            given = await (await connection.execute(_ANSWERS, values)).fetchall()
            answers, asked = answers_of(given), attempt.questionnaire
            senior = is_senior(asked, answers)
            if done:
                return _read(done, senior=senior)
            if test is None or test["state"] != "open":
                return None
            if pending(asked, answers) or contradictions(asked, answers):
                return None
            came, until = outcome(asked, answers), valid_until(at, asked.validity_years)
            values |= {"investor": attempt.investor_id, "version": asked.version, "valid_until": until}
            values |= {"score": came.score, "level": came.level, "lowest": came.lowest}
            values |= {"reasons": list(came.reasons), "letter": letter(came, until)}
            values["seconds"] = sum(each["seconds"] or 0 for each in given)
            row = await (await connection.execute(_ADD, values)).fetchone()
            await connection.execute(_FINISH, values)
            return _read(row or {}, senior=senior)

    async def _result(self, row: Mapping[str, Any]) -> Result:
        """With what the answers say of who gave them; of a version that is gone nothing is known."""
        questionnaire = self._questionnaires.versions.get(row["version"])
        if questionnaire is None:
            return _read(row)
        given = await self._database.rows(_ANSWERS, {"test": row["test_id"]})
        return _read(row, senior=is_senior(questionnaire, answers_of(given)))


def valid_until(at: datetime, years: int) -> datetime:
    """The last second of the same day so many years on; of 29 February, of the 28th."""
    day = at.astimezone(SHANGHAI).date()
    try:
        last = day.replace(year=day.year + years)
    except ValueError:  # there is no 29 February in that year
        last = date(day.year + years, 2, 28)
    return datetime.combine(last, time(23, 59, 59), SHANGHAI)


def _read(row: Mapping[str, Any], *, senior: bool = False) -> Result:
    names = ("test_id", "version", "level", "lowest", "letter", "seconds", "at", "valid_until")
    return Result(**{name: row[name] for name in names}, reasons=tuple(row["reasons"]), senior=senior)
