"""Names that are ordinary words: shares only where the words around them say so."""

import pytest

from market.names import Names


@pytest.mark.parametrize(
    "text",
    [
        "你是机器人吗", "你好机器人", "我不想和机器人说话", "转人工，不要机器人", "机器人板块怎么样",
        "机器人概念龙头",
        "机器人概念股票有哪些", "我在连云港出差", "太阳能热水器坏了", "祝您平安", "一路平安",
        "公司发展前景怎么样", "这个标准是什么", "招商引资政策", "成交行情怎么样", "施工行业",
        "其中信息有误", "移动端登录不了", "创业板开户条件", "挺美的啊", "今天心情如意", "金融街怎么走",
        "同花顺软件怎么登录", "长白山旅游攻略", "哪些股票值得买", "太阳能热水器多少钱", "茅台酒多少钱一瓶",
        "创业板涨停是多少个点", "养老金\tETF交易", "养老金 ETF 怎么交易", "退市标准是什么", "异动标准",
        "创业板一天最多涨多少", "机器人能干什么", "机器人概念股有哪些", "今天的消息面", "给我发个报告",
    ],
)  # fmt: skip
def test_an_ordinary_word_is_no_share(names: Names, text: str) -> None:
    assert names.find(text) == []


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("机器人", "SZ300024"),
        ("机器人多少钱", "SZ300024"),
        ("机器人股价", "SZ300024"),
        ("机器人今天的走势", "SZ300024"),
        ("我买了机器人", "SZ300024"),
        ("连云港今天怎么样", "SH601008"),
        ("太阳能股票", "SZ000591"),
        ("创业板今天跌了多少", "SZ399006"),
        ("人福股价", "SH600079"),
        ("新希望最近有什么新闻", "SZ000876"),
        ("新希望报多少了", "SZ000876"),
        ("新希望是做什么的", "SZ000876"),
        ("帮我分析下新希望", "SZ000876"),
        ("发张新希望的图", "SZ000876"),
        ("太阳能MACD", "SZ000591"),
    ],
)
def test_a_stock_word_near_or_nothing_else_makes_it_a_share(names: Names, text: str, ref: str) -> None:
    assert [mention.refs for mention in names.find(text)] == [(ref,)]


def test_a_stock_word_in_another_clause_does_not_count(names: Names) -> None:
    assert [mention.refs for mention in names.find("茅台股价多少，我在连云港")] == [("SH600519",)]


def test_ordinary_words_beside_other_names_are_shares(names: Names) -> None:
    refs = [mention.refs for mention in names.find("茅台、机器人和连云港哪个好")]
    assert refs == [("SH600519",), ("SZ300024",), ("SH601008",)]


def test_an_ordinary_word_glued_to_a_name_is_no_second_name(names: Names) -> None:
    assert [mention.refs for mention in names.find("茅台值得买")] == [("SH600519",)]


def test_a_sector_fund_is_found_where_the_share_is_not(names: Names) -> None:
    assert {names.get(ref).kind for mention in names.find("机器人ETF") for ref in mention.refs} == {"etf"}  # type: ignore[union-attr]
