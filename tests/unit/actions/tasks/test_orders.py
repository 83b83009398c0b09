"""What investors write about messages that are sent unasked is read as they mean it, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.question import Question
from actions.tasks.hours import clock, read_hours
from actions.tasks.orders import Order, Reading, SubscribingWords
from actions.tasks.plain import plain
from actions.tasks.task import Said
from customers.kinds import load_kinds
from customers.quiet import DAY
from tests.unit.actions.given import NOW

WORDS = SubscribingWords.load()
READING = Reading(WORDS, load_kinds())
MINUTE = st.integers(0, DAY - 1)


def order(text: str) -> Order | None:
    return READING.order(plain(Said(Question(text), "web", "u1", "m1", NOW)))


@pytest.mark.parametrize(
    ("text", "act", "kinds"),
    [
        ("订阅早报", "on", "brief_morning"),
        ("帮我订阅一下收盘简报吧", "on", "brief_close"),
        ("我想订早报和周报", "on", "brief_morning brief_weekly"),
        ("訂閱早報！", "on", "brief_morning"),
        ("每天给我发早报", "on", "brief_morning"),
        ("打开公告提醒", "on", "announcement"),
        ("订阅新股申购", "on", "ipo"),
        ("开通解禁和分红提醒", "on", "dates"),
        ("退订早报", "off", "brief_morning"),
        ("取消收盘简报", "off", "brief_close"),
        ("早报不要了", "off", "brief_morning"),
        ("别再给我发周报了", "off", "brief_weekly"),
        ("不要营销", "off", "marketing"),
        ("别给我发广告了", "off", "marketing"),
        ("关掉退市提醒", "off", "delisting"),
        ("退订早报、午报和周报", "off", "brief_morning brief_midday brief_weekly"),
        ("怎么订阅中签提醒", "asked_on", "ipo"),
        ("早报能订阅吗", "asked_on", "brief_morning"),
        ("怎么退订早报？", "asked_off", "brief_morning"),
        ("别再给我发消息了", "all_off", ""),
        ("关掉所有通知", "all_off", ""),
        ("不想收到推送了", "all_off", ""),
        ("全部退订", "all_off", ""),
        ("我订阅了什么", "list", ""),
        ("TD", "leave", ""),
        ("退订", "leave", ""),
        ("订阅", "offer", ""),
        ("免打扰怎么设置", "quiet_ask", ""),
        ("取消免打扰", "quiet_off", ""),
    ],
)
def test_an_order_names_what_it_wants(text: str, act: str, kinds: str) -> None:
    assert order(text) == Order(act, tuple(kinds.split()))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("改成只在晚上通知", "22:00-18:00"),
        ("22点到8点别发消息", "22:00-08:00"),
        ("晚上10点到早上8点不要打扰我", "22:00-08:00"),
        ("晚上十点半到七点免打扰", "22:30-07:00"),
        ("免打扰 22:00-7:30", "22:00-07:30"),
        ("下午1点到3点别推消息", "13:00-15:00"),
        ("晚上7点到9点别发", "19:00-21:00"),
        ("晚上12点到早上6点别发消息", "00:00-06:00"),
        ("二十三点到六点一刻勿扰", "23:00-06:15"),
        ("晚上十点以后别推了", "22:00-08:00"),
        ("只在9点到15点通知我", "15:00-09:00"),
        ("上班时间别打扰我", "09:00-18:00"),
        ("别半夜发消息", "23:00-07:00"),
        ("中午12点到2点不要发", "12:00-14:00"),
        ("收盘以后再通知我", "22:00-15:00"),
        ("只要开盘时间的通知", "15:00-09:30"),
    ],
)
def test_hours_are_read_as_they_are_said(text: str, hours: str) -> None:
    found = order(text)
    assert found is not None
    assert found.act == "hours"
    start, end = (int(each) for each in found.value.split("-"))
    assert f"{clock(start)}-{clock(end)}" == hours


@pytest.mark.parametrize("text", ["25点到8点别发消息", "8点到8点别发消息", "22点70分到8点免打扰"])
def test_hours_that_there_are_not_are_asked_for_again(text: str) -> None:
    assert order(text) == Order("quiet_ask")


@pytest.mark.parametrize(
    "text",
    [
        "贵州茅台多少钱",
        "今天有什么公告",
        "打开公告",
        "取消新股申购",
        "取消新债",
        "怎么取消申购",
        "取消退市风险警示要什么条件",
        "科创板几点到几点能交易",
        "9点15到9点25能撤单吗",
        "早上别买推荐的股票",
        "别给我打推销电话了",
        "周末不要给我发",
        "短信费怎么收",
        "怎么取消自选",
        "开通创业板",
        "取消委托",
        "红色预警是什么意思",
        "为什么给我发红色提醒",
        "以后用英文名怎么写",
        "",
        "订阅" + "早报" * 5_000,
        "别发" * 15,
    ],
)
def test_what_is_another_question_is_left_to_others(text: str) -> None:
    assert order(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("以后用英文", "en"),
        ("改成英语", "en"),
        ("以后都请用英文回复我吧", "en"),
        ("繁體", None),
        ("请用英文回复我", None),
        ("switch to English", None),
        ("Always reply in English, please.", "en"),
        ("please always answer in English", "en"),
        ("back to Chinese", "zh-Hans"),
        ("以後用繁體", "zh-Hant"),
        ("改回中文", "zh-Hans"),
    ],
)
def test_a_language_is_wished_for_in_whole_words(text: str, language: str | None) -> None:
    assert order(text) == (Order("language", value=language) if language else None)


@given(MINUTE, MINUTE)
def test_any_hours_that_are_written_as_a_clock_are_read(start: int, end: int) -> None:
    text = f"{clock(start)}到{clock(end)}别发消息"
    assert read_hours(text, WORDS) == ((start, end) if start != end else None)
    only = f"只在{clock(start)}到{clock(end)}通知我"
    assert read_hours(only, WORDS) == ((end, start) if start != end else None)


@given(st.text(max_size=60))
def test_nothing_that_is_written_breaks_the_reading(text: str) -> None:
    found = order(text)
    assert found is None or found.act


@given(st.text(max_size=40))
def test_no_button_that_is_made_up_breaks_it(choice: str) -> None:
    found = READING.pressed(choice)
    assert found is None or found.act
