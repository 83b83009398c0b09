"""Technical indicators as an investor reads them: day, parameters and basis, and no meaning."""

from dataclasses import replace

from tests.unit.actions.given import PING_AN_BANK
from tests.unit.actions.indicator.given import BARS, asked, bars_of


async def test_technical_indicators_name_their_day_their_parameters_and_their_basis() -> None:
    known = bars_of(PING_AN_BANK, adjusted=True)
    told = await asked("平安银行MACD和KDJ是多少", known, now="2025-08-05 20:00")
    title, macd, kdj, formula, stamp = told.split("\n")
    assert title == "平安银行 000001  技术指标（08-05 收盘口径，前复权日线）"
    assert macd.startswith("MACD(12,26,9)  DIF ")
    assert kdj.startswith("KDJ(9,3,3)  K ")
    assert "不代表买卖信号" in formula
    assert stamp.startswith("08-05 15:00 · 东方财富")
    for interpretation in ("金叉", "死叉", "超买", "超卖", "看涨", "看跌"):
        assert interpretation not in told


async def test_all_technical_indicators_are_five_lines() -> None:
    told = await asked("平安银行技术面", bars_of(PING_AN_BANK, adjusted=True), now="2025-08-05 20:00")
    starts = [line.split(" ")[0] for line in told.split("\n")[1:6]]
    assert starts == ["MA5", "MACD(12,26,9)", "KDJ(9,3,3)", "RSI6", "BOLL(20,2)"]


async def test_traded_prices_serve_where_adjusted_ones_cannot_be_had() -> None:
    told = await asked("平安银行均线", bars_of(PING_AN_BANK, adjusted=False), now="2025-08-05 20:00")
    assert "收盘口径，不复权日线" in told
    assert "MA5 13.10  MA10 13.08  MA20 13.41  MA60 13.02" in told


async def test_a_bar_that_still_moves_is_no_close() -> None:
    moving = {
        key: replace(fact, as_of=fact.as_of.replace(hour=10))
        for key, fact in bars_of(PING_AN_BANK, adjusted=True).items()
    }
    assert "盘中，未收盘" in await asked("平安银行RSI", moving, now="2025-08-05 10:00")


async def test_too_few_bars_compute_to_nothing() -> None:
    few = bars_of(PING_AN_BANK, adjusted=True, bars=BARS[-5:])
    told = await asked("平安银行MACD", few, now="2025-08-05 20:00")
    assert "查到的日线只有 5 个交易日，还不够计算" in told
    assert "东方财富" in told
