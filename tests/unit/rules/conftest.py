"""The subjects of the rules as they stand in rules/rows/."""

import pytest

from rules.abnormal import Abnormal
from rules.delisting import Delisting
from rules.delisting_events import Titles
from rules.new_shares import NewShares
from rules.permissions import Permissions
from rules.price_limits import PriceLimits
from rules.sessions import Sessions
from rules.warning_levels import WarningLevels


@pytest.fixture(scope="session")
def limits() -> PriceLimits:
    return PriceLimits.load()


@pytest.fixture(scope="session")
def abnormal() -> Abnormal:
    return Abnormal.load()


@pytest.fixture(scope="session")
def delisting() -> Delisting:
    return Delisting.load()


@pytest.fixture(scope="session")
def titles() -> Titles:
    return Titles.load()


@pytest.fixture(scope="session")
def new_shares() -> NewShares:
    return NewShares.load()


@pytest.fixture(scope="session")
def permissions() -> Permissions:
    return Permissions.load()


@pytest.fixture(scope="session")
def sessions() -> Sessions:
    return Sessions.load()


@pytest.fixture(scope="session")
def levels() -> WarningLevels:
    return WarningLevels.load()
