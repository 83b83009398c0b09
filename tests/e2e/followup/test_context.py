"""Questions that lean on what was said before."""

from tests.e2e.dialogue import Presses, Says, talk
from tests.e2e.system import System
from tests.e2e.upstreams import Upstreams


def test_and_that_other_share(system: System, recorded: Upstreams) -> None:
    talk(
        system,
        [
            Says("浦发银行多少钱", hears=["浦发银行 600000"]),
            Says("那平安银行呢", hears=["平安银行 000001", recorded.row("SZ000001").last], topic="QUO01"),
        ],
    )


def test_its_high_today(system: System, recorded: Upstreams) -> None:
    row = recorded.row("SH600000")
    talk(
        system,
        [
            Says("浦发银行多少钱"),
            Says("它今天最高多少", hears=["浦发银行", row.high], topic="QUO01"),
            Says("最低呢", hears=["浦发银行", row.low]),
            Says("昨收", hears=["浦发银行", row.close_before_today]),
        ],
    )


def test_it_is_the_share_of_the_last_turn_and_not_of_the_first(system: System, recorded: Upstreams) -> None:
    high = recorded.row("SZ000001").high
    talk(
        system,
        [
            Says("浦发银行多少钱"),
            Says("那平安银行呢"),
            Says("它今天最高多少", hears=["平安银行", high], never=["浦发银行"]),
        ],
    )


def test_small_talk_in_between_does_not_lose_the_share(system: System) -> None:
    talk(
        system,
        [
            Says("浦发银行多少钱"),
            Says("谢谢", hears=["不客气"]),
            Says("哈哈哈哈"),
            Says("它最低多少", hears=["浦发银行"]),
        ],
    )


def test_a_long_conversation_still_knows_what_it_is_about(system: System) -> None:
    small_talk = [Says(text) for text in ("你好", "谢谢", "好的", "你是谁", "嗯", "谢谢", "你好", "明白了")]
    talk(system, [Says("浦发银行多少钱"), *small_talk, Says("它今天最高多少", hears=["浦发银行"])])


def test_without_anything_before_it_asks_which_share(system: System) -> None:
    talk(system, [Says("它今天最高多少", hears=["哪只"])])


def test_both_of_two_shares_can_be_asked_on(system: System, recorded: Upstreams) -> None:
    talk(
        system,
        [
            Says("浦发银行和平安银行多少钱"),
            Says(
                "今天最高多少",
                hears=["浦发银行", recorded.row("SH600000").high, "平安银行", recorded.row("SZ000001").high],
            ),
        ],
    )


def test_a_button_under_a_quote_asks_on_about_this_share(system: System) -> None:
    talk(system, [Says("浦发银行多少钱"), Presses("大盘", hears=["上证指数"], topic="QUO02")])
