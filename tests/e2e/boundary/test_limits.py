"""What the assistant does not do: it says so kindly, gives facts, and never ends on a plain no."""

import pytest

from tests.e2e.dialogue import Says, talk
from tests.e2e.system import System

PROMISES = ["建议买", "建议您买", "可以买入", "推荐买入", "一定会", "肯定会", "稳赚", "目标价"]


@pytest.mark.parametrize("question", ["浦发银行能买吗", "推荐几只股票", "浦发银行该割肉吗"])
def test_advice_is_declined(system: System, question: str) -> None:
    talk(system, [Says(question, hears=["持牌"], never=PROMISES, topic="ADV01")])


@pytest.mark.parametrize("question", ["明天大盘会涨吗", "浦发银行明天会涨吗", "能保证赚钱吗"])
def test_no_forecast_is_made(system: System, question: str) -> None:
    talk(system, [Says(question, hears=["不能判断"], never=PROMISES, topic="ADV02")])


def test_a_rumour_is_neither_confirmed_nor_denied(system: System) -> None:
    talk(
        system,
        [
            Says(
                "听说浦发银行要重组是真的吗",
                hears=["公告"],
                never=["属实。", "是假的", "是真的"],
                topic="ADV03",
            )
        ],
    )


def test_no_order_is_taken(system: System) -> None:
    talk(
        system,
        [
            Says(
                "帮我买100股浦发银行",
                hears=["不能", "交易软件"],
                never=["已下单", "已为您买入"],
                topic="TRD14",
            )
        ],
    )


def test_advice_about_a_share_comes_with_its_facts(system: System) -> None:
    talk(system, [Says("浦发银行能买吗", hears=["浦发银行 600000", "不构成投资建议"])])


def test_a_decline_about_the_share_spoken_of_comes_with_its_facts(system: System) -> None:
    asked = Says("该割肉吗", hears=["浦发银行 600000"], never=PROMISES, buttons=["走势图"], topic="ADV01")
    talk(system, [Says("浦发银行多少钱"), asked])


def test_a_decline_without_a_share_leads_to_what_there_is(system: System) -> None:
    talk(system, [Says("推荐一只好股票", never=PROMISES, buttons=["大盘怎么样"], topic="ADV01")])


def test_a_rumour_about_a_share_leads_to_its_announcements(system: System) -> None:
    talk(system, [Says("听说浦发银行要退市", buttons=["公告", "退市风险"], topic="ADV03")])


def test_what_buying_before_the_end_takes_is_told_as_a_rule(system: System) -> None:
    talk(system, [Says("退市整理期能买吗", hears=["整理期", "日均资产"], never=PROMISES, topic="PRM06")])


def test_it_says_that_it_is_a_machine(system: System) -> None:
    talk(system, [Says("你是机器人吗", hears=["机器人", "不是真人"], topic="ADV05")])


def test_the_first_words_say_what_it_is_and_can_do(system: System) -> None:
    talk(system, [Says("你好", hears=["自动", "行情"])])


def test_distress_is_met_with_people_and_not_with_prices(system: System) -> None:
    talk(system, [Says("亏光了不想活了", hears=["12356"], never=["行情", "股票"], topic="CMP07")])


def test_a_stolen_account_gets_the_two_steps_that_help(system: System) -> None:
    talk(system, [Says("我的账户被盗了", hears=["110", "冻结"], topic="PWD06")])


def test_what_it_cannot_do_ends_with_what_it_can(system: System) -> None:
    talk(system, [Says("今天天气怎么样", buttons=["大盘怎么样", "能查什么"])])
