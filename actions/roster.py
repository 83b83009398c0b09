"""Every feature by its intent, joined with what it needs."""

from dataclasses import dataclass

from actions.calendar.holidays import Holidays
from actions.calendar.hours import TradingHours
from actions.calendar.lines import CalendarWords
from actions.chart.feature import Charts
from actions.chart.gallery import Gallery
from actions.chart.words import ChartWords
from actions.company.feature import Company, CompanyWords
from actions.facts import FactWords
from actions.features import Features, load_topics
from actions.fund.names import FundList
from actions.identify import Identifier
from actions.indicator.feature import Indicator
from actions.indicator.words import IndicatorWords
from actions.ipo.features import ipo_features
from actions.ipo.listing import Listing
from actions.limits.abnormal import AbnormalMovement
from actions.limits.price import LimitPrice
from actions.limits.rule import LimitRule, NewShareRule
from actions.limits.sheet import Speech
from actions.limits.words import LimitsWords
from actions.news.features import news_features
from actions.others import of_several
from actions.report.feature import ReportFeature, Reporting
from actions.report.parts import CapitalPart, FinancePart, PricePart, SchedulePart, ValuationPart
from actions.report.risk import RiskPart
from actions.report.teller import ReportWords, Teller
from actions.risk.features import risk_feature, risk_features
from actions.rule_stamps import RuleStamp
from actions.schedule.feature import Schedule, ScheduleWords
from actions.words import QuoteWords
from market.market import Market
from rules.abnormal import Abnormal
from rules.halts import Halts
from rules.price_limits import PriceLimits
from rules.report_deadlines import ReportDeadlines
from rules.sessions import Sessions


@dataclass(frozen=True)
class Needs:
    """What features are made of."""

    market: Market
    funds: FundList
    identifier: Identifier
    words: FactWords
    gallery: Gallery


def build_features(needs: Needs) -> Features:
    """The features, ready to be asked, but for the report, which is also prepared in the background."""
    market, identifier, facts = needs.market, needs.identifier, needs.words
    issues, about = ipo_features(market, identifier, facts), companies(needs)
    listing = Listing(issues["ask_ipo_calendar"], about["ask_company"], load_topics()["ask_company"] or "")
    features = {
        **calendar(needs),
        **limits(needs),
        **issues,
        "ask_ipo_calendar": listing,
        **about,
        **risk_features(market, identifier, facts),
        **news_features(market, needs.funds, identifier, facts),
        **charts(needs),
    }
    return of_several(features, identifier, facts)


def calendar(needs: Needs) -> Features:
    """When the exchanges trade."""
    session, now, words = needs.market.session, needs.market.now, CalendarWords.load()
    holidays = Holidays(session, words, needs.words, now)
    hours = TradingHours(session, Sessions.load(), holidays, words, RuleStamp.load(), now)
    return {"ask_trading_hours": hours, "ask_holidays": holidays}


def limits(needs: Needs) -> Features:
    """How far a share may move, and when it has moved too far."""
    market, identifier, rules = needs.market, needs.identifier, PriceLimits.load()
    words, stamp = LimitsWords.load(), RuleStamp.load()
    speech = Speech(words, stamp, needs.words, QuoteWords.load())
    return {
        "ask_limit_price": LimitPrice(market, identifier, rules, speech),
        "ask_abnormal": AbnormalMovement(market, identifier, Abnormal.load(), rules, speech),
        "ask_limit_rule": LimitRule(identifier, rules, words, stamp, market.now),
        "ask_new_share_rule": NewShareRule(rules, Halts.load(), words, stamp, market.now),
    }


def companies(needs: Needs) -> Features:
    """Who companies are, what they are worth and earn, when they report and pay."""
    market, identifier, facts = needs.market, needs.identifier, needs.words
    deadlines, stamps = ReportDeadlines.load(), RuleStamp.load()
    return {
        "ask_company": Company(market, identifier, CompanyWords.load(), facts),
        "ask_schedule": Schedule(market, identifier, ScheduleWords.load(), facts, deadlines, stamps),
        "ask_indicator": Indicator(market, identifier, IndicatorWords.load(), facts),
    }


def charts(needs: Needs) -> Features:
    """How prices went, as a picture."""
    drawing = Charts(needs.market, needs.identifier, ChartWords.load(), needs.words, needs.gallery)
    return {"ask_chart": drawing}


def build_report(needs: Needs) -> ReportFeature:
    """The facts on one share from all of these, in one message."""
    market, identifier, facts = needs.market, needs.identifier, needs.words
    teller = Teller(market, ReportWords.load(), facts)
    parts = (
        PricePart(teller),
        ValuationPart(teller),
        FinancePart(teller),
        CapitalPart(teller),
        SchedulePart(teller, ScheduleWords.load().plan),
        RiskPart(risk_feature(market, identifier, facts)),
    )
    drawing = Charts(market, identifier, ChartWords.load(), facts, needs.gallery)
    reporting = Reporting(market, teller.words, facts, parts, drawing.picture)
    return ReportFeature(market, identifier, QuoteWords.load(), reporting)
