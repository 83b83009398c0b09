"""Every task, joined with what it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from actions.brief.briefing import Briefing
from actions.brief.wishes import BriefTalk
from actions.chart.gallery import Gallery
from actions.facts import FactWords
from actions.fund.deal import FundDealWords
from actions.fund.dealing import FundDealing
from actions.fund.names import FundList
from actions.handlers.tasking import Tasks
from actions.holdings.analysing import Analysing
from actions.holdings.analysis_words import AnalysisWords
from actions.holdings.held_names import HeldNames
from actions.holdings.intake import NAME as HOLDINGS
from actions.holdings.intake import Intake
from actions.holdings.spotting import Names
from actions.holdings.telling import Telling
from actions.holdings.warned import StandingWords, Warned
from actions.holdings.words import HoldingsWords
from actions.identify import Identifier
from actions.market_port import AskedMarket
from actions.rule_stamps import RuleStamp
from actions.suitability.roster import suitability_tasks
from actions.suitability.telling import MATCHES as PRODUCT_MATCH
from actions.suitability.telling import NAME as RISK_TEST
from actions.tasks.alerts import alert_tasks
from actions.tasks.brief import BriefTask
from actions.tasks.comparison import ComparisonTask
from actions.tasks.consent import ConsentTask, ConsentWords
from actions.tasks.fund_deal import FundDealTask
from actions.tasks.holdings import HoldingsTask
from actions.tasks.linking import LinkingTask, LinkingWords
from actions.tasks.orders import SubscribingWords
from actions.tasks.privacy import PrivacyTask
from actions.tasks.privacy_words import PrivacyWords
from actions.tasks.subscribing import SubscribingTask
from actions.tasks.task import Task
from actions.tasks.watchlist import WatchlistTask, WatchlistWords
from actions.words import QuoteWords
from conversations.database import Database
from customers.briefs import BriefWishes
from customers.consents import Consents
from customers.copies import Copies
from customers.investors import Investors
from customers.linking import Linking
from customers.shares import Holdings, Watchlist
from customers.standing import Standing
from customers.subscriptions import Subscriptions
from customers.suitability.lists import Lists
from rules.fund_redemption import FundRedemption
from rules.fund_terms import FundTerms

PRIVATE = frozenset({RISK_TEST, PRODUCT_MATCH, HOLDINGS})
"""Tasks of which every answer is the investor's own data."""


@dataclass(frozen=True)
class ShareNeeds:
    """What tasks about shares ask and draw with."""

    market: AskedMarket
    funds: FundList
    names: Names
    gallery: Gallery


@dataclass(frozen=True)
class TaskNeeds:
    """What tasks are made of; codes that join channels are hashed with `secret`."""

    database: Database
    now: Callable[[], datetime]
    secret: str
    briefing: Briefing
    shares: ShareNeeds
    identifier: Identifier
    lists: Lists


def build_tasks(needs: TaskNeeds) -> Tasks:
    """In the order in which they are asked whether a message begins them."""
    database = needs.database
    suitability, doors = suitability_tasks(database, needs.lists)
    tasks = (
        *suitability,
        BriefTask(BriefWishes(database), needs.briefing, BriefTalk.load()),
        *shares(database, needs.shares),
        *alert_tasks(database, needs.identifier, needs.shares.market.quotes),
        fund_deals(needs.shares.market),
        *own_data(database, needs.secret),
    )
    return Tasks(tasks, consent_task(database), needs.now, doors, PRIVATE)


def consent_task(database: Database) -> ConsentTask:
    """What the other tasks ask through."""
    return ConsentTask(Consents(database), ConsentWords.load())


def shares(database: Database, needs: ShareNeeds) -> tuple[Task, ...]:
    """The watchlist, the holdings and what is reckoned with them."""
    market, names = needs.market, needs.names
    consents, facts = Consents(database), FactWords.load()
    holdings, words = Holdings(database), HoldingsWords.load()
    mine = HeldNames(names, needs.funds, words.nameless)
    analysing = Analysing(market, mine, AnalysisWords.load(), facts, needs.gallery)
    warned = Warned(Standing(database), names, StandingWords.load())
    telling = Telling(holdings, market, mine, words, facts, warned)
    intake = Intake(holdings, mine, words, warned)
    watching = (Watchlist(database), market, names, WatchlistWords.load(), QuoteWords.load())
    return (
        WatchlistTask(*watching, warned),
        HoldingsTask(holdings, consents, words, telling, intake, analysing),
        ComparisonTask(names, analysing),
    )


def fund_deals(market: AskedMarket) -> Task:
    """What a fund's purchase or redemption comes to."""
    terms, least, words = FundTerms.load(), FundRedemption.load(), FundDealWords.load()
    return FundDealTask(FundDealing(market, terms, least, words, RuleStamp.load()))


def own_data(database: Database, secret: str) -> tuple[Task, ...]:
    """What investors say about their own data, channels and messages."""
    consents, investors = Consents(database), Investors(database)
    return (
        PrivacyTask(consents, Copies(database), PrivacyWords.load()),
        LinkingTask(Linking(database, secret), investors, LinkingWords.load()),
        SubscribingTask(Subscriptions(database), consents, investors, SubscribingWords.load()),
    )
