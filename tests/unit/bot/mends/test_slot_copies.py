"""A mended copy of a slot is a slot like it that lives on its own."""

import copy
from typing import Any

import pytest
from rasa.shared.core.slots import (
    AnySlot,
    BooleanSlot,
    CategoricalSlot,
    FloatSlot,
    ListSlot,
    Slot,
    TextSlot,
)

from bot.mends.slot_copies import MEND

SLOTS = [
    TextSlot("name", [], "甲"),
    BooleanSlot("agreed", []),
    CategoricalSlot("kind", [], values=["short", "long"]),
    FloatSlot("income", [], max_value=10.0),
    ListSlot("seen", [], ["SH600519"]),
    AnySlot("topic", [], influence_conversation=False),
]


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.name)
def test_copy_has_the_same_class_and_attributes(slot: Slot) -> None:
    twin = MEND.replacement(slot)
    assert type(twin) is type(slot)
    assert {name: id(value) for name, value in vars(twin).items()} == {
        name: id(value) for name, value in vars(slot).items()
    }


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.name)
def test_copy_is_what_the_slow_road_ends_in(slot: Slot) -> None:
    reduced: Any = slot.__reduce_ex__(4)
    build, arguments, attributes = reduced[:3]
    slow = build(*arguments)
    vars(slow).update(attributes)
    assert (type(slow), vars(slow)) == (type(slot), vars(MEND.replacement(slot)))


def test_setting_the_copy_leaves_the_first_alone() -> None:
    first = TextSlot("name", [], "甲")
    MEND.install()
    twin = copy.copy(first)
    twin.value = "乙"
    assert (first.value, first.has_been_set) == ("甲", False)
    assert (twin.value, twin.has_been_set) == ("乙", True)
