"""When the exchanges trade: days off, hours, and what prices mean now, with the real calendar and rules."""

from datetime import date, datetime

import pytest

from actions.calendar.festivals import Festivals, closure, closures
from actions.calendar.holidays import Holidays
from actions.calendar.hours import TradingHours, moment_of
from actions.calendar.lines import CalendarWords
from actions.dates import days as days_of
from actions.facts import FactWords
from actions.question import Question
from actions.rule_stamps import RuleStamp
from market.session import SHANGHAI, Session
from market.sources.calendar import load_trading_days
from rules.sessions import Sessions
from tests.unit.actions.reading import buttons, messages, text

SESSION = Session(load_trading_days())
WORDS = CalendarWords.load()
FESTIVALS = Festivals.load({})
MONDAY = "2026-11-23 10:21"
NOON = "中午 11:30-13:00 休市，不成交；委托能不能先提交由券商决定，13:00 后才成交"
NIGHT = "晚上不交易：最晚到 15:30，下一次从 09:15 的集合竞价开始；夜间能不能提前委托由券商决定"


def moment(at: str) -> datetime:
    return datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)


def holidays(at: str = MONDAY) -> Holidays:
    return Holidays(SESSION, WORDS, FactWords.load(), lambda: moment(at))


def hours(at: str = MONDAY) -> TradingHours:
    stamp = RuleStamp.load()
    return TradingHours(SESSION, Sessions.load(), holidays(at), WORDS, stamp, lambda: moment(at))


async def told(question: str, at: str = MONDAY) -> str:
    return text(await holidays(at).answer(Question(text=question)))


async def asked(question: str, at: str = MONDAY) -> list[str]:
    return text(await hours(at).answer(Question(text=question))).split("\n")


async def test_a_festival_is_told_with_the_trading_days_around_it() -> None:
    assert (await told("国庆股市放几天", "2026-09-20 09:00")).split("\n") == [
        "国庆节休市 7 天：10-01（周四）至10-07（周三）",
        "节前最后交易日 09-30（周三）",
        "节后首个交易日 10-08（周四）",
        "依据 交易所休市安排 · 自动回复 · 不构成投资建议",
    ]


async def test_new_years_eve_is_off_by_law_before_the_exchanges_have_said_so() -> None:
    for question in ("2027年春节股市哪天开始休市", "除夕还开市不"):
        assert (await told(question)).split("\n")[:4] == [
            "没有查到春节的休市公告，先按法定假日推算。",
            "法定放假 2027-02-05（周五）至02-08（周一），这几天不开市",
            "推算休市 10 天：2027-02-05（周五）至02-14（周日）",
            "推算 2027-02-04（周四） 是节前最后交易日，2027-02-15（周一） 是节后首个交易日",
        ]


def test_no_trading_day_is_a_legal_holiday_and_holidays_at_weekends_are_made_up_for() -> None:
    days = load_trading_days()
    for year in (2025, 2026, 2027):
        for festival in FESTIVALS.within(date(year, 1, 1), date(year, 12, 31)):
            legal = list(days_of(festival.legal.first, festival.legal.last))
            assert [day for day in legal if day in days] == [], festival
            off = closure(days, festival.day)
            given = sum(
                each.legal.last.toordinal() - each.legal.first.toordinal() + 1
                for each in FESTIVALS.within(off.first, off.last)
            )
            assert sum(day.weekday() < 5 for day in days_of(off.first, off.last)) >= given, festival


def test_a_closure_of_a_whole_week_day_has_its_festival() -> None:
    for off in closures(load_trading_days(), date(2025, 1, 1), date(2027, 12, 31)):
        assert FESTIVALS.within(off.first, off.last), off


async def test_within_a_festival_the_present_one_is_meant_and_after_it_the_next() -> None:
    assert "10-01（周四）" in await told("国庆放几天", "2026-10-07 09:00")
    assert "2027-10-01（周五）" in await told("国庆放几天", "2026-10-08 09:00")


async def test_days_that_are_not_announced_are_said_to_be_foreseen() -> None:
    said = await told("元旦休息几天")
    assert "2027-01-01（周五）至01-03（周日）" in said
    assert "尚未公布" in said


@pytest.mark.parametrize("question", ["2028年国庆放几天", "2031年春节", "2028-03-01开市吗"])
async def test_a_day_beyond_the_calendar_is_not_guessed(question: str) -> None:
    said = await told(question)
    assert "还没有公布" in said
    assert "开市" not in said.replace("休市安排", "")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("明天开市吗", "11-24（周二）开市，正常交易"),
        ("下周一开不开市", "11-30（周一）开市，正常交易"),
        ("礼拜六有得交易伐", "11-28（周六）休市（周末），11-30（周一）开市"),
        ("2026年10月1号", "10-01（周四）休市（国庆节），10-08（周四）开市"),
        ("周末能交易吗", "11-28（周六）至11-29（周日）休市，11-30（周一）开市"),
        ("圣诞节A股开吗", "12-25（周五）开市，正常交易"),
        ("下一个交易日是哪天", "今天是交易日；上一交易日 11-20（周五），下一交易日 11-24（周二）"),
        ("今年还有几个交易日", "11-23（周一）至12-31（周四）共 29 个交易日"),
        ("今年一共多少个交易日", "01-01（周四）至12-31（周四）共 242 个交易日"),
        ("调休上班那天股市开吗", "周末不开市，调休上班的周六、周日也不开市"),
        ("节假日股市开吗", "元旦 2027-01-01（周五）至01-03（周日），休市3天，2027-01-04（周一）开市"),
        ("下周休市吗", "11-30（周一）至12-06（周日），开市5天，没有节假日休市"),
    ],
)
async def test_a_day_or_a_week_is_open_or_closed(question: str, answer: str) -> None:
    assert (await told(question)).split("\n")[0] == answer


async def test_a_working_saturday_is_closed_all_the_same() -> None:
    assert (await told("10月10号开市吗", "2026-10-08 09:00")).startswith("10-10（周六）休市（周末）")


async def test_a_week_with_a_festival_names_its_days_off() -> None:
    said = await told("下周休市吗", "2026-09-26 09:00")
    assert "开市3天，节假日休市：10-01（周四）至10-07（周三）" in said


async def test_a_year_is_told_closure_by_closure() -> None:
    said = (await told("2026年休市安排")).split("\n")
    names = ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"]
    assert [line.split(" ")[0] for line in said[:-1]] == names
    assert "还没有公布" in await told("2028年休市安排")


async def test_two_festivals_are_a_line_each() -> None:
    first, second, _ = (await told("春节和清明放几天")).split("\n")
    assert first.startswith("春节 2027-02-05")
    assert second.startswith("清明节 2027-04-03")


async def test_without_a_day_the_next_closures_are_told_each_with_its_certainty() -> None:
    first, second, stamp = (await told("最近哪天休市", "2026-09-26 09:00")).split("\n")
    assert first.startswith("国庆节")
    assert "推算" not in first
    assert second.endswith("（推算，尚未公布）")
    assert "交易所休市安排" in stamp


@pytest.mark.parametrize("question", ["港股通春节哪天不能交易", "沪股通什么时候关闭", "美股圣诞休市吗"])
async def test_calendars_of_other_markets_are_said_to_be_unknown(question: str) -> None:
    [said] = messages(await holidays().answer(Question(text=question)))
    assert "公告为准" in said
    assert "02-" not in said


@pytest.mark.parametrize(
    ("at", "moment_key", "words"),
    [
        ("2026-11-23 08:00", "pre_open", "11-20（周五） 的收盘价"),
        ("2026-11-23 09:16", "auction", "虚拟价格"),
        ("2026-11-23 09:26", "opened", "开盘价已经产生"),
        ("2026-11-23 10:00", "trading", "盘中"),
        ("2026-11-23 12:00", "lunch", "11:30"),
        ("2026-11-23 14:58", "closing_auction", "不能撤单"),
        ("2026-11-23 15:01", "closing", "15:05 起"),
        ("2026-11-23 15:10", "after_hours", "收盘价，不再变动"),
        ("2026-11-23 20:00", "closed", "下一个交易日 11-24（周二）"),
        ("2026-11-22 10:00", "day_off", "今天休市"),
    ],
)
async def test_what_prices_mean_is_told_for_every_moment(at: str, moment_key: str, words: str) -> None:
    assert moment_of(SESSION, moment(at)) == moment_key
    assert words in (await asked("现在还能交易吗", at))[0]


def test_every_moment_has_its_words() -> None:
    assert set(WORDS.now) == {
        "pre_open",
        "auction",
        "opened",
        "trading",
        "lunch",
        "closing_auction",
        "closing",
        "after_hours",
        "closed",
        "day_off",
    }


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("集合竞价什么时候能撤单", "09:15 到 09:20 可以撤单；09:20 到 09:25、14:57 到 15:00 不能撤单"),
        ("下午收盘前三分钟是什么规则", "14:57 到 15:00 是收盘集合竞价，撮合出当天的收盘价，期间不能撤单"),
        ("集合競價幾點結束", "09:15 到 09:25 是开盘集合竞价，09:20 之后不能撤单；09:25 产生开盘价"),
        ("盘后三点半前怎么下单", "15:05 到 15:30 可以按当天收盘价买卖，15:00 还停牌的股票不参加"),
        ("明天几点开盘", "11-24（周二）开市，正常交易"),
        ("中午能买股票吗", NOON),
        ("股市有午休吗", NOON),
        ("晚上能交易不", NIGHT),
        ("明天晚上能交易吗", NIGHT),
        ("A股夜里开盘吗", NIGHT),
        ("A股一天交易几个小时", "连续交易一天4小时：09:30-11:30、13:00-15:00"),
        ("收盘后还能买吗", "15:05 到 15:30 可以按当天收盘价买卖，15:00 还停牌的股票不参加"),
    ],
)
async def test_what_is_asked_comes_first(question: str, answer: str) -> None:
    assert (await asked(question))[0] == answer


async def test_the_hours_of_the_day_follow_with_the_rules_they_rest_on() -> None:
    _, *lines, stamp = await asked("几点可以下单")
    assert lines == [
        "09:15-09:25 开盘集合竞价",
        "09:30-11:30 连续竞价",
        "13:00-14:57 连续竞价",
        "14:57-15:00 收盘集合竞价",
        "15:05-15:30 盘后固定价格交易",
    ]
    assert stamp == "依据 上证发〔2026〕41号、深证上〔2026〕551号（2026-07-06起） · 自动回复 · 不构成投资建议"


async def test_before_july_2026_the_main_boards_did_not_trade_after_hours() -> None:
    assert not [line for line in await asked("几点收盘", "2026-07-03 10:00") if "盘后" in line]


async def test_what_is_not_known_of_beijing_is_said() -> None:
    lead, *lines, stamp = await asked("北交所有盘后交易吗")
    assert "待核实" in lead
    assert not [line for line in lines if "盘后" in line]
    assert "待核实，以交易所公告为准" in stamp


async def test_each_answer_offers_the_other() -> None:
    assert buttons(await hours().answer(Question(text="几点开盘"))) == {"近期休市安排": "/ask_holidays"}
    assert buttons(await holidays().answer(Question(text="明天"))) == {"交易时间": "/ask_trading_hours"}


async def test_a_day_of_the_connect_is_never_answered_as_one_of_ours() -> None:
    assert (await asked("港股通几点收盘"))[0].startswith("沪深港通（含港股通）的交易日历我这里没有")


@pytest.mark.parametrize("question", ["", "国庆", "下周", "最近", "几点", "集合竞价撤单", "2027年10月"])
async def test_every_answer_fits_a_phone(question: str) -> None:
    for feature in (holidays(), hours()):
        answer = await feature.answer(Question(text=question))
        assert all(message.count("\n") < 8 for message in messages(answer))
