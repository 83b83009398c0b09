"""Every market topic in an investor's words, answered from recorded upstreams with its time and source."""

import pytest

from tests.e2e.dialogue import Presses, Says, talk
from tests.e2e.system import System
from tests.e2e.upstreams import Upstreams

SIGNED = "不构成投资建议"

LIVE = {
    "TRD01": Says("现在能交易吗", ["连续竞价", "盘后固定价格"], topic="TRD01"),
    "TRD02": Says("元旦股市放几天假", ["休市", "节前最后交易日"], topic="TRD02"),
    "TRD03": Says("科创板一天最多跌多少", ["20%"], topic="TRD03"),
    "TRD04": Says("新股头几天没有涨跌停吗", ["前5个交易日"], topic="TRD04"),
    "QUO03": Says("平安银行是做什么的", ["平安银行 000001", "巨潮资讯"], topic="QUO03"),
    "QUO04": Says("华图山鼎最近有什么公告", ["华图山鼎", "2021年年度报告"], topic="QUO04"),
    "QUO05": Says("中国平安分红登记日是哪天", ["每10股派13元", "2020-05-07"], topic="QUO05"),
    "QUO06": Says("今天有哪些股票停牌", ["停牌", "文投控股"], topic="QUO06"),
    "QUO07": Says("浦发银行明天涨停价多少", ["浦发银行 600000 涨跌停价", "沪市主板 10%"], topic="QUO07"),
    "QUO08": Says("连续三天偏离值多少算异动", ["±20%"], topic="QUO08"),
    "QUO12": Says("看下浦发银行的日K", ["日K 前复权", "东方财富"], topic="QUO12"),
    "QUO13": Says("平安银行市盈率多少", ["市盈率(TTM) 8.54"], topic="QUO13"),
    "QUO14": Says("今天有什么大新闻", ["市场快讯", "未经核实"], topic="QUO14"),
    "QUO15": Says("今天哪些板块涨得好", ["不是推荐", "同花顺"], topic="QUO15"),
    "FND02": Says("161725基金净值多少", ["1.2914"], topic="FND02"),
    "CRP05": Says("平安银行会不会退市", ["正常上市", "退市线"], topic="CRP05"),
    "CRP06": Says("退市后股票还在吗", ["还在您名下"], topic="CRP06"),
    "ALT02": Says("黄色预警是啥意思", ["振幅", "不是退市信号"], topic="ALT02"),
    "IPO01": Says("最近有哪些新股可以申购", ["申购"], topic="IPO01"),
    "IPO02": Says("我有12万沪市市值能申购多少新股", ["24个单位", "12000股"], topic="IPO02"),
    "IPO03": Says("新股申购几点到几点", ["沪市 09:30-11:30"], topic="IPO03"),
    "IPO04": Says("我中签了吗", ["看不到您的账户"], topic="IPO04"),
    "IPO05": Says("中签了要准备多少钱缴款", ["T+2日"], topic="IPO05"),
    "IPO06": Says("中签没钱交会怎么样", ["放弃认购"], topic="IPO06"),
    "IPO07": Says("北交所打新要市值吗", ["不看市值"], topic="IPO07"),
    "IPO08": Says("新股上市第一天怎么卖", ["不设涨跌幅"], topic="IPO08"),
    "IPO09": Says("打新债要什么条件", ["可转债权限"], topic="IPO09"),
}


@pytest.mark.parametrize("turn", LIVE.values(), ids=LIVE)
def test_a_topic_is_answered_with_its_time_and_source(system: System, turn: Says) -> None:
    [reply] = talk(system, [turn])
    assert SIGNED in reply.text


def test_a_chart_is_a_picture_that_the_page_can_show(system: System) -> None:
    [reply] = talk(system, [Says("浦发银行走势图", topic="QUO12")])
    [address] = [m["image"] for m in reply.body["replies"] if m["image"]]
    picture = system.client.get(address)
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert len(picture.content) < 150_000


def test_a_button_shows_the_same_share_over_another_span(system: System) -> None:
    talk(
        system,
        [
            Says("浦发银行走势图", ["日K"], buttons=["周K"]),
            Presses("周K", ["浦发银行 600000", "周K"], topic="QUO12"),
        ],
    )


def test_a_cached_fact_asks_nobody_again(system: System, recorded: Upstreams) -> None:
    talk(system, [Says("平安银行是做什么的")])
    before = recorded.count()
    talk(system, [Says("平安银行是做什么的", ["平安银行 000001"])])
    assert recorded.count() == before
