"""What a gateway wants of whoever runs it, as its own code has it."""

from collections.abc import Mapping

from conversations.service import CLOSING
from gateway.processes import DRAIN
from gateway.settings import Settings
from notices.jobs import ENDING

SECRET = "a-secret-of-this-test-that-is-long-enough"


def settings_of(environment: Mapping[str, str]) -> Settings:
    """The settings it starts with; a secret that it would have to make up is a fault."""

    def refuse(name: str) -> str:
        raise AssertionError(f"{name} is not set: each gateway would make one of its own")

    return Settings.read(environment, refuse)


def seconds_to_leave(notice: int) -> float:
    """From SIGTERM to its end at the latest."""
    return notice + DRAIN + 2 * CLOSING + ENDING
