"""Nothing goes to who does not want it, has not agreed, or sleeps."""

from datetime import datetime

import pytest

from conversations.database import Database
from customers.consents import KINDS
from customers.errors import ConsentMissing
from customers.kinds import load_kinds
from customers.linking import Linking
from customers.sending import held_until, kinds_in_sql, wanted_by
from customers.subscriptions import Settings, Subscriptions, wished_language
from tests.unit.customers.people import People

NOON = datetime.fromisoformat("2026-11-25T12:00+08:00")
NIGHT = datetime.fromisoformat("2026-11-25T23:30+08:00")
MORNING = datetime.fromisoformat("2026-11-26T08:00+08:00")


@pytest.fixture
def wishes(database: Database) -> Subscriptions:
    return Subscriptions(database)


def test_every_kind_has_words_and_consents_that_there_are() -> None:
    kinds = load_kinds()
    assert {"brief_morning", "price_alert", "delisting", "marketing"} <= set(kinds)
    assert all(kind.title and kind.about and kind.words for kind in kinds.values())
    assert all(kind.consents and set(kind.consents) <= set(KINDS) for kind in kinds.values())
    assert [name for name, kind in kinds.items() if kind.urgent] == ["delisting"]
    assert [name for name, kind in kinds.items() if kind.wanted] == ["price_alert", "delisting"]


async def test_a_brief_goes_to_who_subscribed(people: People, wishes: Subscriptions) -> None:
    number = await people.agree("u1", "records")
    assert await people.may_be_sent("brief_morning", number) == []
    assert await wishes.want("web", "u1", ["brief_morning"]) == number
    assert await people.may_be_sent("brief_morning", number) == [number]
    assert await wishes.wanted(number, "brief_morning")


async def test_who_unsubscribed_a_second_ago_gets_nothing(people: People, wishes: Subscriptions) -> None:
    number = await people.agree("u1", "records")
    await wishes.want("web", "u1", ["brief_morning"])
    await wishes.refuse("web", "u1", ["brief_morning"])
    assert await people.may_be_sent("brief_morning", number) == []
    assert await wishes.wants("brief_morning") == []


async def test_without_a_consent_that_stands_nothing_goes(people: People, wishes: Subscriptions) -> None:
    with pytest.raises(ConsentMissing):
        await wishes.want("web", "u1", ["brief_morning"])
    number = await people.agree("u1", "records")
    await wishes.want("web", "u1", ["brief_morning"])
    await people.agree("u1", "records", given=False)
    with pytest.raises(ConsentMissing):
        await wishes.rest("web", "u1", 0, 60)
    assert await people.may_be_sent("brief_morning", number) == []
    assert await people.may_be_sent("delisting", number) == []
    assert await wishes.wants("brief_morning") == []
    await people.agree("u1", "finances")
    assert await people.may_be_sent("delisting", number) == [number]
    assert await people.may_be_sent("delisting", 10_000) == []


def test_what_is_not_urgent_waits_for_the_end_of_quiet_hours() -> None:
    kinds, rest = load_kinds(), (22 * 60, 8 * 60)
    assert {name for name in kinds if held_until(kinds[name], NIGHT, *rest) is None} == {"delisting"}
    assert held_until(kinds["price_alert"], NIGHT, *rest) == MORNING
    assert held_until(kinds["price_alert"], NOON, *rest) is None
    assert held_until(kinds["price_alert"], NIGHT, None, None) is None


async def test_marketing_needs_a_consent_of_its_own(people: People, wishes: Subscriptions) -> None:
    number = await people.agree("u1", "records", "finances")
    await wishes.want("web", "u1", ["marketing"])
    assert await people.may_be_sent("marketing", number) == []
    await people.agree("u1", "marketing")
    assert await people.may_be_sent("marketing", number) == [number]


async def test_a_statement_of_others_says_the_same_and_nothing_of_a_kind_nobody_knows(
    people: People, wishes: Subscriptions
) -> None:
    numbers = [await people.agree(f"u{n}", "records") for n in range(4)]
    await wishes.want("web", "u0", ["ipo"])
    await wishes.refuse("web", "u1", ["delisting"])
    await people.agree("u2", "records", given=False)
    rows = await people.do(
        "select i.id, k.kind from investor i, unnest(%(names)s::text[]) k(kind)"  # noqa: S608 - our own text
        f" where {wanted_by('i.id', 'k.kind')} order by 2, 1",
        names=["ipo", "delisting", "gossip"],
        kinds=kinds_in_sql(),
    )
    assert [(row["kind"], numbers.index(row["id"])) for row in rows] == [
        ("delisting", 0),
        ("delisting", 3),
        ("ipo", 0),
    ]


async def test_who_became_one_meanwhile_is_one_who_is_asked_about(
    people: People, wishes: Subscriptions
) -> None:
    stays = await people.agree("u1", "records")
    await people.agree("o1", "records", "finances", channel="wechat")
    await wishes.want("wechat", "o1", ["ipo"])
    linking = Linking(people.database, "secret")
    await linking.use("wechat", "o1", (await linking.issue("web", "u1")).text, "m1")
    assert await wishes.wants("ipo") == [stays]
    assert await people.may_be_sent("ipo", stays) == [stays]
    # Consents stand under the old number and the new: the newest of a kind counts.
    await people.agree("u1", "records", given=False)
    assert await wishes.wants("ipo") == []
    assert await people.may_be_sent("ipo", stays) == []
    assert await wishes.wants("delisting") == [stays]
    assert await people.may_be_sent("delisting", stays) == [stays]


async def test_a_batch_goes_on_where_the_last_one_ended(people: People, wishes: Subscriptions) -> None:
    numbers = [await people.agree(f"u{n}", "records") for n in range(7)]
    for n in range(7):
        await wishes.want("web", f"u{n}", ["brief_close"])
    await wishes.refuse("web", "u3", ["brief_close", "price_alert"])
    for kind in ("brief_close", "price_alert"):
        found: list[int] = []
        while batch := await wishes.wants(kind, found[-1] if found else 0, 2):
            found += batch
        assert found == [*numbers[:3], *numbers[4:]]


async def test_who_is_nobody_can_refuse_without_becoming_somebody(
    people: People, wishes: Subscriptions
) -> None:
    assert await wishes.refuse("web", "u1", ["marketing"]) is None
    assert await people.do("select 1 from investor") == []


async def test_the_language_is_kept_for_who_asks_for_it(people: People, wishes: Subscriptions) -> None:
    number = await people.agree("u1", "records")
    assert await wishes.settings(number) == Settings()
    await wishes.speak("web", "u1", "en")
    assert await wishes.settings(number) == Settings("en")
    with pytest.raises(ConsentMissing):
        await wishes.speak("web", "u2", "en")


async def test_who_answers_learns_the_language_from_each_account_until_it_is_withdrawn(
    people: People, wishes: Subscriptions, database: Database
) -> None:
    number = await people.agree("u1", "records")
    await people.do(
        "insert into investor_account (channel, user_id, investor_id) values ('telegram', 't1', %(number)s)",
        number=number,
    )

    async def wished() -> list[str | None]:
        accounts = (("web", "u1"), ("telegram", "t1"), ("web", "stranger"))
        asked = [
            await database.rows(f"select {wished_language('%(channel)s', '%(user)s')} as said", account)
            for account in ({"channel": channel, "user": user} for channel, user in accounts)
        ]
        return [row["said"] for [row] in asked]

    assert await wished() == [None, None, None]
    await wishes.speak("telegram", "t1", "zh-Hant")
    assert await wished() == ["zh-Hant", "zh-Hant", None]
    await people.consents.withdraw("web", "u1", ["records"], version="2026-11", message_id="m9")
    assert await wished() == [None, None, None]
