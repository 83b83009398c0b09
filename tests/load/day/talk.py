"""Who says what: the questions of a day by how often they come, and investors who ask some after each other.

Pure: the same seed makes the same day.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

CHANNELS = {"wechat": 60, "telegram": 20, "web": 20}
TURNS = 6
"""Questions of one investor before they are satisfied."""
A_PERSON = "转人工"
HANDOFFS = 0.005
"""Of all turns, after which people have the conversation."""
SHARES = ("贵州茅台", "浦发银行", "中国平安", "宁德时代", "招商银行", "平安银行", "600036", "五粮液")
QUESTIONS = {
    "{share}多少钱": 30,
    "{share}今天涨了多少": 8,
    "那{share}呢": 4,
    "上证指数多少点": 6,
    "{share}涨停价是多少": 3,
    "{share}市盈率": 3,
    "今天有什么新股可以申购": 3,
    "{share}有什么风险": 2,
    "你好": 5,
    "谢谢": 4,
    "怎么开户": 4,
    "佣金怎么收": 5,
    "银证转账几点结束": 5,
    "科创板最少买几股": 3,
    "创业板怎么开通": 3,
    "忘记交易密码怎么办": 3,
    "新股中签了怎么缴款": 2,
    "融资融券利率是多少": 2,
    "我该不该买{share}": 3,
    "明天大盘会涨吗": 2,
}
"""Each with its weight; most ask for figures, a third asks what a hotline is asked."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What one investor says at one moment, in seconds from the beginning."""

    at: float
    channel: str
    user: str
    turn: int
    text: str

    @property
    def hands_over(self) -> bool:
        return self.text == A_PERSON


def day(rate: float, seconds: float, seed: int = 1) -> Iterator[Saying]:
    """Sayings in the order of their times, as many as `rate` says, at moments of chance as callers come; an
    investor goes on only after a while.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    talking: list[tuple[str, str, int]] = []
    made = 0
    pause = max(1, round(rate * 12))  # others who speak before the same one speaks again
    for at in sorted(chance.uniform(0, seconds) for _ in range(round(rate * seconds))):
        if len(talking) > pause:
            channel, user, turn = talking.pop(0)
        else:
            made += 1
            [channel] = chance.choices(list(CHANNELS), list(CHANNELS.values()))
            user, turn = _name(channel, seed, made), 0
        text = A_PERSON if chance.random() < HANDOFFS else _question(chance)
        saying = Saying(at, channel, user, turn, text)
        yield saying
        if turn + 1 < TURNS and not saying.hands_over:
            talking.append((channel, user, turn + 1))


def _name(channel: str, seed: int, number: int) -> str:
    return str(seed * 10**6 + number) if channel == "telegram" else f"o-load-{seed}-{number:07}"


def _question(chance: random.Random) -> str:
    [question] = chance.choices(list(QUESTIONS), list(QUESTIONS.values()))
    return question.format(share=chance.choice(SHARES))
