"""What is told of a process that was watched."""

from tests.load.day.watching import Usage


def test_memory_is_told_at_the_beginning_after_each_quarter_and_at_the_end() -> None:
    usage = Usage(memory={"gateway": [180.0, 185.0, 188.0, 190.0, 190.0, 191.0, 191.0, 192.0, 192.0]})
    assert usage.over_time("gateway") == [180.0, 188.0, 190.0, 191.0, 192.0]


def test_a_short_look_is_told_by_what_there_is() -> None:
    assert Usage(memory={"rasa": [850.0]}).over_time("rasa") == [850.0] * 5
