"""What is known of 平安银行 on 2020-06-16, and how it is asked, for the tests of the indicators."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from actions.facts import FactWords
from actions.identify import Identifier
from actions.indicator.feature import Indicator
from actions.indicator.words import IndicatorWords
from actions.residue import Residue
from market.bars import DAILY_BARS, Bar, BarsKey
from market.fact import Fact
from market.finance import REPORTS
from market.quote import Quote
from market.schedule import Dividend
from market.session import SHANGHAI
from market.sources.demo_bars import load_bars
from market.sources.demo_company import reports
from market.sources.samples import FOLDER, rows_of
from market.valuation import (
    VALUATION,
    Valuation,
)
from tests.unit.actions.given import PING_AN_BANK, FakeLexicon, quote_of
from tests.unit.actions.given_facts import GivenMarket, about
from tests.unit.actions.reading import text

NOW = "2020-06-16 20:00"
CLOSE = datetime(2020, 6, 16, 15, 0, tzinfo=SHANGHAI)
DAY = date(2020, 6, 16)
SHARES_OF_BANK = 19_405_918_198
PRICE = Decimal("12.89")
VALUE = Valuation(
    DAY,
    price=PRICE,
    pe_ttm=Decimal("8.54"),
    pe_static=Decimal("8.87"),
    pb=Decimal("0.89"),
    total_market_value=PRICE * SHARES_OF_BANK,
    float_market_value=PRICE * 19_405_754_475,
    total_shares=SHARES_OF_BANK,
    float_shares=19_405_754_475,
)
"""平安银行 at its close of 2020-06-16 (data/demo/valuation.csv)."""
REPORTED = reports([row for row in rows_of(FOLDER / "finance.csv") if row["ref"] == "SZ000001"])
BARS = load_bars(FOLDER / "daily_bars" / "SH600000.csv")
QUOTE = quote_of(PING_AN_BANK, last=PRICE, previous_close=Decimal("12.82"), as_of=CLOSE)
PAID = Dividend("implemented", period=date(2019, 12, 31), cash=Decimal("2.18"), ex_date=date(2020, 5, 28))


def indicator(known: dict[Any, Any], *quotes: Quote, **market: Any) -> Indicator:
    given = GivenMarket(market.pop("now", NOW), known, *quotes, **market)
    identifier = Identifier(FakeLexicon(), Residue.load())
    return Indicator(given, identifier, IndicatorWords.load(), FactWords.load())


async def asked(question: str, known: dict[Any, Any], *quotes: Quote, **market: Any) -> str:
    return text(await indicator(known, *quotes, **market).answer(about(question, PING_AN_BANK)))


def valued(value: Valuation = VALUE) -> dict[Any, Any]:
    return {(VALUATION, PING_AN_BANK): Fact(value, CLOSE, "东方财富")}


def reported() -> dict[Any, Any]:
    return {(REPORTS, PING_AN_BANK): REPORTED}


def bars_of(security: Any, *, adjusted: bool, bars: tuple[Bar, ...] = BARS) -> dict[Any, Any]:
    at = datetime.combine(bars[-1].day, CLOSE.timetz())
    return {(DAILY_BARS, BarsKey(security, adjusted=adjusted)): Fact(bars, at, "东方财富")}
