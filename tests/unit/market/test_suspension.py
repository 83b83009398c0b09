"""Suspensions as announced for 2024-04-26: what holds on a day, what begins later, what has ended."""

from datetime import date

from market.sources.demo_risk import suspension
from market.sources.samples import FOLDER, rows_of
from market.suspension import State, suspended_on, suspension_of
from tests.unit.market.given import security

FRIDAY = date(2024, 4, 26)
LIST = tuple(suspension(row) for row in rows_of(FOLDER / "suspensions.csv"))


def test_a_list_also_carries_what_begins_later_and_what_ends_today() -> None:
    states: dict[str, State] = {each.name: each.state(FRIDAY) for each in LIST}
    assert states["国联证券"] == "suspended"
    assert states["青岛中程"] == "announced"
    assert states["ST美讯"] == "resumed"
    assert states["*ST民控"] == "suspended"  # without a day of resumption


def test_only_what_holds_on_the_day_is_suspended_the_latest_begun_first() -> None:
    holding = suspended_on(LIST, FRIDAY)
    assert len(holding) == 16
    assert holding[0].since == FRIDAY
    assert holding[-1].name == "登云股份"
    assert [each.since for each in holding] == sorted((each.since for each in holding), reverse=True)


def test_of_several_announcements_for_a_share_the_one_that_holds_matters() -> None:
    own = next(each for each in LIST if each.name == "国联证券")
    share = security(own.ref)
    later = type(own)(own.ref, own.name, date(2024, 6, 1))
    assert suspension_of([later, own], share, FRIDAY) == own
    assert suspension_of([later], share, FRIDAY) == later
    assert suspension_of(LIST, security("SH600519"), FRIDAY) is None
