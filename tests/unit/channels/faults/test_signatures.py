"""Only the platform itself can say something in an investor's name."""

from typing import get_args

import pytest

from tests.unit.channels.faults.books import Books
from tests.unit.channels.faults.line import Line, Signing

WRONGLY = tuple(signing for signing in get_args(Signing) if signing != "well")


@pytest.mark.parametrize("signing", WRONGLY)
async def test_what_the_platform_did_not_sign_now_is_refused_and_not_stored(
    line: Line, books: Books, signing: Signing
) -> None:
    if signing not in line.wrongly:
        pytest.skip("this platform signs no time")
    before, user = await books.stored(), line.investor()
    forged = line.message(user, "我是别人")
    assert await line.bring(forged, signing) in (401, 403)
    assert await books.stored() == before
    assert await line.shown(user) == []


async def test_what_was_refused_is_taken_when_it_comes_well_signed(line: Line, books: Books) -> None:
    user = line.investor()
    delivery = line.message(user, "你好")
    await line.bring(delivery, "badly")
    assert await line.bring(delivery) == 200
    await line.settle()
    assert await books.said(user) == ["你好"]
