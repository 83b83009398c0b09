"""Answers in the language an investor wished for, until they wish for another."""

from tests.e2e.dialogue import Presses, Says, talk
from tests.e2e.system import System


def test_whoever_wishes_for_traditional_characters_reads_nothing_else(system: System) -> None:
    sender = system.new_sender()
    *_, transfer, typed, _ = talk(
        system,
        [
            Says("以后用繁体", hears=["同意保存吗"]),
            Says("同意", hears=["以後都用繁體字"], buttons=["改回簡體"], topic="INT03"),
            Says("贵州茅台多少钱", hears=["貴州茅臺", "600519"], topic="QUO01"),
            Says("银证转账几点到几点", hears=["銀證轉賬時間", "自動回覆"], topic="TRF01"),
            Presses("轉賬限額", hears=["依據"], topic="TRF04"),
            Says("轉賬限額", hears=["依據"], topic="TRF04"),
            Says("谢谢", hears=["不客氣"]),
        ],
        sender,
    )
    assert transfer.text == typed.text
    talk(
        system,
        [
            Says("改回简体", hears=["以后用简体中文回答"]),
            Says("贵州茅台多少钱", hears=["贵州茅台"], never=["貴"]),
        ],
        sender,
    )


def test_whoever_wishes_for_english_reads_it_where_an_answer_has_it(system: System) -> None:
    talk(
        system,
        [
            Says("always reply in English", hears=["同意保存吗"]),
            Says("同意", hears=["you read English"], buttons=["改回中文"]),
            Says("卖股票的印花税是多少", hears=["Stamp duty:"], topic="FEE03"),
            Says("以后用中文", hears=["以后用简体中文回答"]),
            Says("卖股票的印花税是多少", hears=["0.05%", "起）"], never=["Stamp"], topic="FEE03"),
        ],
    )
