"""The mended search for an event's class finds the class that Rasa finds."""

import pytest
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.utils.common import all_subclasses

from bot.mends.event_kinds import MEND, resolve

NAMES = sorted({kind.type_name for kind in all_subclasses(Event)})


@pytest.mark.parametrize("name", [*NAMES, "topic"])
def test_every_event_has_the_class_that_rasa_finds(name: str) -> None:
    assert MEND.original is not None
    assert [resolve(name) for _ in range(2)] == [MEND.original(name)] * 2


def test_an_unknown_name_is_refused_each_time_and_its_default_is_not_kept() -> None:
    assert resolve("no_such_event", SlotSet) is SlotSet
    assert resolve("no_such_event", UserUttered) is UserUttered
    for _ in range(2):
        with pytest.raises(ValueError, match="no_such_event"):
            resolve("no_such_event")


def test_it_is_asked_as_before() -> None:
    MEND.install()
    assert Event.resolve_by_type("slot") is SlotSet
