"""The store of results: what came out of a test, with the letter as it was shown, and until when it counts.

A result is written once and kept for good (证券法第137条: 20 years). Raises StoreUnavailable.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from conversations.database import Database
from customers.sealed import RESULT
from customers.suitability.attempts import Attempt, answers_given, answers_of, answers_of_test
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
_ADD = """
insert into risk_result
  (test_id, investor_id, version, sealed, seconds, at, valid_until)
values (%(test)s, %(investor)s, %(version)s, %(sealed)s, %(seconds)s, %(at)s, %(valid_until)s) returning *"""
_FINISH = "update risk_test set state = 'finished', ended_at = %(at)s where id = %(test)s"

_AS_KEPT = ("test_id", "version", "level", "lowest", "letter", "seconds", "at", "valid_until")

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
        return [self._read(row) for row in rows]

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
            given = await answers_given(connection, self._database.keys, attempt.id)
            answers, asked = answers_of(given), attempt.questionnaire
            senior = is_senior(asked, answers)
            if done:
                return self._read(done, senior=senior)
            if test is None or test["state"] != "open":
                return None
            if pending(asked, answers) or contradictions(asked, answers):
                return None
            came, until = outcome(asked, answers), valid_until(at, asked.validity_years)
            values |= {"investor": attempt.investor_id, "version": asked.version, "valid_until": until}
            told: dict[str, Any] = {"reasons": list(came.reasons), "letter": letter(came, until)}
            told |= {"score": came.score, "level": came.level, "lowest": came.lowest}
            values["sealed"] = RESULT.seal(self._database.keys, {**told, "test_id": attempt.id})
            values["seconds"] = sum(each["seconds"] or 0 for each in given)
            row = await (await connection.execute(_ADD, values)).fetchone()
            await connection.execute(_FINISH, values)
            return self._read(row or {}, senior=senior)

    async def _result(self, row: Mapping[str, Any]) -> Result:
        """With what the answers say of who gave them; of a version that is gone nothing is known."""
        questionnaire = self._questionnaires.versions.get(row["version"])
        if questionnaire is None:
            return self._read(row)
        given = await answers_of_test(self._database, row["test_id"])
        return self._read(row, senior=is_senior(questionnaire, answers_of(given)))

    def _read(self, row: Mapping[str, Any], *, senior: bool = False) -> Result:
        opened = RESULT.open(self._database.keys, row)
        kept = {name: opened[name] for name in _AS_KEPT}
        return Result(**kept, reasons=tuple(opened["reasons"]), senior=senior)


def valid_until(at: datetime, years: int) -> datetime:
    """The last second of the same day so many years on; of 29 February, of the 28th."""
    day = at.astimezone(SHANGHAI).date()
    try:
        last = day.replace(year=day.year + years)
    except ValueError:  # there is no 29 February in that year
        last = date(day.year + years, 2, 28)
    return datetime.combine(last, time(23, 59, 59), SHANGHAI)
