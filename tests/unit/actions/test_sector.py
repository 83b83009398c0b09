"""What is answered about sectors: their order by a figure, one in full, the one of a share."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from actions.facts import FactWords
from actions.features import Answer
from actions.identify import Identifier
from actions.question import Asked, Question
from actions.residue import Residue
from actions.sector.feature import Sectors
from actions.sector.lines import SectorWords
from market.company import Profile
from market.fact import Fact, Gap
from market.sectors import Sector
from market.sources.demo_sectors import load_sectors
from tests.fakes.upstreams.boards import INDUSTRIES
from tests.unit.actions.given import MOUTAI, SHANGHAI_INDEX, FakeLexicon
from tests.unit.actions.given_facts import GivenMarket, Known
from tests.unit.actions.reading import buttons, messages, text
from tests.unit.market.given import moment

NOW = moment("2023-10-30 18:00:00")
CLOSED = moment("2023-10-30 15:30:00")
WORDS = SectorWords.load()
REAL = tuple(
    Sector(
        row["name"],
        Decimal(row["change"]),
        Decimal(row["amount"]) * 10**8,
        int(Decimal(row["volume"]) * 10**6),
        falling=int(row["falling"]),
        leader=row["leader"],
        leader_change=Decimal(row["leader_change"]),
    )
    for row in INDUSTRIES[:10]
)
FLOWING = (
    replace(REAL[2], net_inflow=Decimal("150000000"), rising=42),
    replace(REAL[-1], net_inflow=Decimal("-2300000000")),
)
"""Money and rising shares are ours, to show how they are told: the documentation leaves them out."""


def table(*sectors: Sector, **changes: Any) -> Fact[tuple[Sector, ...]]:
    return Fact(sectors, CLOSED, "同花顺", **changes)


LIVE: Known = {
    ("sectors", "industry"): table(*REAL),
    ("sectors", "concept"): table(Sector("光伏概念", Decimal("-1.50")), Sector("一带一路", Decimal("0.40"))),
}


def sectors(found: Known, mode: str = "live") -> tuple[Sectors, GivenMarket]:
    market = GivenMarket(NOW, found, mode=mode, lack="source_down")
    return Sectors(market, Identifier(FakeLexicon(), Residue.load()), WORDS, FactWords.load()), market


async def ask(written: str, found: Known = LIVE, mode: str = "live", **question: Any) -> Answer:
    return await sectors(found, mode)[0].answer(Question(text=written, **question))


async def test_sectors_are_listed_by_their_change_and_it_says_that_this_is_no_advice() -> None:
    answer = await ask("今天哪些板块涨得好")
    head, *lines, stamp = text(answer).splitlines()
    assert head == "涨幅从高到低的行业板块（只是排序，不是推荐）"
    assert [line.replace("\u3000", "").replace("\u2007", "") for line in lines] == [
        "房地产开发  +3.63%  领涨 嘉凯城 +10.14%",
        "房地产服务  +3.39%  领涨 特发服务 +9.49%",
        "银行  +2.59%  领涨 青岛银行 +9.91%",
        "煤炭开采加工  +1.95%  领涨 郑州煤电 +9.36%",
        "贵金属  +1.45%  领涨 山东黄金 +4.34%",
    ]
    assert len({line.index("%") for line in lines}) == 1
    assert stamp == "10-30 15:30 · 同花顺 · 自动回复 · 不构成投资建议"
    assert list(buttons(answer)) == ["跌幅排序", "资金流向", "概念板块"]


async def test_those_that_fell_are_listed_from_below_without_who_led_them() -> None:
    lines = text(await ask("跌得最凶的是哪些行业")).splitlines()
    assert lines[0] == "跌幅从大到小的行业板块（只是排序，不是推荐）"
    assert lines[1].split() == ["电力设备", "-2.34%"]


async def test_one_sector_is_told_with_all_that_is_known() -> None:
    answer = await ask("银行板块怎么样", {("sectors", "industry"): table(*FLOWING)})
    assert messages(answer) == [
        "银行（行业板块）\n"
        "+2.59%\n"
        "成交额 171.64亿  净流入 1.50亿\n"
        "上涨 42 家  下跌 0 家\n"
        "领涨 青岛银行 +9.91%\n"
        "10-30 15:30 · 同花顺 · 自动回复 · 不构成投资建议"
    ]
    assert answer.details == {"sector_name": "银行"}


async def test_what_is_not_known_is_left_out_never_nought() -> None:
    first, said = messages(await ask("光伏概念资金流向"))
    assert first == "光伏概念的资金流向暂时没有数据，先给您看涨跌。"
    assert said.splitlines()[:2] == ["光伏概念（概念板块）", "-1.50%"]
    assert "净流入" not in said
    assert "0 家" not in said


async def test_money_is_listed_where_it_is_known_and_else_that_is_said() -> None:
    flow = {("sectors", "industry"): table(*FLOWING)}
    assert text(await ask("资金流入哪些板块", flow)).splitlines()[1].split() == [
        "银行",
        "+2.59%",
        "净流入",
        "1.50亿",
    ]
    assert text(await ask("资金流出最多的板块", flow)).splitlines()[1].split()[-1] == "23.00亿"
    said = messages(await ask("板块资金流向"))
    assert said[0] == "资金流向暂时没有数据，先按涨跌幅给您看。"
    assert said[1].startswith("涨幅从高到低")


async def test_concepts_are_looked_up_only_where_industries_do_not_know_the_name() -> None:
    service, market = sectors(LIVE)
    await service.answer(Question(text="银行板块怎么样"))
    assert market.facts.asked == [("sectors", "industry")]
    await service.answer(Question(text="一带一路板块怎么样"))
    assert market.facts.asked[1:] == [("sectors", "industry"), ("sectors", "concept")]


async def test_other_words_stand_for_sectors_too() -> None:
    assert text(await ask("地产股今天怎么样")).startswith("房地产开发（行业板块）")
    assert text(
        await ask("有色板块涨幅", {("sectors", "industry"): table(Sector("工业金属", Decimal(1)))})
    ).startswith("工业金属")


async def test_several_that_are_named_are_a_line_each() -> None:
    lines = text(await ask("银行和贵金属板块今天怎么样")).splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["板块行情", "银行", "贵金属"]


async def test_a_name_that_is_only_like_one_is_offered() -> None:
    answer = await ask("房地产板块怎么样", {("sectors", "industry"): table(*REAL[:2])})
    assert text(answer).startswith("房地产开发")
    near = await ask("自动化板块怎么样")
    assert messages(near) == ["没有找到“自动化”板块，您是不是要找："]
    assert buttons(near) == {"自动化设备": '/ask_sector{"sector_name":"自动化设备"}'}
    pressed = await ask("", details={"sector_name": "自动化设备"})
    assert text(pressed).startswith("自动化设备（行业板块）")


async def test_a_sector_that_nobody_keeps_is_said_to_be_unknown() -> None:
    answer = await ask("低空经济板块怎么样")
    assert text(answer).startswith("没有找到“低空经济”板块")
    assert buttons(answer)["跌幅排序"] == '/ask_sector{"sector_list":"down","sector_group":"industry"}'


async def test_members_are_not_known_and_that_is_said_after_the_figures() -> None:
    said = messages(await ask("银行股有哪些"))
    assert said[0].startswith("银行（行业板块）")
    assert said[1] == "成分股名单我这里没有。想查哪只股票，直接说名称或代码。"


async def test_buttons_ask_for_an_order_of_a_group() -> None:
    answer = await ask("", details={"sector_list": "down", "sector_group": "concept"})
    assert text(answer).startswith("跌幅从大到小的概念板块")
    assert text(await ask("", details={"sector_list": "best"})).startswith("涨幅从高到低的行业板块")


async def test_this_sector_is_that_of_the_turn_before() -> None:
    before: dict[str, Any] = {"thread": "ask_sector", "thread_details": {"sector_name": "银行"}}
    assert text(await ask("这个板块今天涨了多少", **before)).startswith("银行（行业板块）")
    assert text(await ask("今天哪些板块涨得好", **before)).startswith("涨幅从高到低")
    assert text(await ask("贵金属板块呢", **before)).startswith("贵金属（行业板块）")


def of_share(industry: str | None) -> Known:
    return {**LIVE, ("profile", MOUTAI): Fact(Profile(industry=industry), NOW, "巨潮资讯")}


async def test_the_sector_of_a_share_is_that_of_its_industry() -> None:
    named: dict[str, Any] = {"asked": (Asked((MOUTAI.ref,), "茅台"),)}
    said = messages(await ask("茅台所在板块今天涨跌", of_share("银行业"), **named))
    assert said[0] == "贵州茅台 600519 所属行业：银行业"
    assert said[1].startswith("银行（行业板块）")
    leant = await ask("它所在板块今天怎么样", of_share("银行业"), last=("SH600519",))
    assert messages(leant) == said
    assert leant.shown == (MOUTAI,)


async def test_an_industry_without_a_sector_of_that_name_is_still_told() -> None:
    said = messages(await ask("它属于什么板块", of_share("酒、饮料和精制茶制造业"), last=("SH600519",)))
    assert said == ["贵州茅台 600519 所属行业：酒、饮料和精制茶制造业\n行情数据里没有同名的板块。"]
    gap = messages(await ask("它属于什么板块", of_share(None), last=("SH600519",)))
    assert gap == ["没有查到贵州茅台 600519 的所属行业。"]


async def test_an_index_that_is_named_by_the_way_is_no_share() -> None:
    named: dict[str, Any] = {"asked": (Asked((SHANGHAI_INDEX.ref,), "上证"),)}
    assert text(await ask("上证 银行板块", **named)).startswith("银行（行业板块）")


async def test_when_nobody_answers_that_is_said() -> None:
    assert messages(await ask("今天哪些板块涨得好", {})) == ["暂时取不到板块行情，请稍后再试。"]
    assert messages(await ask("银行板块", {})) == ["暂时取不到板块行情，请稍后再试。"]
    stale: Known = {("sectors", "industry"): Gap("source_down", table(*REAL, stale=True))}
    assert "暂时取不到更新" in text(await ask("银行板块", stale))


async def test_samples_are_each_of_their_own_day() -> None:
    demo: Known = {
        ("sectors", group): Fact(load_sectors(group), moment("2021-07-06 15:00:00"), "演示数据", demo=True)
        for group in ("industry", "concept")
    }
    said = text(await ask("半导体板块怎么样了", demo, "demo")).splitlines()
    assert said == [
        "半导体及元件（行业板块）",
        "+0.17%",
        "成交额 571.54亿",
        "演示数据 截至 2021-10-26 15:00 · 自动回复 · 不构成投资建议",
    ]
    unknown = await ask("银行板块", demo, "demo")
    assert messages(unknown) == ["演示数据里没有“银行”板块行情。接入实时数据后可以查到。"]
    assert "概念板块" in buttons(unknown)
    listed = text(await ask("今天哪些板块涨得好", demo, "demo")).splitlines()
    assert [line.split()[-1] for line in listed[1:3]] == ["2021-10-26", "2022-04-01"]


@pytest.mark.parametrize(
    "written", ["今天哪些板块涨得好", "银行板块怎么样", "资金流入哪些板块", "它属于什么板块"]
)
async def test_no_answer_recommends_or_shouts(written: str) -> None:
    said = text(await ask(written, of_share("银行业"), last=("SH600519",)))
    assert not set("！!") & set(said)
    assert not [word for word in ("值得", "机会", "看好", "建议买", "龙头") if word in said]
    assert "不构成投资建议" in said


def test_days_of_samples_are_no_days_of_live_rows() -> None:
    assert {each.day for each in REAL} == {None}
    assert {each.day for each in load_sectors("concept")} == {date(2021, 7, 6), date(2022, 11, 28)}


async def test_the_sector_of_a_name_that_nobody_knows_is_not_that_of_the_share_before() -> None:
    answer = await ask("大牛科技属于什么板块", of_share("银行业"), last=("SH600519",))
    assert answer.shown == ()
    assert "茅台" not in text(answer)


async def test_a_share_that_is_no_longer_listed_is_said_to_be() -> None:
    answer = await ask("康得新属于什么板块", asked=(Asked(("SZ002450",), "康得新"),))
    assert text(answer).startswith("康得新 002450 已终止上市")
