"""Looks over a session that has ended: what its agent broke, and what was left undone. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from desk.compliance.checking import Checker, Finding, Situation

REPLY_WITHIN = timedelta(seconds=180)


class Spoken(Protocol):
    """What counts here of a line of the transcript."""

    @property
    def seq(self) -> int: ...
    @property
    def sender(self) -> str: ...
    @property
    def text(self) -> str | None: ...
    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Session:
    """The lines of a segment in order, and how it ended. `solved` is None where nothing was written down."""

    lines: Sequence[Spoken]
    situation: Situation
    complaint: bool = False
    solved: bool | None = None
    summary: str = ""
    reply_within: timedelta = REPLY_WITHIN


class Quality:
    """Inspects by the rules of a checker."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker

    def inspect(self, session: Session) -> list[Finding]:
        """Findings of lines with their places, in order, then those of the whole session."""
        said = list(self._lines(session))
        late = list(self._late(session))
        return [*sorted([*said, *late], key=lambda finding: finding.seq or 0), *self._undone(session)]

    def _lines(self, session: Session) -> Iterable[Finding]:
        """What each line of an agent broke, where the conversation stood when it was sent."""
        situation = session.situation
        for line in session.lines:
            if line.sender == "agent" and line.text:
                for finding in self._checker.check(line.text, situation):
                    yield replace(finding, append=None, seq=line.seq)
            if line.sender in ("agent", "bot"):
                situation = self._after(situation, line.text)

    def _after(self, situation: Situation, text: str | None) -> Situation:
        added = self._checker.situation(situation.licences, [text], situation.channel)
        return replace(
            situation, priced=situation.priced or added.priced, noticed=situation.noticed or added.noticed
        )

    def _late(self, session: Session) -> Iterable[Finding]:
        """Where an investor waited too long for the next word of an agent."""
        asked: Spoken | None = None
        for line in session.lines:
            if line.sender == "user":
                asked = asked or line
            elif line.sender == "agent":
                if asked and line.at - asked.at > session.reply_within:
                    minutes, seconds = divmod(int((line.at - asked.at).total_seconds()), 60)
                    yield self._finding("late_reply", f"{minutes}:{seconds:02}", line.seq)
                asked = None

    def _undone(self, session: Session) -> Iterable[Finding]:
        if session.solved is False:
            yield self._finding("unsolved")
        if session.complaint and not self._was_told(session):
            yield self._finding("complaint_channel")
        if not session.summary.strip():
            yield self._finding("summary_missing")

    def _was_told(self, session: Session) -> bool:
        told = self._checker.rows.session["complaint_channel"].said
        texts = [
            self._checker.form(line.text) for line in session.lines if line.sender == "agent" and line.text
        ]
        return any(told and told.search(text) for text in texts)

    def _finding(self, name: str, found: str = "", seq: int | None = None) -> Finding:
        remark = self._checker.rows.session[name]
        return Finding(name, remark.level, found, remark.reason, remark.source, seq=seq)
