"""Technical indicators: by hand on a few numbers, and by what must hold of any."""

from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market import technical
from market.sources.demo_bars import load_bars
from market.sources.samples import FOLDER

BARS = load_bars(FOLDER / "daily_bars" / "SH600000.csv")
CLOSES = [float(bar.close) for bar in BARS]
FIVE = [12.44, 12.62, 12.80, 12.93, 13.13]

prices = st.floats(0.01, 3000).map(lambda price: round(price, 2))
series = st.lists(prices, min_size=1, max_size=150)


def test_an_average_needs_all_of_its_days() -> None:
    assert technical.moving_average(FIVE, 3) == [
        None,
        None,
        pytest.approx(12.62),
        pytest.approx(12.783333),
        pytest.approx(12.953333),
    ]


def test_an_exponential_average_begins_with_the_first_value() -> None:
    # 12.44; 12.44 + 0.18 · ½; 12.53 + 0.27 · ½; …
    assert technical.ema(FIVE, 3) == pytest.approx([12.44, 12.53, 12.665, 12.7975, 12.96375])


def test_the_smoothed_average_of_the_formula_language_is_no_simple_mean() -> None:
    # 12.44; 12.44 + 0.18/3; 12.50 + 0.30/3; …
    assert technical.sma(FIVE, 3, 1) == pytest.approx([12.44, 12.50, 12.60, 12.71, 12.85])


def test_macd_doubles_its_bars() -> None:
    # fast: 10, 10 + 1·2/13; slow: 10, 10 + 1·2/27; dif 0.0797721; dea 0.0797721·2/10
    first, second = technical.macd([10, 11])
    assert (first.dif, first.dea, first.bar) == (0, 0, 0)
    assert second.dif == pytest.approx(2 / 13 - 2 / 27)
    assert second.dea == pytest.approx(second.dif / 5)
    assert second.bar == pytest.approx(2 * (second.dif - second.dea))


def test_kdj_by_hand() -> None:
    # RSV 50, 100 · (11 − 9)/(12 − 9) = 66.67; K 50, 50 + 16.67/3; D 50, 50 + 5.56/3
    _, second = technical.kdj([11, 12], [9, 10], [10, 11])
    assert second.k == pytest.approx(55.5556, abs=1e-4)
    assert second.d == pytest.approx(51.8519, abs=1e-4)
    assert second.j == pytest.approx(62.9630, abs=1e-4)


def test_kdj_looks_back_nine_days_and_no_further() -> None:
    highs = [100, *[12] * 9]
    lows = [1, *[10] * 9]
    closes = [50, *[11] * 9]
    raw = technical.kdj(highs, lows, closes)
    assert raw[-1].k > raw[-2].k
    assert technical.kdj([12] * 9, [10] * 9, [11] * 9)[-1].k == 50


def test_rsi_by_hand() -> None:
    # moves +1, −0.5: gains 1, 1 − 1/6; sizes 1, 1 − 0.5/6
    none, first, second = technical.rsi([10, 11, 10.5], 6)
    assert none is None
    assert first == 100
    assert second == pytest.approx((1 - 1 / 6) / (1 - 0.5 / 6) * 100)


def test_a_price_that_never_moved_has_no_strength() -> None:
    assert technical.rsi([10, 10, 10], 6) == [None, None, None]


def test_bands_are_two_sample_deviations_wide() -> None:
    closes = [float(number) for number in range(1, 21)]
    band = technical.boll(closes)[-1]
    assert band is not None
    assert band.middle == 10.5
    assert band.upper - band.middle == pytest.approx(2 * sqrt(35))  # Σ(x − 10.5)² = 665, by 19
    assert band.middle - band.lower == pytest.approx(2 * sqrt(35))
    assert technical.boll(closes[:19])[-1] is None


def test_the_last_bar_of_a_real_share() -> None:
    found = technical.technicals(BARS)
    assert found is not None
    assert found.averages[5] == pytest.approx(sum(CLOSES[-5:]) / 5)
    assert found.averages[60] == pytest.approx(sum(CLOSES[-60:]) / 60)
    assert found.macd == technical.macd(CLOSES)[-1]
    assert found.boll is not None
    assert found.boll.lower < CLOSES[-1] < found.boll.upper * 1.05
    assert set(found.rsi) == {6, 12, 24}


def test_a_share_of_three_days_has_what_three_days_give() -> None:
    found = technical.technicals(BARS[:3])
    assert found is not None
    assert found.averages == {5: None, 10: None, 20: None, 60: None}
    assert found.boll is None
    assert found.rsi[6] is not None
    assert technical.technicals([]) is None


def test_where_the_series_began_is_forgotten_after_a_hundred_bars() -> None:
    whole, late = technical.technicals(BARS), technical.technicals(BARS[-130:])
    assert whole is not None
    assert late is not None
    assert isclose(whole.macd.dif, late.macd.dif, abs_tol=0.005)
    assert isclose(whole.kdj.j, late.kdj.j, abs_tol=0.005)


@given(series, st.integers(1, 60))
def test_averages_lie_within_what_they_average(values: list[float], span: int) -> None:
    low, high = min(values) - 1e-6, max(values) + 1e-6
    for average in (technical.ema(values, span), technical.sma(values, max(span, 2), 1)):
        assert all(low <= value <= high for value in average)
    assert all(low <= value <= high for value in technical.moving_average(values, span) if value is not None)


@given(series)
def test_strengths_lie_between_nothing_and_a_hundred(closes: list[float]) -> None:
    highs, lows = [close * 1.01 for close in closes], [close * 0.99 for close in closes]
    for found in technical.kdj(highs, lows, closes):
        assert -1e-6 <= found.k <= 100 + 1e-6
        assert -1e-6 <= found.d <= 100 + 1e-6
    assert all(-1e-6 <= value <= 100 + 1e-6 for value in technical.rsi(closes, 6) if value is not None)
    assert len(technical.rsi(closes, 6)) == len(technical.macd(closes)) == len(closes)


@given(series, st.floats(0.1, 10))
def test_indicators_of_a_scaled_price_are_scaled_or_the_same(closes: list[float], factor: float) -> None:
    scaled = [close * factor for close in closes]
    assert technical.macd(scaled)[-1].dif == pytest.approx(technical.macd(closes)[-1].dif * factor, abs=1e-6)
    first, second = technical.rsi(closes, 12)[-1], technical.rsi(scaled, 12)[-1]
    assert second == (None if first is None else pytest.approx(first, abs=1e-4))
