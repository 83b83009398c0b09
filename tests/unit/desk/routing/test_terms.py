"""What may be set, and what is refused with its name."""

from typing import Any

import pytest

from desk.errors import Unreadable
from desk.routing.terms import AppointmentTerms, Terms


def test_what_is_not_said_stays_as_it_is_by_default() -> None:
    terms = Terms.read({"accept_within": 20})
    assert (terms.accept_within, terms.reply_within, terms.grace) == (20, 180, 30)
    assert Terms.read(Terms().value) == Terms()
    assert AppointmentTerms.read({"slot_minutes": 20}).slot_minutes == 20


@pytest.mark.parametrize(
    ("known", "field"),
    [
        ({"accept_within": 4}, "accept_within"),
        ({"accept_within": "30"}, "accept_within"),
        ({"grace": True}, "grace"),
        ({"patience": 3}, "patience"),
        ({"licences": []}, "licences"),
        ({"licences": {"adviser": "pilot"}}, "licences.adviser"),
    ],
)
def test_what_cannot_be_set_is_refused_with_its_name(known: dict[str, Any], field: str) -> None:
    with pytest.raises(Unreadable) as refused:
        Terms.read(known)
    assert refused.value.field == field
