"""Joins the features about a share's risks and announcements with what they need."""

from actions.announcement import Announcements, AnnouncementWords
from actions.delisted_shares import DelistedSharesFeature, DelistedWords
from actions.facts import FactWords
from actions.features import Features
from actions.identify import Identifier
from actions.limits import LimitsWords
from actions.market_port import AskedMarket
from actions.risk import RiskFeature
from actions.risk_assessment import Assessor
from actions.risk_words import RiskWords, Speech
from actions.rule_stamps import RuleStamp
from actions.suspension import SuspensionFeature, SuspensionWords
from actions.warning_levels import LevelWords, WarningLevelsFeature
from rules.row import Table


def risk_features(market: AskedMarket, identifier: Identifier, facts: FactWords) -> Features:
    """The features by their intents."""
    speech, stamp, assessor = Speech(RiskWords.load(), facts), RuleStamp.load(), Assessor.load()
    risk = RiskFeature(market, identifier, assessor, speech, stamp, LimitsWords.load())
    levels = Table.load("warning_levels")
    return {
        "ask_risk": risk,
        "ask_warning_levels": WarningLevelsFeature(
            risk, identifier, levels, stamp, speech, LevelWords.load()
        ),
        "ask_delisted_shares": DelistedSharesFeature(
            identifier, assessor.delisting, stamp, DelistedWords.load(), market.now
        ),
        "ask_suspension": SuspensionFeature(market, identifier, facts, SuspensionWords.load()),
        "ask_announcement": Announcements(market, identifier, facts, AnnouncementWords.load()),
    }
