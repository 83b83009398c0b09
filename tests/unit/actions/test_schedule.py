"""When reports come and dividends are paid, as an investor reads it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from actions.facts import FactWords
from actions.identify import Identifier
from actions.residue import Residue
from actions.rule_stamps import RuleStamp
from actions.schedule.feature import Schedule, ScheduleWords, Wish
from actions.schedule.reports import next_period
from market.fact import Gap
from market.schedule import DISCLOSURES, DIVIDEND_PLANS, DIVIDENDS, Disclosure, Dividend
from rules.report_deadlines import ReportDeadlines
from tests.unit.actions.given import FUND, PING_AN_BANK, FakeLexicon
from tests.unit.actions.given_facts import GivenMarket, about
from tests.unit.actions.reading import buttons, messages, text

WORDS = ScheduleWords.load()
PAID = Dividend(
    "implemented",
    period=date(2019, 12, 31),
    announced=date(2020, 5, 22),
    cash=Decimal("2.18"),
    record_date=date(2020, 5, 27),
    ex_date=date(2020, 5, 28),
    pay_date=date(2020, 5, 28),
)
"""平安银行 for 2019 (data/demo/schedule.csv)."""
PLAN = replace(
    PAID, progress="plan", announced=date(2020, 2, 14), record_date=None, ex_date=None, pay_date=None
)
NOTHING = Dividend("none", period=date(2020, 6, 30), announced=date(2020, 8, 28))
REPORTED = Disclosure(date(2019, 12, 31), date(2020, 2, 14), date(2020, 2, 14), date(2020, 2, 14))


def schedule(known: dict[Any, Any], now: str, **market: Any) -> Schedule:
    return Schedule(
        GivenMarket(now, known, **market),
        Identifier(FakeLexicon(), Residue.load()),
        WORDS,
        FactWords.load(),
        ReportDeadlines.load(),
        RuleStamp.load(),
    )


async def asked(question: str, known: dict[Any, Any], now: str, **market: Any) -> str:
    return text(await schedule(known, now, **market).answer(about(question, PING_AN_BANK)))


def dividends(*carried_out: Dividend, plans: tuple[Dividend, ...] = ()) -> dict[Any, Any]:
    return {(DIVIDENDS, PING_AN_BANK): carried_out, (DIVIDEND_PLANS, PING_AN_BANK): plans}


def appointed(*disclosures: Disclosure) -> dict[Any, Any]:
    return {(DISCLOSURES, PING_AN_BANK): disclosures}


async def test_the_dividend_that_is_coming_is_told_with_its_days() -> None:
    told = await asked("平安银行分红登记日是哪天", dividends(PAID), "2020-05-25 10:00")
    assert told.split("\n") == [
        "平安银行 000001 分红",
        "即将实施：每10股派2.18元（含税）",
        "股权登记日 05-27，除权除息日 05-28",
        "派息日 05-28",
        "05-25 10:00 · 巨潮资讯 · 自动回复 · 不构成投资建议",
    ]


async def test_a_plan_without_dates_is_no_date() -> None:
    told = await asked("平安银行什么时候分红", dividends(plans=(PLAN,)), "2020-03-02 10:00")
    assert "最新方案：每10股派2.18元（含税），董事会预案（02-14）\n股权登记日还没公布" in told
    passed = replace(PLAN, progress="approved", announced=date(2020, 5, 14))
    told = await asked("平安银行什么时候分红", dividends(plans=(passed,)), "2020-05-15 10:00")
    assert "股东大会已通过（05-14）" in told


async def test_what_was_carried_out_last_comes_after_what_is_new() -> None:
    told = await asked("平安银行分红", dividends(PAID, plans=(PAID, NOTHING)), "2020-09-01 10:00")
    assert "最近一次公告是不分配（08-28）\n上一次：每10股派2.18元（含税）" in told


async def test_bonus_and_transferred_shares_are_told_with_the_cash() -> None:
    both = replace(PAID, bonus=Decimal(10), transfer=Decimal("1.50"), cash=Decimal("2.50"))
    told = await asked("平安银行送股", dividends(both), "2020-09-01 10:00")
    assert "每10股送10股转增1.5股派2.5元（含税）" in told


async def test_one_house_is_enough_for_what_was_carried_out() -> None:
    known = {(DIVIDENDS, PING_AN_BANK): Gap[Any]("source_down"), (DIVIDEND_PLANS, PING_AN_BANK): (PAID,)}
    assert "上一次：每10股派2.18元" in await asked("平安银行分红", known, "2020-09-01 10:00")


@pytest.mark.parametrize(
    ("lack", "mode", "told"),
    [
        ("source_down", "live", "暂时取不到平安银行 000001 分红记录，请稍后再试。"),
        ("no_data", "live", "没有查到平安银行 000001 分红记录。"),
        ("no_data", "demo", "演示数据里没有平安银行 000001 分红记录。接入实时数据后可以查到。"),
    ],
)
async def test_no_dividend_and_no_answer_are_told_apart(lack: Any, mode: str, told: str) -> None:
    assert await asked("平安银行分红", {}, "2020-09-01 10:00", lack=lack, mode=mode) == told


async def test_a_report_that_came_is_told_with_its_day() -> None:
    told = await asked("平安银行年报什么时候出", appointed(REPORTED), "2020-03-02 10:00")
    assert "2019年年报：已于 2020-02-14 披露" in told
    assert "11-" not in told


async def test_an_appointed_day_is_told_and_its_change() -> None:
    ahead = replace(REPORTED, actual=None)
    assert "2019年年报：预约 2020-02-14 披露" in await asked("年报", appointed(ahead), "2020-01-10 10:00")
    moved = replace(ahead, first_appointed=date(2020, 2, 10))
    told = await asked("平安银行年报什么时候出", appointed(moved), "2020-01-10 10:00")
    assert "2019年年报：预约 2020-02-14 披露（原定 2020-02-10）" in told


async def test_days_that_are_not_out_yet_are_said_to_be_not_out_with_the_last_day_by_the_rules() -> None:
    told = await asked("平安银行年报什么时候出", {}, "2026-11-23 10:00")
    assert "2026年年报：预约披露日期还没公布\n2026年年报最晚 2027-04-30 披露" in told
    assert "待核实，以交易所公告为准" in told


async def test_the_report_after_the_one_that_came_is_told_when_it_is_near() -> None:
    third = Disclosure(date(2026, 9, 30), date(2026, 10, 28), date(2026, 10, 28), date(2026, 10, 28))
    told = await asked("平安银行财报什么时候出", appointed(third), "2026-11-23 10:00")
    assert "2026年三季报：已于 2026-10-28 披露\n2026年年报：预约披露日期还没公布" in told
    assert "最晚日期依据" in told
    alone = await asked("平安银行三季报什么时候出", appointed(third), "2026-11-23 10:00")
    assert "已于 2026-10-28 披露" in alone
    assert "2027" not in alone


async def test_when_nobody_can_say_nothing_is_said_to_be_unpublished() -> None:
    told = await asked("平安银行年报什么时候出", {}, "2026-11-23 10:00", lack="source_down")
    assert told == "暂时取不到平安银行 000001 财报预约披露日期，请稍后再试。"
    told = await asked("平安银行年报什么时候出", {}, "2026-11-23 10:00", mode="demo")
    assert told.startswith("演示数据里没有平安银行 000001 财报预约披露日期")


async def test_without_a_share_the_last_days_by_the_rules_are_the_answer() -> None:
    answer = await schedule({}, "2026-11-23 10:00").answer(about("财报季什么时候"))
    assert messages(answer)[0].split("\n")[1:5] == [
        "2026年年报最晚 2027-04-30 披露",
        "2027年一季报最晚 2027-04-30 披露",
        "2027年半年报最晚 2027-08-31 披露",
        "2027年三季报最晚 2027-10-31 披露",
    ]
    assert "待核实" in text(answer)
    assert answer.awaiting
    assert answer.details == {"schedule_field": "report"}
    quarter = await schedule({}, "2026-11-23 10:00").answer(about("三季报截止日期"))
    assert quarter.details == {"schedule_field": "report,q3"}
    assert "2027年三季报最晚 2027-10-31 披露" in text(quarter)


async def test_before_any_rule_that_we_know_a_share_is_asked_for() -> None:
    answer = await schedule({}, "2019-11-23 10:00").answer(about("年报什么时候出"))
    assert text(answer) == "您想查哪只股票？说名称或六位代码都行。"


async def test_what_was_asked_is_asked_again_of_the_share_that_is_named_then() -> None:
    details = {"schedule_field": "report,q4"}
    question = about("平安银行", PING_AN_BANK, details=details)
    answer = await schedule(appointed(REPORTED), "2020-03-02 10:00").answer(question)
    assert "2019年年报：已于 2020-02-14 披露" in text(answer)
    assert answer.details == details


async def test_a_question_about_both_is_answered_in_two_messages() -> None:
    known = dividends(PAID) | appointed(REPORTED)
    answer = await schedule(known, "2020-06-02 10:00").answer(about("平安银行日程", PING_AN_BANK))
    dividend, report = messages(answer)
    assert "上一次：每10股派2.18元（含税）" in dividend
    assert "平安银行 000001 财报披露" in report
    assert "/ask_indicator" in buttons(answer)["财务数据"]
    assert [len(each.buttons) for each in answer.utterances] == [0, 2]


async def test_the_dividend_of_a_year_that_is_over_is_that_of_this_year_alone() -> None:
    older = replace(PAID, ex_date=date(2019, 6, 26), record_date=date(2019, 6, 25), cash=Decimal("1.45"))
    known = dividends(PAID, older, plans=(NOTHING,))
    told = await asked("平安银行去年分了多少", known, "2020-11-26 10:00")
    assert told.split("\n")[1:-1] == ["2019-06-26 除权：每10股派1.45元（含税）"]
    assert "财报" not in told
    none = await asked("平安银行2018年分红", known, "2020-11-26 10:00")
    assert "没有查到2018年实施的分红\n上一次：每10股派2.18元（含税）" in none


async def test_the_dividends_of_several_years_are_all_listed() -> None:
    older = replace(PAID, ex_date=date(2019, 6, 26), cash=Decimal("1.45"))
    oldest = replace(PAID, ex_date=date(2017, 7, 21), cash=Decimal("1.58"))
    known = dividends(oldest, PAID, older)
    answer = await schedule(known, "2020-11-26 10:00").answer(about("平安银行近三年分红", PING_AN_BANK))
    assert text(answer).split("\n")[1:-1] == [
        "2018年以来实施的，近的在前：",
        "05-28 除权：每10股派2.18元（含税）",
        "2019-06-26 除权：每10股派1.45元（含税）",
    ]
    assert Wish.remembered(answer.details["schedule_field"]).count == 3
    assert "没有查到2024年以来实施的分红" in await asked("近两年分红", known, "2025-11-26 10:00")


async def test_the_report_of_a_year_that_is_named_is_that_one() -> None:
    known = appointed(REPORTED, replace(REPORTED, period=date(2018, 12, 31), actual=date(2019, 3, 7)))
    assert "2018年年报：已于 2019-03-07 披露" in await asked(
        "2018年报什么时候出的", known, "2020-06-01 10:00"
    )
    last = await asked("平安银行去年年报哪天披露的", known, "2020-06-01 10:00")
    assert "2019年年报：已于 2020-02-14 披露" in last
    unknown = await asked("平安银行去年年报哪天披露的", known, "2026-11-26 10:00")
    assert "没有查到2025年年报的披露日期" in unknown
    assert "2026年年报" not in unknown


async def test_a_fund_reports_nothing_of_the_kind() -> None:
    answer = await schedule({}, "2026-11-23 10:00").answer(about("什么时候分红", FUND))
    assert text(answer) == "沪深300ETF 510300 没有分红记录这一项。"


@pytest.mark.parametrize(
    ("question", "asked_for", "quarter"),
    [
        ("什么时候出三季报", ("report",), 3),
        ("一季报几号", ("report",), 1),
        ("中报什么时候披露", ("report",), 2),
        ("年报预约披露时间", ("report",), 4),
        ("分红登记日是哪天", ("dividend",), None),
        ("除权日", ("dividend",), None),
        ("年报分红多少", ("dividend", "report"), 4),
        ("去年分了多少", ("dividend",), None),
        ("你好", (), None),
    ],
)
def test_what_is_asked_for_is_read_from_the_words(
    question: str, asked_for: tuple[str, ...], quarter: int | None
) -> None:
    wish = Wish.read(question, WORDS, date(2026, 11, 26))
    assert (wish.asked, wish.quarter) == (asked_for, quarter)
    assert Wish.remembered(wish.details.get("schedule_field", "")) == wish


def test_the_period_after_the_year_is_the_first_quarter() -> None:
    assert next_period(date(2026, 12, 31)) == date(2027, 3, 31)
    assert next_period(date(2026, 9, 30)) == date(2026, 12, 31)
