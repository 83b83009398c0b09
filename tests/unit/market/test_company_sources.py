"""What every source about companies tells, unmodified akshare among them, against the stand-ins."""

from datetime import date
from decimal import Decimal

import pytest

from market.sources.company_roster import company_sources
from market.sources.lines import Lines
from tests.fakes.upstreams import Upstreams
from tests.unit.market.company_houses import ALL, BANK, NOW, OWN, Which, opened, told_by
from tests.unit.market.given import security


def test_every_source_is_put_to_the_test() -> None:
    lines = Lines.open(NOW)
    assert {(each.name, each.kind.name) for each in company_sources(lines, NOW)} == set(ALL)


def test_akshare_is_asked_first_for_every_kind() -> None:
    first: dict[str, Which] = {}
    for each in company_sources(Lines.open(NOW), NOW):
        first.setdefault(each.kind.name, (each.name, each.kind.name))
    assert not set(first.values()) & OWN


async def test_cninfo_says_who_a_company_is(upstreams: Upstreams) -> None:
    profile = await told_by(("巨潮资讯", "profile"))
    assert (profile.full_name, profile.board) == ("平安银行股份有限公司", "深交所主板")
    assert profile.industry == "货币金融服务"
    assert (profile.founded, profile.listing_date) == (date(1987, 12, 22), date(1991, 4, 3))
    assert profile.business.startswith("人民币、外币存贷款")
    assert profile.website is None
    assert upstreams.counts == {"webapi.cninfo.com.cn": 1}


async def test_ths_says_what_a_company_does(upstreams: Upstreams) -> None:
    profile = await told_by(("同花顺", "profile"))
    assert profile.business.startswith("人民币、外币存贷款")
    assert profile.full_name is None


@pytest.mark.parametrize("house", ["东方财富", "腾讯行情"])
async def test_share_counts_are_the_same_in_two_houses(house: str, upstreams: Upstreams) -> None:
    shares = await told_by((house, "shares"))
    assert (shares.total, shares.floating) == (19_405_918_198, 19_405_754_475)
    assert sum(upstreams.counts.values()) == 1


@pytest.mark.parametrize(("house", "requests"), [("东方财富", 1), ("百度股市通", 2), ("腾讯行情", 1)])
async def test_multiples_are_the_same_in_three_houses(
    house: str, requests: int, upstreams: Upstreams
) -> None:
    valuation = await told_by((house, "valuation"))
    assert (valuation.day, valuation.pe_ttm, valuation.pb) == (
        date(2020, 6, 16),
        Decimal("8.54"),
        Decimal("0.89"),
    )
    if house != "百度股市通":
        assert round(valuation.total_market_value / 10**8, 2) == Decimal("2501.42")
    assert sum(upstreams.counts.values()) == requests


async def test_an_industry_is_valued_at_the_end_of_a_day(upstreams: Upstreams) -> None:
    industries = await told_by(("巨潮资讯", "industry_multiples"))
    assert industries["货币金融服务"].pe == Decimal("8.87")
    assert industries["货币金融服务"].median is None


@pytest.mark.parametrize("house", ["同花顺", "新浪财经", "东方财富"])
async def test_reports_are_the_same_in_three_houses(house: str, upstreams: Upstreams) -> None:
    reports = await told_by((house, "reports"))
    assert [each.period for each in reports] == sorted(each.period for each in reports)
    year = next(each for each in reports if each.period == date(2019, 12, 31))
    assert (year.revenue, year.net_profit) == (Decimal(138_000_000_000), Decimal(28_200_000_000))
    assert (year.revenue_growth, year.net_profit_growth) == (Decimal("18.2"), Decimal("13.61"))
    assert (year.deducted_net_profit, year.eps) == (Decimal(28_090_000_000), Decimal("1.54"))
    assert (year.roe, year.net_margin, year.debt_ratio) == (
        Decimal("11.3"),
        Decimal("20.44"),
        Decimal("92.05"),
    )
    assert year.gross_margin is None


@pytest.mark.parametrize("house", ["同花顺", "新浪财经"])
async def test_balance_sheets_are_the_same_in_two_houses(house: str, upstreams: Upstreams) -> None:
    latest = (await told_by((house, "balances")))[-1]
    assert latest.period == date(2020, 3, 31)
    assert (latest.net_assets, latest.goodwill) == (Decimal(352_400_000_000), Decimal(7_568_000_000))


@pytest.mark.parametrize("house", ["巨潮资讯", "新浪财经", "同花顺"])
async def test_dividends_are_the_same_in_three_houses(house: str, upstreams: Upstreams) -> None:
    dividends = await told_by((house, "dividends"))
    assert {each.progress for each in dividends} == {"implemented"}
    latest = dividends[-1]
    assert (latest.cash, latest.bonus, latest.transfer) == (Decimal("2.18"), None, None)
    assert (latest.record_date, latest.ex_date) == (date(2020, 5, 27), date(2020, 5, 28))


@pytest.mark.parametrize("house", ["新浪财经", "同花顺"])
async def test_plans_hold_what_is_only_proposed_and_what_was_refused(
    house: str, upstreams: Upstreams
) -> None:
    async with opened((house, "dividend_plans")) as source:
        fact = await source.fetch(security("SZ000338"))
    assert fact is not None
    [plan] = [each for each in fact.value if each.progress == "plan"]
    assert (plan.announced, plan.cash, plan.ex_date) == (date(2020, 3, 27), Decimal("1.36"), None)
    bonus = next(each for each in fact.value if each.bonus)
    assert (bonus.bonus, bonus.cash, bonus.ex_date) == (10, Decimal("2.5"), date(2017, 7, 21))


@pytest.mark.parametrize("house", ["巨潮资讯", "东方财富"])
async def test_appointed_days_are_told_with_the_day_on_which_a_report_came(
    house: str, upstreams: Upstreams
) -> None:
    disclosure = (await told_by((house, "disclosures")))[0]
    assert disclosure.period == date(2019, 12, 31)
    assert disclosure.appointed == disclosure.actual == date(2020, 2, 14)
    assert not disclosure.moved


async def test_the_table_of_all_appointed_days_is_fetched_once_for_everybody(upstreams: Upstreams) -> None:
    async with opened(("巨潮资讯", "disclosures")) as source:
        await source.fetch(BANK)
        assert await source.fetch(security("SZ000002")) is None
        await source.fetch(BANK)
    assert upstreams.counts == {"www.cninfo.com.cn": 2}  # the first quarter, and the year before it
