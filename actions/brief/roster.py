"""Briefs, joined with what they need."""

from time import monotonic

from actions.brief.asking import Asking
from actions.brief.briefing import Briefing
from actions.brief.once import Once
from actions.brief.words import BriefWords
from actions.facts import FactWords
from actions.identify import Identifier
from actions.ipo.lists import IpoLists
from actions.market_port import AskedMarket
from actions.schedule.feature import ScheduleWords
from market.sector_names import SectorNames


def build_briefing(
    market: AskedMarket, identifier: Identifier, facts: FactWords, sectors: SectorNames
) -> Briefing:
    """One for the server: what is the same for everybody is made once."""
    issues = IpoLists(market)
    words, plan = BriefWords.load(), ScheduleWords.load().plan
    return Briefing(Asking(market, words, facts, Once(monotonic), issues, sectors, identifier.known, plan))
