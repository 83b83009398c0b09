"""An operator's own products and questionnaire take the samples' place; nothing that was begun is lost."""

from pathlib import Path

from conversations.database import Database
from customers.suitability.lists import Lists
from customers.suitability.products import Product, Products
from customers.suitability.reading import Questionnaires
from customers.suitability.results import Results
from tests.unit.actions.tasks.suitability.investor import BOLD, STEADY, Clock, Investor
from tests.unit.actions.tasks.suitability.test_product_match import SENTENCE
from tests.unit.own_files import OWN_VERSION, own_products, own_questionnaires


def own_lists(folder: Path, level: str = "R2") -> Lists:
    questionnaires = Questionnaires.load(Path(own_questionnaires(folder)))
    return Lists(questionnaires, Products.load(Path(own_products(folder, level))))


async def test_own_lists_are_said_to_be_the_brokers(database: Database, clock: Clock, tmp_path: Path) -> None:
    talk = Investor(database, clock, lists=own_lists(tmp_path))
    assert "样例问卷" not in await talk.take()
    said = await talk.press("我能买什么")
    assert "R2：某某稳健一号（X1）" in said
    assert "券商提供的产品名录" in said
    assert "样例" not in said


async def test_a_test_that_was_begun_goes_on_with_the_template(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    before = Investor(database, clock)
    await before.begin()
    await before.fill(dict(list(STEADY.items())[:5]))
    lists = own_lists(tmp_path)
    talk = Investor(database, clock, lists=lists)
    assert "第6题" in await talk.say("继续测评", "ask_risk_test")
    await talk.fill(dict(list(STEADY.items())[5:]))
    assert "样例问卷，正式结果以券商为准" in await talk.press("提交")
    await talk.take()
    history = await Results(database, lists.questionnaires).history("web", "someone")
    assert [each.version for each in history] == [OWN_VERSION, "2026-11"]


async def test_a_result_of_the_template_still_takes_care_of_the_old(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    await Investor(database, clock).take(BOLD | {"age": "E"})
    result = await Results(database, own_lists(tmp_path).questionnaires).latest("web", "someone")
    assert result is not None
    assert result.senior


async def test_a_sentence_does_not_confirm_another_level_than_was_warned_of(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    lists = own_lists(tmp_path, level="R4")
    before = Investor(database, clock, lists=lists)
    await before.take()
    assert "风险等级为R4" in await before.say("我坚持要买某某稳健一号", "ask_risk_mismatch")
    riskier = Products((Product("X1", "某某稳健一号", "R5"),), sample=False)
    after = Investor(database, clock, lists=Lists(lists.questionnaires, riskier))
    after.slots.update(before.slots)
    assert "风险等级为R5" in await after.type(SENTENCE)
    assert "已记下您的确认" in await after.type(SENTENCE)
