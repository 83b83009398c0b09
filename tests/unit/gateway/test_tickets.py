"""`make tickets` as staff reads it."""

from datetime import datetime, timedelta

from conversations.messages import SHANGHAI
from conversations.tickets import Ticket
from gateway.tickets import table

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
    head, first, second = table([ticket(42), ticket(43, state="contacted")], NOW).splitlines()
    assert head.split() == ["number", "about", "state", "opened", "due", "channel", "conversation"]
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
    assert "LATE" in table([ticket(42, contact_due=NOW - timedelta(minutes=1))], NOW)
    assert "LATE" not in table([ticket(42)], NOW)


def test_nothing_to_do_is_said_in_words() -> None:
    assert table([], NOW) == "No ticket waits."
