"""The risk-tolerance test in chat: one question a message, left and taken up again, with a letter at its end.

What was answered stands in the store; the state says only which question is shown, and since when.
"""

from dataclasses import replace
from datetime import datetime

from actions.errors import NotMine
from actions.suitability.hearing import Heard, command, pressed, under_way
from actions.suitability.moving import move
from actions.suitability.telling import NAME, Telling
from actions.tasks.task import Said, State, Told
from actions.utterance import BUTTONS, Button
from customers.consents import Consents
from customers.errors import TestsUsedUp
from customers.suitability.attempts import Attempt, By, RiskTests
from customers.suitability.questionnaire import Question, Questionnaire
from customers.suitability.results import Results
from customers.suitability.scoring import Outcome

_SHOWN = 6
"""Lines of a history."""


class RiskTestTask:
    """The state is `{"test", "version", "question", "shown"}`; the question is None while all that is left is
    to submit.
    """

    name = NAME

    def __init__(self, tests: RiskTests, results: Results, consents: Consents, telling: Telling) -> None:
        self._tests = tests
        self._results = results
        self._consents = consents
        self._telling = telling
        self._words = telling.words
        self._showing = telling.showing

    def claims(self, said: Said, state: State | None) -> bool:
        return self._hear(said, state) is not None

    def way_back(self, state: State) -> Button:
        return self._telling.way_back(state)

    async def answer(self, said: Said, state: State | None) -> Told:
        heard = self._hear(said, state) or Heard("show")
        if heard.kind in ("result", "history"):
            return self._aside(await self._tell_result(said, heard.kind), state)
        if state is None:
            return await self._begin(said, heard)
        attempt = await self._tests.under_way(said.channel, said.user)
        if attempt is None or attempt.id != state["test"]:
            return await self._over(said, state["test"], attempt)
        return await self._go_on(said, state, attempt, heard)

    def _hear(self, said: Said, state: State | None) -> Heard | None:
        """Buttons by their choice, typed messages by their words."""
        if said.details:
            return pressed(said.details.get("choice", ""))
        if state is not None:
            question = self._telling.sheet(state["version"]).question(state["question"] or "")
            heard = under_way(said.text, question, self._words, places=not said.asked.choices)
            if heard is not None:
                return heard
        return command(said.text, self._words)

    async def _begin(self, said: Said, heard: Heard) -> Told:
        """Take up the test that is open, else say what it is, or begin it."""
        attempt = await self._tests.under_way(said.channel, said.user)
        if attempt is None and heard.kind != "start":
            return await self._introduce(said, heard)
        await self._agreed(said)
        try:
            attempt = attempt or await self._tests.start(by(said))
        except TestsUsedUp as used_up:
            return self._telling.used_up(used_up.limit)
        resumed = self._showing.counted(self._words.resumed, attempt)
        return self._telling.ask(attempt, said.at, lead=resumed if attempt.answers else self._words.hint)

    async def _introduce(self, said: Said, heard: Heard) -> Told:
        """Nothing is kept by asking what it is."""
        lead = "" if heard.kind == "begin" else self._words.no_open
        latest = await self._results.latest(said.channel, said.user)
        if latest and await self._consents.given(said.channel, said.user, "finances"):
            lead = self._showing.result(self._words.standing, self._telling.sheet(latest.version), latest)
        return self._telling.intro(self._sheet, lead)

    async def _go_on(self, said: Said, state: State, attempt: Attempt, heard: Heard) -> Told:
        """What is said to the test under way."""
        question = attempt.questionnaire.question(heard.question or state["question"] or "")
        if heard.kind == "answer" and question and set(heard.letters) <= set(question.letters):
            return await self._keep(said, state, question, heard)
        if heard.kind == "anew":
            anew = await self._tests.begin_anew(attempt.id, by(said))
            return self._telling.ask(anew or attempt, said.at, lead=self._words.anew)
        if heard.kind == "submit" and attempt.pending is None:
            return await self._submit(said, attempt)
        if heard.kind == "pause":
            return self._telling.paused(attempt)
        here = attempt.questionnaire.question(state["question"] or "")
        if heard.kind in ("back", "forward", "change"):
            moved = move(attempt, here, heard)
            lead = self._words.refused[moved.refusal] if moved.refusal else ""
            lead = self._showing.counted(lead, attempt)
            return self._telling.ask(attempt, said.at, moved.question, lead=lead, state=state)
        lead = self._lead(heard, here, attempt)
        return self._telling.ask(attempt, said.at, here, lead=lead, state=state if lead else None)

    def _lead(self, heard: Heard, question: Question | None, attempt: Attempt) -> str:
        """What stands above the question that is shown again."""
        if heard.kind == "coaching":
            return self._words.coached
        if heard.kind in ("unfit", "unsure") and question:
            return self._showing.unfit(question, heard.why or heard.kind)
        counts = heard.kind in ("left", "submit")
        return self._showing.counted(self._words.progress, attempt) if counts else ""

    async def _keep(self, said: Said, state: State, question: Question, heard: Heard) -> Told:
        """An answer, to the question shown or to that of an older button."""
        shown = datetime.fromisoformat(state["shown"]) if question.id == state["question"] else None
        seconds = took(shown, said.at, self._sheet.pause_after)
        test = state["test"]
        attempt = await self._tests.answer(test, question.id, heard.letters, seconds, by(said))
        if attempt is None:
            return await self._over(said, test, None)
        lead = self._showing.doubt(attempt.questionnaire, attempt.doubt) if attempt.doubt else ""
        return self._telling.ask(attempt, said.at, lead=lead)

    async def _submit(self, said: Said, attempt: Attempt) -> Told:
        def letter(outcome: Outcome, until: datetime) -> str:
            return self._showing.letter(attempt.questionnaire, outcome, said.at, until)

        result = await self._results.finish(attempt, letter, said.at)
        return self._telling.finished(result) if result else self._telling.ask(attempt, said.at)

    async def _over(self, said: Said, test: int, other: Attempt | None) -> Told:
        """The test that was shown has ended: on another channel, or in this very turn, run before."""
        result = await self._results.of_test(test)
        if result:
            return self._telling.finished(result)
        if other:
            lead = self._showing.counted(self._words.resumed, other)
            return self._telling.ask(other, said.at, lead=lead)
        return self._telling.over()

    async def _tell_result(self, said: Said, kind: str) -> Told:
        """Raises NotMine where there is none: the article says where the broker shows it."""
        latest = await self._results.latest(said.channel, said.user)
        if latest is None:
            raise NotMine
        await self._agreed(said)
        if kind == "result":
            return self._telling.result(latest, said.at)
        return self._telling.history((await self._results.history(said.channel, said.user))[:_SHOWN])

    def _aside(self, told: Told, state: State | None) -> Told:
        """Said in the middle of a test, it leads back."""
        if state is None:
            return told
        last = told.utterances[-1]
        buttons = (*last.buttons[: BUTTONS - 1], self.way_back(state))
        return replace(told, utterances=[*told.utterances[:-1], replace(last, buttons=buttons)], state=state)

    async def _agreed(self, said: Said) -> None:
        """Raises ConsentMissing: answers and results are sensitive (个人信息保护法第28–30条)."""
        await self._consents.require(said.channel, said.user, "finances")

    @property
    def _sheet(self) -> Questionnaire:
        return self._tests.questionnaires.current


def by(said: Said) -> By:
    """The message that something is kept by."""
    return By(said.channel, said.user, said.message_id, said.at)


def took(shown: datetime | None, now: datetime, pause_after: int) -> int | None:
    """Whole seconds that a question was shown; None for one that was put aside, or shown elsewhere."""
    seconds = int((now - shown).total_seconds()) if shown else -1
    return seconds if 0 <= seconds <= pause_after else None
