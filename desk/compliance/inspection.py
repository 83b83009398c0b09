"""Looks over every stretch with people of one conversation, for those who watch over quality."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from conversations.database import Database
from conversations.records import Head, Line, Records, Session
from desk.compliance.checking import Checker, Finding
from desk.compliance.quality import Quality
from desk.compliance.quality import Session as Inspected
from desk.routing.terms import Terms

MOST = 2_000  # lines of a conversation that are looked at: the last ones
COMPLAINTS = frozenset({"complain", "claim_damages"})
_LICENCES = "select id, licences from desk_agent where id = any(%(agents)s)"


@dataclass(frozen=True, slots=True)
class Inspection:
    """A stretch and what speaks against how it was served; nothing for one that was served well."""

    segment: int
    agent: str | None
    began: datetime
    ended: datetime | None
    findings: Sequence[Finding]


class Inspector:
    """Raises StoreUnavailable."""

    def __init__(self, database: Database, checker: Checker, terms: Callable[[], Awaitable[Terms]]) -> None:
        self._database = database
        self._records = Records(database)
        self._checker = checker
        self._quality = Quality(checker)
        self._terms = terms

    async def inspect(self, head: Head) -> list[Inspection]:
        """Every stretch, the latest first."""
        sessions = await self._records.sessions(head.conversation_id)
        lines = await self._records.lines(head.conversation_id, limit=MOST, before=head.seq + 1)
        licences = await self._licences([session.agent for session in sessions if session.agent])
        terms = await self._terms()
        ends = [None, *(session.epoch for session in sessions)]

        def judged() -> list[Inspection]:
            return [
                self._one(session, _between(lines, session.epoch, end), licences, head.channel, terms)
                for session, end in zip(sessions, ends, strict=False)
            ]

        return await asyncio.to_thread(judged)

    def _one(
        self,
        session: Session,
        lines: Sequence[Line],
        licences: Mapping[str, Sequence[str]],
        channel: str,
        terms: Terms,
    ) -> Inspection:
        held = licences.get(session.agent or "", ())
        detail: Mapping[str, Any] = session.detail or {}
        inspected = Inspected(
            lines=lines,
            situation=self._checker.situation(held, [], channel),
            complaint=session.reason in COMPLAINTS,
            solved=None if session.outcome is None else session.outcome == "solved",
            summary=str(detail.get("summary") or ""),
            reply_within=timedelta(seconds=terms.reply_within),
        )
        findings = self._quality.inspect(inspected) if session.ended and session.agent else []
        return Inspection(session.epoch, session.agent, session.began, session.ended, findings)

    async def _licences(self, agents: Sequence[str]) -> dict[str, Sequence[str]]:
        rows = await self._database.rows(_LICENCES, {"agents": list(agents)})
        return {row["id"]: row["licences"] for row in rows}


def _between(lines: Sequence[Line], segment: int, end: int | None) -> list[Line]:
    """Lines from the wish for people on, up to the next one."""
    return [line for line in lines if line.epoch >= segment and (end is None or line.epoch < end)]
