"""Where a message may fall into several questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components.clauses import split


def clauses(text: str) -> list[str]:
    return [text[clause.start : clause.end] for clause in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("茅台多少钱？怎么开户", ["茅台多少钱", "怎么开户"]),
        ("茅台多少钱?怎么开户!佣金多少;几点开盘", ["茅台多少钱", "怎么开户", "佣金多少", "几点开盘"]),
        ("怎么开户，佣金多少、几点开盘。", ["怎么开户", "佣金多少", "几点开盘"]),
        ("怎么开户\n佣金多少\r\n几点开盘", ["怎么开户", "佣金多少", "几点开盘"]),
        ("怎么开户 佣金多少 K线图", ["怎么开户", "佣金多少", "K线图"]),
        ("1.科创板门槛 2.北交所门槛", ["科创板门槛", "北交所门槛"]),
        ("1、怎么开户2、佣金多少", ["怎么开户", "佣金多少"]),
        ("①怎么开户②佣金多少", ["怎么开户", "佣金多少"]),
        ("第一 怎么开户 第二 佣金多少", ["怎么开户", "佣金多少"]),
        ("怎么开户另外佣金多少", ["怎么开户", "佣金多少"]),
        ("茅台多少钱，顺便问一下怎么开户", ["茅台多少钱", "怎么开户"]),
        ("兩個問題：怎麼開戶還有傭金多少", ["兩個問題", "怎麼開戶", "傭金多少"]),
    ],
)
def test_marks_lists_blanks_and_joints_part_clauses(text: str, expected: list[str]) -> None:
    assert clauses(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "茅台多少钱",
        "茅台1.5元一股吗",
        "9:30开盘吗",
        "还有吗",
        "账户里还有多少钱",
        "T+1是什么",
        "US Stock 2.0",
    ],
)
def test_what_only_looks_like_a_border_parts_nothing(text: str) -> None:
    assert clauses(text) == [text]


@pytest.mark.parametrize("text", ["", "  ", "？？？", "，。", "1. 2. "])
def test_marks_alone_are_no_clause(text: str) -> None:
    assert clauses(text) == []


@given(st.text(alphabet="茅台多少钱怎麼開户另外还有1.2、①，。？ \n", max_size=60))
def test_clauses_stand_in_order_and_hold_words(text: str) -> None:
    ends = [0]
    for clause in split(text):
        assert ends[-1] <= clause.start < clause.end <= len(text)
        assert text[clause.start : clause.end].strip()
        ends.append(clause.end)


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        ("手机丢了，验证码收不到，怎么办理挂失", ["怎么办理挂失"]),
        ("身份证到期 买入受限 能在手机上办吗", ["能在手机上办吗"]),
        ("茅台多少钱，涨了没", ["茅台多少钱"]),
        ("密码忘了。账户锁了。", ["密码忘了", "账户锁了"]),
        ("密码忘了，还有账户锁了", ["密码忘了", "账户锁了"]),
        ("帮我查持仓 给我看走势", ["帮我查持仓", "给我看走势"]),
        ("佣金多少、红利税、结息日", ["佣金多少", "红利税", "结息日"]),
        ("不问该不该卖 怎么撤单", ["怎么撤单"]),
    ],
)
def test_between_commas_and_blanks_only_what_sounds_like_a_question_asks(
    text: str, asking: list[str]
) -> None:
    assert [text[each.start : each.end] for each in split(text) if each.asks] == asking
