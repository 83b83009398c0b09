"""On servers abroad the investor's own data is shown only once they have agreed to that themselves."""

import pytest

from conversations.database import Database
from customers.consents import Consents
from customers.shares import Watchlist
from market.names import Names
from tests.unit.actions.talk import Dialogue
from tests.unit.actions.tasks.everyone import every_task

WHO = ("telegram", "someone")
ABROAD = "这个聊天软件的服务器在境外"


@pytest.fixture
def talk(database: Database, names: Names) -> Dialogue:
    """The operator allows account data there."""
    return Dialogue({}, tasks=every_task(database, names), channel="telegram")


async def test_before_the_first_own_data_is_shown_the_investor_is_asked(
    talk: Dialogue, database: Database
) -> None:
    assert "同意保存吗" in await talk.say("茅台加自选", "out_of_scope")
    assert ABROAD in await talk.press("同意")
    assert talk.accounts == [False]
    assert "贵州茅台" in await talk.press("同意")
    assert talk.accounts == [True]
    assert await Consents(database).given(*WHO, "abroad")
    assert ABROAD not in await talk.say("我的自选", "out_of_scope")


async def test_who_declines_is_shown_nothing_and_keeps_what_they_asked_for(
    talk: Dialogue, database: Database
) -> None:
    await talk.say("茅台加自选", "out_of_scope")
    await talk.press("同意")
    assert "没有发送" in await talk.press("不同意")
    assert talk.accounts == [False]
    assert await Watchlist(database).of(*WHO) == ["SH600519"]
    assert ABROAD in await talk.say("我的自选", "out_of_scope")


async def test_what_was_published_of_the_share_is_said_before_they_agree(
    talk: Dialogue, database: Database
) -> None:
    await database.rows(
        "insert into event (key, kind, level, ref, title, source)"
        " values ('k', 'delisting_decision', 'red', 'SH600519', '关于公司股票终止上市的公告', '上交所')"
        " returning id",
        {},
    )
    await talk.say("茅台加自选", "out_of_scope")
    said = await talk.press("同意")
    assert "关于公司股票终止上市的公告" in said
    assert ABROAD in said


async def test_at_home_nobody_is_asked(database: Database, names: Names) -> None:
    talk = Dialogue({}, tasks=every_task(database, names), channel="wechat")
    await talk.say("茅台加自选", "out_of_scope")
    assert "已加入自选" in await talk.press("同意")
