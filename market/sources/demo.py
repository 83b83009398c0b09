"""Dated real rows for a demonstration without any source (data/demo/README.md says whose they are)."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.session import SHANGHAI, Session
from market.sources.row import Row
from market.vetting import quote_of

NAME = "演示数据"
_ROWS = Path(__file__).parents[2] / "data" / "demo" / "quotes.csv"


def load_samples(path: Path = _ROWS) -> dict[str, Row]:
    """The samples by ref. Raises KeyError, ValueError where the file is not as its README says."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["ref"]: _sample(row) for row in csv.DictReader(file)}


def _sample(row: Mapping[str, str]) -> Row:
    def cell(column: str) -> Decimal | None:
        return Decimal(row[column]) if row[column] else None

    return Row(
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
        self, session: Session, now: Callable[[], datetime], samples: Mapping[str, Row] | None = None
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
        return replace(quote_of(sample, security, NAME, self._session, self._now()), demo=True)
