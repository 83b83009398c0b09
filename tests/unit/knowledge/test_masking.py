"""Nothing that tells who wrote a message is left in it, and nothing else is taken out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.masking import mask

KEPT = [
    "贵州茅台600519多少钱",
    "SH600519和sz000001哪个涨得多",
    "2026年3月2日能交易吗",
    "2026-03-02 09:30的价格",
    "20260302能交易吗",
    "12万市值能申购多少",
    "成交额147.92亿，市值22210000.50元",
    "12345678元怎么转出",
    "我叫什么名字你知道吗",
    "叫人工",
    "我叫不到人工",
    "户名和身份证不一致怎么办",
    "姓名填错了能改吗",
    "本人持有ST股票怎么办",
    "电话打不通",
    "密码忘了",
    "手机号换了怎么改",
    "资金账号在哪里看",
    "T+1是什么",
    "一二三板块",
    "how to open an account",
    "123,456,789",
]


@pytest.mark.parametrize("text", KEPT)
def test_a_question_without_a_person_in_it_is_kept_as_it_is(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我手机13812345678收不到验证码", "我手机<phone>收不到验证码"),
        ("138 1234 5678换号了", "<phone>换号了"),
        ("+86 138-1234-5678", "<phone>"),
        ("１３８１２３４５６７８", "<phone>"),
        ("打010-12345678没人接", "打<phone>没人接"),
        ("热线4008001234占线", "热线<phone>占线"),
        ("身份证11010519491231002X过期了", "身份证<id>过期了"),
        ("110105194912310021", "<id>"),
        ("110105491231002", "<id>"),
        ("我的护照E12345678能开户吗", "我的护照<id>能开户吗"),
        ("卡号6222 0212 3456 7890 123转不出去", "卡号<card>转不出去"),
        ("6222021234567890", "<card>"),
        ("发到zhang.san+a@example.com.cn吧", "发到<email>吧"),
        ("资金账号12345678登录不了", "资金账号<number>登录不了"),
        ("密码是abc123改一下", "密码是<number>改一下"),
        ("验证码:8848没用", "验证码:<number>没用"),
        ("微信号wx_zhangsan加我", "微信号<number>加我"),
        ("幺三八一二三四五六七八", "<number>"),
        ("我叫张三想开户", "我叫<name>想开户"),
        ("我叫王小明，手机号换了", "我叫<name>，手机号换了"),
        ("我叫欧阳娜娜", "我叫<name>"),
        ("我叫古丽·买买提", "我叫<name>"),
        ("姓名：李四 身份证110105194912310021", "姓名：<name> 身份证<id>"),
        ("户名是赵六的账户", "户名是<name>的账户"),
        ("my name is John Smith", "my name is <name>"),
    ],
)
def test_what_is_personal_gives_way_to_its_kind(text: str, masked: str) -> None:
    assert mask(text) == masked


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["我的号是", "", "打", "a ", "，"]))
def test_no_mobile_number_survives(number: str, before: str) -> None:
    assert number not in mask(f"{before}{number}，谢谢")


@given(st.text())
def test_any_text_can_be_masked_and_a_second_time_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)


def test_a_word_without_end_takes_no_longer_than_its_length() -> None:
    assert mask("a" * 200_000) == "a" * 200_000  # minutes, if each letter were tried up to the last
