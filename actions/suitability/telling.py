"""What the risk test says in one turn: utterances with their buttons, and where it stands then. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from actions.suitability.showing import Showing
from actions.tasks.task import State, Told, button
from actions.utterance import Button, Utterance, payload
from customers.suitability.attempts import Attempt
from customers.suitability.questionnaire import Question, Questionnaire
from customers.suitability.reading import Questionnaires
from customers.suitability.results import Result

NAME, MATCHES = "risk_test", "product_match"
TOPIC, RESULT_TOPIC = "SUI01", "SUI02"
RESPONSE = "utter_suitability"
_FEW = 3
"""Options that are buttons."""


class Telling:
    """The words and buttons, and the questionnaires."""

    def __init__(self, showing: Showing, sheets: Questionnaires) -> None:
        self.showing = showing
        self.words = showing.words
        self._sheets = sheets

    def ask(
        self,
        attempt: Attempt,
        at: datetime,
        question: Question | None = None,
        *,
        lead: str = "",
        state: State | None = None,
    ) -> Told:
        """Show `question`, or the one that is next; with `state` it has been shown since then."""
        asked = question or attempt.questionnaire.question(attempt.pending or "")
        same = state is not None and asked is not None and state["question"] == asked.id
        now = {
            "test": attempt.id,
            "version": attempt.questionnaire.version,
            "question": asked.id if asked else None,
            "shown": state["shown"] if state and same else at.isoformat(),
        }
        words = self._question(attempt, asked)
        return _told([utter(f"{lead}\n{words}" if lead else words, *self._choices(asked))], now)

    def intro(self, sheet: Questionnaire, lead: str = "") -> Told:
        """What the test is, and a button that begins it."""
        words = self.showing.intro(sheet)
        return _told([utter(f"{lead}\n{words}" if lead else words, self.door)])

    def paused(self, attempt: Attempt) -> Told:
        words = self.showing.counted(self.words.paused, attempt)
        return _told([utter(words, button(self.words.buttons["resume"], NAME, "resume"))])

    def used_up(self, limit: int) -> Told:
        return _told([utter(self.words.used_up.format(limit=limit))])

    def over(self) -> Told:
        return _told([utter(self.words.over, self.door)])

    def finished(self, result: Result) -> Told:
        """What came out, and the letter."""
        levels = Button(self.words.buttons["levels"], payload("ask_risk_result"))
        done = self.showing.done(self.sheet(result.version), result)
        return _told([utter(done), utter(result.letter, self._matches, levels)])

    def result(self, latest: Result, now: datetime) -> Told:
        """The result that counts, or that it counts no more."""
        sheet, buttons = self.sheet(latest.version), self.words.buttons
        if latest.expired(now):
            words, offered = self.words.expired, [button(buttons["again"], NAME, "start")]
        else:
            history = button(buttons["history"], NAME, "history")
            words, offered = self.words.result, [self._matches, history]
        said = utter(self.showing.result(words, sheet, latest), *offered)
        return Told([said], None, RESULT_TOPIC)

    def history(self, results: Sequence[Result]) -> Told:
        sheet = self.sheet(results[0].version)
        return Told([utter(self.showing.history(sheet, results))], None, RESULT_TOPIC)

    @property
    def door(self) -> Button:
        """What begins the test."""
        return button(self.words.buttons["start"], NAME, "start")

    def way_back(self, state: State) -> Button:
        sheet, buttons = self.sheet(state["version"]), self.words.buttons
        question = sheet.question(state["question"] or "")
        if question is None:
            return button(buttons["confirm"], NAME, "show")
        return button(buttons["back"].format(place=sheet.place(question.id)), NAME, "show")

    def sheet(self, version: str) -> Questionnaire:
        """That of the version, else the newest one."""
        return self._sheets.of(version)

    @property
    def _matches(self) -> Button:
        return button(self.words.buttons["matches"], MATCHES, "mine")

    def _question(self, attempt: Attempt, question: Question | None) -> str:
        if question is None:
            return self.showing.counted(self.words.complete, attempt)
        return self.showing.question(attempt.questionnaire, question)

    def _choices(self, question: Question | None) -> tuple[Button, ...]:
        """The options where they are few, else none: letters are quicker than a long list."""
        if question is None:
            return (button(self.words.buttons["submit"], NAME, "submit"),)
        if len(question.options) > _FEW or question.several:
            return ()
        return tuple(
            button(option.text, NAME, f"{question.id}:{option.letter}") for option in question.options
        )


def utter(words: str, *buttons: Button) -> Utterance:
    """What concerns the investor's own data, the questions among it: their answers are."""
    return Utterance(RESPONSE, {"words": words}, buttons, account=True)


def _told(utterances: Sequence[Utterance], state: Mapping[str, Any] | None = None) -> Told:
    return Told(utterances, state, TOPIC)
