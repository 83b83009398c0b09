"""What a consent was for goes with it, in every table, and what a law keeps stays."""

from customers.consents import KINDS
from customers.copies import Copies
from customers.models import KEPT, Base
from tests.unit.customers.people import People

FOR_GOOD = {*KEPT, "risk_test", "investor", "investor_account"} - {"risk_answer"}
"""Tables in which an investor is still named when all is deleted; answers hang on their test."""


async def test_the_people_of_these_tests_have_a_row_everywhere(people: People) -> None:
    number = await people.agree("u1", *KINDS)
    await people.fill(number)
    named = {name for name, table in Base.metadata.tables.items() if "investor_id" in table.c}
    assert set(await people.kept(number)) == named | {"investor"}


async def test_of_who_deletes_all_only_what_a_law_keeps_is_left(people: People) -> None:
    number = await people.agree("u1", *KINDS)
    await people.fill(number)
    other = await people.agree("u2", *KINDS)
    await people.fill(other)
    before = await people.kept(other)
    erased = await people.consents.withdraw("web", "u1", KINDS, version="2026-11", message_id="gone")
    assert (erased.watched, erased.alerts, erased.subscriptions, erased.holdings) == (1, 1, 1, 1)
    assert set(await people.kept(number)) == FOR_GOOD
    assert await people.kept(other) == before
    settings = (await people.do("select * from investor where id = %(n)s", n=number))[0]
    assert (settings["language"], settings["quiet_from"], settings["quiet_to"]) == (None, None, None)
    assert [row["state"] for row in await people.do("select state from risk_test order by id")] == [
        "dropped",
        "open",
    ]
    standing = await people.consents.standing("web", "u1")
    assert not any(word.given for word in standing.values())


async def test_records_go_and_holdings_stay_with_their_own_consent(people: People) -> None:
    number = await people.agree("u1", "records", "finances")
    await people.fill(number)
    await people.consents.withdraw("web", "u1", ["records"], version="2026-11", message_id="gone")
    left = await people.kept(number)
    assert "holding" in left
    assert not {"watched", "price_alert", "investor_link_code"} & set(left)
    assert await people.consents.given("web", "u1", "finances")
    # What was refused stays refused: holders could still be written to.
    assert await people.do("select kind, wanted from subscription") == [
        {"kind": "announcement", "wanted": False}
    ]


async def test_holdings_go_and_the_watchlist_stays(people: People) -> None:
    number = await people.agree("u1", "records", "finances")
    await people.fill(number)
    await people.consents.withdraw("web", "u1", ["finances"], version="2026-11", message_id="gone")
    left = await people.kept(number)
    assert "holding" not in left
    assert {"watched", "price_alert", "risk_result", "suitability_evidence"} <= set(left)


async def test_the_same_word_twice_changes_nothing_more(people: People) -> None:
    number = await people.agree("u1", "records")
    await people.fill(number)
    for _ in range(2):
        await people.consents.withdraw("web", "u1", KINDS, version="2026-11", message_id="gone")
    rows = await people.do("select kind, given from investor_consent order by id")
    assert [(row["kind"], row["given"]) for row in rows] == [("records", True), ("records", False)]


async def test_who_is_nobody_withdraws_nothing_and_stays_nobody(people: People) -> None:
    erased = await people.consents.withdraw("web", "u1", KINDS, version="2026-11", message_id="gone")
    assert not erased
    assert await people.do("select 1 from investor") == []


async def test_a_copy_has_every_table_of_ones_own_and_nothing_of_others(people: People) -> None:
    await people.fill(await people.agree("u1", *KINDS))
    await people.fill(await people.agree("u2", *KINDS))
    copy = await Copies(people.database).of("web", "u1")
    assert all(getattr(copy, name) for name in type(copy).__dataclass_fields__)
    assert len(copy.watched) == len(copy.holdings) == len(copy.results) == len(copy.answers) == 1
    assert not await Copies(people.database).of("web", "u3")
