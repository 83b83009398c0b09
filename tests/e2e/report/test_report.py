"""The report on one share: an answer at once, then within a minute chart and facts in a second message."""

import time

from tests.e2e.dialogue import Says, talk
from tests.e2e.system import System, wait_for

WITHIN = 60.0


def test_quote_at_once_then_chart_and_facts_within_a_minute(system: System) -> None:
    sender, asked = system.new_sender(), time.monotonic()
    [reply] = talk(
        system, [Says("帮我分析下平安银行", ["平安银行 000001", "一分钟内"], topic="QUO11")], sender
    )
    seen = reply.body["seq"]
    wait_for(lambda: bool(system.messages(sender, after=seen)), WITHIN, "no report came")
    assert time.monotonic() - asked < WITHIN
    [report] = system.messages(sender, after=seen)
    for part in ("【价格走势】", "【估值】", "【财务】", "【资金】", "【日程】", "【风险】"):
        assert part in report["text"], report["text"]
    assert "深交所" in report["text"]
    assert "不含观点和预测" in report["text"]
    assert system.client.get(report["image"]).content.startswith(b"\x89PNG")


def test_a_gateway_killed_meanwhile_still_keeps_its_promise_once(system: System) -> None:
    sender = system.new_sender()
    [reply] = talk(system, [Says("分析一下浦发银行", ["浦发银行 600000"], topic="QUO11")], sender)
    system.kill("gateway")
    system.wait_healthy()
    seen = reply.body["seq"]
    wait_for(lambda: bool(system.messages(sender, after=seen)), WITHIN, "no report came")
    time.sleep(3)
    [report] = system.messages(sender, after=seen)
    assert "浦发银行 600000 事实报告" in report["text"]


def test_an_index_is_told_to_have_no_report(system: System) -> None:
    talk(system, [Says("帮我分析下上证指数", ["没有个股报告"])])
