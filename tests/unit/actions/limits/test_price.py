"""Limit prices of shares, of closes that are named, and the way they are reckoned; with the real rules."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from actions.facts import FactWords
from actions.features import Answer
from actions.identify import Identifier
from actions.limits.price import LimitPrice
from actions.limits.sheet import Speech
from actions.limits.words import LimitsWords, Subject, nth_day
from actions.question import Asked, Question
from actions.residue import Residue
from actions.rule_stamps import RuleStamp
from actions.words import QuoteWords
from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.session import SHANGHAI
from market.sources.calendar import load_trading_days
from rules.price_limits import PriceLimits
from tests.unit.actions.given import FUND, GONE, MOUTAI, SHANGHAI_INDEX, quote_of
from tests.unit.actions.given_facts import GivenMarket, Lexicon
from tests.unit.actions.reading import buttons, messages, text

DAYS = load_trading_days()
FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=SHANGHAI)
EVENING = FRIDAY.replace(hour=20)
SPEECH = Speech(LimitsWords.load(), RuleStamp.load(), FactWords.load(), QuoteWords.load())
NEW = Security("301999", "SZ", "stock", "创业板", "某新股", listing_date=date(2026, 11, 18))
BEIJING = Security("920999", "BJ", "stock", "北交所", "某北交所股票")
B_SHARE = Security("900999", "SH", "stock", "B股", "某B股")


def feature(
    found: Quote | QuoteMissing | None = None, *, now: datetime = EVENING, mode: str = "live"
) -> LimitPrice:
    quote = found or quote_of()
    identifier = Identifier(Lexicon(quote.security), Residue.load())
    return LimitPrice(GivenMarket(now, None, quote, mode=mode), identifier, PriceLimits.load(), SPEECH)


def given(security: Security = MOUTAI, **changes: Any) -> Quote:
    return quote_of(security, **({"as_of": FRIDAY} | changes))


def computed(security: Security = MOUTAI, **changes: Any) -> Quote:
    """A quote whose source names no limits."""
    return given(security, **({"limit_up": None, "limit_down": None} | changes))


async def ask(found: Quote | QuoteMissing, words: str = "涨停价多少", **how: Any) -> Answer:
    security = found.security
    question = Question(text=words, asked=(Asked((security.ref,), security.name),))
    return await feature(found, **how).answer(question)


async def lines(found: Quote | QuoteMissing, words: str = "涨停价多少", **how: Any) -> list[str]:
    return text(await ask(found, words, **how)).split("\n")


async def of_text(words: str, now: datetime = EVENING) -> list[str]:
    return text(await feature(now=now).answer(Question(text=words))).split("\n")


async def test_the_sources_own_limits_of_the_day_come_before_reckoned_ones() -> None:
    told = await lines(given(limit_up=Decimal("1900.00"), limit_down=Decimal("1500.00")))
    assert told[1] == "11-20（周五）  涨停 1900.00  跌停 1500.00"


async def test_tomorrows_follow_from_todays_close() -> None:
    assert await lines(given(), "茅台明天涨停价多少") == [
        "贵州茅台 600519 涨跌停价",
        "11-23（周一）  涨停 1945.79  跌停 1592.01",
        "11-20（周五）  涨停 1884.18  跌停 1541.60",
        "按前一日收盘价和沪市主板 10% 计算",
        "遇除权除息，以交易所公布的参考价为准",
        "依据 上证发〔2026〕41号（2026-07-06起）",
        "11-20 15:00 · 腾讯行情 · 自动回复 · 不构成投资建议",
    ]


async def test_without_limits_of_the_source_they_follow_from_the_previous_close() -> None:
    assert (await lines(computed()))[1] == "11-20（周五）  涨停 1884.18  跌停 1541.60"


async def test_before_the_close_tomorrows_are_not_foretold() -> None:
    morning = FRIDAY.replace(hour=10)
    told = await lines(given(as_of=morning, phase="trading"), "明天涨停价", now=morning)
    assert told[1] == "下一交易日的要等今天收盘价出来才能算"
    assert not [line for line in told if line.startswith("11-23")]


def remembered() -> QuoteMissing:
    """The last quote of Friday, 10:30, since when every source has been down."""
    quote = given(as_of=FRIDAY.replace(hour=10, minute=30), phase="trading", stale=True)
    return QuoteMissing(MOUTAI, "source_down", quote)


NOT_KNOWN = "没有取到 11-20（周五）的收盘价，算不出 11-23（周一）的涨跌停价"


@pytest.mark.parametrize(("words", "place"), [("明天涨停价", 1), ("涨停价多少", 2)])
async def test_a_price_from_before_the_close_is_never_taken_for_it(words: str, place: int) -> None:
    told = await lines(remembered(), words)
    assert told[place] == NOT_KNOWN
    assert "11-20（周五）  涨停 1884.18  跌停 1541.60" in told
    assert not [line for line in told if line.startswith("11-23")]
    assert told[-1].startswith("暂时取不到更新，这是 11-20 10:30 的数据")


async def test_nor_on_the_morning_after() -> None:
    monday = datetime(2026, 11, 23, 8, 30, tzinfo=SHANGHAI)
    told = await lines(remembered(), "今天涨停价多少", now=monday)
    assert NOT_KNOWN in told
    assert not [line for line in told if line.startswith("11-23")]


async def test_while_shares_trade_after_hours_the_close_is_known() -> None:
    told = await lines(given(phase="after_hours"), "茅台明天涨停价", now=FRIDAY.replace(minute=10))
    assert told[1] == "11-23（周一）  涨停 1945.79  跌停 1592.01"


async def test_a_warned_share_had_five_percent_before_the_change_and_ten_since() -> None:
    warned = replace(MOUTAI, warning="ST")
    before = datetime(2026, 7, 2, 15, 0, tzinfo=SHANGHAI)
    told = await lines(computed(warned, last=Decimal(10), as_of=before), "明天", now=before)
    assert told[1] == "07-03（周五）  涨停 10.50  跌停 9.50"
    friday = before.replace(day=3)
    told = await lines(computed(warned, last=Decimal(10), as_of=friday), "明天", now=friday)
    assert told[1] == "07-06（周一）  涨停 11.00  跌停 9.00"
    assert "按前一日收盘价和沪市主板ST股 10% 计算" in told


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("*ST茅台", "ST"),
        ("ST茅台", "ST"),
        ("XDST茅台", "ST"),
        ("茅台退", "delisting_period"),
        ("退市茅台", "delisting_period"),
        ("贵州茅台", "normal"),
        ("XD贵州茅", "normal"),
    ],
)
def test_what_a_source_calls_a_share_today_outranks_our_list(name: str, status: str) -> None:
    listed_as = replace(MOUTAI, warning="ST" if status == "normal" else "")
    assert Subject.of(listed_as, given(listed_as, feed_name=name)).status == status


async def test_a_new_share_has_no_limit_in_its_first_days() -> None:
    told = await lines(computed(NEW), "明天涨停")
    assert told[1] == "11-23（周一）  不设涨跌幅限制"
    assert "新股上市前5个交易日不设涨跌幅限制" in told
    sixth = replace(NEW, listing_date=date(2026, 11, 13))
    assert (await lines(computed(sixth), "明天涨停"))[1] == "11-23（周一）  涨停 2122.68  跌停 1415.12"


def test_the_days_of_a_new_share_are_trading_days() -> None:
    listed = date(2026, 11, 18)
    days = [date(2026, 11, 18), date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)]
    assert [nth_day(DAYS, listed, day) for day in days] == [1, 3, 4, 5]
    assert nth_day(DAYS, listed, date(2026, 11, 17)) is None
    assert nth_day(DAYS, listed, date(2027, 3, 1)) is None
    assert nth_day(DAYS, None, days[0]) is None


async def test_the_rounding_of_beijing_is_marked_as_not_verified() -> None:
    told = await lines(computed(BEIJING, last=Decimal("10.01")), "明天涨停")
    assert told[1] == "11-23（周一）  涨停 13.01  跌停 7.01"
    assert "待核实，以交易所公告为准" in text(await ask(computed(BEIJING, last=Decimal("10.01"))))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("沪深300ETF", "10%的：涨停 4.535  跌停 3.711"),
        ("上证50ETF", "10%的：涨停 4.535  跌停 3.711"),
        ("科创50ETF", "20%的：涨停 4.948  跌停 3.298"),
        ("创50ETF", "20%的：涨停 4.948  跌停 3.298"),
        ("科创创业50ETF", "20%的：涨停 4.948  跌停 3.298"),
    ],
)
async def test_a_fund_has_the_limit_of_what_its_name_says_that_it_tracks(name: str, told: str) -> None:
    fund = computed(replace(FUND, name=name), last=Decimal("4.123"))
    lines_told = await lines(fund, "明天涨停价")
    assert lines_told[1] == f"11-23（周一）  {told}"
    assert lines_told[3] == "基金的幅度看它跟踪的指数，以交易所当日公布为准"


async def test_a_fund_has_limits_of_today_as_well() -> None:
    fund = computed(FUND, last=Decimal("4.123"), previous_close=Decimal("4.100"))
    told = await lines(fund)
    assert told[1] == "11-20（周五）  10%的：涨停 4.510  跌停 3.690"
    assert told[2] == "11-23（周一）  10%的：涨停 4.535  跌停 3.711"


async def test_a_fund_whose_name_says_no_index_has_both_limits_that_it_may_have() -> None:
    fund = replace(FUND, name="创新药ETF")
    told = await lines(computed(fund, last=Decimal("4.123")), "明天涨停价")
    assert told[1:4] == [
        "11-23（周一）  10%的：涨停 4.535  跌停 3.711",
        "11-23（周一）  20%的：涨停 4.948  跌停 3.298",
        "基金的幅度看它跟踪的指数，以交易所当日公布为准",
    ]


async def test_a_suspended_share_counts_from_its_last_close() -> None:
    told = await lines(computed(suspended=True, last=None))
    assert told[1:3] == ["停牌中，复牌首日按停牌前收盘计算", "11-23（周一）  涨停 1884.18  跌停 1541.60"]


async def test_a_share_of_an_unknown_board_is_not_guessed() -> None:
    told = await lines(computed(B_SHARE))
    assert told[1:-1] == ["这只证券的涨跌幅比例我这里没有，不能推算"]


async def test_an_index_has_none() -> None:
    assert await lines(given(SHANGHAI_INDEX)) == ["上证指数是指数，没有涨跌停价。"]


async def test_a_demonstration_says_so_and_that_its_old_rule_is_not_verified() -> None:
    old = computed(as_of=datetime(2021, 7, 28, 15, 0, tzinfo=SHANGHAI), demo=True)
    told = await lines(old, "明天涨停", mode="demo")
    assert told[1] == "2021-07-29（周四）  涨停 1945.79  跌停 1592.01"
    assert "待核实" in told[-2]
    assert told[-1].startswith("演示数据 截至 2021-07-28")


async def test_no_quote_is_said_honestly_and_the_last_known_is_used() -> None:
    assert (await ask(QuoteMissing(MOUTAI, "source_down"))).utterances[
        0
    ].response == "utter_quote_unavailable"
    assert (await ask(QuoteMissing(GONE, "delisted"))).utterances[0].response == "utter_security_delisted"
    known = QuoteMissing(MOUTAI, "source_down", given(stale=True))
    assert (await lines(known))[-1].startswith("暂时取不到更新，这是 11-20 15:00 的数据")


async def test_a_close_is_told_as_exactly_as_it_was_said() -> None:
    assert (await of_text("昨收12.345涨停价多少"))[0] == "昨收 12.345 的涨跌停价"


async def test_a_close_that_is_named_is_reckoned_for_all_boards() -> None:
    assert await of_text("昨收八块六涨停价怎么算") == [
        "昨收 8.60 的涨跌停价",
        "沪深主板 10%  涨停 9.46  跌停 7.74",
        "科创板、创业板 20%  涨停 10.32  跌停 6.88",
        "北交所 30%  涨停 11.18  跌停 6.02",
        "算法：昨收×(1±比例)，四舍五入到分（北交所往小取，待核实）",
        "依据 上证发〔2026〕41号、深证上〔2026〕551号、北证公告〔2026〕17号（2026-07-06起）"
        " · 自动回复 · 不构成投资建议",
    ]


async def test_a_close_with_a_board_or_a_share_is_reckoned_for_that() -> None:
    assert (await of_text("创业板昨收30涨停价多少"))[1] == "创业板 20%  涨停 36.00  跌停 24.00"
    told = await lines(given(), "茅台收盘1700块明天涨停多少")
    assert told[:2] == ["昨收 1700.00 的涨跌停价", "沪市主板 10%  涨停 1870.00  跌停 1530.00"]


async def test_how_it_is_reckoned_is_explained() -> None:
    told = await of_text("涨停价怎么算")
    assert told[0] == "涨跌停价＝昨收×(1±涨跌幅比例)，四舍五入到分。"
    assert told[1] == "比例：沪深主板10%、科创板、创业板20%、北交所30%"


async def test_without_a_share_or_a_close_it_is_asked_which() -> None:
    answer = await feature().answer(Question(text="明天涨停价"))
    assert answer.awaiting
    last = await feature(given()).answer(Question(text="明天涨停价", last=("SH600519",)))
    assert last.shown == (MOUTAI,)


async def test_the_rule_is_a_button_away_and_every_answer_fits_a_phone() -> None:
    answer = await ask(computed(FUND, last=Decimal("4.123")), "明天涨停价")
    assert buttons(answer) == {"涨跌幅规则": '/ask_limit_rule{"security":"SH510300"}'}
    assert all(message.count("\n") < 8 for message in messages(answer))
