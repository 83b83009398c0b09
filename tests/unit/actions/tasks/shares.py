"""What the dialogues about an investor's shares are held with: dated real values, and pictures not drawn."""

from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from actions.chart.gallery import Gallery
from actions.fund.names import FundList
from actions.handlers.tasking import Tasks
from actions.question import Question
from actions.tasks.roster import ShareNeeds, consent_task, fund_deals, shares
from actions.tasks.task import Said
from charts.errors import NotDrawn
from charts.series import Chart
from conversations.database import Database
from customers.consents import ConsentKind, Consents
from customers.importing import read_table
from customers.packing import pack
from customers.shares import Held, Holdings, Watchlist
from market.names import Names
from market.quote import Quote, QuoteMissing
from market.session import SHANGHAI
from tests.unit.actions.given import NOW, PING_AN_BANK, quote_of
from tests.unit.actions.given_facts import GivenMarket, Known
from tests.unit.actions.talk import Dialogue

BANK_CLOSE = datetime(2020, 6, 16, 15, 0, tzinfo=SHANGHAI)
QUOTES = (
    quote_of(),
    replace(
        quote_of(PING_AN_BANK),
        last=Decimal("12.89"),
        previous_close=Decimal("12.82"),
        as_of=BANK_CLOSE,
    ),
)
"""贵州茅台 of 2021-07-28 and 平安银行 of 2020-06-16 (data/demo/quotes.csv)."""
WHO = ("web", "someone")


class Easel:
    """Draws nothing, and remembers what it was to draw; broken, it cannot."""

    def __init__(self) -> None:
        self.drawn: list[Chart] = []
        self.broken = False

    async def draw(self, chart: Chart) -> bytes:
        if self.broken:
            raise NotDrawn("broken")
        self.drawn.append(chart)
        return b"png"

    async def keep(self, png: bytes) -> str:
        return "/media/0123.png"


class Office:
    """The database, what investors have agreed to, and the tasks over a market of given values."""

    def __init__(self, database: Database, names: Names) -> None:
        self.database = database
        self.names = names
        self.consents = Consents(database)
        self.watchlist = Watchlist(database)
        self.holdings = Holdings(database)
        self.easel = Easel()

    async def agree(self) -> None:
        kinds: tuple[ConsentKind, ...] = ("records", "finances")
        for kind in kinds:
            await self.consents.record(*WHO, kind, given=True, version="2026-11", message_id="m0")

    def tasks(self, known: Known | None = None, *quotes: Quote | QuoteMissing, now: datetime = NOW) -> Tasks:
        market = GivenMarket(now, known, *(quotes or QUOTES))
        gallery = Gallery(self.easel.draw, self.easel.keep)
        own = shares(self.database, ShareNeeds(market, FundList(market), self.names, gallery))
        return Tasks((*own, fund_deals(market)), consent_task(self.database), lambda: now)

    def talk(
        self,
        known: Known | None = None,
        *quotes: Quote | QuoteMissing,
        now: datetime = NOW,
        channel: str = "web",
    ) -> Dialogue:
        return Dialogue({}, tasks=self.tasks(known, *quotes, now=now), channel=channel)

    async def hold(self, *held: tuple[str, str, str | None]) -> None:
        """What somebody has told before: ref, quantity and cost."""
        await self.agree()
        told = [Held(ref, Decimal(n), None if cost is None else Decimal(cost)) for ref, n, cost in held]
        await self.holdings.put(*WHO, told, "chat")

    async def held(self) -> Mapping[str, tuple[Decimal, Decimal | None]]:
        return {each.ref: (each.quantity, each.cost) for each in await self.holdings.of(*WHO)}

    @staticmethod
    def said(text: str) -> Said:
        return Said(Question(text=text), *WHO, "m1", NOW)

    async def watched(self) -> Sequence[str]:
        return await self.watchlist.of(*WHO)


def send_file(talk: Dialogue, text: str) -> Coroutine[Any, Any, str]:
    """What is answered when the gateway has read `text` in a file."""
    said = {"task": "holdings", "choice": f"file {pack(read_table(text))}"}
    entities = [{"entity": name, "value": value, "start": 0, "end": 1} for name, value in said.items()]
    return talk.say("/go_on_task", "go_on_task", entities=entities)
