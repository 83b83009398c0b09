"""The real lexicon, read once for every test of names."""

import pytest

from market.names import Names


@pytest.fixture(scope="session")
def names() -> Names:
    return Names.load()
