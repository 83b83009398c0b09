"""A minute of chaos over the whole product with a fixed seed: afterwards the books balance."""

import pytest

from tests.chaos.schedule import DECK
from tests.chaos.storm import Load, run

SEED = 20261127


@pytest.mark.e2e
async def test_the_books_balance_after_a_minute_of_chaos() -> None:
    report = await run(SEED, 1.0, print, Load(people=4, pause=(2.0, 8.0), wishes=0.04))
    assert report.balanced, report.text()
    assert len(report.done) > len(DECK) / 2, report.text()
    answered = {channel for channel, fates in report.fates.items() if fates.get("answered")}
    assert answered == {"web", "wechat", "wechat_kf", "telegram"}, report.text()
