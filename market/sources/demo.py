"""Dated real rows for a demonstration without any source (data/demo/README.md says whose they are)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.session import SHANGHAI, Session
from market.sources.frames import decimal, whole
from market.sources.row import Row
from market.sources.samples import FOLDER, NAME, rows_of
from market.vetting import quote_of


def load_samples(path: Path = FOLDER / "quotes.csv") -> dict[str, Row]:
    """The samples by ref. Raises KeyError, ValueError where the file is not as its README says."""
    return {row["ref"]: _sample(row) for row in rows_of(path)}


def _sample(row: Mapping[str, str]) -> Row:
    return Row(
        ref=row["ref"],
        name=row["name"],
        as_of=datetime.fromisoformat(row["as_of"]).replace(tzinfo=SHANGHAI),
        last=Decimal(row["last"]),
        previous_close=decimal(row["previous_close"]),
        open=decimal(row["open"]),
        high=decimal(row["high"]),
        low=decimal(row["low"]),
        volume=whole(row["volume"]),
        amount=decimal(row["amount"]),
        turnover_rate=decimal(row["turnover_rate"]),
        volume_ratio=decimal(row["volume_ratio"]),
        limit_up=decimal(row["limit_up"]),
        limit_down=decimal(row["limit_down"]),
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
