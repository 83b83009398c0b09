"""The demonstration serves real rows with their own dates, and nothing else."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import cast

from market.names import Names
from market.quotes import Quote, QuoteMissing, Quotes
from market.securities import Kind, Security
from market.session import Session, TradingDays
from market.sources.demo import load_samples
from market.vetting import vet
from tests.unit.market.given import moment, security

SAMPLES = Path(__file__).parents[3] / "data" / "demo" / "quotes.csv"

PUFA = Security(code="600000", exchange="SH", kind="stock", board="主板", name="浦发银行")
NOBODY = Security(code="600999", exchange="SH", kind="stock", board="主板", name="招商证券")
GONE = Security(code="600001", exchange="SH", kind="stock", board="主板", name="邯郸钢铁", status="delisted")


async def test_a_sample_comes_with_its_own_date_and_says_what_it_is() -> None:
    async with Quotes.open("demo") as quotes:
        quote = (await quotes.get([PUFA]))["SH600000"]
    assert isinstance(quote, Quote)
    assert (quote.last, quote.previous_close) == (Decimal("13.75"), Decimal("13.13"))
    assert quote.change_percent == Decimal("4.72")
    assert quote.as_of == moment("2025-08-05 15:00:00")
    assert (quote.demo, quote.stale, quote.source) == (True, True, "演示数据")


async def test_a_share_without_a_sample_is_missing_not_made_up() -> None:
    async with Quotes.open("demo") as quotes:
        assert (await quotes.get([NOBODY]))["SH600999"] == QuoteMissing(NOBODY, "no_data")


async def test_a_delisted_share_is_said_to_be_delisted() -> None:
    async with Quotes.open("demo") as quotes:
        assert (await quotes.get([GONE]))["SH600001"] == QuoteMissing(GONE, "delisted")


def test_every_sample_is_real_licensed_and_consistent() -> None:
    with SAMPLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["ref"] for row in rows}) == len(rows)
    for row in rows:
        assert row["licence"] in {"MIT", "Apache-2.0", "BSD-3-Clause"}, row["ref"]
        assert row["source"], row["ref"]
        sample = load_samples()[row["ref"]]
        asked = security(row["ref"], cast(Kind, row["kind"]))
        whole = sample.high is not None and sample.low is not None
        if whole:
            vet(sample, asked, "演示数据", Session(TradingDays([])), moment("2026-11-23 20:00:00"))
        assert sample.as_of < moment("2026-11-23 20:00:00")
        assert sample.previous_close is not None


def test_samples_bear_the_names_of_the_lexicon() -> None:
    names = Names.load()
    for ref, sample in load_samples().items():
        known = names.get(ref)
        assert known is not None, ref
        assert sample.name[:2] in known.name or known.name[:2] in sample.name, (sample.name, known.name)
