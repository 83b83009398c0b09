"""What a report says of the price of a company: its multiples, beside those of its industry."""

from datetime import date
from decimal import Decimal

from actions.facts import FactWords
from actions.report.parts import ValuationPart
from actions.report.teller import Part, ReportWords, Teller
from market.company import PROFILE, Profile
from market.valuation import INDUSTRY_MULTIPLES, VALUATION, IndustryMultiple, Valuation
from tests.unit.actions.given import PING_AN_BANK
from tests.unit.actions.given_facts import GivenMarket, Known

DAY = date(2020, 6, 16)
WORTH = Valuation(DAY, pe_ttm=Decimal("8.54"), pb=Decimal("0.89"))
BANKS = IndustryMultiple("货币金融服务", date(2020, 6, 15), Decimal("6.02"), Decimal("6.30"), 36)
OWN: Known = {(VALUATION, PING_AN_BANK): WORTH}


async def told(known: Known) -> Part | str:
    market = GivenMarket("2020-06-16 16:00", known)
    return await ValuationPart(Teller(market, ReportWords.load(), FactWords.load())).make(PING_AN_BANK)


async def test_its_industry_stands_beside_it() -> None:
    beside: Known = {
        (PROFILE, PING_AN_BANK): Profile(industry="货币金融服务"),
        (INDUSTRY_MULTIPLES, date(2020, 6, 15)): {"货币金融服务": BANKS},
    }
    part = await told({**OWN, **beside})
    assert isinstance(part, Part)
    assert part.lines == (
        "市盈率TTM 8.54  市净率 0.89",
        "所属行业“货币金融服务”静态市盈率 6.02，中位数 6.30",
    )
    assert len(part.facts) == 2


async def test_without_its_industry_its_own_multiples_are_told() -> None:
    part = await told(OWN)
    assert isinstance(part, Part)
    assert part.lines == ("市盈率TTM 8.54  市净率 0.89",)


async def test_an_industry_alone_is_no_valuation() -> None:
    assert await told({(INDUSTRY_MULTIPLES, date(2020, 6, 15)): {"货币金融服务": BANKS}}) == "no_data"
