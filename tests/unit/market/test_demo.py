"""The demonstration serves real rows with their own dates, and nothing else."""

from datetime import datetime
from decimal import Decimal

from market.quotes import Quote, QuoteMissing, Quotes
from market.securities import Security
from market.session import SHANGHAI

PUFA = Security(code="600000", exchange="SH", kind="stock", board="主板", name="浦发银行")
NOBODY = Security(code="600999", exchange="SH", kind="stock", board="主板", name="招商证券")
GONE = Security(code="600001", exchange="SH", kind="stock", board="主板", name="邯郸钢铁", status="delisted")


async def test_a_sample_comes_with_its_own_date_and_says_what_it_is() -> None:
    async with Quotes.open("demo") as quotes:
        quote = (await quotes.get([PUFA]))["SH600000"]
    assert isinstance(quote, Quote)
    assert (quote.last, quote.previous_close) == (Decimal("13.75"), Decimal("13.13"))
    assert quote.change_percent == Decimal("4.72")
    assert quote.as_of == datetime(2025, 8, 5, 15, tzinfo=SHANGHAI)
    assert (quote.demo, quote.stale, quote.source) == (True, True, "演示数据")


async def test_a_share_without_a_sample_is_missing_not_made_up() -> None:
    async with Quotes.open("demo") as quotes:
        assert (await quotes.get([NOBODY]))["SH600999"] == QuoteMissing(NOBODY, "no_data")


async def test_a_delisted_share_is_said_to_be_delisted() -> None:
    async with Quotes.open("demo") as quotes:
        assert (await quotes.get([GONE]))["SH600001"] == QuoteMissing(GONE, "delisted")
