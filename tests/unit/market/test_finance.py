"""Periods, and reports that contradict themselves."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas
import pytest

from market.errors import SourceChanged
from market.finance import (
    Balance,
    Report,
    faults,
    is_period,
    last_ended,
    latest_of_quarter,
    period_of,
    quarter_of,
    report_of,
)
from market.sources.demo_company import reports
from market.sources.eastmoney_finance import COLUMNS, FIGURES
from market.sources.eastmoney_finance import read as read_eastmoney
from market.sources.reports import balanced, believed
from market.sources.samples import rows_of
from market.sources.sina_finance import GROWTH, MAIN, TWICE
from market.sources.sina_finance import read_reports as read_sina
from market.sources.ths_finance import read_balances as read_ths_balances
from market.sources.ths_finance import read_reports as read_ths
from tests.fakes.upstreams.figures import SAMPLES
from tests.unit.market.given import security

BANK = security("SZ000001")
FILE = SAMPLES.with_name("finance.csv")
REFS = sorted({row["ref"] for row in rows_of(FILE)})


def real(ref: str = "SZ000001") -> tuple[Report, ...]:
    return reports([row for row in rows_of(FILE) if row["ref"] == ref])


def test_periods_have_their_quarter() -> None:
    for quarter, end in enumerate(((3, 31), (6, 30), (9, 30), (12, 31)), 1):
        assert period_of(2026, quarter) == date(2026, *end)
        assert quarter_of(date(2026, *end)) == quarter
    assert not is_period(date(2026, 12, 30))


def test_the_periods_that_ended_come_latest_first() -> None:
    assert last_ended(date(2026, 11, 23), 3) == [date(2026, 9, 30), date(2026, 6, 30), date(2026, 3, 31)]
    assert last_ended(date(2026, 3, 31)) == [date(2026, 3, 31)]
    assert last_ended(date(2026, 3, 30), 2) == [date(2025, 12, 31), date(2025, 9, 30)]
    assert len(last_ended(date(2026, 1, 1), 9)) == 9


def test_a_report_is_found_by_its_period_or_by_its_quarter() -> None:
    told = real()
    year = report_of(told, date(2019, 12, 31))
    assert year is not None
    assert year.net_profit == Decimal(28_200_000_000)
    assert report_of(told, date(2026, 12, 31)) is None
    assert latest_of_quarter(told, 4) == year
    assert latest_of_quarter((), 4) is None


@pytest.mark.parametrize("ref", REFS)
def test_what_companies_really_reported_contradicts_nothing(ref: str) -> None:
    assert faults(real(ref)) == ()


def growing(percent: Decimal) -> list[Report]:
    return [replace(each, net_profit_growth=percent) for each in real()]


def scaled(name: str, by: Decimal) -> list[Report]:
    return [replace(each, **{name: getattr(each, name) * by}) for each in real()]


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (scaled("revenue", Decimal(10_000)), "units"),
        (scaled("net_profit", Decimal("0.0001")), "units"),
        (scaled("debt_ratio", Decimal("0.01")), "units"),
        (scaled("net_profit_growth", Decimal("0.01")), "growth"),
        (growing(Decimal(55)), "growth"),
        ([*real(), real()[-1]], "period"),
        (list(reversed(real())), "period"),
    ],
)
def test_another_unit_a_moved_column_and_a_period_told_twice_are_noticed(
    told: list[Report], fault: str
) -> None:
    assert fault in faults(told)


def test_a_few_restated_years_prove_nothing() -> None:
    told = [
        replace(each, net_profit_growth=Decimal(99)) if each.period.year == 2018 else each for each in real()
    ]
    assert faults(told) == ()


def test_reports_come_in_order_and_without_empty_or_odd_ones() -> None:
    odd = [Report(date(2019, 5, 31), revenue=Decimal(1)), Report(date(2014, 12, 31))]
    told = believed([*reversed(real()), *odd], "x")
    assert told == real()
    assert believed(odd, "x") is None


def test_twelve_years_of_reports_are_kept() -> None:
    many = [
        Report(period_of(year, quarter), revenue=Decimal(1))
        for year in range(1990, 2026)
        for quarter in (1, 2, 3, 4)
    ]
    told = believed(many, "x")
    assert told is not None
    assert (told[0].period, told[-1].period) == (date(2014, 3, 31), date(2025, 12, 31))


def test_balance_sheets_of_one_period_are_one() -> None:
    sheet = Balance(date(2019, 12, 31), net_assets=Decimal(1))
    assert balanced([sheet, Balance(date(2018, 12, 31))], "x") == (sheet,)
    with pytest.raises(SourceChanged, match="period"):
        balanced([sheet, sheet], "x")


def ths(**columns: list[object]) -> pandas.DataFrame:
    told: dict[str, list[object]] = {
        "报告期": ["2018-12-31", "2019-12-31"],
        "净利润": ["248.18亿", "282.00亿"],
        "营业总收入": ["1167.16亿", "1380.00亿"],
        "基本每股收益": ["1.39", "1.54"],
        "净资产收益率": ["11.49%", "11.30%"],
    }
    return pandas.DataFrame(told | columns)


def test_ths_false_is_nothing_and_never_zero() -> None:
    told = read_ths(ths(销售毛利率=[False, False], 扣非净利润=[False, "280.90亿"]), BANK)
    assert told is not None
    assert [each.gross_margin for each in told] == [None, None]
    assert [each.deducted_net_profit for each in told] == [None, Decimal("28090000000.00")]
    assert told[-1].revenue == Decimal("138000000000.00")


@pytest.mark.parametrize("cell", ["敬请期待", "1.2.3亿", "八亿"])
def test_a_figure_that_is_none_is_no_figure(cell: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        read_ths(ths(净利润=[cell, cell]), BANK)


def test_a_balance_sheet_must_balance() -> None:
    columns = {"报告期": ["2019-12-31"], "*资产合计": ["3.94万亿"], "*负债合计": ["3.63万亿"]}
    equity = "*所有者权益（或股东权益）合计"
    told = read_ths_balances(pandas.DataFrame(columns | {equity: ["3130.00亿"], "商誉": [False]}), BANK)
    assert told is not None
    assert (told[0].net_assets, told[0].goodwill) == (Decimal("313000000000.00"), None)
    with pytest.raises(SourceChanged, match="资产合计"):
        read_ths_balances(pandas.DataFrame(columns | {equity: ["313.00亿"]}), BANK)


def sina(**changes: object) -> pandas.DataFrame:
    rows: list[list[object]] = [["常用指标", item, None] for item in MAIN.values()]
    rows += [["成长能力", item, None] for item in GROWTH.values()]
    rows += [[heading, item, None] for heading, item in TWICE]
    for row in rows:
        row[2] = changes.get(
            f"{row[0]}_{row[1]}", {"归母净利润": 28.2e9, "基本每股收益": 1.54}.get(str(row[1]))
        )
    return pandas.DataFrame(rows, columns=["选项", "指标", "20191231"])


def test_a_period_of_sina_whose_items_moved_is_refused() -> None:
    told = read_sina(sina(), BANK)
    assert told is not None
    assert (told[0].period, told[0].eps) == (date(2019, 12, 31), Decimal("1.54"))
    with pytest.raises(SourceChanged, match="基本每股收益"):
        read_sina(sina(每股指标_基本每股收益=14.07), BANK)
    with pytest.raises(ValueError, match="no date"):
        read_sina(sina().rename(columns={"20191231": "总计"}), BANK)
    with pytest.raises(SourceChanged, match="商誉"):
        read_sina(sina().loc[lambda frame: frame["指标"] != "商誉"], BANK)


def test_a_report_of_another_company_is_refused() -> None:
    row = {"SECURITY_CODE": "000002", "REPORT_DATE": "2019-12-31 00:00:00"} | dict.fromkeys(
        FIGURES.values(), 1
    )
    with pytest.raises(SourceChanged, match="SECURITY_CODE"):
        read_eastmoney(pandas.DataFrame([row], columns=list(COLUMNS)), BANK)
    assert read_eastmoney(pandas.DataFrame(columns=list(COLUMNS)), BANK) is None
