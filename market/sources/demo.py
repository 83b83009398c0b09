"""Dated real rows for a demonstration without any source (data/demo/README.md says whose they are)."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.session import SHANGHAI, Session

NAME = "演示数据"
_ROWS = Path(__file__).parents[2] / "data" / "demo" / "quotes.csv"


@dataclass(frozen=True, slots=True)
class Sample:
    """One dated row; a cell that its source leaves out is None."""

    ref: str
    name: str
    as_of: datetime
    last: Decimal
    previous_close: Decimal | None
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    volume: int | None
    amount: Decimal | None
    turnover_rate: Decimal | None
    volume_ratio: Decimal | None
    limit_up: Decimal | None
    limit_down: Decimal | None


def load_samples(path: Path = _ROWS) -> dict[str, Sample]:
    """The samples by ref. Raises ValueError where a row is not of the form that the README gives."""
    with path.open(encoding="utf-8", newline="") as file:
        samples = [_sample(row) for row in csv.DictReader(file)]
    return {sample.ref: sample for sample in samples}


def _sample(row: Mapping[str, str]) -> Sample:
    def cell(column: str) -> Decimal | None:
        return Decimal(row[column]) if row[column] else None

    return Sample(
        ref=row["ref"],
        name=row["name"],
        as_of=datetime.fromisoformat(row["as_of"]).replace(tzinfo=SHANGHAI),
        last=Decimal(row["last"]),
        previous_close=cell("previous_close"),
        open=cell("open"),
        high=cell("high"),
        low=cell("low"),
        volume=int(row["volume"]) if row["volume"] else None,
        amount=cell("amount"),
        turnover_rate=cell("turnover_rate"),
        volume_ratio=cell("volume_ratio"),
        limit_up=cell("limit_up"),
        limit_down=cell("limit_down"),
    )


class DemoBook:
    """Answers from the samples; what they lack is missing, never made up."""

    def __init__(
        self, session: Session, now: Callable[[], datetime], samples: Mapping[str, Sample] | None = None
    ) -> None:
        self._session = session
        self._now = now
        self._samples = load_samples() if samples is None else samples

    async def bring(self, securities: Iterable[Security]) -> dict[str, Quote | QuoteMissing]:
        return {security.ref: self._find(security) for security in securities}

    async def aclose(self) -> None:
        """Nothing is held open."""

    def _find(self, security: Security) -> Quote | QuoteMissing:
        sample = self._samples.get(security.ref)
        if sample is None:
            return QuoteMissing(security, "no_data")
        return Quote(
            security=security,
            last=sample.last,
            previous_close=sample.previous_close,
            open=sample.open,
            high=sample.high,
            low=sample.low,
            volume=sample.volume,
            amount=sample.amount,
            turnover_rate=sample.turnover_rate,
            volume_ratio=sample.volume_ratio,
            limit_up=sample.limit_up,
            limit_down=sample.limit_down,
            suspended=False,
            as_of=sample.as_of,
            source=NAME,
            phase=self._session.phase(sample.as_of),
            stale=sample.as_of.date() < self._session.last_day(self._now()),
            demo=True,
            feed_name=sample.name,
        )
