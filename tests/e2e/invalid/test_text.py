"""What a person may type by accident or on purpose: always a kind reply, never a fault of ours."""

import pytest

from tests.e2e.dialogue import Presses, Reply, Says, check_manners, talk
from tests.e2e.nasty import NASTY
from tests.e2e.system import System


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_the_reply_is_kind_and_the_next_question_is_answered(system: System, text: str) -> None:
    talk(system, [Says(text), Says("浦发银行多少钱", hears=["浦发银行 600000"], topic="QUO01")])


def test_empty_text_is_asked_for_a_share(system: System) -> None:
    talk(system, [Says("", hears=["没有看到文字", "600519"])])


def test_ten_thousand_characters_are_asked_to_be_short(system: System) -> None:
    talk(system, [Says("请问" * 5000, hears=["有点长"])])


def test_a_share_between_control_characters_is_still_found(system: System) -> None:
    talk(system, [Says("\x00浦发\x1b银行\x7f多少钱", hears=["浦发银行 600000"])])


def test_a_share_inside_markup_is_answered_without_the_markup(system: System) -> None:
    talk(system, [Says("<b>浦发银行</b>多少钱", hears=["浦发银行 600000"], never=["<"])])


def test_markup_in_an_unknown_name_does_not_come_back_as_a_name(system: System) -> None:
    talk(system, [Says("<img src=x onerror=alert(1)>股份多少钱", never=["onerror"])])


def test_an_unknown_name_is_said_to_be_unknown(system: System) -> None:
    talk(system, [Says("阿里巴巴集团股票多少钱", hears=["没有找到"])])


def test_an_unknown_code_is_not_taken_for_another_one(system: System) -> None:
    [reply] = talk(system, [Says("609999多少钱", hears=["609999"])])
    assert "没有找到" in reply.text


def test_a_delisted_share_is_said_to_be_delisted(system: System) -> None:
    talk(system, [Says("600005多少钱", hears=["武钢股份 600005", "终止上市"])])


def test_an_old_code_of_beijing_leads_to_the_share_that_had_it(system: System) -> None:
    talk(system, [Says("430047多少钱", hears=["诺思兰德"], never=["没有找到"])])


def test_the_same_text_by_a_stale_button_is_said_to_be_stale(system: System) -> None:
    sender = system.new_sender()
    reply = Reply(system.press(sender, "no-such-button"))
    check_manners(reply)
    assert "选项" in reply.text


def test_a_button_of_another_investor_opens_nothing(system: System) -> None:
    [asked] = talk(system, [Says("平安多少钱")])
    other = Reply(system.press(system.new_sender(), next(iter(asked.buttons.values()))))
    check_manners(other)
    assert "选项" in other.text


def test_two_people_do_not_share_a_context(system: System) -> None:
    talk(system, [Says("浦发银行多少钱", hears=["浦发银行"])])
    talk(system, [Says("它今天最高多少", never=["浦发银行 600000"])])


def test_a_pressed_button_shows_its_answer_once_more_when_pressed_again(system: System) -> None:
    first, second, third = talk(
        system,
        [
            Says("平安多少钱", buttons=["平安银行"]),
            Presses("平安银行", hears=["平安银行 000001"]),
            Says("平安多少钱", buttons=["平安银行"]),
        ],
    )
    assert first.buttons != third.buttons
    assert second.text
