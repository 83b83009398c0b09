"""A share whose listing was ended, and the events that are kept of it.

The titles of the decision and of the warning before it are those of cninfo; the others are made up.
"""

from conversations.database import Database
from notices.events import Event, Events
from tests.unit.notices.watching import announced

REF = "SZ000622"  # 恒立实业, whose listing was ended in 2025
DECISION = "关于收到股票终止上市决定的公告"
POSSIBLE = "关于无法在法定期限内披露定期报告致股票可能被终止上市暨停牌的风险提示公告"
DECIDED = announced("2025-06-19", DECISION)
WARNED = announced("2025-05-06", POSSIBLE)
OLDER = announced("2025-05-20", "关于股东减持的公告")
NEWER = announced("2025-06-19", "关于召开股东大会的通知")
REVOKED = "关于收到撤销公司股票终止上市决定的公告"
CORRECTED = DECISION + "（更正后）"


async def events(database: Database) -> list[Event]:
    rows = await database.rows("select id from event order by id", {})
    found = [await Events(database).get(row["id"]) for row in rows]
    return [each for each in found if each]


async def kinds(database: Database) -> list[str]:
    return [each.kind for each in await events(database)]
