"""Where a name fits several securities, or none: buttons, never a guess."""

import pytest

from tests.e2e.dialogue import Presses, Says, talk
from tests.e2e.system import System
from tests.e2e.upstreams import Upstreams


def test_a_shared_name_is_asked_back_and_a_button_answers(system: System, recorded: Upstreams) -> None:
    talk(
        system,
        [
            Says("平安多少钱", hears=["平安"], buttons=["中国平安", "平安银行"]),
            Presses("平安银行", hears=["平安银行 000001", recorded.row("SZ000001").last], topic="QUO01"),
        ],
    )


def test_what_was_asked_about_survives_the_choice(system: System, recorded: Upstreams) -> None:
    talk(
        system,
        [
            Says("平安今天最高多少", buttons=["平安银行"]),
            Presses("平安银行", hears=["平安银行", recorded.row("SZ000001").high]),
        ],
    )


def test_a_choice_may_be_typed(system: System) -> None:
    [asked, _] = talk(system, [Says("平安多少钱"), Says("第一个")])
    first = next(iter(asked.buttons))
    talk(system, [Says("平安多少钱"), Says("第一个", hears=[first])])


def test_after_the_choice_the_talk_is_about_it(system: System, recorded: Upstreams) -> None:
    high = recorded.row("SZ000001").high
    talk(
        system,
        [Says("平安多少钱"), Presses("平安银行"), Says("它今天最高多少", hears=["平安银行", high])],
    )


def test_a_code_of_a_share_and_an_index_is_asked_back(system: System) -> None:
    talk(system, [Says("000001多少钱", buttons=["平安银行 000001", "上证指数 000001"])])


def test_the_words_may_decide_for_the_index(system: System) -> None:
    talk(system, [Says("000001指数多少点", hears=["上证指数 000001"])])


def test_a_slip_of_the_keyboard_is_offered_the_nearest(system: System) -> None:
    talk(
        system,
        [
            Says("康隆化成多少钱", hears=["没有找到", "康隆化成"], buttons=["康龙化成 300759"]),
            Presses("康龙化成", hears=["康龙化成"]),
        ],
    )


@pytest.mark.parametrize(
    ("text", "meant"), [("蒲发银行多少钱", "浦发银行 600000"), ("宁得时代多少钱", "宁德时代 300750")]
)
def test_a_wrong_character_is_asked_back_and_not_taken(system: System, text: str, meant: str) -> None:
    talk(system, [Says(text, hears=["没有找到"], buttons=[meant])])
