"""Every market topic in a demonstration: a dated sample, or plainly that there is none."""

import pytest

from tests.e2e.dialogue import Says, talk
from tests.e2e.system import System, wait_for

SAMPLES = [
    Says("浦发银行多少钱", ["13.75", "演示数据 截至 2025-08-05"], topic="QUO01"),
    Says("平安银行是做什么的", ["存贷款", "演示数据 截至 2020-06-16"], topic="QUO03"),
    Says("华图山鼎最近有什么公告", ["2021年年度报告", "演示数据 截至 2022-05-11"], topic="QUO04"),
    Says("中国平安分红登记日是哪天", ["2020-05-07", "演示数据"], topic="QUO05"),
    Says("今天有哪些股票停牌", ["2024-04-26", "文投控股", "演示数据"], topic="QUO06"),
    Says("浦发银行明天涨停价多少", ["2025-08-06", "15.13", "演示数据"], topic="QUO07"),
    Says("看下浦发银行的日K", ["日K", "13.75", "演示数据 截至 2025-08-05"], topic="QUO12"),
    Says("平安银行市盈率多少", ["8.54", "演示数据 截至 2020-06-16"], topic="QUO13"),
    Says("今天有什么大新闻", ["2024-03-13", "演示数据"], topic="QUO14"),
    Says("今天哪些板块涨得好", ["半导体及元件", "演示数据"], topic="QUO15"),
    Says("161725基金净值多少", ["1.2914", "2021-08-13", "演示数据"], topic="FND02"),
    Says("平安银行会不会退市", ["正常上市", "演示数据"], topic="CRP05"),
    Says("金徽股份质押多吗", ["质押", "演示数据"], topic="CRP05"),
    Says("最近有哪些新股可以申购", ["2026-03", "演示数据"], topic="IPO01"),
    Says("茅台最近有什么公告", ["演示数据里没有"], topic="QUO04"),
]


@pytest.mark.parametrize("turn", SAMPLES, ids=lambda turn: turn.text)
def test_a_sample_is_dated_and_called_a_sample(demo: System, turn: Says) -> None:
    talk(demo, [turn])


def test_a_report_is_made_of_samples_and_names_what_it_lacks(demo: System) -> None:
    sender = demo.new_sender()
    [reply] = talk(demo, [Says("帮我分析下平安银行", ["平安银行 000001"], topic="QUO11")], sender)
    seen = reply.body["seq"]
    wait_for(lambda: bool(demo.messages(sender, after=seen)), 60, "no report came")
    [report] = demo.messages(sender, after=seen)
    assert "【估值】截至 2020-06-16" in report["text"]
    assert "市盈率TTM 8.54" in report["text"]
    assert "走势图（演示数据里没有）" in report["text"]
    assert "不含观点和预测" in report["text"]
