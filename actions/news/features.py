"""Joins the features about the market at large (news, sectors, funds) with what they need."""

from actions.facts import FactWords
from actions.features import Features
from actions.fund.feature import Funds
from actions.fund.identify import FundIdentifier
from actions.fund.lines import FundWords
from actions.fund.names import FundList
from actions.identify import Identifier
from actions.market_port import AskedMarket
from actions.news.feature import News, NewsWords
from actions.rule_stamps import RuleStamp
from actions.sector.feature import Sectors
from actions.sector.lines import SectorWords
from rules.fund_redemption import FundRedemption


def news_features(market: AskedMarket, funds: FundList, identifier: Identifier, facts: FactWords) -> Features:
    """The features by their intents."""
    words = FundWords.load()
    chosen = FundIdentifier(market, funds, identifier, words, facts)
    return {
        "ask_news": News(market, identifier, NewsWords.load(), facts),
        "ask_sector": Sectors(market, identifier, SectorWords.load(), facts),
        "ask_fund": Funds(market, chosen, FundRedemption.load(), words, facts, RuleStamp.load()),
    }
