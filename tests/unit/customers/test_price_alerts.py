"""Price alerts are set once for each message, only with consent, and only so many."""

import asyncio
from decimal import Decimal

import pytest

from conversations.database import Database
from customers.consents import Consents
from customers.errors import ConsentMissing
from customers.price_alerts import LASTS, MOST, PriceAlert, PriceAlerts, Wish
from tests.unit.actions.given import NOW

D = Decimal
MOUTAI = Wish("SH600519", "above", D(1500))


@pytest.fixture
async def alerts(database: Database) -> PriceAlerts:
    await agree(database, given=True)
    return PriceAlerts(database)


async def agree(database: Database, *, given: bool, user: str = "u1") -> None:
    await Consents(database).record("web", user, "records", given=given, version="t", message_id=f"c{given}")


async def add(alerts: PriceAlerts, wish: Wish = MOUTAI, message: str = "m1", user: str = "u1") -> PriceAlert:
    added = await alerts.add("web", user, wish, message, NOW)
    assert isinstance(added, PriceAlert)
    return added


async def test_nothing_is_kept_of_who_has_not_agreed(database: Database) -> None:
    with pytest.raises(ConsentMissing):
        await PriceAlerts(database).add("web", "u1", MOUTAI, "m1", NOW)
    await agree(database, given=True)
    await agree(database, given=False)
    with pytest.raises(ConsentMissing):
        await PriceAlerts(database).add("web", "u1", MOUTAI, "m1", NOW)


async def test_one_is_set_for_ninety_days(alerts: PriceAlerts) -> None:
    alert = await add(alerts)
    assert (alert.ref, alert.kind, alert.threshold) == ("SH600519", "above", D(1500))
    assert alert.expires_at == NOW + LASTS
    assert await alerts.of("web", "u1", NOW) == [alert]
    assert await alerts.of("web", "u1", NOW + LASTS) == []
    assert await alerts.of("web", "u2", NOW) == []


async def test_a_message_or_a_wish_said_twice_sets_one(alerts: PriceAlerts) -> None:
    assert await add(alerts) == await add(alerts)
    assert (await add(alerts, message="m2")).number == (await add(alerts)).number
    assert len(await alerts.of("web", "u1", NOW)) == 1


async def test_only_so_many_are_kept(alerts: PriceAlerts) -> None:
    for price in range(MOST):
        await add(alerts, Wish("SH600519", "above", D(2000 + price)), f"m{price}")
    assert await alerts.add("web", "u1", MOUTAI, "m99", NOW) == "full"
    taken = await alerts.cancel("web", "u1", [(await alerts.of("web", "u1", NOW))[0].number], NOW)
    assert len(taken) == 1
    await add(alerts, message="m99")


async def test_only_so_many_are_kept_also_where_many_are_set_at_once(alerts: PriceAlerts) -> None:
    for price in range(MOST - 1):
        await add(alerts, Wish("SH600519", "above", D(2000 + price)), f"m{price}")
    wishes = [Wish("SH600519", "below", D(1000 + price)) for price in range(8)]
    tried = (alerts.add("web", "u1", wish, f"w{n}", NOW) for n, wish in enumerate(wishes))
    assert (await asyncio.gather(*tried)).count("full") == 7


async def test_nobody_takes_back_or_changes_what_is_anothers(alerts: PriceAlerts, database: Database) -> None:
    number = (await add(alerts)).number
    await agree(database, given=True, user="u2")
    assert await alerts.cancel("web", "u2", [number], NOW) == []
    assert await alerts.change("web", "u2", number, Wish("SH600519", "below", D(1)), NOW) is None
    changed = await alerts.change("web", "u1", number, Wish("SH600519", "below", D(1300)), NOW)
    assert changed is not None
    assert (changed.kind, changed.threshold) == ("below", D(1300))


async def test_what_is_over_is_over_once(alerts: PriceAlerts) -> None:
    number = (await add(alerts)).number
    assert await alerts.fire([number], NOW) == [number]
    assert await alerts.fire([number], NOW) == []
    assert await alerts.cancel("web", "u1", [number], NOW) == []
    assert await alerts.refs(NOW) == []


async def test_without_consent_nothing_is_looked_at(alerts: PriceAlerts, database: Database) -> None:
    await add(alerts)
    assert await alerts.refs(NOW) == ["SH600519"]
    await agree(database, given=False)
    assert await alerts.refs(NOW) == []
    assert await alerts.of_refs(["SH600519"], NOW) == []
