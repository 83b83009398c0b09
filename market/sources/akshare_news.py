"""Flashes of five houses through unmodified akshare, one request each, and what 东方财富 finds about a word.

同花顺 and 富途 give seconds since 1970, which akshare writes as the time of this machine's own zone; the
others write Shanghai's. 财新 has no time but the day in an item's address.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from market.errors import SourceChanged
from market.fact import Fact
from market.news import ANYBODY, MARKET_NEWS, NEWS_ABOUT, NewsItem, believable
from market.news_text import news_item
from market.session import SHANGHAI
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import unlisted
from market.sources.frames import Cells, records, text

if TYPE_CHECKING:
    import pandas

ABOUT_HOST = "search-api-web.eastmoney.com"
_DAY_IN_ADDRESS = re.compile(r"/(\d{4}-\d{2}-\d{2})/")


def in_shanghai(written: str) -> datetime:
    """Raises ValueError."""
    return datetime.fromisoformat(written).replace(tzinfo=SHANGHAI)


def on_this_machine(written: str) -> datetime:
    """Raises ValueError."""
    return datetime.fromisoformat(written).astimezone(SHANGHAI)


def in_address(written: str) -> datetime:
    """Midnight of the day that an address names. Raises ValueError."""
    found = _DAY_IN_ADDRESS.search(written)
    if found is None:
        raise ValueError("no day")
    return in_shanghai(found[1])


@dataclass(frozen=True, slots=True)
class Flashes:
    """One function of akshare: who answers it, where, and what its columns mean; "" for a column it lacks."""

    name: str
    host: str
    function: str
    published: str
    title: str
    text: str
    url: str
    moment: Callable[[str], datetime] = in_shanghai
    reporter: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        named = (self.published, self.title, self.text, self.url, self.reporter)
        return tuple(dict.fromkeys(column for column in named if column))


HOUSES = (
    Flashes(
        "同花顺",
        "news.10jqka.com.cn",
        "stock_info_global_ths",
        "发布时间",
        "标题",
        "内容",
        "链接",
        on_this_machine,
    ),
    Flashes("新浪财经", "zhibo.sina.com.cn", "stock_info_global_sina", "时间", "", "内容", ""),
    Flashes(
        "富途牛牛",
        "news.futunn.com",
        "stock_info_global_futu",
        "发布时间",
        "标题",
        "内容",
        "链接",
        on_this_machine,
    ),
    Flashes(
        "东方财富", "np-weblist.eastmoney.com", "stock_info_global_em", "发布时间", "标题", "摘要", "链接"
    ),
    Flashes("财新", "cxdata.caixin.com", "stock_news_main_cx", "url", "", "summary", "url", in_address),
)
ABOUT = Flashes(
    "东方财富",
    ABOUT_HOST,
    "stock_news_em",
    "发布时间",
    "新闻标题",
    "新闻内容",
    "新闻链接",
    reporter="文章来源",
)


def parse(frame: "pandas.DataFrame", form: Flashes, now: datetime) -> tuple[NewsItem, ...]:
    """The items newest first. Raises SourceChanged where a column is missing or not one item can be dated."""
    rows = records(frame, form.columns, form.name)
    items, faults = _read(rows, form)
    found = believable(items, now)
    if rows and not found and faults:
        raise SourceChanged(form.name, (form.published,))
    return found


def _read(rows: Iterable[Cells], form: Flashes) -> tuple[list[NewsItem], int]:
    """What can be read, and how many rows could not be dated."""
    items: list[NewsItem] = []
    faults = 0
    for row in rows:
        cell = {column: text(row.get(column)) for column in ("", *form.columns)}
        try:
            published = form.moment(cell[form.published])
        except ValueError:  # counted: a house whose times cannot be read is no source
            faults += 1
            continue
        reporter = cell[form.reporter] or form.name
        found = news_item(published, cell[form.title], reporter, cell[form.text], cell[form.url])
        items += [found] if found else []
    return items, faults


class AkshareFlashes:
    """The market's news from one house."""

    kind = MARKET_NEWS

    def __init__(self, calls: AkshareCalls, form: Flashes, now: Callable[[], datetime]) -> None:
        self.name = form.name
        self.host = form.host
        self._calls = calls
        self._form = form
        self._now = now

    def covers(self, key: str) -> bool:
        return key in {ANYBODY, self.name}

    async def fetch(self, key: str) -> Fact[tuple[NewsItem, ...]] | None:
        frame = await self._calls.call(self.name, self.host, self._form.function)
        return newest(parse(frame, self._form, self._now()), self.name)


class AkshareAbout:
    """News about a share or a topic: the ten that 东方财富 finds for its code or word."""

    name = ABOUT.name
    host = ABOUT.host
    kind = NEWS_ABOUT

    def __init__(self, calls: AkshareCalls, now: Callable[[], datetime]) -> None:
        self._calls = calls
        self._now = now

    def covers(self, key: str) -> bool:
        return bool(key)

    async def fetch(self, key: str) -> Fact[tuple[NewsItem, ...]] | None:
        try:
            frame = await self._calls.call(self.name, self.host, ABOUT.function, symbol=key)
        except SourceChanged as error:
            if unlisted("code", error):  # of an empty answer akshare makes a frame without columns
                return None
            raise
        return newest(parse(frame, ABOUT, self._now()), self.name)


def newest(items: Sequence[NewsItem], source: str) -> Fact[tuple[NewsItem, ...]] | None:
    """Items newest first as a fact of the time of the first; None of none."""
    return Fact(tuple(items), items[0].published, source) if items else None
