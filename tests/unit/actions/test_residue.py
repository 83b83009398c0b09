"""What remains of a question when its ordinary words are taken away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.residue import LONGEST, Residue

RESIDUE = Residue.load()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("康隆化成多少钱", "康隆化成"),
        ("帮我查一下茅苔的股价", "茅苔"),
        ("可以看一下三七互玉的行情吗", "三七互玉"),
        ("特斯拉股价", "特斯拉"),
        ("小米股票多少钱", "小米"),
        ("999999多少钱", "999999"),
        ("代码 888888 今天最高", "888888"),
        ("９９９９９９多少錢", "999999"),
        ('<img src=x onerror="alert(1)">康隆化成多少钱', "康隆化成"),
        ("来张康隆化成的走势图", "康隆化成"),
        ("康隆化成最近有什么公告", "康隆化成"),
        ("帮我分析下贵州毛台", "贵州毛台"),
        ("招伤银行股息率", "招伤银行"),
        ("康隆化成会退市吗", "康隆化成"),
        ("五凉液周线图", "五凉液"),
    ],
)
def test_an_unknown_name_is_left(text: str, name: str) -> None:
    assert RESIDUE.of(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "它今天最高多少",
        "换手率呢",
        "今天涨了几个点",
        "现在多少钱一股",
        "这只股票今天怎么样",
        "那它的涨停价是多少呢",
        "我想查一下股票",
        "最高最低",
        "昨天收盘价",
        "",
        "？？",
        "3块5",
        "看下走势图",
        "换成周线",
        "它最近的公告呢",
        "这只票会不会退市",
        "有哪些新股",
        "市盈率和股息率",
        "什么时候分红",
        "停牌到什么时候",
    ],
)
def test_a_question_without_a_name_leaves_nothing(text: str) -> None:
    assert RESIDUE.of(text) == ""


@given(st.text(max_size=300))
def test_whatever_is_left_is_short_and_without_marks(text: str) -> None:
    left = RESIDUE.of(text)
    assert len(left) <= LONGEST
    assert not set(left) & set("<>{}[]'\"`/\\\n\r\0")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13812345678", "13812345678"),
        ("600000000多少钱", "600000000"),
        ("00700股价", "00700"),
        ("我有600519元", ""),
        ("20250630的净值", ""),
        ("涨到1234.56了吗", ""),
    ],
)
def test_a_number_that_is_no_amount_and_no_day_may_be_a_code(text: str, number: str) -> None:
    assert RESIDUE.of(text) == number


@pytest.mark.parametrize(
    ("text", "name"), [("哈药有什么公告", "哈药"), ("查下茅苔哈", "茅苔"), ("今天涨了哈", "")]
)
def test_a_name_keeps_a_beginning_that_ends_other_questions(text: str, name: str) -> None:
    assert RESIDUE.of(text) == name
