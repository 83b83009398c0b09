"""What is asked for and not told is named first; nothing else takes its place unmarked."""

import pytest

from tests.unit.actions.given import PING_AN_BANK
from tests.unit.actions.given_facts import about
from tests.unit.actions.indicator.given import bars_of, indicator, reported, valued
from tests.unit.actions.reading import buttons, messages


@pytest.mark.parametrize(
    ("words", "lacking"),
    [
        ("平安银行不良率", "不良率"),
        ("平安银行拨备覆盖率", "拨备覆盖率"),
        ("平安银行WR", "WR"),
        ("平安银行近三个月换手率", "一段时间的换手率"),
    ],
)
async def test_a_figure_that_nobody_tells_is_named_and_no_other_takes_its_place(
    words: str, lacking: str
) -> None:
    answer = await indicator(valued()).answer(about(words, PING_AN_BANK))
    assert messages(answer) == [f"没有{lacking}这一项。"]
    assert list(buttons(answer)) == ["估值", "财务数据", "技术指标"]


@pytest.mark.parametrize(
    ("words", "lacking"),
    [
        ("RSI14多少", "RSI14"),
        ("MA250", "MA250"),
        ("120日均线", "MA120"),
        ("MA30和MA20", "MA30"),
        ("年线均线", "年线（MA250）"),
    ],
)
async def test_another_window_is_named_before_those_that_are_told(words: str, lacking: str) -> None:
    answer = await indicator(bars_of(PING_AN_BANK, adjusted=True)).answer(about(words, PING_AN_BANK))
    noted, told = messages(answer)
    assert noted == f"没有{lacking}这一项。"
    assert "MA5 " in told or "RSI6 " in told


@pytest.mark.parametrize("words", ["MA20多少", "20日均线", "RSI6", "MACD(12,26,9)", "均线"])
async def test_a_window_that_is_told_needs_no_word(words: str) -> None:
    answer = await indicator(bars_of(PING_AN_BANK, adjusted=True)).answer(about(words, PING_AN_BANK))
    assert len(messages(answer)) == 1


async def test_at_most_two_messages_are_said_beside_what_is_lacking() -> None:
    known = valued() | reported()
    answer = await indicator(known).answer(about("不良率和市盈率和净利润", PING_AN_BANK))
    assert len(messages(answer)) == 2
    assert messages(answer)[0] == "没有不良率这一项。"
