"""What an investor must have opened to buy on a board."""

from datetime import date

import pytest

from rules.permissions import Permissions

DAY = date(2026, 11, 23)


def test_main_boards_take_no_permission(permissions: Permissions) -> None:
    assert permissions.needed("sh_main", "normal", DAY) == ()
    assert permissions.needed("sz_main", "normal", DAY) == ()


@pytest.mark.parametrize(("board", "assets"), [("star", 500_000), ("chinext", 100_000), ("bse", 500_000)])
def test_other_boards_take_assets_and_experience(permissions: Permissions, board: str, assets: int) -> None:
    [found] = permissions.needed(board, "normal", DAY)
    assert found.assets is not None
    assert found.experience is not None
    assert (found.key, found.assets.count, found.experience.count) == (board, assets, 24)
    assert not found.verified


def test_a_share_in_its_delisting_period_takes_one_more(permissions: Permissions) -> None:
    board, period = permissions.needed("chinext", "delisting_period", DAY)
    assert (board.key, period.key) == ("chinext", "delisting_period")
    assert period.verified
    assert period.assets is not None
    assert period.assets.number == 500_000


def test_warned_shares_take_a_letter_and_have_a_cap_a_day(permissions: Permissions) -> None:
    [found] = permissions.needed("sh_main", "ST", DAY)
    assert found.daily_cap is not None
    assert found.daily_cap.number == 500_000
    _, beijing = permissions.needed("bse", "ST", DAY)
    assert beijing.daily_cap is not None
    assert beijing.daily_cap.number == 200_000
    assert [each.key for each in permissions.needed("bse", "ST", date(2026, 8, 30))] == ["bse"]


def test_what_is_missing_is_named(permissions: Permissions) -> None:
    missing = permissions.missing("star", "ST", DAY, {"chinext", "ST"})
    assert [each.key for each in missing] == ["star"]
    assert permissions.missing("star", "normal", DAY, {"star"}) == ()


def test_conditions_that_nobody_could_find_are_said_to_be_unknown(permissions: Permissions) -> None:
    growth = permissions.permission("growth_tier", DAY)
    assert growth.unknown == ("assets", "assets_days", "experience")
    assert growth.risk_letter is not None
    assert not growth.verified
