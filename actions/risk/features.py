"""Joins the features about a share's risks and announcements with what they need."""

from actions.announcement.feature import Announcements, AnnouncementWords
from actions.facts import FactWords
from actions.features import Features
from actions.identify import Identifier
from actions.limits.words import LimitsWords
from actions.market_port import AskedMarket
from actions.risk.assessment import Assessor
from actions.risk.delisted_shares import DelistedSharesFeature, DelistedWords
from actions.risk.feature import RiskFeature
from actions.risk.suspension import SuspensionFeature, SuspensionWords
from actions.risk.warning_levels import LevelWords, WarningLevelsFeature
from actions.risk.words import RiskWords, Speech
from actions.rule_stamps import RuleStamp
from rules.delisting import Delisting
from rules.row import Table


def risk_feature(market: AskedMarket, identifier: Identifier, facts: FactWords) -> RiskFeature:
    """What a share risks."""
    speech = Speech(RiskWords.load(), facts)
    return RiskFeature(market, identifier, Assessor.load(), speech, RuleStamp.load(), LimitsWords.load())


def risk_features(market: AskedMarket, identifier: Identifier, facts: FactWords) -> Features:
    """The features by their intents."""
    speech, stamp = Speech(RiskWords.load(), facts), RuleStamp.load()
    risk = risk_feature(market, identifier, facts)
    levels, words = Table.load("warning_levels"), LevelWords.load()
    delisting, leaving = Delisting.load(), DelistedWords.load()
    return {
        "ask_risk": risk,
        "ask_warning_levels": WarningLevelsFeature(risk, identifier, levels, stamp, speech, words),
        "ask_delisted_shares": DelistedSharesFeature(identifier, delisting, stamp, leaving, market.now, risk),
        "ask_suspension": SuspensionFeature(market, identifier, facts, SuspensionWords.load()),
        "ask_announcement": Announcements(market, identifier, facts, AnnouncementWords.load()),
    }
