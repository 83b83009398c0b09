"""The desk for browsers: a floor of people with its pages, sign-in, pictures and aids, over real tables."""

from hashlib import sha256
from pathlib import Path

from fastapi import FastAPI

from conversations import Brain, Conversations
from desk.people.signing_in import SigningIn
from desk.people.vault import Vault
from desk.routes.colleagues import ColleagueRoutes
from desk.routes.page import page_routes
from desk.routes.people import OwnAccount
from desk.routing.roster import Roster
from desk.work.library import Handbook
from desk.work.pictures import Pictures
from gateway.media import media_routes
from tests.unit.desk.aids.conftest import Aids
from tests.unit.desk.office import Office
from tests.unit.desk.work.floor import Floor


class Site(Floor):
    """`media` is where pictures of agents are kept, and shown from."""

    def __init__(
        self, conversations: Conversations, office: Office, brain: Brain, handbook: Handbook, media: Path
    ) -> None:
        super().__init__(conversations, office)
        self._media = media
        self.aids = Aids(self, brain, handbook)
        self._pictures = Pictures(self._write)
        vault = Vault("a secret of the tests")
        self._signing_in = SigningIn(office.database, office.passwords, office.sessions, vault)

    @property
    def app(self) -> FastAPI:
        app = super().app
        rooms = (
            OwnAccount(self._signing_in, self.office.sessions, self.office.audit),
            ColleagueRoutes(Roster(self.office.database), self._rules),
            self.aids.routes,
        )
        for room in rooms:
            app.include_router(room.routes(self.office.guard))
        app.include_router(page_routes())
        app.include_router(media_routes(self._media))
        return app

    async def _draft(self, number: int, agent: str) -> str:
        return await self.aids.drafts.of(number, agent)

    async def _keep(self, content: bytes) -> str:
        return await self._pictures.keep(content)

    async def _write(self, png: bytes) -> str:
        name = f"{sha256(png).hexdigest()}.png"
        (self._media / name).write_bytes(png)
        return f"/media/{name}"
