"""Rasa's code under each mend is the code the mend was written against."""

import pytest

from bot import mends
from bot.mends.mend import Mend


@pytest.mark.parametrize("mend", mends.ALL, ids=lambda mend: mend.name)
def test_rasa_looks_as_it_did_when_it_was_mended(mend: Mend) -> None:
    assert mend.fits(), (
        f"Rasa changed under {mend.name}: read it, mend anew, then set shape={mend.shape_found()!r}"
    )


@pytest.mark.parametrize("mend", mends.ALL, ids=lambda mend: mend.name)
def test_changed_code_is_noticed(mend: Mend) -> None:
    changed = Mend(mend.owner, mend.name, mend.original, mend.replacement, (*mend.leans_on, Mend), mend.shape)
    assert not changed.fits()


def test_install_puts_every_mend_in_place() -> None:
    mends.install()
    mends.install()
    assert [getattr(mend.owner, mend.name) for mend in mends.ALL] == [mend.replacement for mend in mends.ALL]
