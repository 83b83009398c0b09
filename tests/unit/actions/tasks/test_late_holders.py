"""Who adds a share whose delisting was announced before is told of it in the same turn.

The announcement is that of SSE 600432 of 2018-05-23, kept here under shares that the tests' market knows.
"""

import asyncio

from tests.unit.actions.talk import Dialogue
from tests.unit.actions.tasks.shares import Office, send_file
from tests.unit.conversations.conftest import eventually

MOUTAI, BANK = "SH600519", "SZ000001"
OTHER = "out_of_scope"
DECIDED = "关于公司股票终止上市的公告"


async def decided(office: Office, ref: str, level: str = "red", *, withdrawn: bool = False) -> None:
    await office.database.rows(
        "insert into event (key, kind, level, ref, title, source, published_at, withdrawn_at)"
        " values (%(ref)s, 'delisting_decision', %(level)s, %(ref)s, %(title)s, '上交所',"
        " '2018-05-23 00:00+08', case when %(withdrawn)s then now() end) returning id",
        {"ref": ref, "level": level, "title": DECIDED, "withdrawn": withdrawn},
    )


async def test_who_watches_a_share_after_its_decision_is_told_at_once(
    known: Dialogue, office: Office
) -> None:
    await decided(office, MOUTAI)
    said = await known.say("加自选 贵州茅台 平安银行", OTHER)
    assert said.splitlines() == [
        "已加入自选：贵州茅台 600519、平安银行 000001。共2只。",
        "有退市类公告：",
        "贵州茅台 600519 红色（终止上市决定）",
        f"2018-05-23（仅有日期）：{DECIDED}",
        "来源：上交所",
        "是否有退市整理期、何时摘牌，以公司和交易所公告为准。",
    ]
    assert DECIDED in await known.say("加自选 贵州茅台", OTHER)
    assert DECIDED not in await known.say("自选删掉贵州茅台", OTHER)


async def test_who_tells_or_imports_a_holding_after_its_decision_is_told_at_once(
    known: Dialogue, office: Office
) -> None:
    await decided(office, BANK, "orange")
    assert DECIDED in await known.say("我有平安银行 100股", OTHER)
    await send_file(known, "代码,数量\n000001,200\n600519,100\n")
    said = await known.press("加入持仓")
    assert "橙色（退市整理期）" in said
    assert DECIDED in said


async def test_what_was_withdrawn_or_is_only_yellow_is_not_told(known: Dialogue, office: Office) -> None:
    await decided(office, MOUTAI, withdrawn=True)
    await decided(office, BANK, "yellow")
    said = await known.say("加自选 贵州茅台 平安银行", OTHER)
    assert said == "已加入自选：贵州茅台 600519、平安银行 000001。共2只。"


async def test_what_is_announced_while_a_share_is_added_is_told(known: Dialogue, office: Office) -> None:
    """Its campaign looks for who has the share before it is on this list, and passes by."""

    async def held_up() -> bool:
        locks = (
            "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
        )
        return bool(await office.database.rows(locks, {}))

    async with office.database.transaction() as connection:
        await connection.execute("select id from investor for update")
        adding = asyncio.create_task(known.say("加自选 贵州茅台", OTHER))
        await eventually(held_up)
        await decided(office, MOUTAI)
        assert await office.watched() == []
    assert DECIDED in await adding
