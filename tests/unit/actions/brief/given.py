"""Shares, quotes and bars of real days, and briefs made from them.

Quotes and bars of 2026-07 are the last rows of a collection of daily bars that ends with 2026-07-31; the rest
is of data/demo.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from actions.brief.briefing import Brief, Briefing
from actions.brief.roster import build_briefing
from actions.facts import FactWords
from actions.identify import Identifier
from actions.residue import Residue
from actions.sector.lines import SectorWords
from customers.briefs import Kind
from market.bars import Bar
from market.quote import Quote
from market.sector_names import SectorNames
from market.securities import Security
from market.session import SHANGHAI
from tests.unit.actions.given import (
    CSI_300,
    FUND,
    GONE,
    MOUTAI,
    PING_AN,
    PING_AN_BANK,
    SHANGHAI_INDEX,
    quote_of,
)
from tests.unit.actions.given_facts import GivenMarket, Known, Lexicon

SHENZHEN = Security("399001", "SZ", "index", "", "深证成指")
PUFA = Security("600000", "SH", "stock", "主板", "浦发银行")
HUATU = Security("300492", "SZ", "stock", "创业板", "华图山鼎")
JIUZHI = Security("000989", "SZ", "stock", "主板", "九芝堂")
GUOLIAN = Security("601456", "SH", "stock", "主板", "国联证券")
WEICHAI = Security("000338", "SZ", "stock", "主板", "潍柴动力")
KNOWN = (
    *(SHANGHAI_INDEX, SHENZHEN, CSI_300, MOUTAI, PING_AN, PING_AN_BANK, PUFA, HUATU, JIUZHI, GUOLIAN),
    *(FUND, GONE),
)
FRIDAY = "2026-07-31 15:10"
_CLOSES = {
    SHANGHAI_INDEX: ("3832.26", "3804.69"),
    SHENZHEN: ("13578.93", "13285.80"),
    MOUTAI: ("1350.60", "1361.76"),
    PING_AN: ("54.90", "55.80"),
}


def closing(security: Security, at: str = "2026-07-31 15:00", **changes: Any) -> Quote:
    """What it closed at on 2026-07-31."""
    last, before = (Decimal(each) for each in _CLOSES[security])
    moment = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    return quote_of(security, **{"last": last, "previous_close": before, "as_of": moment} | changes)


INDICES = (closing(SHANGHAI_INDEX), closing(SHENZHEN))


def bars(*closes: tuple[str, str]) -> tuple[Bar, ...]:
    """Daily bars by their closes; a bar's other prices are not looked at."""
    made: list[Bar] = []
    for day, close in closes:
        price = Decimal(close)
        before = made[-1].close if made else None
        made.append(Bar(date.fromisoformat(day), price, price, price, price, previous_close=before))
    return tuple(made)


def briefing(now: str, known: Known | None = None, *quotes: Quote, **market: Any) -> Briefing:
    given = GivenMarket(now, known, *quotes, **market)
    sectors = SectorNames(SectorWords.load().aliases)
    return build_briefing(
        given, Identifier(Lexicon(*KNOWN, WEICHAI), Residue.load()), FactWords.load(), sectors
    )


async def told(
    kind: Kind,
    watched: Sequence[Security],
    now: str,
    known: Known | None = None,
    *quotes: Quote,
    **market: Any,
) -> Brief:
    """The brief as it is asked for at once."""
    return await briefing(now, known, *quotes, **market).now(kind, [each.ref for each in watched])


async def lines(*asked: Any, **market: Any) -> list[str]:
    return (await told(*asked, **market)).text.splitlines()
