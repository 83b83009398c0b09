"""Where the investor's own data is not shown, no task asks for it blindly: it says where it can be done."""

import pytest

from conversations.database import Database
from customers.consents import Consents
from customers.shares import Holdings, Watchlist
from market.names import Names
from tests.unit.actions.talk import Dialogue
from tests.unit.actions.tasks.everyone import every_task
from tests.unit.customers.people import People

ELSEWHERE = "在这里办不了。请到我们的网页或微信里说同样的话"


@pytest.fixture
def talk(database: Database, names: Names) -> Dialogue:
    dialogue = Dialogue({}, tasks=every_task(database, names), channel="telegram")
    dialogue.metadata["account"] = False
    return dialogue


@pytest.mark.parametrize(
    "order", ["我要做风险测评", "开始测评", "我有茅台100股", "我的持仓", "我能买什么产品"]
)
async def test_a_task_of_nothing_but_own_data_is_not_begun(
    talk: Dialogue, people: People, order: str
) -> None:
    assert ELSEWHERE in await talk.say(order, "out_of_scope")
    assert talk.slots["task"] is None
    for answer in ("同意", "A", "确认"):
        assert ELSEWHERE not in await talk.say(answer, "out_of_scope")
    assert await people.do("select 1 from investor") == []


async def test_what_is_under_way_where_data_was_shown_once_is_not_gone_on_with(
    talk: Dialogue, database: Database, people: People
) -> None:
    """The operator turned it off in the middle."""
    await Consents(database).record(
        "telegram", "someone", "finances", given=True, version="1", message_id="c"
    )
    talk.slots["task"] = {
        "name": "holdings",
        "state": {"step": "confirm", "rows": [["SH600519", "100", None]]},
    }
    assert ELSEWHERE in await talk.say("确认", "affirm")
    assert talk.slots["task"] is None
    assert await Holdings(database).of("telegram", "someone") == []


async def test_no_task_waits_for_the_answer_to_a_question_that_is_not_shown(
    talk: Dialogue, database: Database
) -> None:
    assert "同意保存吗" in await talk.say("茅台加自选", "out_of_scope")
    await talk.press("同意")
    watchlist = Watchlist(database)
    assert await watchlist.of("telegram", "someone") == ["SH600519"]
    await talk.say("清空自选", "out_of_scope")
    assert talk.accounts == [True]
    assert talk.slots["task"] is None
    await talk.say("确认", "affirm")
    assert await watchlist.of("telegram", "someone") == ["SH600519"]


async def test_after_a_consent_it_is_still_known_that_nothing_is_shown(
    talk: Dialogue, database: Database
) -> None:
    talk.metadata["account"] = True
    assert "同意保存吗" in await talk.say("我有茅台100股", "out_of_scope")
    talk.metadata["account"] = False
    assert ELSEWHERE in await talk.press("同意")
    assert await Holdings(database).of("telegram", "someone") == []


async def test_elsewhere_the_same_words_begin_the_test(database: Database, names: Names) -> None:
    await Consents(database).record("telegram", "someone", "abroad", given=True, version="1", message_id="c")
    shown = Dialogue({}, tasks=every_task(database, names), channel="telegram")
    assert "风险测评一共" in await shown.say("我要做风险测评", "ask_risk_test")
