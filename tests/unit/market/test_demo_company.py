"""The samples about companies: dated, whole, and honest about what they lack."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from market.company import PROFILE, SHARES
from market.fact import Fact, Gap, Kind
from market.facts import Facts
from market.finance import BALANCES, REPORTS
from market.houses import Houses
from market.schedule import DISCLOSURES, DIVIDEND_PLANS, DIVIDENDS
from market.securities import Security
from market.sources.demo_company import company_samples
from market.sources.samples import FOLDER, rows_of
from market.valuation import VALUATION
from tests.unit.market.given import Clock, Stopwatch, moment, security

NOW = Clock("2026-11-23 10:00:00")
BANK = security("SZ000001")


def facts() -> Facts:
    return Facts(company_samples(), Houses(NOW, Stopwatch()), Stopwatch())


@pytest.mark.parametrize("kind", [PROFILE, VALUATION, REPORTS, BALANCES, DIVIDENDS, DIVIDEND_PLANS])
async def test_a_sample_says_that_it_is_one_and_of_which_day(kind: Kind[Security, Any]) -> None:
    for ref in ("SZ000001", "SH601318"):
        found = await facts().get(kind, security(ref))
        assert isinstance(found, Fact)
        assert found.demo
        assert moment("2020-03-31 00:00:00") <= found.as_of <= moment("2020-06-16 15:00:00")


async def test_samples_tell_what_their_source_told() -> None:
    reports = await facts().get(REPORTS, BANK)
    assert isinstance(reports, Fact)
    latest = reports.value[-1]
    assert (latest.period, latest.net_profit) == (date(2020, 3, 31), Decimal(8_548_000_000))
    assert (latest.roe, latest.gross_margin) == (Decimal("2.77"), None)
    dividends = await facts().get(DIVIDENDS, BANK)
    assert isinstance(dividends, Fact)
    assert (dividends.value[-1].cash, dividends.value[-1].ex_date) == (Decimal("2.18"), date(2020, 5, 28))


@pytest.mark.parametrize("kind", [SHARES, DISCLOSURES])
async def test_what_no_sample_was_found_of_is_no_data_and_not_impossible(kind: Kind[Security, Any]) -> None:
    assert await facts().get(kind, BANK) == Gap("no_data")


async def test_a_company_without_samples_has_none() -> None:
    assert await facts().get(PROFILE, security("SZ300750")) == Gap("no_data")
    assert await facts().get(PROFILE, security("SH000001", "index")) == Gap("not_covered")


async def test_multiples_are_what_price_and_reports_make_them() -> None:
    """Close × capital ÷ profit of four quarters; the capital is that of the balance sheet of 2020-03-31."""
    capital = {"SZ000001": 19_410_000_000, "SH601318": 18_280_000_000}
    for ref, count in capital.items():
        valuation = await facts().get(VALUATION, security(ref))
        reports = await facts().get(REPORTS, security(ref))
        assert isinstance(valuation, Fact)
        assert isinstance(reports, Fact)
        profit = {each.period: each.net_profit or Decimal(0) for each in reports.value}
        four = profit[date(2019, 12, 31)] + profit[date(2020, 3, 31)] - profit[date(2019, 3, 31)]
        assert valuation.value.price is not None
        assert valuation.value.pe_ttm == round(valuation.value.price * count / four, 2)


@pytest.mark.parametrize("name", ["company", "finance", "finance_balances", "schedule", "valuation"])
def test_every_row_names_its_source_and_a_licence(name: str) -> None:
    rows = rows_of(FOLDER / f"{name}.csv")
    assert rows
    assert all(row["source"] and row["licence"] == "MIT" for row in rows)
