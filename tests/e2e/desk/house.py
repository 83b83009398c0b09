"""The whole desk for browsers, as the gateway joins it; whoever comes in is signed in already."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from playwright.async_api import Browser, Page, ViewportSize

from conversations import Brain, Conversations
from conversations.database import Database
from conversations.locks import Locks
from conversations.staff import Staffing
from conversations.tickets import Terms as TicketTerms
from desk.assembly import Desk, Front, Outside, Routed
from desk.people.caller import Role
from desk.work.library import Handbook
from gateway.desk import article_routes
from gateway.media import media_routes
from gateway.unasked import OpenNotices, open_notices
from tests.keys import KEYS
from tests.unit.desk.office import Office
from tests.unit.desk.work.floor import Floor

WIDE = ViewportSize(width=1280, height=800)
TERMS = TicketTerms(1, 5, lambda _day: True)


class House(Floor):
    """Nothing is given to anybody by itself: the router does not run."""

    def __init__(self, conversations: Conversations, office: Office, front: Front, outside: Outside) -> None:
        super().__init__(conversations, office)
        self._whole = Desk(front, conversations, outside)
        self._media = outside.media
        self.alarms = self._whole.alerts
        self.appointments = front.appointments
        self.address = ""
        self.notices: OpenNotices | None = None

    @property
    def app(self) -> FastAPI:
        app = FastAPI()
        for router in self._whole.routers:
            app.include_router(router)
        app.include_router(media_routes(self._media))
        return app

    async def at_work(self) -> None:
        await self._whole.attend()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Until left; then `address` says where the desk is."""
        async with self.serving() as place:
            self.address = f"http://{place}/desk"
            yield

    async def signs_in(self, page: Page, who: str) -> None:
        """Somebody who works here, without a password's time; a second factor they have."""
        has = "update desk_agent set last_step = 0 where id = %(id)s returning id"
        await self.office.database.rows(has, {"id": who})
        token = await self.office.sessions.open(who, "Chromium")
        origin = self.address.removesuffix("/desk")
        cookie = self.office.guard.cookie
        await page.context.add_cookies([{"name": cookie, "value": token, "url": origin}])

    @asynccontextmanager
    async def visited(
        self, browser: Browser, role: Role | None, view: str = "", who: str = ""
    ) -> AsyncIterator[Page]:
        """A new browser at a view: of somebody of that role who is hired for it, of `who`, or of nobody yet.
        Whatever a script of it breaks, or its policy forbids, makes the test fail.
        """
        context = await browser.new_context(viewport=WIDE, locale="zh-CN", timezone_id="Asia/Shanghai")
        context.set_default_timeout(8_000)
        page = await context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(error.stack or str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        if role:
            await self.office.hire(role, who or role, name="李静")
        if role or who:
            await self.signs_in(page, who or str(role))
        await page.goto(f"{self.address}/{view}".removesuffix("/"))
        yield page
        await context.close()
        assert faults == []


@asynccontextmanager
async def house_over(
    database_url: str, office: Office, client: Brain, handbook: Handbook, folder: Path
) -> AsyncIterator[House]:
    """The desk over a database of its own, open."""
    async with (
        Database(database_url, connections=2) as locking,
        Database(database_url, connections=4, keys=KEYS) as own,
    ):
        front = Front(own, lambda _day: True)
        conversations = await Conversations.open(
            database_url,
            client,
            staffing=Staffing(TERMS, front.reception),
            counter=front.counter,
            keys=KEYS,
        )
        async with open_notices(database_url, conversations, ()) as notices:
            guests: list[Routed] = [article_routes(own, database_url, handbook), notices.desk]
            house = House(conversations, office, front, _outside(client, locking, handbook, folder, guests))
            house.notices = notices
            async with house.open():
                yield house
        await conversations.close(within=0.5)


def _outside(
    client: Brain, locking: Database, handbook: Handbook, folder: Path, guests: Sequence[Routed]
) -> Outside:
    async def no_quota(_channel: str, _user: str) -> None:
        return None

    async def no_file(_media: object) -> None:
        return None

    async def keep(_png: bytes) -> str:
        return f"/media/{'ab' * 32}.png"

    return Outside(
        brain=client,
        locks=Locks(locking),
        handbook=handbook,
        quota=no_quota,
        open_file=no_file,
        keep_picture=keep,
        media=folder,
        received=folder,
        secret_key="a key of the tests",  # noqa: S106 - that of the office
        public_url=None,
        keep_years=20,
        ticket_terms=TERMS,
        guests=guests,
    )
