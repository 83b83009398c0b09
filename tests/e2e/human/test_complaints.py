"""Grievances, claims and distress: a number and deadlines, a way to people, and nothing is argued."""

import re

from tests.e2e.dialogue import Says, talk
from tests.e2e.system import System

NUMBER = re.compile(r"编号 (\d{6}-\d{4})")


def test_a_complaint_gets_a_number_and_can_be_asked_for(system: System) -> None:
    sender = system.new_sender()
    [reply] = talk(
        system, [Says("我要投诉你们客户经理", hears=["已登记", "前有工作人员联系您"], topic="CMP01")], sender
    )
    found = NUMBER.search(reply.text)
    assert found
    talk(system, [Says("我的投诉处理到哪一步了", hears=[found[1]], topic="CMP02")], sender)


def test_a_second_complaint_is_added_to_the_first(system: System) -> None:
    sender = system.new_sender()
    [first] = talk(system, [Says("我要投诉你们客户经理")], sender)
    [second] = talk(system, [Says("我还要投诉，你们系统卡得我没卖掉", hears=["已补充"])], sender)
    numbers = NUMBER.findall(first.text + second.text)
    assert len(numbers) == 2
    assert len(set(numbers)) == 1


def test_staff_sees_what_waits(system: System) -> None:
    talk(system, [Says("我要投诉你们客户经理")])
    metrics = system.metrics()
    waiting = re.search(r'wenpan_tickets_waiting\{late="no"\} (\d+)', metrics)
    assert waiting
    assert int(waiting[1]) >= 1


def test_despair_is_met_with_a_line_to_call_and_never_with_money(system: System) -> None:
    sender = system.new_sender()
    talk(
        system,
        [Says("亏成这样我不想活了", hears=["12356"], never=["行情", "买", "卖"], topic="CMP07")],
        sender,
    )
    assert "wenpan_unserved_handoffs_total" in system.metrics()
