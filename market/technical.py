"""Technical indicators by the formulas of Chinese software, over plain floats. Pure.

    MA(n)      mean of the last n closes
    EMA(n)     E = E' + (X − E') · 2/(n+1), from the first value
    SMA(n, m)  S = S' + (X − S') · m/n, from the first value (no simple mean, in spite of its name)
    MACD       DIF = EMA(C, 12) − EMA(C, 26), DEA = EMA(DIF, 9), bar = 2 · (DIF − DEA)
    KDJ        RSV = (C − lowest low of 9) / (highest high of 9 − lowest low of 9) · 100,
               K = SMA(RSV, 3, 1), D = SMA(K, 3, 1), J = 3K − 2D; over fewer bars while there are not yet nine
    RSI(n)     SMA(max(C − C', 0), n, 1) / SMA(|C − C'|, n, 1) · 100, from the second bar
    BOLL       middle MA(20), upper and lower two standard deviations (n − 1) away

What needs more bars than there are is None. EMA and SMA never quite forget where they began: 100 bars settle
them to the second decimal, and a share younger than that begins where all software begins, on its first day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt
from statistics import fmean

from market.bars import Bar

AVERAGES = (5, 10, 20, 60)
RSI_SPANS = (6, 12, 24)

_FAST, _SLOW, _SIGNAL = 12, 26, 9
_KDJ_SPAN = 9
_BAND, _DEVIATIONS = 20, 2


@dataclass(frozen=True, slots=True)
class Macd:
    dif: float
    dea: float

    @property
    def bar(self) -> float:
        return 2 * (self.dif - self.dea)


@dataclass(frozen=True, slots=True)
class Kdj:
    k: float
    d: float

    @property
    def j(self) -> float:
        return 3 * self.k - 2 * self.d


@dataclass(frozen=True, slots=True)
class Boll:
    middle: float
    upper: float
    lower: float


@dataclass(frozen=True, slots=True)
class Technicals:
    """The values on the last bar; `averages` and `rsi` by their span."""

    averages: dict[int, float | None]
    macd: Macd
    kdj: Kdj
    rsi: dict[int, float | None]
    boll: Boll | None


def technicals(bars: Sequence[Bar]) -> Technicals | None:
    """All indicators on the last of some bars, None where there is no bar."""
    if not bars:
        return None
    closes = [float(bar.close) for bar in bars]
    return Technicals(
        averages={span: moving_average(closes, span)[-1] for span in AVERAGES},
        macd=macd(closes)[-1],
        kdj=kdj([float(bar.high) for bar in bars], [float(bar.low) for bar in bars], closes)[-1],
        rsi={span: rsi(closes, span)[-1] for span in RSI_SPANS},
        boll=boll(closes)[-1],
    )


def moving_average(values: Sequence[float], span: int) -> list[float | None]:
    return [
        fmean(values[place - span + 1 : place + 1]) if place >= span - 1 else None
        for place in range(len(values))
    ]


def ema(values: Sequence[float], span: int) -> list[float]:
    return _smoothed(values, 2 / (span + 1))


def sma(values: Sequence[float], span: int, weight: int) -> list[float]:
    return _smoothed(values, weight / span)


def macd(closes: Sequence[float]) -> list[Macd]:
    difs = [fast - slow for fast, slow in zip(ema(closes, _FAST), ema(closes, _SLOW), strict=True)]
    return [Macd(dif, dea) for dif, dea in zip(difs, ema(difs, _SIGNAL), strict=True)]


def kdj(highs: Sequence[float], lows: Sequence[float], closes: Sequence[float]) -> list[Kdj]:
    """While the price has not moved at all, it stands in the middle of its range."""
    raw = []
    for place, close in enumerate(closes):
        start = max(place - _KDJ_SPAN + 1, 0)
        high, low = max(highs[start : place + 1]), min(lows[start : place + 1])
        raw.append((close - low) / (high - low) * 100 if high > low else 50.0)
    ks = sma(raw, 3, 1)
    return [Kdj(k, d) for k, d in zip(ks, sma(ks, 3, 1), strict=True)]


def rsi(closes: Sequence[float], span: int) -> list[float | None]:
    """None for the first bar, and as long as the price has not moved."""
    moves = [close - before for before, close in zip(closes, closes[1:], strict=False)]
    gains = sma([max(move, 0.0) for move in moves], span, 1)
    sizes = sma([abs(move) for move in moves], span, 1)
    settled = [gain / size * 100 if size else None for gain, size in zip(gains, sizes, strict=True)]
    return [None, *settled] if closes else []


def boll(closes: Sequence[float]) -> list[Boll | None]:
    bands: list[Boll | None] = []
    for place, middle in enumerate(moving_average(closes, _BAND)):
        if middle is None:
            bands.append(None)
            continue
        window = closes[place - _BAND + 1 : place + 1]
        reach = _DEVIATIONS * sqrt(sum((close - middle) ** 2 for close in window) / (_BAND - 1))
        bands.append(Boll(middle, middle + reach, middle - reach))
    return bands


def _smoothed(values: Sequence[float], share: float) -> list[float]:
    return list(accumulate(values, lambda before, value: before + (value - before) * share))
