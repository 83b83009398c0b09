"""Six houses that report, and East Money's search, as they answer: JSON in six shapes, one of them in a call.

All render the dated headlines of data/demo/news.csv; a house without headlines of its own renders Sina's.
"""

import csv
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.fakes.upstreams.asked import JSON, Asked, Route
from tests.fakes.upstreams.figures import SAMPLES

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_CALLBACK = "jQuery35101792940631092459_1764599530165"
_NAMES = {"300750": "宁德时代", "603993": "洛阳钼业", "600797": "浙大网新", "600519": "茅台"}
"""Shares that headlines of the samples name, by the code that is searched for."""


@dataclass(frozen=True)
class Headline:
    """One row of the samples; `at` without a zone, as it is written in Shanghai."""

    at: datetime
    title: str
    text: str
    house: str

    @property
    def seconds(self) -> int:
        return int(self.at.replace(tzinfo=_SHANGHAI).timestamp())


def load_headlines() -> list[Headline]:
    with SAMPLES.with_name("news.csv").open(encoding="utf-8", newline="") as file:
        return [
            Headline(datetime.fromisoformat(row["published"]), row["title"], row["text"], row["house"])
            for row in csv.DictReader(file)
        ]


HEADLINES = load_headlines()


def of(house: str) -> list[Headline]:
    return [headline for headline in HEADLINES if headline.house == house] or of("新浪财经")


def render_ths(asked: Asked) -> bytes:
    rows = [
        {
            "id": str(4_000_000 + at),
            "seq": str(600_000_000 + at),
            "title": each.title,
            "digest": each.text or each.title,
            "url": f"https://news.10jqka.com.cn/{each.at:%Y%m%d}/c{655_000_000 + at}.shtml",
            "ctime": str(each.seconds),
            "rtime": str(each.seconds),
            "source": "",
        }
        for at, each in enumerate(of("同花顺"))
    ]
    data = {"list": bent(rows, asked, "rtime"), "total": "200"}
    return _json({"code": "200", "msg": "ok", "data": data})


def render_sina(asked: Asked) -> bytes:
    rows = [
        {
            "id": 3_400_000 + at,
            "zhibo_id": 152,
            "rich_text": f"【{each.title}】{each.text}",
            "create_time": f"{each.at:%Y-%m-%d %H:%M:%S}",
            "docurl": "https://finance.sina.cn/7x24/detail.d.html",
        }
        for at, each in enumerate(of("新浪财经"))
    ]
    feed = {"list": bent(rows, asked, "create_time"), "page_info": {"page": 1, "pageSize": 20}}
    return _json({"result": {"status": {"code": 0, "msg": "OK"}, "data": {"feed": feed}}})


def render_futu(asked: Asked) -> bytes:
    rows = [
        {
            "id": str(17_000_000 + at),
            "title": each.title,
            "content": each.text or each.title,
            "time": str(each.seconds),
            "detailUrl": f"https://news.futunn.com/flash/{17_000_000 + at}",
        }
        for at, each in enumerate(of("富途牛牛"))
    ]
    return _json(
        {"code": 0, "message": "", "data": {"data": {"news": bent(rows, asked, "time"), "seqMark": ""}}}
    )


def render_eastmoney(asked: Asked) -> bytes:
    rows = [
        {
            "code": f"{each.at:%Y%m%d%H%M%S}30{at:04}",
            "title": each.title,
            "summary": f"【{each.title}】{each.text}",
            "showTime": f"{each.at:%Y-%m-%d %H:%M:%S}",
            "stockList": [],
        }
        for at, each in enumerate(of("东方财富"))
    ]
    return _json({"code": "1", "data": {"fastNewsList": bent(rows, asked, "showTime")}, "message": ""})


def render_caixin(asked: Asked) -> bytes:
    rows = [
        {
            "tag": "市场动态",
            "summary": each.text or each.title,
            "url": f"https://database.caixin.com/{each.at:%Y-%m-%d}/{102_175_000 + at}.html?cxapp_link=true",
        }
        for at, each in enumerate(of("财新"))
    ]
    return _json({"code": 0, "data": {"data": bent(rows, asked, "summary"), "total": 100}, "msg": "success"})


def render_cls(asked: Asked) -> bytes:
    rows = [
        {
            "id": 1_070_000 + at,
            "title": each.title if at % 2 else "",
            "content": f"【{each.title}】财联社{each.at:%m月%d日}电，{each.text or each.title}。",
            "ctime": each.seconds,
            "level": "C",
            "is_ad": 0,
            "shareurl": f"https://api3.cls.cn/share/article/{1_070_000 + at}?os=web",
        }
        for at, each in enumerate(of("财联社"))
    ]
    data = {"roll_data": bent(rows, asked, "ctime"), "update_num": 0}
    return _json({"error": 0, "msg": "", "data": data})


def render_search(asked: Asked) -> bytes:
    """East Money's search: the call of a function, found words between <em> and </em>."""
    keyword = json.loads(asked.query["param"])["keyword"]
    word = _NAMES.get(keyword, keyword)
    rows = [
        {
            "date": f"{each.at:%Y-%m-%d %H:%M:%S}",
            "image": "",
            "code": f"{each.at:%Y%m%d%H%M%S}4{at:04}",
            "title": each.title.replace(word, f"<em>{word}</em>"),
            "content": f"{each.title.replace(word, f'<em>{word}</em>')}。\r\n\u3000\u3000{each.text}",
            "mediaName": each.house,
            "url": "",
        }
        for at, each in enumerate(HEADLINES)
        if word in each.title
    ]
    answer = {"code": 0, "msg": "OK", "result": {"cmsArticleWebOld": bent(rows[:10], asked, "date")}}
    return f"{_CALLBACK}({json.dumps(answer, ensure_ascii=False)})".encode()


def bent(rows: list[dict[str, Any]], asked: Asked, column: str) -> list[dict[str, Any]]:
    """The rows, without `column` or with one more where the house is to have changed."""
    if asked.shape == "missing_column":
        return [{key: value for key, value in row.items() if key != column} for row in rows]
    if asked.shape == "extra_column":
        return [row | {"f999": "0"} for row in rows]
    return rows


def _json(answer: object) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()


ROUTES = (
    Route("news.10jqka.com.cn", "/tapp/news/push/stock", JSON, render_ths),
    Route("zhibo.sina.com.cn", "/api/zhibo/feed", JSON, render_sina),
    Route("news.futunn.com", "/news-site-api/main/get-flash-list", JSON, render_futu),
    Route("np-weblist.eastmoney.com", "/comm/web/getFastNewsList", JSON, render_eastmoney),
    Route("cxdata.caixin.com", "/api/dataplus/sjtPc/news", JSON, render_caixin),
    Route("www.cls.cn", "/v1/roll/get_roll_list", JSON, render_cls),
    Route("search-api-web.eastmoney.com", "/search/jsonp", "application/javascript", render_search),
)
