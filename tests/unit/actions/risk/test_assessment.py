"""What facts and dated rules say together: days in a row below a line, levels in order, never a guess."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.risk.assessment import Assessment, Assessor, Evidence, LineState, State
from market.announcements import Announcement
from market.bars import Bar
from market.delisting import Delisted
from market.finance import Balance, Report
from market.securities import Security
from rules.delisting import Kind
from tests.unit.actions.given_facts import moment

RULES = Assessor.load()
TODAY = date(2026, 11, 26)
NEAR = Decimal(30)
SHARE = Security("000999", "SZ", "stock", "主板", "某股份", listing_date=date(2010, 1, 4))
GEM = Security("301999", "SZ", "stock", "创业板", "某新股", listing_date=TODAY - timedelta(days=2))
BEIJING = Security("920999", "BJ", "stock", "北交所", "某北交所股票")
B_SHARE = Security("900999", "SH", "stock", "B股", "某B股")


def bars(prices: list[Decimal], volume: int = 10**7) -> tuple[Bar, ...]:
    first = TODAY - timedelta(days=len(prices))
    return tuple(
        Bar(first + timedelta(days=at), price, price, price, price, volume, previous_close=prices[at - 1])
        for at, price in enumerate(prices)
    )


def assess(security: Security = SHARE, **known: object) -> Assessment:
    return RULES.assess(Evidence(security, **known), TODAY)  # type: ignore[arg-type]


def line(found: Assessment, kind: Kind) -> LineState:
    return next(each for each in found.lines if each.kind == kind)


prices = st.decimals("1.00", "9.99", places=2)
pennies = st.decimals("0.01", "0.99", places=2)


@given(st.lists(prices, min_size=1, max_size=40), st.lists(pennies, max_size=40))
def test_so_many_last_closes_below_one_yuan_are_so_many_days_in_a_row(
    above: list[Decimal], below: list[Decimal]
) -> None:
    state = line(assess(bars=bars([*above, *below])), "price")
    assert state.progress is not None
    assert state.progress.run == len(below)
    assert state.progress.left == max(20 - len(below), 0)
    expected: set[State] = {"far", "near"}
    if below:
        expected = {"reached"} if len(below) >= 20 else {"below"}
    assert state.state(NEAR) in expected


@given(st.lists(st.one_of(prices, pennies), min_size=1, max_size=60), st.integers(10**8, 10**10))
def test_market_value_is_counted_like_the_price(closes: list[Decimal], total: int) -> None:
    state = line(assess(bars=bars(closes), total_shares=total), "market_value")
    assert state.progress is not None
    expected = 0
    for close in reversed(closes):
        if close * total >= 500_000_000:
            break
        expected += 1
    assert (state.progress.run, state.progress.value) == (expected, closes[-1] * total)


def test_exactly_one_yuan_is_not_below_one() -> None:
    state = line(assess(bars=bars([Decimal("1.00")] * 30)), "price")
    assert state.progress is not None
    assert state.progress.run == 0
    assert state.state(NEAR) == "near"


def test_each_board_has_its_own_lines() -> None:
    shares = 4 * 10**8
    low = bars([Decimal("1.00")] * 30)
    main = line(assess(bars=low, total_shares=shares), "market_value")
    gem = line(assess(GEM, bars=low, total_shares=shares), "market_value")
    beijing = line(assess(BEIJING, bars=low, total_shares=shares), "market_value")
    assert (main.state(NEAR), gem.state(NEAR)) == ("reached", "near")
    assert beijing.progress is not None
    assert beijing.progress.left == 60


def test_what_has_no_data_is_named_and_not_skipped() -> None:
    states = {each.kind: each.state(NEAR) for each in assess(bars=bars([Decimal(9)] * 130)).lines}
    assert states == {
        "price": "far",
        "market_value": "no_data",
        "holders": "no_data",
        "volume": "far",
        "revenue": "no_data",
        "net_assets": "no_data",
    }
    assert line(assess(BEIJING), "volume").state(NEAR) == "no_line"
    assert assess(B_SHARE).lines == ()
    assert assess(B_SHARE).board is None


def test_a_volume_below_the_line_needs_the_whole_window() -> None:
    quiet = bars([Decimal(9)] * 130, volume=100)
    assert line(assess(bars=quiet), "volume").state(NEAR) == "reached"
    assert line(assess(bars=quiet[:50]), "volume").state(NEAR) == "no_data"


YEAR = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("revenue", "profit", "deducted", "state"),
    [
        (299_999_999, -1, None, "reached"),
        (299_999_999, 1, -1, "reached"),
        (299_999_999, 1, 1, "far"),
        (300_000_000, -1, -1, "far"),
        (299_999_999, None, None, "no_data"),
    ],
)
def test_a_low_revenue_counts_only_beside_a_loss(
    revenue: int, profit: int | None, deducted: int | None, state: State
) -> None:
    annual = Report(
        YEAR,
        revenue=Decimal(revenue),
        net_profit=None if profit is None else Decimal(profit),
        deducted_net_profit=None if deducted is None else Decimal(deducted),
    )
    assert line(assess(annual=annual), "revenue").state(NEAR) == state


@pytest.mark.parametrize(("net_assets", "state"), [(-1, "reached"), (0, "far"), (10**9, "far")])
def test_net_assets_count_below_zero(net_assets: int, state: State) -> None:
    balance = Balance(YEAR, net_assets=Decimal(net_assets))
    assert line(assess(balance=balance), "net_assets").state(NEAR) == state


def test_a_close_without_bars_says_how_far_but_never_for_how_many_days() -> None:
    far = line(assess(last=(TODAY, Decimal(9))), "price")
    low = line(assess(last=(TODAY, Decimal("0.90"))), "price")
    assert (far.state(NEAR), low.state(NEAR)) == ("far", "no_data")


def wild(amplitudes: list[Decimal], previous: Decimal = Decimal(10)) -> tuple[Bar, ...]:
    first = TODAY - timedelta(days=len(amplitudes))
    return tuple(
        Bar(first + timedelta(days=at), previous, previous + part, previous, previous, 1, None, previous)
        for at, part in enumerate(amplitudes)
    )


def test_yellow_is_three_traded_days_in_a_row_above_fifteen_percent() -> None:
    calm, exact, above = Decimal("0.1"), Decimal("1.5"), Decimal("1.51")
    gem = replace(GEM, listing_date=date(2020, 1, 2))
    assert not reached(assess(gem, bars=wild([above, above])))
    assert not reached(assess(gem, bars=wild([above, above, exact])))
    assert not reached(assess(gem, bars=wild([above, above, above, calm])))
    assert reached(assess(gem, bars=wild([calm, above, above, above])))


def reached(found: Assessment) -> bool:
    return found.amplitude is not None and found.amplitude.reached


def test_days_without_a_price_limit_are_tagged() -> None:
    """The first days of a new share, and whatever went further than a limit allows."""
    above = [Decimal("1.6")] * 3
    new = assess(replace(GEM, listing_date=TODAY - timedelta(days=3)), bars=wild(above))
    old = assess(replace(GEM, listing_date=date(2020, 1, 2)), bars=wild(above))
    beyond = assess(replace(GEM, listing_date=date(2020, 1, 2)), bars=wild([*above[:2], Decimal("3")]))
    assert [each.amplitude is not None and each.amplitude.unlimited for each in (new, old, beyond)] == [
        True,
        False,
        True,
    ]


def test_a_counter_of_days_below_a_line_warns_before_the_line_is_reached() -> None:
    assert not assess(bars=bars([*[Decimal(2)] * 11, *[Decimal("0.99")] * 9])).watches
    (watch,) = assess(bars=bars([*[Decimal(2)] * 10, *[Decimal("0.99")] * 10])).watches
    assert (watch.line.kind, watch.below, watch.of) == ("price", 10, 20)


def told(day: str, title: str) -> Announcement:
    return Announcement(moment(f"{day} 00:00"), title)


WAY = (
    told("2026-04-30", "关于公司股票被实施退市风险警示的公告"),
    told("2026-06-02", "关于收到终止上市事先告知书的公告"),
    told("2026-06-01", "关于公司股票可能被终止上市的风险提示公告"),
    told("2026-06-08", "关于公司股票可能被终止上市的第二次风险提示公告"),
    told("2026-06-20", "关于申请听证的公告"),
    told("2026-07-10", "关于收到股票终止上市决定的公告"),
    told("2026-07-18", "关于公司股票进入退市整理期交易的公告"),
    told("2026-07-25", "关于公司股票进入退市整理期交易的第二次风险提示公告"),
    told("2026-08-10", "关于公司股票终止上市暨摘牌的公告"),
)
"""The titles that the exchanges' rules prescribe, on days of an invented share."""


def test_red_comes_before_orange_and_each_step_is_told_once() -> None:
    chain = assess(announcements=WAY).chain
    assert chain is not None
    assert chain.levels == ("red", "orange")
    assert chain.red is not None
    assert chain.red.day == date(2026, 7, 10)
    assert len({event.kind for event in chain.events}) == len(chain.events)
    possible = chain.first("possible")
    assert possible is not None
    assert possible.repeats == 1


@pytest.mark.parametrize("title", [each.title for each in WAY if each.day < date(2026, 7, 10)])
def test_nothing_before_the_decision_is_red(title: str) -> None:
    chain = assess(announcements=(told("2026-06-01", title),)).chain
    assert chain is not None
    assert chain.levels == ()


@pytest.mark.parametrize(
    "title",
    [
        "关于“某转债”终止上市决定的公告",
        "关于某转债到期兑付暨终止上市的公告",
        "关于某交易型开放式指数基金终止上市决定的公告",
        "关于以股东会决议方式主动终止公司股票上市事项的公告",
        "关于公司股票可能被终止上市的风险提示公告",
        "关于股票终止上市听证的公告",
        "关于拟被终止上市的事先告知书的公告",
    ],
)
def test_bonds_funds_hearings_and_what_is_only_possible_are_never_red(title: str) -> None:
    chain = assess(announcements=(told("2026-06-01", title),)).chain
    assert chain is not None
    assert "red" not in chain.levels


noise = st.sampled_from(["可能", "听证", "可转换公司债券", "某转债", "债券"])
decisions = st.sampled_from(["终止上市决定", "被终止上市的决定", "决定终止其上市"])


@given(noise, decisions, st.text("关于公司的公告第次及暨", max_size=12))
def test_no_title_with_such_a_word_is_red(word: str, decision: str, filler: str) -> None:
    for title in (f"{filler}{word}{decision}", f"{word}{filler}{decision}"):
        chain = assess(announcements=(told("2026-06-01", title),)).chain
        assert chain is not None
        assert chain.red is None


def test_that_nobody_could_say_is_not_that_there_is_nothing() -> None:
    assert assess(announcements=None).chain is None
    nothing = assess(announcements=()).chain
    assert nothing is not None
    assert nothing.events == ()


def test_an_ended_listing_has_no_distances() -> None:
    found = assess(gone=Delisted(SHARE.ref, "某退", ended=date(2026, 8, 20)), bars=bars([Decimal(9)] * 30))
    assert (found.standing, found.lines, found.ended) == ("delisted", (), date(2026, 8, 20))
