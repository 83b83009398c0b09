"""`make tickets` as staff reads it."""

from datetime import datetime, timedelta

from channels.quota import Left, Quotas
from conversations.database import Database
from conversations.messages import SHANGHAI
from conversations.tickets import Ticket
from gateway.tickets import obey, table

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=SHANGHAI)


def ticket(id: int, **changes: object) -> Ticket:
    facts = {
        "kind": "complaint",
        "state": "open",
        "opened_at": NOW - timedelta(days=1),
        "contact_due": NOW + timedelta(hours=8),
        "resolve_due": NOW + timedelta(days=14),
        "contacted_at": None,
        "resolved_at": None,
        "channel": "web",
        "conversation_id": 7,
    }
    return Ticket(id=id, **{**facts, **changes})  # type: ignore[arg-type]  # fields by name


def test_each_ticket_is_a_line_with_what_is_due_next() -> None:
    head, first, second = table([ticket(42), ticket(43, state="contacted")], NOW, {}).splitlines()
    assert head.split() == [
        "number",
        "about",
        "state",
        "opened",
        "due",
        "channel",
        "conversation",
        "may",
        "write",
    ]
    assert first.split() == [
        "261126-0042",
        "complaint",
        "open",
        "11-26",
        "09:00",
        "11-27",
        "17:00",
        "web",
        "7",
    ]
    assert "12-11 09:00" in second


def test_what_is_late_says_so() -> None:
    assert "LATE" in table([ticket(42, contact_due=NOW - timedelta(minutes=1))], NOW, {})
    assert "LATE" not in table([ticket(42)], NOW, {})


def test_nothing_to_do_is_said_in_words() -> None:
    assert table([], NOW, {}) == "No ticket waits."


def test_what_the_platform_still_lets_us_write_stands_beside_the_ticket() -> None:
    until = NOW + timedelta(hours=30)
    left = {7: Left(3, until), 8: Left(0, None)}
    _, some, none, other = table(
        [ticket(42), ticket(43, conversation_id=8), ticket(44, conversation_id=9)], NOW, left
    ).splitlines()
    assert some.endswith("3 until 11-28 15:00")
    assert none.endswith("nothing until the investor writes")
    assert other.split()[-1] == "9"


async def test_the_ledger_is_asked_for_investors_of_platforms_that_count(database_url: str) -> None:
    async with Database(database_url, connections=1) as database:
        await database.rows(
            "insert into conversation (channel, user_id) values ('wechat', 'o1'), ('telegram', '7')"
            " returning id",
            {},
        )
        await database.rows(
            "insert into ticket (conversation_id, message_id, kind, opened_at, contact_due, resolve_due)"
            " select id, 'm1', 'message', now(), now(), now() from conversation returning id",
            {},
        )
        await Quotas(database).open(
            "wechat", "o1", "message", total=5, seconds=172_800, at=datetime.now(SHANGHAI)
        )
    _, *lines = (await obey(database_url, [])).splitlines()
    assert {"wechat" in line: "5 until" in line for line in lines} == {True: True, False: False}
