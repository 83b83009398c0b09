"""Which dividend matters now, plans as they are published, and the sources' rows of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas
import pytest

from market.errors import SourceChanged
from market.schedule import Disclosure, Dividend, YearCash, cash_of_year, latest, pending, upcoming
from market.sources.cninfo_schedule import DISCLOSURE_COLUMNS, read_disclosures, read_dividends
from market.sources.cninfo_schedule import DIVIDEND_COLUMNS as CNINFO
from market.sources.dividend_plans import Parts, parts_of, period_named
from market.sources.eastmoney_schedule import parse
from market.sources.sina_schedule import COLUMNS as SINA
from market.sources.sina_schedule import read as read_sina
from market.sources.ths_schedule import COLUMNS as THS
from market.sources.ths_schedule import read as read_ths
from tests.unit.market.given import security

BANK = security("SZ000001")
PAID = Dividend(
    "implemented",
    period=date(2019, 12, 31),
    announced=date(2020, 5, 22),
    cash=Decimal("2.18"),
    record_date=date(2020, 5, 27),
    ex_date=date(2020, 5, 28),
)
"""平安银行 for 2019 (data/demo/schedule.csv), and for 2018."""
BEFORE = Dividend(
    "implemented",
    period=date(2018, 12, 31),
    announced=date(2019, 6, 20),
    cash=Decimal("1.45"),
    record_date=date(2019, 6, 25),
    ex_date=date(2019, 6, 26),
)
DAY = date(2020, 6, 16)
PLAN = replace(PAID, progress="plan", announced=date(2020, 2, 14), record_date=None, ex_date=None)
NOTHING = Dividend("none", period=date(2019, 6, 30), announced=date(2019, 8, 8))


def test_a_dividend_is_ahead_until_its_ex_day_has_passed() -> None:
    assert upcoming([BEFORE, PAID], date(2020, 5, 28)) == PAID
    assert upcoming([BEFORE, PAID], date(2020, 5, 29)) is None
    assert latest([BEFORE, PAID], date(2020, 5, 28)) == BEFORE
    assert latest([BEFORE, PAID], date(2020, 5, 29)) == PAID
    assert latest([NOTHING], date(2020, 5, 29)) is None


def test_a_plan_is_pending_until_it_is_carried_out_or_forgotten() -> None:
    assert pending([BEFORE, NOTHING, PLAN], date(2020, 3, 1)) == PLAN
    assert pending([BEFORE, NOTHING, PLAN, PAID], date(2020, 6, 1)) is None
    assert pending([PLAN], date(2026, 11, 23)) is None


def test_the_cash_of_a_year_is_all_of_it_once_the_year_was_settled() -> None:
    interim = replace(PAID, period=date(2019, 6, 30), cash=Decimal("0.32"))
    next_interim = replace(PAID, period=date(2020, 6, 30), cash=Decimal(9))
    assert cash_of_year([BEFORE, interim, PAID], DAY) == YearCash(2019, Decimal("2.50"), date(2020, 5, 28))
    assert cash_of_year([PAID, next_interim], DAY) == YearCash(2019, Decimal("2.18"), date(2020, 5, 28))
    assert cash_of_year([interim], DAY) is None
    assert cash_of_year([replace(PAID, period=None)], DAY) is None


def implemented(period: str, ex: str, cash: str = "", bonus: int = 0, transfer: int = 0) -> Dividend:
    return Dividend(
        "implemented",
        period=date.fromisoformat(period),
        cash=Decimal(cash) if cash else None,
        bonus=Decimal(bonus) or None,
        transfer=Decimal(transfer) or None,
        ex_date=date.fromisoformat(ex),
    )


WEICHAI = (
    implemented("2016-06-30", "2016-10-20", "1"),
    implemented("2016-12-31", "2017-07-21", "2.5", bonus=10),
)
"""潍柴动力 for 2016 (data/demo/schedule.csv and, before it, its source)."""
EARLIER = (
    implemented("2009-12-31", "2010-08-06", "4.8"),
    implemented("2010-06-30", "2010-12-06", transfer=10),
)
"""The same for 2009, and what it gave after that."""
BYD = (implemented("2024-12-31", "2025-07-29", "39.74", bonus=8, transfer=12),)
"""比亚迪 for 2024, by its announcement: 每10股派39.74元送8股转增12股."""


@pytest.mark.parametrize(
    ("dividends", "day", "cash"),
    [
        (WEICHAI, "2017-07-20", "3.5"),
        (WEICHAI, "2017-07-21", "1.75"),
        (EARLIER, "2010-12-05", "4.8"),
        (EARLIER, "2010-12-06", "2.4"),
        (BYD, "2025-07-28", "39.74"),
        (BYD, "2025-07-29", "13.2467"),
    ],
)
def test_cash_is_told_on_the_shares_that_there_are_on_the_day(
    dividends: Sequence[Dividend], day: str, cash: str
) -> None:
    """A price from the ex-right day on is that of one of the many."""
    found = cash_of_year(dividends, date.fromisoformat(day))
    assert found is not None
    assert round(found.cash, 4) == Decimal(cash)
    assert found.diluted is (found.cash != sum(each.cash or 0 for each in dividends))


def test_bonus_and_transfer_told_in_two_rows_of_one_day_are_one_distribution() -> None:
    [whole] = BYD
    rows = (replace(whole, transfer=None), replace(whole, cash=None, bonus=None))
    found = cash_of_year(rows, date(2025, 8, 1))
    assert found is not None
    assert round(found.cash, 4) == Decimal("13.2467")


def test_who_has_paid_for_no_year_in_eighteen_months_has_stopped() -> None:
    paid = cash_of_year([BEFORE, PAID], DAY)
    assert paid is not None
    assert not paid.is_past(date(2021, 11, 26))
    assert paid.is_past(date(2021, 12, 1))


@pytest.mark.parametrize(
    ("plan", "parts"),
    [
        ("10派2.18元", Parts(cash=Decimal("2.18"))),
        ("10派2.46元(含税)", Parts(cash=Decimal("2.46"))),
        ("10派0.059元(含税,扣税后0.0531元)", Parts(cash=Decimal("0.059"))),
        ("10送10派2.5元", Parts(cash=Decimal("2.5"), bonus=Decimal(10))),
        ("10转3派1.50元(含税)", Parts(cash=Decimal("1.50"), transfer=Decimal(3))),
        ("10送2股转增1股派1元(含税)", Parts(Decimal(1), Decimal(2), Decimal(1))),
        ("每10股派发现金红利2.5元", Parts(cash=Decimal("2.5"))),
        ("100派5元", Parts(cash=Decimal("0.5"))),
        ("不分配不转增", None),
    ],
)
def test_plans_are_read_as_they_are_published(plan: str, parts: Parts | None) -> None:
    assert parts_of(plan) == parts


@pytest.mark.parametrize("plan", ["", "--", "详见公告", "10股"])
def test_a_plan_in_words_of_its_own_is_not_guessed_at(plan: str) -> None:
    with pytest.raises(ValueError, match="plan"):
        parts_of(plan)


def test_periods_are_read_by_their_titles() -> None:
    assert period_named("2025年报") == date(2025, 12, 31)
    assert period_named("2025半年报") == period_named("2025中报") == date(2025, 6, 30)
    assert period_named("2025年三季报") == date(2025, 9, 30)
    assert period_named("特别分红") is None


def cninfo(**changes: object) -> pandas.DataFrame:
    told = [
        "2020-05-22",
        None,
        None,
        2.18,
        "2020-05-27",
        "2020-05-28",
        "2020-05-28",
        "10派2.18元(含税)",
        "2019年报",
    ]
    return pandas.DataFrame([dict(zip(CNINFO, told, strict=True)) | changes])


def test_columns_and_the_published_sentence_say_the_same() -> None:
    [told] = read_dividends(cninfo(), BANK) or ()
    assert told == replace(PAID, pay_date=date(2020, 5, 28))
    with pytest.raises(SourceChanged, match="cash"):
        read_dividends(cninfo(派息比例=21.8), BANK)
    with pytest.raises(SourceChanged, match="bonus"):
        read_dividends(cninfo(送股比例=5), BANK)
    with pytest.raises(SourceChanged, match="股权登记日"):
        read_dividends(cninfo(股权登记日="2020-06-01"), BANK)
    assert read_dividends(cninfo(实施方案分红说明="详见公告"), BANK)
    assert read_dividends(pandas.DataFrame(columns=list(CNINFO)), BANK) is None


def test_one_dividend_told_twice_is_one() -> None:
    assert len(read_dividends(pandas.concat([cninfo(), cninfo()]), BANK) or ()) == 1


def disclosures(*rows: list[str | None]) -> pandas.DataFrame:
    return pandas.DataFrame(list(rows), columns=list(DISCLOSURE_COLUMNS))


def test_the_last_change_is_the_day_that_holds() -> None:
    table = read_disclosures(
        disclosures(
            ["000001", "2020-02-14", None, None, None, "2020-02-14"],
            ["000002", "2020-03-18", "2020-03-20", "2020-03-25", None, None],
        ),
        date(2019, 12, 31),
    )
    assert table["000001"] == Disclosure(date(2019, 12, 31), *[date(2020, 2, 14)] * 3)
    assert not table["000001"].moved
    assert table["000002"].appointed == date(2020, 3, 25)
    assert table["000002"].moved
    assert table["000002"].actual is None
    with pytest.raises(SourceChanged, match="股票代码"):
        read_disclosures(disclosures(["平安银行", "2020-02-14", None, None, None, None]), date(2019, 12, 31))


def test_the_data_center_that_has_no_rows_knows_of_nothing() -> None:
    assert parse('{"code": 9201, "result": null, "message": "返回数据为空"}'.encode(), BANK) is None
    for broken in (b"{}", b'{"result": {"data": [{}]}}', b"[]", b"not json"):
        with pytest.raises(SourceChanged):
            parse(broken, BANK)


def sina(progress: str, **changes: object) -> pandas.DataFrame:
    told = ["2020-05-22", 0, 0, 2.18, progress, "2020-05-28", "2020-05-27"]
    return pandas.DataFrame([dict(zip(SINA, told, strict=True)) | changes])


def test_progress_is_one_that_is_known() -> None:
    for written, progress in {"实施": "implemented", "预案": "plan", "不分配": "none"}.items():
        assert [each.progress for each in read_sina(sina(written), BANK) or ()] == [progress]
    for wrong in (sina("待定"), sina("实施", 公告日期=None), sina("实施", 股权登记日="2020-05-29")):
        with pytest.raises(SourceChanged, match="进度"):
            read_sina(wrong, BANK)


def ths(plan: str, progress: str = "实施方案") -> dict[str, object]:
    days = ["2020-02-14", "2020-05-15", "2020-05-22"]
    told = ["2019年报", *days, plan, "2020-05-27", "2020-05-28", progress]
    return dict(zip(THS, told, strict=True))


def test_old_plans_that_nobody_can_read_are_left_out_unless_they_are_most() -> None:
    legible, old = ths("10派2.18元(含税)"), ths("详见公告")
    told = read_ths(pandas.DataFrame([legible, ths("10派1.45元(含税)"), old]), BANK)
    assert told is not None
    assert len(told) == 2
    with pytest.raises(SourceChanged, match="分红方案说明"):
        read_ths(pandas.DataFrame([legible, old, old]), BANK)
    with pytest.raises(SourceChanged, match="方案进度"):
        read_ths(pandas.DataFrame([ths("10派2.18元", "进行中")]), BANK)
