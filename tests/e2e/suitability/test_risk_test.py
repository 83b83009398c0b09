"""An investor takes the whole risk test on the web, and insists on what does not fit."""

from collections.abc import Sequence

from tests.e2e.dialogue import Presses, Says, Turn, talk
from tests.e2e.system import System

ANSWERS = ("B", "A", "选B", "b", "Ｂ", "B", "第二个", "B吧", "C", "B", "B", "B、C", "2")
"""To the first thirteen questions, as people type them."""
LAST = ("B", "B", "B", "B", "B", "B", "B")
SENTENCE = "我已知悉该产品风险超出我的承受能力，仍坚持购买"
BEGUN: Sequence[Turn] = [
    Says("我要做风险测评", hears=["一共20题", "样例问卷"], buttons=["开始测评"], topic="SUI01"),
    Presses("开始测评", hears=["敏感个人信息"], buttons=["同意", "不同意"], topic="ADV04"),
    Says("同意", hears=["第1题/共20题"], topic="SUI01"),
]


def answered(letters: Sequence[str], first: int) -> list[Turn]:
    """An answer a message; `first` is the place of the question that the first of them leads to."""
    places = range(first, first + len(letters))
    return [
        Says(each, hears=[f"第{place}题/共20题"], topic="SUI01")
        for each, place in zip(letters, places, strict=True)
    ]


def test_a_whole_test_with_a_question_between_and_a_product_that_does_not_fit(system: System) -> None:
    turns: list[Turn] = [
        *BEGUN,
        *answered(ANSWERS[:6], 2),
        Says("科创板最少买几股", hears=["200股"], never=["第7题"], buttons=["回到第7题"]),
        *answered(ANSWERS[6:], 8),
        Says("选哪个分高", hears=["没有标准答案", "第14题"], topic="SUI01"),
        Says("上一题", hears=["第13题"]),
        Says("暂停", hears=["答过的13题都记着"], buttons=["继续测评"]),
        Presses("继续测评", hears=["第14题"]),
        *answered(LAST[:6], 15),
        Says(LAST[6], hears=["20题都答完了"], buttons=["提交"]),
        Presses(
            "提交", hears=["C3（稳健型）", "《投资者风险承受能力评估结果告知函》", "市场有风险，投资需谨慎"]
        ),
        Presses("我能买什么", hears=["R1–R3", "样例产品"], never=["R4"], topic="SUI04"),
        Says("我是C几", hears=["C3（稳健型）", "有效期至"], topic="SUI02"),
        Says("R4的产品适合我吗", hears=["风险不匹配"], topic="SUI04"),
        Says("超出我的承受能力还要买", hears=["特别风险警示书", SENTENCE], topic="SUI05"),
        Says("我要买", hears=["逐字输入"]),
        Says(SENTENCE, hears=["不接受委托"], topic="SUI05"),
    ]
    replies = talk(system, turns)
    tested = [reply.topic for reply in replies[: len(turns) - 6]]
    assert tested.count("SUI01") >= 24


def test_who_has_no_result_is_led_from_the_article_to_the_test(system: System) -> None:
    talk(
        system,
        [
            Says("我是C几", hears=["券商"], buttons=["开始测评"], topic="SUI02"),
            Presses("开始测评", hears=["敏感个人信息"]),
            Says("不同意", hears=["没有保存"]),
            Says("B", never=["共20题"]),
        ],
    )
