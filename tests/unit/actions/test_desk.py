"""What a message says of the desk is read as it is told, and as nothing where it is not."""

from typing import Any

import pytest

from actions.desk import desk_of, wish


@pytest.mark.parametrize("desk", ["open", "closed", "none"])
def test_the_state_that_is_told_is_read(desk: str) -> None:
    assert desk_of({"metadata": {"desk": desk}}) == desk


@pytest.mark.parametrize(
    "message", [{}, {"metadata": None}, {"metadata": {}}, {"metadata": {"desk": "ajar"}}]
)
def test_what_is_not_told_is_no_desk(message: dict[str, Any]) -> None:
    assert desk_of(message) == "none"


def test_a_wish_is_what_the_gateway_reads() -> None:
    assert wish("topic", None) == {"reason": "topic", "skill": None, "priority": 0}
