"""Every feature by its intent, joined with what it needs."""

from dataclasses import dataclass

from actions.calendar import CalendarWords, Holidays
from actions.calendar_hours import TradingHours
from actions.facts import FactWords
from actions.features import Features
from actions.identify import Identifier
from actions.rule_stamps import RuleStamp
from market.market import Market
from rules.sessions import Sessions


@dataclass(frozen=True)
class Needs:
    """What features are made of."""

    market: Market
    identifier: Identifier
    words: FactWords


def build_features(needs: Needs) -> Features:
    """The features, ready to be asked."""
    return {**calendar(needs)}


def calendar(needs: Needs) -> Features:
    """When the exchanges trade."""
    session, now, words = needs.market.session, needs.market.now, CalendarWords.load()
    holidays = Holidays(session, words, needs.words, now)
    hours = TradingHours(session, Sessions.load(), holidays, words, RuleStamp.load(), now)
    return {"ask_trading_hours": hours, "ask_holidays": holidays}
