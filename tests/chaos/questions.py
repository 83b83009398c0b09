"""What investors write in a storm: a mix of short and long, of what needs an action, a picture, a person."""

from random import Random

from tests.e2e.nasty import NASTY

WISH = "转人工"
PICTURE = "{share}日K"
SHARES = ("贵州茅台", "平安银行", "浦发银行", "招商银行", "五粮液", "中国平安", "万科A", "510300", "600036")
TEXTS = (
    "{share}多少钱",
    "{share}多少钱",
    "{share}今天最高多少",
    PICTURE,
    "{share}分时图",
    "帮我分析下{share}",
    "{share}最近有什么公告",
    "{share}市盈率",
    "大盘怎么样",
    "印花税多少",
    "怎么开户",
    "银证转账几点",
    "换手率是什么意思",
    "明天开市吗",
    "几点收盘，印花税多少？",
    "买十万股票要多少手续费",
    "今天有什么新股",
    "你好",
    "谢谢",
    "再说一遍",
    "阿巴阿巴",
    "它会不会退市",
)
ODD = [text for name, text in NASTY.items() if "surrogate" not in name and text.strip("\x00 \n")]


def question(chance: Random, wishes: float) -> str:
    """One message; `wishes` is how often a person is asked for."""
    drawn = chance.random()
    if drawn < wishes:
        return WISH
    if drawn > 0.97:
        return chance.choice(ODD)
    return chance.choice(TEXTS).format(share=chance.choice(SHARES))
