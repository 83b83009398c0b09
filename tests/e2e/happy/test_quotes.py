"""The main job: a share in the investor's own words, a correct and dated price in reply."""

import pytest

from tests.e2e.dialogue import Says, talk
from tests.e2e.system import System
from tests.e2e.upstreams import Upstreams

WAYS_TO_SAY_IT = [
    "浦发银行多少钱",
    "浦发银行",
    "浦發銀行多少錢",
    "浦 发 银 行 现在什么价",
    "浦发现在多少",
    "上海浦东发展银行股价",
    "600000",
    "sh600000",
    "SH600000现价",
    "600000.SH",
    "６０００００",
    "六零零零零零",
    "帮我看一下600000的行情",
    "pufayinhang",
]


@pytest.mark.parametrize("text", WAYS_TO_SAY_IT)
def test_every_way_to_say_a_share_gives_its_price(system: System, recorded: Upstreams, text: str) -> None:
    row = recorded.row("SH600000")
    talk(system, [Says(text, hears=["浦发银行 600000", row.last], topic="QUO01")])


@pytest.mark.parametrize(
    ("ref", "name"), [("SH600000", "浦发银行"), ("SZ000001", "平安银行"), ("SH600519", "贵州茅台")]
)
def test_the_reply_is_the_recorded_row_with_its_date_and_source(
    system: System, recorded: Upstreams, ref: str, name: str
) -> None:
    row = recorded.row(ref)
    figures = [row.last, row.percent, row.open, row.previous_close, row.high, row.low]
    talk(
        system,
        [
            Says(
                f"{name}多少钱",
                hears=[f"{name} {ref[2:]}", *figures, row.moment, row.source, "不构成投资建议"],
            )
        ],
    )


def test_several_shares_come_in_one_reply(system: System, recorded: Upstreams) -> None:
    hears = [
        "浦发银行",
        recorded.row("SH600000").last,
        "平安银行",
        recorded.row("SZ000001").last,
        "不构成投资建议",
    ]
    talk(system, [Says("浦发银行和平安银行多少钱", hears=hears, topic="QUO01")])


def test_an_index_has_points_and_no_turnover_rate(system: System, recorded: Upstreams) -> None:
    row = recorded.row("SH000001")
    talk(
        system, [Says("上证指数多少点", hears=["上证指数 000001", row.last], never=["换手率"], topic="QUO02")]
    )


def test_the_market_is_its_main_indices(system: System, recorded: Upstreams) -> None:
    talk(
        system,
        [Says("大盘怎么样", hears=["上证指数", recorded.row("SH000001").last, "沪深300"], topic="QUO02")],
    )


def test_one_figure_asked_for_comes_first(system: System, recorded: Upstreams) -> None:
    row = recorded.row("SH600000")
    [reply] = talk(system, [Says("浦发银行今天最高多少", hears=["浦发银行", row.high, row.last])])
    assert row.high in reply.text.splitlines()[0]


def test_greeting_help_and_thanks_have_their_answers(system: System) -> None:
    talk(
        system,
        [
            Says("你好", hears=["您好", "自动"], topic=None),
            Says("你能做什么", hears=["行情"], topic="APP04"),
            Says("谢谢", hears=["不客气"], topic=None),
            Says("再见", hears=["再见"], topic=None),
        ],
    )


def test_the_transcript_holds_the_whole_dialogue_in_order(system: System) -> None:
    sender = system.new_sender()
    replies = talk(system, [Says("你好"), Says("浦发银行多少钱"), Says("谢谢")], sender)
    transcript = system.messages(sender)
    assert [m["seq"] for m in transcript] == list(
        range(transcript[0]["seq"], transcript[0]["seq"] + len(transcript))
    )
    assert [m["text"] for m in transcript if m["sender"] == "user"] == ["你好", "浦发银行多少钱", "谢谢"]
    assert "\n".join(m["text"] for m in transcript if m["sender"] == "bot") == "\n".join(
        r.text for r in replies
    )


def test_reading_goes_on_where_it_stopped(system: System) -> None:
    sender = system.new_sender()
    [first] = talk(system, [Says("你好")], sender)
    talk(system, [Says("谢谢")], sender)
    later = system.messages(sender, after=first.body["replies"][-1]["seq"])
    assert [message["text"] for message in later if message["sender"] == "user"] == ["谢谢"]
