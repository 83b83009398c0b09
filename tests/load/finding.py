"""How long it takes to find the securities in a message, with the whole lexicon."""

import csv
import random
import statistics
import time
from dataclasses import dataclass

from market.names import Names
from tests.load.stock import ROOT

MESSAGES = 300
ROUNDS = 5
FRAMES = (
    "{}多少钱",
    "帮我看看{}现在什么价，昨天收盘是多少来着",
    "{0}和{1}今天哪个涨得多",
    "{}",
    "我想问一下，{}今天最高多少，最低多少，成交了多少",
    "你好",
    "开户要带什么材料，周末能办吗",
    "那{}呢",
)


@dataclass(frozen=True)
class Finding:
    """Milliseconds over the messages, each at its quickest; seconds that loading the lexicon took once.

    The quickest of some rounds is what a message costs; the others are what the machine did besides.
    """

    p50: float
    p99: float
    load_seconds: float


def measure_finding() -> Finding:
    start = time.perf_counter()
    names = Names.load()
    loaded = time.perf_counter() - start
    rounds = [[_time(names, message) for message in sample_messages()] for _ in range(ROUNDS)]
    times = [min(same) for same in zip(*rounds, strict=True)]
    return Finding(statistics.median(times), statistics.quantiles(times, n=100)[-1], loaded)


def sample_messages() -> list[str]:
    """Sentences about random securities of the lexicon; the same ones in every run."""
    with (ROOT / "data/lexicon/securities.csv").open(encoding="utf-8", newline="") as lexicon:
        words = [row[column] for row in csv.DictReader(lexicon) for column in ("name", "code")]
    dice = random.Random(1)  # noqa: S311 - a sample, no secret
    return [FRAMES[number % len(FRAMES)].format(*dice.sample(words, 2)) for number in range(MESSAGES)]


def _time(names: Names, message: str) -> float:
    start = time.perf_counter()
    names.find(message)
    return (time.perf_counter() - start) * 1000
