"""What counts as abnormal movement, and how far a share is from it. Prices here are plain arithmetic."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from actions.facts import FactWords
from actions.features import Answer
from actions.identify import Identifier
from actions.limits.abnormal import AbnormalMovement
from actions.limits.sheet import Speech
from actions.limits.words import LimitsWords
from actions.question import Question
from actions.residue import Residue
from actions.rule_stamps import RuleStamp
from actions.words import QuoteWords
from market.bars import Bar, BarsKey
from market.fact import Fact, Gap
from market.securities import Security
from market.session import SHANGHAI, Session
from market.sources.calendar import load_trading_days
from rules.abnormal import Abnormal
from rules.price_limits import PriceLimits
from tests.unit.actions.given import FUND, MOUTAI
from tests.unit.actions.given_facts import GivenQuotes, Lexicon, about
from tests.unit.actions.limits.test_price import B_SHARE, BEIJING
from tests.unit.actions.reading import messages, text

DAYS = load_trading_days()
FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=SHANGHAI)
EVENING = FRIDAY.replace(hour=20)
SPEECH = Speech(LimitsWords.load(), RuleStamp.load(), FactWords.load(), QuoteWords.load())
Course = Callable[[int], Decimal]


def bars(course: Course, count: int = 40) -> Fact[tuple[Bar, ...]]:
    """One bar a trading day up to FRIDAY; `course` says the close so many days before it."""
    day, made = FRIDAY.date(), []
    for back in range(count):
        close = course(back)
        made.append(Bar(day, close, close, close, close))
        day = DAYS.before(day)
    return Fact(tuple(reversed(made)), FRIDAY, "东方财富")


def flat(back: int) -> Decimal:
    return Decimal(1000)


def climbing(back: int) -> Decimal:
    """Ten percent a day in the last three days, ten before."""
    return Decimal(10) * Decimal("1.1") ** max(3 - back, 0)


class Shelf:
    """A market of bars, of shares and of their indices, and what was asked for."""

    def __init__(
        self,
        share: Any,
        index: Any = None,
        mode: str = "live",
        now: datetime = EVENING,
        traded: Any = None,
    ) -> None:
        self.days = DAYS
        self.session = Session(DAYS)
        self.quotes = GivenQuotes(())
        self._now = now
        self._found = {"stock": share, "index": index or bars(flat)}
        self._traded = traded or share
        self.mode = mode
        self.asked: list[BarsKey] = []

    @property
    def facts(self) -> Any:
        return self

    async def get(self, kind: Any, key: BarsKey) -> Any:
        self.asked.append(key)
        stock = key.security.kind == "stock"
        return self._traded if stock and not key.adjusted else self._found[key.security.kind]

    def now(self) -> datetime:
        return self._now


def feature(shelf: Shelf, known: Security = MOUTAI) -> AbnormalMovement:
    identifier = Identifier(Lexicon(known), Residue.load())
    return AbnormalMovement(shelf, identifier, Abnormal.load(), PriceLimits.load(), SPEECH)


async def of(shelf: Shelf, security: Security = MOUTAI, words: str = "离异动还差多少") -> Answer:
    return await feature(shelf, security).answer(about(words, security))


async def rule(words: str) -> list[str]:
    return text(await feature(Shelf(bars(flat))).answer(Question(text=words))).split("\n")


async def test_a_share_is_told_how_far_it_is_from_each_standard() -> None:
    assert text(await of(Shelf(bars(climbing)))).split("\n") == [
        "贵州茅台 600519 离异常波动标准（截至 11-20（周五） 收盘）",
        "3日 偏离 +33.10%，已到 +20% 的标准",
        "10日 偏离 +33.10%，离 +100% 还差 66.90 个百分点",
        "30日 偏离 +33.10%，离 +200% 还差 166.90 个百分点",
        "对照上证A股指数；公告过异常波动的，从公告后重新计算",
        "依据 上证发〔2026〕41号（2026-07-06起）",
        "11-20 15:00 · 东方财富 · 自动回复 · 不构成投资建议",
    ]


async def test_a_falling_share_is_measured_on_its_own_side() -> None:
    falling = bars(lambda back: Decimal(9) if back == 0 else Decimal(10))
    assert "3日 偏离 -10.00%，离 -20% 还差 10.00 个百分点" in text(await of(Shelf(falling)))


async def test_prices_are_adjusted_and_compared_with_the_index_of_the_board() -> None:
    shelf = Shelf(bars(flat))
    await of(shelf)
    assert [(key.security.ref, key.adjusted) for key in shelf.asked] == [
        ("SH600519", True),
        ("SH000002", False),
    ]


async def test_a_day_that_is_not_over_does_not_count() -> None:
    told = text(await of(Shelf(bars(climbing), now=FRIDAY.replace(hour=14))))
    assert "截至 11-19（周四） 收盘" in told
    assert "3日 偏离 +21.00%" in told


async def test_a_day_remembered_from_before_its_close_does_not_count() -> None:
    morning = replace(bars(climbing), as_of=FRIDAY.replace(hour=10, minute=30), stale=True)
    told = text(await of(Shelf(Gap("source_down", morning), now=EVENING)))
    assert "截至 11-19（周四） 收盘" in told
    assert "3日 偏离 +21.00%" in told


async def test_days_without_a_limit_do_not_count() -> None:
    """Listed eight days ago: the fifth day's close is where counting begins."""
    listed = replace(MOUTAI, listing_date=date(2026, 11, 11))
    assert "10日 偏离 +33.10%" in text(await of(Shelf(bars(climbing, 8)), listed))
    younger = replace(MOUTAI, listing_date=date(2026, 11, 13))
    assert "10日 偏离 +10.00%" in text(await of(Shelf(bars(climbing, 6)), younger))
    newest = replace(MOUTAI, listing_date=FRIDAY.date())
    assert "可以比较的交易日还不够" in text(await of(Shelf(bars(climbing, 1)), newest))


async def test_standards_that_nobody_verified_are_marked() -> None:
    assert "待核实，以交易所公告为准" in text(await of(Shelf(bars(flat)), BEIJING))


@pytest.mark.parametrize("security", [FUND, B_SHARE])
async def test_securities_without_such_a_rule_are_told_so(security: Security) -> None:
    shelf = Shelf(bars(flat))
    assert "没有异常波动的计算这一项" in text(await of(shelf, security))
    assert shelf.asked == []


async def test_where_bars_are_missing_the_standards_come_first_and_then_why() -> None:
    for shelf, why in (
        (Shelf(Gap("source_down")), "暂时取不到贵州茅台的日线"),
        (Shelf(bars(flat), Gap("no_data")), "没有查到上证A股指数的日线"),
        (Shelf(Gap("no_data"), mode="demo"), "演示数据里没有贵州茅台的日线"),
    ):
        [told] = messages(await of(shelf))
        lines = told.split("\n")
        assert lines[0] == "异常波动：3个交易日偏离值累计 ±20%（沪市主板）"
        assert lines[-2] == f"贵州茅台离标准还差多少现在算不出：{why}"


async def test_bars_as_traded_stand_in_for_adjusted_ones_and_say_so() -> None:
    told = text(await of(Shelf(Gap("no_data"), mode="demo", traded=bars(climbing))))
    assert "3日 偏离 +33.10%" in told
    assert "按不复权价计算" in told


async def test_the_last_known_bars_are_used_and_said_to_be_old() -> None:
    old = Gap("source_down", replace(bars(climbing), stale=True))
    assert "暂时取不到更新" in text(await of(Shelf(old)))


async def test_the_standards_of_all_boards_are_told() -> None:
    assert await rule("连续三天偏离值多少算异动") == [
        "异常波动：3个交易日偏离值累计 ±20%（沪深主板）、±30%（科创板、创业板）、±40%（北交所，待核实）",
        "或3日日均换手率达前5日的30倍且累计20%（沪深主板）",
        "严重异常波动：10个交易日 +100%/-50%（沪深），或30个交易日 +200%/-70%（沪深）",
        "10个交易日内同向异常波动 4次（沪深主板）、3次（科创板，待核实）、3次（创业板），也算严重",
        "北交所的严重异常波动标准我这里没有核实过的数字，请看交易所公告",
        "偏离值＝个股涨跌幅－对应指数涨跌幅，窗口内任意一段",
        "依据 上证发〔2026〕41号、深证上〔2026〕551号（2026-07-06起）；"
        "北证公告〔2026〕17号（2026-07-06起）（待核实，以交易所公告为准） · 自动回复 · 不构成投资建议",
    ]


async def test_who_asks_for_severe_movement_reads_it_first() -> None:
    assert (await rule("严重异常波动是啥"))[0].startswith("严重异常波动：")


async def test_the_standards_of_one_board_are_told_alone() -> None:
    assert (await rule("创业板异动标准是多少"))[0] == "异常波动：3个交易日偏离值累计 ±30%（创业板）"


@pytest.mark.parametrize("question", ["为啥上了龙虎榜", "lhb今天有哪些", "机构席位买了多少"])
async def test_the_billboard_itself_is_left_to_the_exchange(question: str) -> None:
    lines = await rule(question)
    assert lines[0].startswith("龙虎榜由交易所收盘后公布")
    assert len(lines) <= 8


async def test_a_share_that_is_pointed_at_is_the_one_spoken_of() -> None:
    shelf = Shelf(bars(flat))
    answer = await feature(shelf).answer(Question(text="它离异动还有多远", last=("SH600519",)))
    assert answer.shown == (MOUTAI,)
    assert (await feature(shelf).answer(Question(text="它离异动还有多远"))).awaiting
