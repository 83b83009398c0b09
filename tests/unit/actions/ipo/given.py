"""Issues, a market that knows them, and the words that an investor would read, for the tests of ask_ipo_*."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from actions.facts import FactWords
from actions.features import Answer, Features
from actions.identify import Identifier
from actions.ipo.features import ipo_features
from actions.question import Asked, Question
from actions.residue import Residue
from actions.utterance import Utterance
from market.convertible_bonds import BOND_CALENDAR, ConvertibleBond
from market.fact import Fact, Gap
from market.ipo import IPO_CALENDAR, IPO_SECOND_OPINION, Ipo
from market.ipo_pipeline import IPO_PIPELINE, IPO_REVIEWS, Applicant, Review
from market.session import SHANGHAI, TradingDays
from market.sources.calendar import load_trading_days
from tests.unit.actions.given import FakeLexicon
from tests.unit.actions.given_facts import GivenMarket

ROOT = Path(__file__).parents[4]
DOMAIN: Mapping[str, Any] = yaml.load(
    (ROOT / "bot" / "domain" / "ipo.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
GENERAL: Mapping[str, Any] = yaml.load(
    (ROOT / "bot" / "domain" / "fact.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
RESPONSES: Mapping[str, Any] = GENERAL["responses"] | DOMAIN["responses"]

TODAY = date(2024, 10, 15)
MORNING = datetime(2024, 10, 15, 10, 0, tzinfo=SHANGHAI)
DAYS = load_trading_days()

# Rows of data/demo/ipo.csv; 苏州天脉's day of application is two trading days before that of payment.
TIANMAI = Ipo(
    "301626",
    "苏州天脉",
    apply_limit=7_000,
    online_shares=12_580_500,
    apply_date=date(2024, 10, 15),
    payment_date=date(2024, 10, 17),
)
XINLV = Ipo(
    "301613", "新铝时代", apply_limit=6_500, apply_date=date(2024, 10, 16), payment_date=date(2024, 10, 18)
)
JIANERKANG = Ipo(
    "603205",
    "健尔康",
    online_shares=12_000_000,
    apply_date=date(2024, 10, 25),
    payment_date=date(2024, 10, 29),
)
NOVA = Ipo("301589", "诺瓦星云", price=Decimal("126.89"), issue_shares=12_840_000)
TONGLING = Ipo("920187", "通领科技", "920187", listing_date=date(2024, 10, 16))
CHIP = Ipo("688709", "成都华微", price=Decimal("15.69"))
SHARES = (JIANERKANG, XINLV, TIANMAI, NOVA, TONGLING, CHIP)

JIZHI = ConvertibleBond(
    "123245",
    "集智转债",
    "370553",
    stock_name="集智股份",
    conversion_price=Decimal("23.54"),
    apply_date=TODAY,
)
LONGXING = ConvertibleBond(
    "127105",
    "龙星转债",
    "072442",
    apply_date=date(2024, 9, 20),
    listing_date=date(2024, 10, 22),
    winning_rate=Decimal("0.005491"),
    rating="AA-",
)
BONDS = (JIZHI, LONGXING)
WAITING = (
    Applicant("郑州众智科技股份有限公司", "已问询", "创业板", updated=date(2024, 10, 9)),
    Applicant("苏州长光华芯光电技术股份有限公司", "上市委会议通过", "科创板", updated=date(2024, 10, 8)),
)


def fact(value: Any, source: str = "同花顺", **changes: Any) -> Fact[Any]:
    return replace(Fact(value, MORNING, source), **changes)


ALL: Mapping[str, Fact[Any] | Gap[Any]] = {
    IPO_CALENDAR.name: fact(SHARES),
    IPO_SECOND_OPINION.name: fact(SHARES, "巨潮资讯"),
    BOND_CALENDAR.name: fact(BONDS),
    IPO_PIPELINE.name: fact(WAITING, "东方财富"),
    IPO_REVIEWS.name: fact((Review("恒勃控股股份有限公司", date(2024, 10, 18)),), "巨潮资讯"),
}


def market_of(found: Mapping[str, Any], moment: datetime = MORNING, **options: Any) -> GivenMarket:
    """A market that knows the facts that it is given, by the name of a kind; the rest nobody covers."""
    known = {(name, None): each for name, each in found.items()}
    return GivenMarket(moment, known, lack="not_covered", **options)


def features(
    changes: Mapping[str, Any] | None = None,
    moment: datetime = MORNING,
    mode: str = "live",
    days: TradingDays = DAYS,
) -> Features:
    """The features over the issues above, with some facts changed."""
    market = market_of({**ALL, **(changes or {})}, moment, mode=mode, days=days)
    return ipo_features(market, Identifier(FakeLexicon(), Residue.load()), FactWords.load())


async def answer(
    intent: str, text: str, given: Features | None = None, refs: tuple[str, ...] = (), **changes: Any
) -> Answer:
    """What is answered to a text that names `refs`."""
    asked = tuple(Asked((ref,), "") for ref in refs)
    question = Question(text=text, asked=asked, intent=intent, **changes)
    return await (features() if given is None else given)[intent].answer(question)


async def said(intent: str, text: str, given: Features | None = None, **changes: Any) -> str:
    """The same as an investor reads it."""
    found = await answer(intent, text, given, **changes)
    assert 1 <= len(found.utterances) <= 2
    return "\n\n".join(read(utterance) for utterance in found.utterances)


def read(utterance: Utterance) -> str:
    """An utterance as it is shown: short, whole, and with no more than three buttons."""
    told: str = RESPONSES[utterance.response][0]["text"].replace("{{", "{").format(**utterance.values)
    assert told.count("\n") < 9, told
    assert len(utterance.buttons) <= 3
    assert not re.search(r"None|\{|\}|[!！]", told), told
    assert all(line == line.strip() and line for line in told.split("\n")), told
    return told
