"""Joins the features about issues of new shares and convertible bonds with what they need."""

from actions.facts import FactWords
from actions.features import Features
from actions.identify import Identifier
from actions.ipo.bond import BondIpo
from actions.ipo.calendar import IpoCalendar
from actions.ipo.guides import IpoBeijing, IpoDefault, IpoFirstDay, IpoSteps
from actions.ipo.lists import IpoLists
from actions.ipo.payment import IpoPayment
from actions.ipo.quota import IpoQuota
from actions.ipo.result import IpoResult
from actions.ipo.rules import IpoRules
from actions.ipo.speech import IpoSpeech
from actions.ipo.words import IpoWords
from actions.market_port import AskedMarket
from rules.halts import Halts
from rules.price_limits import PriceLimits


def ipo_features(market: AskedMarket, identifier: Identifier, facts: FactWords) -> Features:
    """The features by their intents."""
    words = IpoWords.load()
    speech = IpoSpeech(market, IpoLists(market), words, IpoRules.load(words), facts)
    steps = IpoSteps(speech)
    return {
        "ask_ipo_calendar": IpoCalendar(speech, identifier, steps),
        "ask_ipo_quota": IpoQuota(speech, identifier),
        "ask_ipo_steps": steps,
        "ask_ipo_result": IpoResult(speech),
        "ask_ipo_payment": IpoPayment(speech, identifier),
        "ask_ipo_default": IpoDefault(speech),
        "ask_ipo_bse": IpoBeijing(speech, steps),
        "ask_ipo_first_day": IpoFirstDay(speech, PriceLimits.load(), Halts.load()),
        "ask_bond_ipo": BondIpo(speech),
    }
