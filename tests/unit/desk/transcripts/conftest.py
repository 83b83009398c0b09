"""A desk at which transcripts are searched, read and exported, and a conversation with everything in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from conversations.database import Database
from desk.people.caller import Caller, Role
from desk.routes.transcripts import TranscriptRoutes
from desk.transcripts.exports import Exporter
from desk.transcripts.gathering import Archive
from desk.transcripts.search import Search
from desk.transcripts.words import Words
from desk.work.opening import Opening
from tests.unit.desk.office import Office
from tests.unit.desk.transcripts.stored import store
from tests.unit.desk.transcripts.talk import dossier

PERIOD = {"since": "2026-03-09", "until": "2026-03-09"}


@dataclass
class Desk:
    """A browser before the routes, and the log."""

    office: Office
    client: httpx.AsyncClient

    async def sign_in(self, role: Role, *, fresh: bool = True, id: str | None = None) -> Caller:
        agent = await self.office.hire(role, id)
        caller = await self.office.signed_in(self.client, agent)
        if not fresh:
            statement = "update desk_session set fresh_at = now() - interval '1 day' returning id"
            await self.office.database.rows(statement, {})
        return caller

    async def log(self) -> list[tuple[str, str, str, dict[str, Any]]]:
        """Without what was done before anybody came in, the oldest first."""
        rows, intact = await self.office.audit.find()
        assert intact
        acts = ("view", "unmask", "export")
        return [
            (row.actor, row.act, row.subject, dict(row.detail)) for row in reversed(rows) if row.act in acts
        ]

    async def found(self, **filters: str) -> list[int]:
        response = await self.client.get("/desk/api/transcripts", params={**PERIOD, **filters})
        assert response.status_code == 200, response.text
        return [hit["number"] for hit in response.json()["found"]]


@pytest.fixture
async def desk(office: Office, tmp_path: Path) -> Desk:
    database = office.database
    exporter = Exporter(Archive(database), office.audit, tmp_path, Words.load())
    routes = TranscriptRoutes(Search(database), exporter, Opening(database, office.audit))
    return Desk(office, office.browser(routes.routes(office.guard)))


@pytest.fixture
async def kept(desk: Desk, desk_database: Database) -> Desk:
    await store(desk_database, dossier())
    return desk
