"""How the ledger stands, for `/health` and `/metrics`; and the jobs that seal it and look at it again."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from conversations.database import Database, Row
from conversations.errors import StoreUnavailable
from conversations.ledger.sealing import Sealing
from gateway.ledger import check
from market.session import SHANGHAI
from notices.jobs import Task

SEAL_AT = "10 16 * * *"  # in UTC: 00:10 in Shanghai, when the turns of the day have ended
CHECK_AT = "40 19 * * *"  # 03:40
CHECKED = 2
"""Days whose transcripts are compared each night; the chain of all days is, too."""
_STANDS = """
select (select day from ledger_day order by number desc limit 1) as sealed,
  (select created_at from conversation order by id limit 1) as begun,
  c.at as checked_at, c.broken is null as intact
from (select) nothing left join lateral (
  select at, broken from ledger_check order by id desc limit 1) c on true
"""

log = logging.getLogger(__name__)


def ledger_tasks(database: Database) -> Sequence[Task]:
    """Seal what is over; compare the newest days with their seals."""

    async def seal(_arguments: Mapping[str, Any], _attempts: int) -> None:
        await Sealing(database).once()

    async def compare(_arguments: Mapping[str, Any], _attempts: int) -> None:
        verdict = await check(database, CHECKED)
        if verdict.broken:
            log.error("the transcripts are not those that were sealed: %s", verdict.broken)

    return Task("nightly", "seal_ledger", seal, SEAL_AT), Task("nightly", "check_ledger", compare, CHECK_AT)


class LedgerStates(Collector):
    """The last sealed day, and whether the last check found all as it was sealed; `refresh` looks anew.

    What was never done counts from the first conversation on, so that it is seen to be late.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._row: Row = {}

    async def refresh(self) -> None:
        """Look now; where the database does not answer, nothing is shown."""
        try:
            self._row = await self._database.row(_STANDS, {}) or {}
        except StoreUnavailable:  # the health page says so
            self._row = {}

    def report(self) -> dict[str, object]:
        """`intact` is None before the first check."""
        sealed, checked_at = self._row.get("sealed"), self._row.get("checked_at")
        return {
            "sealed": sealed.isoformat() if sealed else None,
            "intact": self._row["intact"] if checked_at else None,
            "checked_at": checked_at.isoformat(timespec="seconds") if checked_at else None,
        }

    def collect(self) -> Iterable[Metric]:
        sealed, checked_at, begun = (self._row.get(name) for name in ("sealed", "checked_at", "begun"))
        text = "until when the transcripts are sealed, or since when they are to be"
        yield _moment("wenpan_ledger_sealed_timestamp_seconds", text, _end_of(sealed) if sealed else begun)
        text = "when they were last compared with their seals, or since when they are to be"
        yield _moment("wenpan_ledger_checked_timestamp_seconds", text, checked_at or begun)
        text = "1 if the last check found the transcripts as they were sealed"
        yield GaugeMetricFamily("wenpan_ledger_intact", text, self._row["intact"] if checked_at else None)


def _moment(name: str, text: str, at: datetime | None) -> Metric:
    return GaugeMetricFamily(name, text, at.timestamp() if at else None)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)
