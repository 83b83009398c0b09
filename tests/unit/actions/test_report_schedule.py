"""What a report says of the days to come: what every ten shares are to receive, whole."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from actions.facts import FactWords
from actions.report.parts import SchedulePart
from actions.report.teller import Part, ReportWords, Teller
from actions.schedule.feature import ScheduleWords
from market.schedule import DIVIDENDS, Dividend
from market.securities import Security
from tests.unit.actions.given_facts import GivenMarket

BYD = Security("002594", "SZ", "stock", "主板", "比亚迪")


async def told(now: str, security: Security, *dividends: Dividend) -> tuple[str, ...]:
    market = GivenMarket(now, {(DIVIDENDS, security): dividends})
    teller = Teller(market, ReportWords.load(), FactWords.load())
    part = await SchedulePart(teller, ScheduleWords.load().plan).make(security)
    assert isinstance(part, Part)
    return part.lines


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({"cash": "39.74", "bonus": "8", "transfer": "12"}, "每10股送8股转增12股派39.74元（含税）"),
        ({"cash": "0.059"}, "每10股派0.059元（含税）"),
        ({"transfer": "10"}, "每10股转增10股"),
    ],
)
async def test_shares_that_come_with_a_dividend_are_told_with_the_cash(
    plan: dict[str, str], said: str
) -> None:
    """The first is 比亚迪 for 2024; the others as if it had been another."""
    parts: dict[str, Any] = {name: Decimal(count) for name, count in plan.items()}
    dividend = Dividend("implemented", record_date=date(2025, 7, 28), ex_date=date(2025, 7, 29), **parts)
    assert await told("2025-07-25 16:00", BYD, dividend) == (f"分红：{said}，07-28登记、07-29除权",)
