"""The risk test and what follows from it, joined with what they need."""

from collections.abc import Mapping

from actions.suitability.match_words import MatchWords
from actions.suitability.offers import Offers
from actions.suitability.showing import Showing
from actions.suitability.telling import RESULT_TOPIC, TOPIC, Telling
from actions.suitability.words import TestWords
from actions.tasks.product_match import ProductMatchTask
from actions.tasks.risk_test import RiskTestTask
from actions.tasks.task import Task
from actions.utterance import Button
from conversations.database import Database
from customers.consents import Consents
from customers.suitability.attempts import RiskTests
from customers.suitability.evidence import Evidence
from customers.suitability.lists import Lists
from customers.suitability.results import Results
from rules.suitability import Suitability


def suitability_tasks(database: Database, lists: Lists) -> tuple[tuple[Task, ...], Mapping[str, Button]]:
    """The tasks, and the buttons that lead to them from articles, by topic."""
    sheets, consents = lists.questionnaires, Consents(database)
    results = Results(database, sheets)
    telling = Telling(Showing(TestWords.load(), Suitability.load()), sheets)
    test = RiskTestTask(RiskTests(database, sheets), results, consents, telling)
    offers = Offers(MatchWords.load(), lists.products, telling.showing, sheets)
    matching = ProductMatchTask(results, Evidence(database), consents, offers)
    return (test, matching), dict.fromkeys((TOPIC, RESULT_TOPIC), telling.door)
