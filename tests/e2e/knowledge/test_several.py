"""Several questions in one message: each is answered, in order, and none is lost."""

from tests.e2e.dialogue import Presses, Says, talk
from tests.e2e.system import System
from tests.e2e.upstreams import Upstreams


def test_two_questions_are_answered_in_their_order(system: System) -> None:
    [reply] = talk(
        system,
        [Says("国庆股市放几天？卖股票印花税是多少？", hears=["休市", "印花税"], topic="TRD02", most=4)],
    )
    assert reply.text.index("休市") < reply.text.index("印花税")


def test_a_share_in_the_first_question_is_meant_in_the_second(system: System, recorded: Upstreams) -> None:
    price = recorded.row("SH600519").last
    says = Says(
        "贵州茅台现在多少钱？另外它最近有什么公告？", hears=["贵州茅台 600519", price, "公告"], most=4
    )
    talk(system, [says])


def test_of_many_questions_the_rest_waits_for_a_word(system: System) -> None:
    asked = "1.银证转账几点能转 2.转账限额多少 3.怎么换存管银行 4.交易密码忘了怎么办"
    talk(
        system,
        [
            Says(asked, hears=["您一次问了4个问题"], buttons=["接着答"], topic="TRF01", most=4),
            Presses("接着答", hears=["密码"], topic="PWD01"),
        ],
    )


def test_one_question_in_many_words_stays_one(system: System) -> None:
    talk(system, [Says("你好，账户被锁了，密码输错五次，现在怎么办", topic="PWD04")])
