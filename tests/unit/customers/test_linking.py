"""Accounts of one person are joined by a code that is good once, and whoever guesses does not get far."""

import asyncio
from datetime import datetime
from decimal import Decimal

import pytest

from conversations.database import Database
from customers.consents import KINDS, agreed
from customers.copies import Copies
from customers.errors import ConsentMissing
from customers.linking import GUESSED, TRIES, WRONG, Linking
from customers.shares import Held, Holdings
from tests.unit.customers.people import People


@pytest.fixture
def linking(database: Database) -> Linking:
    return Linking(database, "a secret of the tests")


async def outcome(
    linking: Linking, code: str, message: str, user: str = "o1", channel: str = "wechat"
) -> str:
    return (await linking.use(channel, user, code, message)).outcome


async def test_another_channel_joins_by_the_code(people: People, linking: Linking) -> None:
    number = await people.agree("u1", "records")
    code = await linking.issue("web", "u1")
    assert len(code.text) == 8
    assert await outcome(linking, code.text, "m1") == "joined"
    assert await people.investors.of("wechat", "o1") == number
    assert await people.investors.accounts("wechat", "o1") == [("web", "u1"), ("wechat", "o1")]
    assert await people.consents.given("wechat", "o1", "records")


async def test_before_a_code_is_given_the_investor_has_agreed(people: People, linking: Linking) -> None:
    with pytest.raises(ConsentMissing):
        await linking.issue("web", "u1")
    assert await people.do("select 1 from investor") == []


async def test_a_code_is_kept_nowhere(people: People, linking: Linking) -> None:
    await people.agree("u1", "records")
    code = await linking.issue("web", "u1")
    await outcome(linking, code.text, "m1")
    for table in ("investor_link_code", "investor_link_try"):
        for row in await people.do(f"select * from {table}"):  # noqa: S608 - our own tables
            assert code.text not in str(row)
            assert "o1" not in str(row.get("account"))
    other = Linking(people.database, "another secret")
    assert await outcome(other, (await linking.issue("web", "u1")).text, "m2", "o2") == "wrong"


async def test_the_same_code_on_two_phones_at_once_is_good_once(people: People, linking: Linking) -> None:
    await people.agree("u1", "records")
    code = await linking.issue("web", "u1")
    came = await asyncio.gather(*(outcome(linking, code.text, "m1", f"o{n}") for n in range(6)))
    assert sorted(came) == ["joined", *["wrong"] * 5]
    assert len(await people.investors.accounts("web", "u1")) == 2


async def test_a_message_that_comes_twice_is_answered_the_same(people: People, linking: Linking) -> None:
    await people.agree("u1", "records")
    code = await linking.issue("web", "u1")
    assert [await outcome(linking, code.text, "m1") for _ in range(2)] == ["joined", "joined"]
    assert await outcome(linking, code.text, "m2", "o2") == "wrong"


async def test_a_newer_code_ends_the_one_before(people: People, linking: Linking) -> None:
    await people.agree("u1", "records")
    first, second = await linking.issue("web", "u1"), await linking.issue("web", "u1")
    assert await outcome(linking, first.text, "m1") == "wrong"
    assert await outcome(linking, second.text, "m2") == "joined"


async def test_after_ten_minutes_a_code_is_worth_nothing(people: People, linking: Linking) -> None:
    await people.agree("u1", "records")
    code = await linking.issue("web", "u1")
    left = await people.do("select expires_at - now() as left from investor_link_code")
    assert 590 < left[0]["left"].total_seconds() <= 600
    await people.do("update investor_link_code set expires_at = now()")
    assert await outcome(linking, code.text, "m1") == "wrong"


async def test_ones_own_code_on_the_same_account_says_so_and_stays_good(
    people: People, linking: Linking
) -> None:
    await people.agree("u1", "records")
    code = await linking.issue("web", "u1")
    assert await outcome(linking, code.text, "m1", "u1", "web") == "same"
    assert await outcome(linking, code.text, "m2") == "joined"


async def test_who_guesses_is_stopped_after_five_even_with_the_right_one(
    people: People, linking: Linking
) -> None:
    await people.agree("u1", "records")
    code = await linking.issue("web", "u1")
    wrong = f"{(int(code.text) + 1) % 10**8:08d}"
    tried = await asyncio.gather(*(outcome(linking, wrong, f"m{n}") for n in range(TRIES + 3)))
    assert sorted(tried) == [*["too_many"] * 3, *["wrong"] * TRIES]
    assert await outcome(linking, code.text, "right") == "too_many"
    assert await outcome(linking, code.text, "m1", "o2") == "joined"
    await people.do("update investor_link_try set at = now() - interval '61 minutes'")
    assert await outcome(linking, (await linking.issue("web", "u1")).text, "later") == "joined"


async def test_many_accounts_that_guess_are_stopped_together(people: People, linking: Linking) -> None:
    await people.agree("u1", "records")
    code = await linking.issue("web", "u1")
    await people.do(
        "insert into investor_link_try (account, message_id, outcome)"
        " select 'a' || n, 'm', 'wrong' from generate_series(1, %(count)s) n",
        count=WRONG,
    )
    assert await outcome(linking, code.text, "m1") == "too_many"
    await people.do("update investor_link_try set at = now() - interval '11 minutes'")
    assert await outcome(linking, code.text, "m2") == "joined"


async def test_a_few_accounts_that_guess_stop_themselves_and_nobody_else(
    people: People, linking: Linking
) -> None:
    await people.agree("u1", "records")
    code = await linking.issue("web", "u1")
    wrong = f"{(int(code.text) + 1) % 10**8:08d}"
    assert await outcome(linking, wrong, "m0", "guesser") == "wrong"
    await people.do(
        "insert into investor_link_try (account, message_id, outcome)"
        " select 'a' || n / 5, 'm' || n, 'wrong' from generate_series(1, %(count)s) n",
        count=GUESSED,
    )
    assert await outcome(linking, wrong, "m1", "guesser") == "too_many"
    assert await outcome(linking, code.text, "m1") == "joined"


@pytest.mark.parametrize("text", ["", "1" * 10_000, "12345678'; drop table investor", "１２３４５６７８"])
async def test_what_is_no_code_is_wrong(linking: Linking, text: str) -> None:
    assert await outcome(linking, text, "m1") == "wrong"


async def test_what_was_held_is_sealed_anew_under_the_number_that_stays(
    people: People, linking: Linking
) -> None:
    await people.agree("u1", *KINDS), await people.agree("o1", *KINDS, channel="wechat")
    holdings = Holdings(people.database)
    await holdings.put("web", "u1", [Held("SH600519", Decimal(100))], "chat")
    later = [Held("SH600519", Decimal(300), Decimal("1432.17")), Held("SZ000001", Decimal(7))]
    await holdings.put("wechat", "o1", later, "chat")
    code = await linking.issue("web", "u1")
    assert await outcome(linking, code.text, "m1") == "joined"
    for channel, user in (("web", "u1"), ("wechat", "o1")):
        held = [(each.ref, each.quantity, each.cost) for each in await holdings.of(channel, user)]
        assert held == [(each.ref, each.quantity, each.cost) for each in later]


async def test_two_investors_become_one_with_what_both_had(people: People, linking: Linking) -> None:
    stays, gone = await people.agree("u1", *KINDS), await people.agree("o1", *KINDS, channel="wechat")
    await people.fill(gone)
    await people.do("update investor set quiet_from = 60, quiet_to = 120 where id = %(n)s", n=stays)
    await people.do("insert into watched (investor_id, ref) values (%(n)s, 'SZ000001')", n=stays)
    await people.do(
        "insert into holding (investor_id, ref, quantity, source, updated_at)"
        " values (%(n)s, 'SH600519', 300, 'csv', now() + interval '1 minute')",
        n=stays,
    )
    await people.do(
        "insert into subscription (investor_id, kind, wanted, changed_at)"
        " values (%(n)s, 'brief_morning', false, now() - interval '1 day')",
        n=stays,
    )
    code = await linking.issue("web", "u1")
    assert await outcome(linking, code.text, "m1") == "joined"

    copy = await Copies(people.database).of("wechat", "o1")
    assert {row["ref"] for row in copy.watched} == {"SH600519", "SZ000001"}
    assert [row["quantity"] for row in copy.holdings] == [300]
    assert {row["kind"]: row["wanted"] for row in copy.subscriptions} == {
        "announcement": False,
        "brief_morning": True,
    }
    assert (copy.settings[0]["language"], copy.settings[0]["quiet_from"]) == ("en", 60)
    assert len(copy.alerts) == len(copy.results) == len(copy.evidence) == len(copy.answers) == 1
    assert await people.investors.numbers(stays) == sorted([stays, gone])
    assert [(row["kind"], row["given"]) for row in copy.consents] == [
        (kind, True) for kind in (*KINDS, *KINDS)
    ]
    # Under the old number stands only what is kept for good, and the number itself.
    assert set(await people.kept(gone)) == {
        "investor",
        "investor_consent",
        "risk_result",
        "suitability_evidence",
    }
    assert await Copies(people.database).of("web", "u1") == copy


async def test_an_alert_that_both_had_is_kept_once(people: People, linking: Linking) -> None:
    for user, channel in (("u1", "web"), ("o1", "wechat")):
        await people.fill(await people.agree(user, "records", channel=channel))
    await outcome(linking, (await linking.issue("web", "u1")).text, "m1")
    assert len(await people.do("select 1 from price_alert")) == 1


async def test_who_was_joined_before_goes_along(people: People, linking: Linking) -> None:
    first = await people.agree("u1", "records")
    second = await people.agree("o1", "records", channel="wechat")
    third = await people.agree("t1", "records", channel="telegram")
    await outcome(linking, (await linking.issue("wechat", "o1")).text, "m1", "u1", "web")
    await outcome(linking, (await linking.issue("telegram", "t1")).text, "m2", "u1", "web")
    assert await people.investors.numbers(third) == sorted([first, second, third])
    assert await people.investors.of("wechat", "o1") == third


async def test_the_newest_word_of_both_counts_and_what_it_forbids_goes(
    people: People, linking: Linking
) -> None:
    stays = await people.agree("u1", "records", "finances")
    await people.fill(stays)
    await people.agree("o1", "finances", channel="wechat")
    await people.consents.withdraw("wechat", "o1", ["finances"], version="2026-11", message_id="no")
    tried = await linking.use("wechat", "o1", (await linking.issue("web", "u1")).text, "m1")
    assert tried.erased.holdings == 1
    assert not await people.consents.given("web", "u1", "finances")
    assert await people.consents.given("wechat", "o1", "records")


async def test_crossing_codes_make_one_investor(people: People, linking: Linking) -> None:
    await people.fill(await people.agree("u1", "records"))
    await people.fill(await people.agree("o1", "records", channel="wechat"))
    one, two = await linking.issue("web", "u1"), await linking.issue("wechat", "o1")
    came = await asyncio.gather(
        outcome(linking, one.text, "m1"), outcome(linking, two.text, "m2", "u1", "web")
    )
    assert sorted(came) in (["joined", "wrong"], ["joined", "same"])
    assert await people.investors.of("web", "u1") == await people.investors.of("wechat", "o1")


async def test_what_is_kept_while_two_are_joined_is_not_lost(people: People, linking: Linking) -> None:
    await people.agree("u1", "records")
    await people.agree("o1", "records", channel="wechat")
    code = await linking.issue("web", "u1")
    words = [
        people.consents.record("wechat", "o1", "marketing", given=True, version="2026-11", message_id=f"w{n}")
        for n in range(5)
    ]
    await asyncio.gather(outcome(linking, code.text, "m1"), *words)
    said = await people.do("select message_id from investor_consent where kind = 'marketing'")
    assert {f"w{n}" for n in range(5)} <= {row["message_id"] for row in said}
    assert await people.consents.given("web", "u1", "marketing")


async def test_what_is_being_kept_goes_along_with_a_join_that_waits_for_it(
    people: People, linking: Linking
) -> None:
    stays = await people.agree("u1", "records")
    await people.agree("o1", "records", channel="wechat")
    code = await linking.issue("web", "u1")
    async with people.database.transaction() as connection:
        number = await agreed(connection, "wechat", "o1", "records")
        joining = asyncio.create_task(outcome(linking, code.text, "m1"))
        waiting = (
            "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
        )
        while not joining.done() and not await people.do(waiting):
            pass
        await connection.execute("insert into watched (investor_id, ref) values (%s, 'SH600519')", [number])
    assert await joining == "joined"
    assert await people.do("select investor_id from watched") == [{"investor_id": stays}]


async def test_an_account_is_taken_out_again_and_begins_anew(people: People, linking: Linking) -> None:
    number = await people.agree("u1", "records")
    await people.fill(number)
    await outcome(linking, (await linking.issue("web", "u1")).text, "m1")
    assert await linking.leave("web", "u1", ("wechat", "o1"))
    assert await people.investors.accounts("web", "u1") == [("web", "u1")]
    assert await people.investors.of("wechat", "o1") is None
    assert not await people.consents.given("wechat", "o1", "records")
    assert not await linking.leave("web", "u1", ("web", "u1"))


async def test_nobody_takes_out_the_account_of_another(people: People, linking: Linking) -> None:
    await people.agree("u1", "records")
    await outcome(linking, (await linking.issue("web", "u1")).text, "m1")
    await people.agree("thief", "records")
    assert not await linking.leave("web", "thief", ("wechat", "o1"))
    assert not await linking.leave("web", "nobody", ("wechat", "o1"))
    assert len(await people.investors.accounts("web", "u1")) == 2


async def test_a_code_that_was_there_when_consent_ended_is_gone(people: People, linking: Linking) -> None:
    await people.agree("u1", "records")
    code = await linking.issue("web", "u1")
    await people.consents.withdraw("web", "u1", ["records"], version="2026-11", message_id="no")
    assert await outcome(linking, code.text, "m1") == "wrong"
    assert isinstance(code.expires_at, datetime)
