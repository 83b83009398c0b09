"""Announcements from 巨潮资讯 (www.cninfo.com.cn), where companies must publish them, through akshare.

akshare asks for a list of all codes once a process, then for pages of 30. Titles may carry the mark-up of a
search. Times are midnight of the day that an announcement is dated with.
"""

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from market.announcements import (
    ANNOUNCEMENTS,
    ANNOUNCEMENTS_ON,
    RECENT,
    YEARS,
    Announcement,
    Subject,
    SubjectKey,
    about,
    ordered,
)
from market.errors import SourceChanged
from market.securities import Security
from market.session import SHANGHAI
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, is_stock, unlisted
from market.sources.frames import Cells, records, text

if TYPE_CHECKING:
    import pandas

NAME = "巨潮资讯"
HOST = "www.cninfo.com.cn"

COLUMNS = ("代码", "公告标题", "公告时间", "公告链接")
_FUNCTION = "stock_zh_a_disclosure_report_cninfo"
_CATEGORIES: dict[Subject, str] = {
    "annual": "年报",
    "half_year": "半年报",
    "first_quarter": "一季报",
    "third_quarter": "三季报",
    "forecast": "业绩预告",
    "dividend": "权益分派",
    "unlock": "解禁",
    "risk": "风险提示",
    "delisting": "特别处理和退市",
}
_MARKUP = re.compile(r"</?em>")
_AHEAD = timedelta(days=5)


def read(frame: "pandas.DataFrame", security: Security, now: datetime) -> tuple[Announcement, ...] | None:
    """The announcements in akshare's frame, None without any. Raises SourceChanged, ValueError."""
    rows = records(frame, COLUMNS, NAME)
    if any(text(row["代码"]) != security.code for row in rows):
        raise SourceChanged(NAME, ("代码",))
    found = [_announcement(row) for row in rows]
    if any(not each.title for each in found):
        raise SourceChanged(NAME, ("公告标题",))
    if any(each.day.year < 1990 or each.published > now + _AHEAD for each in found):
        raise SourceChanged(NAME, ("公告时间",))
    return ordered(found) or None


def _announcement(row: Cells) -> Announcement:
    title = html.unescape(_MARKUP.sub("", text(row["公告标题"])))
    link = text(row["公告链接"]).replace("http://", "https://").replace(" ", "%20")
    return Announcement(_moment(row["公告时间"]), title, link)


def _moment(cell: Any) -> datetime:
    return datetime.fromisoformat(text(cell)).replace(tzinfo=SHANGHAI)


def _arguments(security: Security, now: datetime, back: timedelta, category: str = "") -> dict[str, Any]:
    return {
        "symbol": security.code,
        "market": "沪深京",
        "category": category,
        "start_date": (now - back).strftime("%Y%m%d"),
        "end_date": (now + timedelta(days=1)).strftime("%Y%m%d"),
    }


def recent(
    calls: AkshareCalls, now: Callable[[], datetime]
) -> AkshareFact[Security, tuple[Announcement, ...]]:
    """Everything of the last half year."""
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        ANNOUNCEMENTS,
        _FUNCTION,
        lambda security: _arguments(security, now(), RECENT),
        lambda frame, security: read(frame, security, now()),
        is_stock,
        lambda error, security: unlisted(security.code, error),
    )


def on_subject(
    calls: AkshareCalls, now: Callable[[], datetime]
) -> AkshareFact[SubjectKey, tuple[Announcement, ...]]:
    """Three years about one subject: the source's own class, and of it what the titles bear out."""
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        ANNOUNCEMENTS_ON,
        _FUNCTION,
        lambda key: _arguments(key.security, now(), YEARS, _CATEGORIES[key.subject]),
        lambda frame, key: about(read(frame, key.security, now()) or (), key.subject) or None,
        lambda key: is_stock(key.security),
        lambda error, key: unlisted(key.security.code, error),
    )
