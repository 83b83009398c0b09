"""Announcements as an investor reads them: newest first, of the kind and the days asked for, with a link."""

from typing import Any

import pytest

from actions.announcement.feature import Announcements, AnnouncementWords, Wanted, mark
from actions.facts import FactWords
from actions.features import Answer
from actions.identify import Identifier
from actions.question import Question
from actions.residue import Residue
from market.announcements import ANNOUNCEMENTS, ANNOUNCEMENTS_ON, Announcement, SubjectKey
from market.fact import Fact, Gap
from market.securities import Security
from tests.unit.actions.given import FUND, MOUTAI
from tests.unit.actions.given_facts import GivenMarket, Known, Lexicon, about, moment
from tests.unit.actions.reading import buttons, text

NOW = "2022-05-20 10:00"
HUATU = Security("300492", "SZ", "stock", "创业板", "华图山鼎")
WORDS = AnnouncementWords.load()


def told(title: str, day: str = "2022-05-11", url: str = "https://www.cninfo.com.cn/x") -> Announcement:
    return Announcement(moment(f"{day} 00:00"), title, url)


REAL = (
    told("2021年年度报告(更新后)(2)"),
    told("关于2021年年度报告更正的公告"),
    told("2021年年度报告(更新后)(1)"),
)
"""华图山鼎, 2022-05-11 (data/demo/announcements.csv)."""


async def ask(question: Question, known: Known | None = None, **market: Any) -> Answer:
    identifier = Identifier(Lexicon(HUATU, MOUTAI, FUND), Residue.load())
    feature = Announcements(GivenMarket(NOW, known, **market), identifier, FactWords.load(), WORDS)
    return await feature.answer(question)


async def test_the_latest_are_told_with_day_time_and_source() -> None:
    answer = await ask(about("华图山鼎最近有什么公告", HUATU), {(ANNOUNCEMENTS, HUATU): REAL})
    assert text(answer).splitlines() == [
        "华图山鼎 300492  最新公告",
        "05-11  2021年年度报告(更新后)(2)",
        "05-11  关于2021年年度报告更正的公告",
        "05-11  2021年年度报告(更新后)(1)",
        "05-20 10:00 · 巨潮资讯 · 自动回复 · 不构成投资建议",
    ]
    assert answer.shown == (HUATU,)
    assert list(buttons(answer)) == ["第1条原文", "第2条原文", "第3条原文"]


async def test_at_most_five_are_listed_and_long_titles_are_cut() -> None:
    many = tuple(told(f"第{at}号{'长' * 60}公告") for at in range(8))
    lines = text(await ask(about("公告", HUATU), {(ANNOUNCEMENTS, HUATU): many})).splitlines()
    assert len(lines) == 7
    assert all(len(line) < 60 for line in lines)
    assert lines[1].endswith("…")


async def test_a_button_opens_one_with_its_whole_title_and_link() -> None:
    known = {(ANNOUNCEMENTS, HUATU): REAL}
    pressed = about("", HUATU, details={"announcement": mark(REAL[1])})
    lines = text(await ask(pressed, known)).splitlines()
    assert lines[:3] == [
        "华图山鼎 300492  05-11",
        "关于2021年年度报告更正的公告",
        "原文 https://www.cninfo.com.cn/x",
    ]
    gone = about("", HUATU, details={"announcement": "000000000000"})
    assert "最新公告" in text(await ask(gone, known))


async def test_reports_are_looked_up_over_years_and_other_kinds_among_the_latest() -> None:
    known = {(ANNOUNCEMENTS_ON, SubjectKey(HUATU, "annual")): REAL[:1]}
    assert "年报公告" in text(await ask(about("华图山鼎年报", HUATU), known))
    mixed = {(ANNOUNCEMENTS, HUATU): (*REAL, told("关于持股5%以上股东减持股份的预披露公告"))}
    lines = text(await ask(about("有减持公告吗", HUATU), mixed)).splitlines()
    assert lines[0].endswith("增减持公告")
    assert len(lines) == 3


async def test_a_span_without_any_says_so_and_gives_the_latest() -> None:
    answer = text(await ask(about("最近一周的公告", HUATU), {(ANNOUNCEMENTS, HUATU): REAL}))
    assert "近7天没有公告，最近的是：" in answer
    assert "2021年年度报告(更新后)(2)" in answer
    fresh = (told("关于2021年年度报告更正的公告", "2022-05-19"), *REAL)
    lines = text(await ask(about("最近一周的公告", HUATU), {(ANNOUNCEMENTS, HUATU): fresh})).splitlines()
    assert lines[0].endswith("近7天公告")
    assert len(lines) == 3


async def test_a_sample_counts_days_back_from_its_own_day_and_says_that_it_is_one() -> None:
    sample = Fact(REAL, moment("2022-05-11 00:00"), "演示数据", demo=True)
    answer = text(await ask(about("最近一周的公告", HUATU), {(ANNOUNCEMENTS, HUATU): sample}, mode="demo"))
    assert "近7天公告" in answer
    assert "演示数据 截至 2022-05-11" in answer


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (Gap[Any]("source_down"), "暂时取不到贵州茅台 600519 公告"),
        (Gap[Any]("no_data"), "近半年没有查到公告。"),
    ],
)
async def test_that_nobody_could_say_is_told_apart_from_there_being_none(gap: Gap[Any], said: str) -> None:
    assert said in text(await ask(about("茅台公告", MOUTAI), {(ANNOUNCEMENTS, MOUTAI): gap}))


async def test_that_there_is_none_is_told_with_its_period_its_time_and_a_way_on() -> None:
    meeting = {(ANNOUNCEMENTS, HUATU): REAL}
    answer = await ask(about("华图山鼎停复牌公告", HUATU), meeting)
    assert text(answer).splitlines() == [
        "华图山鼎 300492  停复牌公告",
        "近半年没有查到停复牌公告。",
        "全部公告可以到巨潮资讯网（cninfo.com.cn）按代码查看。",
        "05-20 10:00 · 巨潮资讯 · 自动回复 · 不构成投资建议",
    ]
    assert buttons(answer) == {"全部公告": '/ask_announcement{"security":"SZ300492"}'}
    silent = text(await ask(about("华图山鼎退市公告", HUATU)))
    assert "近三年没有查到退市与风险警示公告。" in silent
    assert silent.endswith("05-20 10:00 查询 · 自动回复 · 不构成投资建议")
    demo = text(await ask(about("华图山鼎退市公告", HUATU), mode="demo"))
    assert demo.startswith("演示数据里没有华图山鼎 300492 退市与风险警示公告")
    sample = text(await ask(about("华图山鼎停复牌公告", HUATU), meeting, mode="demo"))
    assert sample.startswith("演示数据里没有华图山鼎 300492 停复牌公告")


async def test_old_ones_are_given_with_their_time_where_nobody_can_be_asked() -> None:
    last = Fact(REAL, moment("2022-05-19 09:00"), "巨潮资讯", stale=True)
    answer = text(await ask(about("公告", HUATU), {(ANNOUNCEMENTS, HUATU): Gap("source_down", last)}))
    assert "暂时取不到更新，这是 05-19 09:00 的数据" in answer
    assert "关于2021年年度报告更正的公告" in answer


async def test_a_fund_has_no_announcements_of_this_sort() -> None:
    answer = text(await ask(about("公告", FUND), {(ANNOUNCEMENTS, FUND): Gap("not_covered")}))
    assert answer == "沪深300ETF 510300 没有公告这一项。"


async def test_without_a_share_the_one_spoken_of_is_meant_else_it_is_asked_for() -> None:
    known = {(ANNOUNCEMENTS, HUATU): REAL}
    assert "华图山鼎" in text(await ask(about("最近有什么公告", last=("SZ300492",)), known))
    answer = await ask(about("帮我找下公告"), known)
    assert answer.awaiting
    assert "您想查哪只股票" in text(answer)


@pytest.mark.parametrize(
    ("said", "name", "days"),
    [
        ("找下茅台年报", "年报", None),
        ("中报全文", "半年报", None),
        ("季报呢", "季报", None),
        ("三季报", "三季报", None),
        ("把业绩预告找出来", "业绩预告", None),
        ("有增持减持的公告没", "增减持", None),
        ("有没有停牌的公告", "停复牌", None),
        ("证监会立案那份公告", "问询与监管", None),
        ("它昨晚出公告了没", "", 1),
        ("最近半年有什么公告", "", 180),
        ("半年报", "半年报", None),
        ("这个月有没有质押公告", "质押", 30),
    ],
)
def test_a_question_says_what_kind_and_how_far_back(said: str, name: str, days: int | None) -> None:
    wanted = Wanted.read(said, WORDS)
    assert (wanted.name, wanted.days) == (name, days)


async def test_the_next_ones_and_any_of_them_can_be_asked_for_in_words() -> None:
    many = tuple(told(f"第{at}号公告") for at in range(8))
    known: Known = {(ANNOUNCEMENTS, HUATU): many}
    first = await ask(about("公告", HUATU), known)
    going_on = {**first.details, "page": first.details["next"]}
    following = await ask(Question(last=(HUATU.ref,), details=going_on), known)
    assert [f"第{at}号公告" in text(following) for at in range(8)] == [False] * 5 + [True] * 3
    assert "next" not in following.details
    third = following.details["listed"].split(",")[2]
    opened = await ask(
        Question(last=(HUATU.ref,), details={**following.details, "announcement": third}), known
    )
    assert "第7号公告" in text(opened)
    assert opened.details == following.details
