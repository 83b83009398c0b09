"""Shares, bars and announcements for the tests of what a share risks, and the feature that is asked."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from actions.facts import FactWords
from actions.features import Answer
from actions.identify import Identifier
from actions.question import Question
from actions.residue import Residue
from actions.risk.feature import RiskFeature
from actions.risk.features import risk_features
from market.announcements import ANNOUNCEMENTS_ON, Announcement, SubjectKey
from market.bars import DAILY_BARS, Bar, BarsKey
from market.quote import Quote
from market.securities import Security
from tests.unit.actions.given import FUND, MOUTAI
from tests.unit.actions.given_facts import GivenMarket, Known, Lexicon, moment

EVENING = "2026-11-26 20:00"
PUFA = Security(
    "600000", "SH", "stock", "主板", "浦发银行", listing_date=date(1999, 11, 10), as_of="2026-10-22"
)
HUIJIN = Security("603132", "SH", "stock", "主板", "金徽股份")
SHARE = Security("000999", "SZ", "stock", "主板", "*ST某份", warning="*ST", as_of="2026-10-22")


def feature(now: str, known: Known, *quotes: Quote, **market: Any) -> RiskFeature:
    asked = GivenMarket(now, known, *quotes, **market)
    identifier = Identifier(Lexicon(PUFA, HUIJIN, SHARE, MOUTAI, FUND), Residue.load())
    found = risk_features(asked, identifier, FactWords.load())["ask_risk"]
    assert isinstance(found, RiskFeature)
    return found


async def ask(
    question: Question, known: Known | None = None, *quotes: Quote, now: str = EVENING, **market: Any
) -> Answer:
    return await feature(now, known or {}, *quotes, **market).answer(question)


def bar(day: date, high: str, low: str, previous: str) -> Bar:
    top, bottom = Decimal(high), Decimal(low)
    return Bar(day, bottom, top, bottom, bottom, 10**7, None, Decimal(previous))


def closes(*prices: str, security: Security = SHARE, now: str = EVENING) -> dict[Any, Any]:
    """Bars that end today."""
    first = moment(now).date() - timedelta(days=len(prices) - 1)
    made = tuple(
        bar(first + timedelta(days=at), price, price, prices[at - 1]) for at, price in enumerate(prices)
    )
    return {(DAILY_BARS, BarsKey(security)): made}


def announced(*titles: tuple[str, str], security: Security = SHARE) -> dict[Any, Any]:
    told = tuple(Announcement(moment(f"{day} 00:00"), title) for day, title in titles)
    return {(ANNOUNCEMENTS_ON, SubjectKey(security, "delisting")): told[::-1]}
