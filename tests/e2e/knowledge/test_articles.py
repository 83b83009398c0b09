"""Standard questions of a broker's hotline, from the words of an investor to an article and on."""

from tests.e2e.dialogue import Presses, Says, talk
from tests.e2e.system import System
from tests.e2e.upstreams import Upstreams


def test_a_standard_question_gets_its_answer_and_its_source(system: System) -> None:
    talk(
        system,
        [
            Says("银证转账几点到几点", hears=["银证转账时间", "依据", "自动回复"], topic="TRF01"),
            Presses("转账限额", hears=["依据"], topic="TRF04"),
        ],
    )


def test_a_rule_is_told_as_of_today_with_its_document(system: System) -> None:
    talk(system, [Says("卖股票的印花税是多少", hears=["0.05%", "起）"], topic="FEE03")])


def test_a_guide_leads_on_and_a_question_in_between_leads_back(system: System, recorded: Upstreams) -> None:
    price = recorded.row("SH600519").last
    talk(
        system,
        [
            Says("怎么开户", hears=["身份证"], buttons=["一步步看"], topic="ACC01"),
            Presses("一步步看", hears=["第1步"], buttons=["下一步"]),
            Presses("下一步", hears=["第2步"], buttons=["下一步", "上一步"], topic="ACC01"),
            Says("贵州茅台多少钱", hears=[price], buttons=["回到第2步"], topic="QUO01"),
            Presses("回到第2步", hears=["第2步"], topic="ACC01"),
            Says("下一步", hears=["第3步"], topic="ACC01"),
            Says("上一个", hears=[price], topic="QUO01"),
        ],
    )


def test_the_last_answer_is_given_once_more(system: System) -> None:
    talk(system, [Says("转账限额是多少", topic="TRF04"), Says("再说一遍", hears=["依据"], topic="TRF04")])


def test_a_word_of_the_market_is_explained(system: System) -> None:
    talk(system, [Says("换手率是什么意思", hears=["换手率：", "百分比"], topic="QUO01")])
    talk(system, [Says("周线金叉是啥", hears=["金叉："])])


def test_what_stands_in_an_account_is_never_made_up(system: System) -> None:
    [reply] = talk(system, [Says("我的单子成交了没有", hears=["我看不到您的账户"], topic="TRD12")])
    assert "成交价" not in reply.text


def test_what_a_person_must_do_is_said_with_the_way_to_one(system: System) -> None:
    talk(system, [Says("我想把账户销了", hears=["客服热线"], topic="ACC11")])


def test_english_is_answered_in_english(system: System) -> None:
    [reply] = talk(system, [Says("how much is the stamp duty on A shares", topic="FEE03")])
    assert reply.text.startswith("Stamp duty:")


def test_traditional_characters_are_answered_in_kind(system: System) -> None:
    [reply] = talk(system, [Says("銀證轉帳幾點到幾點可以轉", topic="TRF01")])
    assert "轉" in reply.text
