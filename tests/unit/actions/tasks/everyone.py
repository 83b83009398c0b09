"""The whole roster of tasks, as the server has it, over a market of given values."""

from actions.chart.gallery import Gallery
from actions.fund.names import FundList
from actions.handlers.tasking import Tasks
from actions.identify import Identifier
from actions.question import Asked, Question
from actions.residue import Residue
from actions.tasks.roster import ShareNeeds, TaskNeeds, build_tasks
from actions.tasks.task import Said
from conversations.database import Database
from customers.suitability.lists import Lists
from market.names import Names
from tests.unit.actions.brief.given import FRIDAY, briefing
from tests.unit.actions.given import NOW
from tests.unit.actions.given_facts import GivenMarket
from tests.unit.actions.tasks.shares import QUOTES, Easel
from tests.unit.actions.tasks.talking import SECRET

NAMED = {"贵州茅台": "SH600519", "茅台": "SH600519", "五粮液": "SZ000858", "平安银行": "SZ000001"}
"""Names that the model of these tests finds, the longer ones first."""


def every_task(database: Database, names: Names) -> Tasks:
    """All of them, in their order."""
    market, easel = GivenMarket(NOW, None, *QUOTES), Easel()
    shares = ShareNeeds(market, FundList(market), names, Gallery(easel.draw, easel.keep))
    identifier = Identifier(names, Residue.load())
    needs = TaskNeeds(database, lambda: NOW, SECRET, briefing(FRIDAY), shares, identifier, Lists.load())
    return build_tasks(needs)


def typed(text: str, intent: str = "out_of_scope") -> Said:
    """A message as it is read, of who has said nothing before."""
    rest, asked = text, []
    for name, ref in NAMED.items():
        if name in rest:
            asked.append(Asked((ref,), name))
            rest = rest.replace(name, "")
    question = Question(text, tuple(asked), intent=intent, channel="web")
    return Said(question, "web", "someone", "m1", NOW)
