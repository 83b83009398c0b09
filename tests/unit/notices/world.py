"""The announcements of one share, the gateway that tells what it finds in them, and the phones it tells."""

from notices.delisting_watch import DelistingWatch
from tests.unit.conversations.conftest import eventually
from tests.unit.notices.clientele import Clientele
from tests.unit.notices.decided import OLDER, REF
from tests.unit.notices.office import Office
from tests.unit.notices.phones import Phones
from tests.unit.notices.watching import Clock, GivenFacts, at, told

_JOBS = "(select count(*) from procrastinate_jobs where queue_name = 'campaigns')"
_UNDER_WAY = "(select count(*) from campaign where state in ('expanding', 'sending'))"
_UNTOLD = """(select count(*) from event w where w.kind = 'delisting_withdrawn'
  and not exists (select from campaign c where c.event_id = w.id))"""
_UNHEARD = f"least({_UNTOLD}, (select count(*) from campaign))"  # noqa: S608 - our own text


class World:
    """A watch over a list of announcements, and a gateway that tells what it finds."""

    def __init__(self, ours: Office, clientele: Clientele, phones: Phones) -> None:
        self.facts, self.clock = GivenFacts(), Clock(at("2025-06-19 08:02"))
        self.watch = DelistingWatch(ours.conversations.database, self.facts, self.clock)
        self.ours, self.clientele, self.phones = ours, clientele, phones

    async def look(self, *listed: object) -> None:
        self.facts.announced[REF] = told(REF, *listed, OLDER, name="恒立退")  # type: ignore[arg-type]
        await self.watch.look()

    async def settled(self) -> None:
        """Nothing is left to do: no job, and nobody who waits."""
        await self._none_of(_JOBS, _UNDER_WAY, _UNTOLD)

    async def worked(self) -> None:
        """No job is left to do, and no withdrawal of what was told; campaigns may wait for a platform."""
        await self._none_of(_JOBS, _UNHEARD)

    async def _none_of(self, *counts: str) -> None:
        async def so() -> bool:
            await self.ours.following.once()
            [left] = self.clientele.do(f"select {' + '.join(counts)} as n")
            return bool(left["n"] == 0)

        await eventually(so)

    def texts(self) -> list[str]:
        return [text or "" for text in self.phones.texts]

    def campaigns(self) -> list[tuple[str, str]]:
        rows = self.clientele.do("select kind, state from campaign order by id")
        return [(row["kind"], row["state"]) for row in rows]
