"""The delisting lines and the meaning of warnings, explained from dated rows without any share."""

import pytest

from tests.unit.actions.given_facts import about
from tests.unit.actions.reading import text
from tests.unit.actions.risk.given import ask


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("ST是什么意思", "名字前带 ST 是其他风险警示"),
        ("星号ST跟普通ST差在哪", "名字前带 ST 是其他风险警示"),
        ("已经ST的要满足什么才能摘掉", "摘帽、摘星要等原因消除"),
        ("什么情况会退市", "收盘价 连续20个交易日低于1元（沪深主板、科创板、创业板）"),
        ("一块钱以下多少天就得走人", "收盘价 连续20个交易日低于1元"),
        ("创业板市值低于3亿会怎样", "总市值 连续20个交易日低于3亿元（创业板）"),
        ("哪些情形会被强制退市", "年报 亏损且营业收入低于3亿元（沪深主板）"),
        ("财务造假会退市吗", "重大违法类：欺诈发行"),
        ("这公司年报被出具无法表示意见 后果是什么", "规范类："),
    ],
)
async def test_rules_are_explained_without_a_share(said: str, part: str) -> None:
    answer = text(await ask(about(said)))
    assert part in answer
    assert "依据" in answer.splitlines()[-1]
    assert "待核实" in answer or "深证上" in answer
