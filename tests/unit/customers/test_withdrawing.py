"""What a consent was for goes with it, in every table, and what a law or a duty keeps stays."""

from customers.consents import KINDS, ConsentKind
from customers.copies import Copies
from customers.linking import Linking
from customers.models import KEPT
from tests.unit.customers.people import TABLES, People

DECIDED = {
    "investor_account": ("stays", "moves"),
    "investor_link_code": ("goes", "goes"),
    "investor_consent": ("stays", "stays"),
    "risk_test": ("stays", "moves"),
    "risk_result": ("stays", "stays"),
    "suitability_evidence": ("stays", "stays"),
    "watched": ("goes", "moves"),
    "holding": ("goes", "moves"),
    "price_alert": ("goes", "moves"),
    "subscription": ("goes", "moves"),
    "notice_sent": ("warnings of a duty stay", "moves"),
    "event_acknowledged": ("of a warning that stays, it stays", "moves"),
}
"""What becomes of the rows of every table that names an investor: when all is deleted, and when their number
is joined to another. A new table is decided here first, and done in customers.erasure and customers.joining.
"""
FOR_GOOD = {name for name, (deleted, _) in DECIDED.items() if "stay" in deleted} | {"investor"}
"""Tables in which an investor is still named when all is deleted; answers hang on their test."""


async def test_of_every_table_that_names_an_investor_it_is_decided_what_becomes_of_it(
    people: People,
) -> None:
    rows = await people.do(
        "select table_name from information_schema.columns"
        " where column_name = 'investor_id' and table_schema = current_schema()"
    )
    assert {row["table_name"] for row in rows} == set(DECIDED)
    assert {*KEPT} - {"risk_answer"} <= FOR_GOOD


async def test_of_who_is_joined_what_moves_is_all_with_the_other(people: People) -> None:
    stays, gone = await people.agree("u1", *KINDS), await people.agree("o1", *KINDS, channel="wechat")
    await people.fill(gone)
    before = await people.kept(gone)
    linking = Linking(people.database, "a secret of the tests")
    code = await linking.issue("web", "u1")
    assert (await linking.use("wechat", "o1", code.text, "m1")).outcome == "joined"
    left, after = await people.kept(gone), await people.kept(stays)
    assert set(left) == {name for name, (_, joined) in DECIDED.items() if joined == "stays"} | {"investor"}
    moved = {name for name, (_, joined) in DECIDED.items() if joined == "moves"} - {"investor_account"}
    assert {name: after[name] for name in moved} == {name: before[name] for name in moved}


async def test_nobody_who_is_joined_is_told_the_same_twice(people: People) -> None:
    """What was given to both is evidence of both; what waits for one who has it already is given up."""
    stays, gone = await people.agree("u1", *KINDS), await people.agree("o1", *KINDS, channel="wechat")
    told = {
        "a": ("read", "waiting"),
        "b": ("unreachable", "sent"),
        "c": ("sent", "sent"),
        "d": ("", "queued"),
    }
    for key, states in told.items():
        for number, state in zip((stays, gone), states, strict=True):
            if state:
                await people.do(
                    "insert into notice_sent (investor_id, key, kind, state, tried)"
                    " values (%(n)s, %(key)s, 'delisting', %(state)s, '{wechat_kf:1}')",
                    n=number,
                    key=key,
                    state=state,
                )
    linking = Linking(people.database, "a secret of the tests")
    await linking.use("wechat", "o1", (await linking.issue("web", "u1")).text, "m1")
    rows = await people.do("select investor_id, key, state from notice_sent order by key, investor_id")
    assert [(row["key"], row["investor_id"] == stays, row["state"]) for row in rows] == [
        ("a", True, "read"),
        ("a", False, "dropped"),
        ("b", True, "sent"),
        ("c", True, "sent"),
        ("c", False, "sent"),
        ("d", True, "queued"),
    ]


async def test_the_people_of_these_tests_have_a_row_everywhere(people: People) -> None:
    number = await people.agree("u1", *KINDS)
    await people.fill(number)
    named = {name for name, table in TABLES.items() if "investor_id" in table.c}
    assert set(await people.kept(number)) == named | {"investor"}


async def test_of_who_deletes_all_only_what_a_law_keeps_is_left(people: People) -> None:
    number = await people.agree("u1", *KINDS)
    await people.fill(number)
    other = await people.agree("u2", *KINDS)
    await people.fill(other)
    before = await people.kept(other)
    erased = await people.consents.withdraw("web", "u1", KINDS, version="2026-11", message_id="gone")
    assert (erased.watched, erased.alerts, erased.subscriptions, erased.holdings) == (1, 1, 1, 1)
    assert erased.notices == 1
    assert set(await people.kept(number)) == FOR_GOOD
    assert await people.do("select kind, state from notice_sent where investor_id = %(n)s", n=number) == [
        {"kind": "delisting", "state": "read"}
    ]
    read = await people.do("select event_id from event_acknowledged where investor_id = %(n)s", n=number)
    assert [row["event_id"] for row in read] == [1]
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


async def test_a_warning_that_was_not_given_goes_only_once_nothing_is_agreed_to(people: People) -> None:
    number = await people.agree("u1", "records", "finances")
    await people.fill(number)
    await people.do("update notice_sent set state = 'waiting' where kind = 'delisting'")
    records: tuple[ConsentKind, ...] = ("records",)
    for kinds, left in ((records, ["delisting"]), (KINDS, [])):
        await people.consents.withdraw("web", "u1", kinds, version="2026-11", message_id=str(len(kinds)))
        assert [row["kind"] for row in await people.do("select kind from notice_sent")] == left


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
