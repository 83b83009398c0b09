"""Questions, results and letters as text. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from actions.suitability.words import TestWords
from customers.suitability.attempts import Attempt
from customers.suitability.questionnaire import Check, Question, Questionnaire
from customers.suitability.results import Result
from customers.suitability.scoring import Outcome
from market.session import SHANGHAI
from rules.row import Unknown
from rules.suitability import Suitability


@dataclass(frozen=True)
class Showing:
    """The words, filled."""

    words: TestWords
    rules: Suitability

    def question(self, questionnaire: Questionnaire, question: Question) -> str:
        """With its place, and an option a line."""
        lines = [
            self.words.option.format(letter=option.letter, text=option.text) for option in question.options
        ]
        return self.words.question.format(
            place=questionnaire.place(question.id),
            count=len(questionnaire.questions),
            several=self.words.several if question.several else "",
            text=question.text,
            options="\n".join(lines),
        )

    def intro(self, questionnaire: Questionnaire) -> str:
        return self.words.intro.format(
            count=len(questionnaire.questions),
            years=questionnaire.validity_years,
            limit=questionnaire.tests_a_day,
            note=questionnaire.note,
        )

    def doubt(self, questionnaire: Questionnaire, check: Check) -> str:
        first, second = (questionnaire.place(question) for question in list(check.when)[:2])
        return self.words.doubted.format(first=first, second=second, say=check.say)

    def counted(self, words: str, attempt: Attempt) -> str:
        """`words` with how many questions are answered and left."""
        count, done = len(attempt.questionnaire.questions), len(attempt.answers)
        return words.format(done=done, left=count - done, count=count)

    def unfit(self, question: Question, why: str) -> str:
        """Why something is no answer."""
        alone = next((option.text for option in question.options if option.alone), "")
        return self.words.unfit[why].format(letters=self.words.join.join(question.letters), alone=alone)

    def level(self, questionnaire: Questionnaire, level: str, *, lowest: bool) -> str:
        words = self.words.lowest_level if lowest else self.words.level
        return words.format(level=level, name=questionnaire.band(level).name)

    def reach(self, level: str, day: date, *, lowest: bool) -> tuple[str, bool]:
        """What a class may hold, and whether that is verified."""
        reach = self.rules.reach(level, day, lowest=lowest)
        if isinstance(reach, Unknown):
            return self.words.unknown_reach, False
        highest = reach.highest
        return highest if highest == "R1" else self.words.span.format(highest=highest), reach.verified

    def letter(self, questionnaire: Questionnaire, outcome: Outcome, at: datetime, until: datetime) -> str:
        """The official notice of a result."""
        reach, verified = self.reach(outcome.level, at.date(), lowest=outcome.lowest)
        return self.words.letter.format(
            title=questionnaire.title,
            version=questionnaire.version,
            level=self.level(questionnaire, outcome.level, lowest=outcome.lowest),
            reach=reach,
            at=self.day(at),
            until=self.day(until),
            note=questionnaire.note,
            unverified="" if verified else self.words.unverified,
        )

    def done(self, questionnaire: Questionnaire, result: Result) -> str:
        """What a result means, above its letter."""
        minutes, seconds = divmod(result.seconds, 60)
        said = self.words.done.format(
            level=self.level(questionnaire, result.level, lowest=result.lowest),
            means=questionnaire.band(result.level).means,
            until=self.day(result.valid_until),
            spent=self.words.spent.format(minutes=minutes, seconds=seconds),
        )
        if not result.lowest:
            return said
        reasons = self.words.join.join(questionnaire.reasons[each] for each in result.reasons)
        reach, _ = self.reach(result.level, result.at.date(), lowest=True)
        return f"{said}\n{self.words.lowest.format(reasons=reasons, reach=reach)}"

    def result(self, words: str, questionnaire: Questionnaire, result: Result) -> str:
        """`words` with level and days of a result."""
        return words.format(
            level=self.level(questionnaire, result.level, lowest=result.lowest),
            at=self.day(result.at),
            until=self.day(result.valid_until),
            note=questionnaire.note,
        )

    def history(self, questionnaire: Questionnaire, results: Sequence[Result]) -> str:
        lines = [self.result(self.words.history_line, questionnaire, each) for each in results]
        return self.words.history.format(lines="\n".join(lines), note=questionnaire.note)

    def day(self, at: datetime) -> str:
        return at.astimezone(SHANGHAI).strftime(self.words.day)
