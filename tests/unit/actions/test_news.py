"""What is answered about news: headlines with their time and house, of a share, a topic or the market."""

import json
from dataclasses import replace
from typing import Any

import pytest

from actions.facts import FactWords
from actions.features import Answer
from actions.identify import Identifier
from actions.news.feature import HOUSES, News, NewsWords
from actions.news.topics import Topics
from actions.question import Asked, Question
from actions.residue import Residue
from market.fact import Fact, Gap
from market.news import ANYBODY, NewsItem
from market.sources.akshare_news import HOUSES as FLASHES
from market.sources.cls_news import NAME as CLS
from market.sources.demo_news import load_news
from tests.unit.actions.given import FUND, MOUTAI, PING_AN_BANK, SHANGHAI_INDEX, FakeLexicon
from tests.unit.actions.given_facts import GivenMarket, Known
from tests.unit.actions.reading import buttons, messages, text
from tests.unit.market.given import moment

NOW = moment("2024-03-13 18:00:00")
WORDS = NewsWords.load()
DEMO = load_news()


def fact(house: str = "新浪财经", *items: NewsItem, **changes: Any) -> Fact[tuple[NewsItem, ...]]:
    shown = items or DEMO[house]
    return Fact(shown, shown[0].published, house, **changes)


EVERYBODY: Known = {("market_news", house): fact(house) for house in DEMO} | {
    ("market_news", ANYBODY): fact("新浪财经")
}


def news(found: Known, mode: str = "live") -> tuple[News, GivenMarket]:
    market = GivenMarket(NOW, found, mode=mode, lack="source_down")
    return News(market, Identifier(FakeLexicon(), Residue.load()), WORDS, FactWords.load()), market


async def ask(text: str, found: Known = EVERYBODY, mode: str = "live", **question: Any) -> Answer:
    return await news(found, mode)[0].answer(Question(text=text, **question))


def asked(*securities: Any) -> dict[str, Any]:
    return {"asked": tuple(Asked((each.ref,), each.name) for each in securities)}


async def test_the_markets_news_are_headlines_with_time_and_house() -> None:
    answer = await ask("今天有什么大新闻")
    assert messages(answer) == [
        "市场快讯（据新浪财经报道，未经核实）\n"
        "16:18 Canalys：2023年Q4英特尔CPU出货5000万颗占比78% 是AMD的6倍\n"
        "16:16 基金经理：日企大赚而劳动力短缺，加薪5%不足为奇\n"
        "16:15 梅西代言白酒重新上架\n"
        "16:15 土耳其银行家表示，资产规模超过1000亿里拉的土耳其银行将执行15%的里拉准备金率\n"
        "03-13 16:18 · 新浪财经 · 自动回复 · 不构成投资建议"
    ]
    assert buttons(answer) == {"更多": '/ask_news{"news_page":"2"}', "行情": "/ask_market"}


async def test_the_next_page_is_other_headlines_and_the_last_has_no_more() -> None:
    first, second = await ask("今天有什么大新闻"), await ask("", details={"news_page": "2"})
    assert not set(text(first).splitlines()[1:5]) & set(text(second).splitlines()[1:5])
    last = await ask("", details={"news_page": "4"})
    assert "更多" not in buttons(last)
    assert messages(await ask("", details={"news_page": "9"})) == ["没有更多了。"]


@pytest.mark.parametrize("question", [{}, asked(MOUTAI), {"text": "白酒新闻"}])
async def test_a_turn_that_wants_more_gets_the_page_of_the_button(question: dict[str, Any]) -> None:
    first = await ask(**{"text": "新闻", **question})
    more = buttons(first).get("更多", "")
    if not more:
        assert "next" not in first.details
        return
    pressed = json.loads(more.removeprefix("/ask_news"))
    of = (Asked((pressed.pop("security"),), ""),) if "security" in pressed else ()
    following = {**first.details, "page": first.details["next"]}
    assert messages(await ask("", details=following)) == messages(await ask("", details=pressed, asked=of))


async def test_a_page_that_is_none_is_the_first() -> None:
    first = await ask("今天有什么大新闻")
    for page in ("0", "-1", "x", "100"):
        assert text(await ask("", details={"news_page": page})) == text(first)


async def test_a_topic_is_searched_for_in_the_headlines_of_every_house() -> None:
    answer = await ask("梅西和白酒有什么报道")
    assert text(answer).splitlines()[:2] == [
        "梅西、白酒相关报道（据新浪财经报道，未经核实）",
        "16:15 梅西代言白酒重新上架",
    ]
    service, market = news(EVERYBODY)
    await service.answer(Question(text="九部门的新闻"))
    assert [key for kind, key in market.facts.asked if kind == "market_news"] == list(HOUSES)


async def test_headlines_of_several_houses_name_each() -> None:
    answer = await ask("九部门的新闻")
    lines = text(answer).splitlines()
    assert lines[0] == "九部门相关报道（据多家媒体报道，未经核实）"
    assert {line.rpartition("（")[2].rstrip("）") for line in lines[1:-1]} <= {
        "新浪财经",
        "同花顺",
        "富途牛牛",
    }
    assert len(lines) <= 7
    assert "新浪财经、" in lines[-1] or "、新浪财经" in lines[-1]


async def test_what_no_house_holds_is_looked_up_by_its_word() -> None:
    found = fact("东方财富", NewsItem(NOW, "可控核聚变项目招标", "证券时报网"))
    answer = await ask("可控核聚变的新闻", {**EVERYBODY, ("news_about", "可控核聚变"): found})
    assert "18:00 可控核聚变项目招标" in text(answer)
    assert "据证券时报网报道" in text(answer)


async def test_a_topic_without_any_report_gets_the_newest_and_says_so() -> None:
    answer = await ask("可控核聚变的新闻")
    assert messages(answer)[0] == "没有找到和“可控核聚变”直接相关的报道，先给您看最新的快讯。"
    assert messages(answer)[1].startswith("市场快讯")


async def test_news_of_a_share_are_found_by_its_code() -> None:
    item = NewsItem(moment("2024-03-12 09:00:00"), "贵州茅台召开经销商大会", "证券时报网")
    answer = await ask(
        "茅台最近有啥消息", {("news_about", "600519"): fact("东方财富", item)}, **asked(MOUTAI)
    )
    assert messages(answer) == [
        "贵州茅台相关报道（据证券时报网报道，未经核实）\n"
        "03-12 09:00 贵州茅台召开经销商大会\n"
        "03-12 09:00 · 东方财富 · 自动回复 · 不构成投资建议"
    ]
    assert buttons(answer) == {"公告": '/ask_announcement{"security":"SH600519"}'}
    assert answer.shown == (MOUTAI,)


async def test_where_nobody_finds_a_share_the_headlines_of_the_houses_are_searched() -> None:
    catl = replace(MOUTAI, code="300750", exchange="SZ", name="宁德时代")
    lexicon = FakeLexicon()
    lexicon.get = lambda ref: catl  # type: ignore[method-assign]
    service = News(GivenMarket(NOW, EVERYBODY), Identifier(lexicon, Residue.load()), WORDS, FactWords.load())
    answer = await service.answer(Question(text="宁德时代新闻", **asked(catl)))
    assert "03-13 小米汽车 SU7 新配置申报：宁德时代磷酸铁锂电池，220kW 单电机" in text(answer)
    assert text(answer).endswith("03-13 · 富途牛牛 · 自动回复 · 不构成投资建议")


async def test_a_share_that_nobody_reports_of_is_said_to_be_none() -> None:
    answer = await ask("茅台最近有啥消息", **asked(MOUTAI))
    assert messages(answer) == ["近期的报道里没有提到贵州茅台。公司自己的披露可以看公告。"]
    assert buttons(answer) == {"公告": '/ask_announcement{"security":"SH600519"}', "市场快讯": "/ask_news"}


async def test_a_share_after_the_turn_before_is_meant_by_it() -> None:
    found = {
        ("news_about", "600519"): fact("东方财富", NewsItem(NOW, "贵州茅台召开经销商大会", "证券时报网"))
    }
    for written in ("它最近上新闻了没", "新闻呢", "那消息呢"):
        answer = await ask(written, found, last=("SH600519",))
        assert answer.shown == (MOUTAI,)
    market = await ask("今天有什么大新闻", EVERYBODY, last=("SH600519",))
    assert market.shown == ()


@pytest.mark.parametrize("security", [SHANGHAI_INDEX])
async def test_an_index_stands_for_the_market(security: Any) -> None:
    assert text(await ask("上证指数有什么消息", **asked(security))).startswith("市场快讯")


async def test_a_fund_is_a_topic_by_its_name() -> None:
    service, market = news(EVERYBODY)
    await service.answer(Question(text="新闻", **asked(FUND)))
    assert ("news_about", "沪深300ETF") in market.facts.asked


async def test_an_ambiguous_name_is_asked_back_and_stays_a_question_for_news() -> None:
    both = Asked((MOUTAI.ref, PING_AN_BANK.ref), "茅平")
    answer = await ask("茅平有什么新闻", asked=(both,))
    assert [each.ref for each in answer.offered] == ["SH600519", "SZ000001"]
    assert all(payload.startswith("/ask_news") for payload in buttons(answer).values())


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("今天大盘为什么跌", "涨跌的原因我不作判断，下面是媒体的报道。"),
        ("最近有什么利好", "是利好还是利空我不作判断，下面是媒体的报道。"),
    ],
)
async def test_reasons_and_verdicts_are_declined_and_the_reports_given(written: str, line: str) -> None:
    said = messages(await ask(written))
    assert said[0] == line
    assert said[1].startswith("市场快讯（据")


async def test_no_answer_tells_what_will_be_or_calls_a_report_true() -> None:
    for written in ("今天有什么大新闻", "乘用车的新闻", "今天大盘为什么跌"):
        said = text(await ask(written))
        assert "未经核实" in said
        assert "不构成投资建议" in said
        assert not set("！!") & set(said)


async def test_when_no_house_answers_that_is_said() -> None:
    assert messages(await ask("今天有什么大新闻", {})) == ["暂时取不到新闻，请稍后再试。"]
    assert messages(await ask("茅台新闻", {}, **asked(MOUTAI))) == [
        "暂时取不到贵州茅台 600519 新闻，请稍后再试。"
    ]
    stale = fact("新浪财经", stale=True)
    said = text(await ask("今天有什么大新闻", {("market_news", ANYBODY): Gap("source_down", stale)}))
    assert "暂时取不到更新，这是 03-13 16:18 的数据" in said


async def test_samples_are_called_samples_and_told_from_their_own_day() -> None:
    demo = {("market_news", ANYBODY): fact("新浪财经", demo=True)}
    said = text(await ask("今天有什么大新闻", demo, mode="demo"))
    assert said.splitlines()[1].startswith("16:18 ")
    none = messages(await ask("茅台新闻", demo, mode="demo", **asked(MOUTAI)))
    assert none == ["演示数据里没有贵州茅台 600519 新闻。接入实时数据后可以查到。"]
    assert said.endswith("演示数据 截至 2024-03-13 16:18 · 自动回复 · 不构成投资建议")


async def test_long_headlines_are_cut_where_a_clause_ends() -> None:
    long = (
        "商务部等9部门发布关于推动农村电商高质量发展的实施意见，其中提出，"
        "用5年时间，在全国培育100个左右农村电商领跑县"
    )
    answer = await ask(
        "今天有什么大新闻", {("market_news", ANYBODY): fact("同花顺", NewsItem(NOW, long, "同花顺"))}
    )
    assert "18:00 商务部等9部门发布关于推动农村电商高质量发展的实施意见，其中提出，用5年时间…" in text(answer)


def test_every_house_that_is_searched_has_a_source() -> None:
    assert set(HOUSES) == {CLS, *(form.name for form in FLASHES)}


@pytest.mark.parametrize(
    ("written", "topics"),
    [
        ("今天有什么大新闻", []),
        ("美联储降息对A股有什么报道", ["美联储降息"]),
        ("昨晚外盘和政策有什么大事", ["外盘", "政策"]),
        ("关于降准的新闻给看看", ["降准"]),
        ("any news on 比亚迪", ["比亚迪"]),
        ("快讯 来几条", []),
        ("<script>alert</script>央行有什么消息", ["央行"]),
        ("13800138000有什么新闻", []),
        ("半导体行业新闻", ["半导体"]),
        ("", []),
    ],
)
def test_a_topic_is_what_remains_of_a_question(written: str, topics: list[str]) -> None:
    found = Topics(WORDS.question_words.split()).of(written)
    assert [word for word in found if word != "alert"] == topics
