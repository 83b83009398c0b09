"""What supervisors set of routing and of appointments: names, defaults, limits. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta
from typing import Any, Self

from desk.errors import Unreadable
from desk.people.caller import LICENCES

PRESSING = 5
"""The priority from which a conversation waits for nothing but a person, and a supervisor hears of it."""


def _within(default: int, least: int, most: int) -> Any:
    return field(default=default, metadata={"least": least, "most": most})


class _Numbers:
    """Whole numbers between the limits of their fields."""

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> Self:
        """From JSON; what is not said stays as it is by default. Raises Unreadable with the field."""
        known = {each.name: each.metadata for each in fields(cls)}  # type: ignore[arg-type]  # of dataclasses
        for name, number in value.items():
            if name not in known:
                raise Unreadable(name)
            if limits := known[name]:
                _check(name, number, limits)
        return cls(**value)

    @property
    def value(self) -> dict[str, Any]:
        """The same as JSON."""
        return asdict(self)  # type: ignore[call-overload,no-any-return]  # of dataclasses


@dataclass(frozen=True)
class Terms(_Numbers):
    """Seconds, unless it is said otherwise.

    An offer is open for `accept_within`; who misses `missed_offers` in a row is set to away. An agent is gone
    after `grace` without a sign. An investor waits `reply_within` for an agent's words; a talk in which the
    investor is silent for `idle_within` is wrapped up, and a wrap-up ends by itself after `wrap_up_within`.
    Who waits is told again every `queue_limit`, a few times, and offered a message where nobody is there for
    `unstaffed_within`. After `skill_wait` anybody may serve what nobody there is made for; the agent they
    know is waited for during `last_agent_wait`. `licences` says which licence a skill asks for.
    """

    accept_within: int = _within(30, 5, 600)
    reply_within: int = _within(180, 20, 3600)
    grace: int = _within(30, 15, 300)
    wrap_up_within: int = _within(300, 10, 3600)
    idle_within: int = _within(1800, 60, 86_400)
    queue_limit: int = _within(900, 60, 7200)
    unstaffed_within: int = _within(120, 0, 3600)
    skill_wait: int = _within(60, 0, 3600)
    last_agent_wait: int = _within(20, 0, 600)
    missed_offers: int = _within(2, 1, 20)
    licences: Mapping[str, str] = field(default_factory=lambda: {"adviser": "adviser", "broker": "broker"})

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> Self:
        licences = value.get("licences", {})
        if not isinstance(licences, dict):
            raise Unreadable("licences")
        for skill, licence in licences.items():
            if licence not in LICENCES:
                raise Unreadable(f"licences.{skill}")
        return super().read(value)


@dataclass(frozen=True)
class AppointmentTerms(_Numbers):
    """Slots of `slot_minutes` on the next `days` days with working hours; `shown` of them are offered.

    The reminder comes `remind_minutes` before. An appointment that nobody could keep within `late_minutes`
    is missed.
    """

    slot_minutes: int = _within(30, 10, 120)
    days: int = _within(3, 1, 10)
    shown: int = _within(6, 2, 20)
    remind_minutes: int = _within(15, 1, 120)
    late_minutes: int = _within(10, 1, 60)

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.slot_minutes)

    @property
    def remind(self) -> timedelta:
        return timedelta(minutes=self.remind_minutes)

    @property
    def late(self) -> timedelta:
        return timedelta(minutes=self.late_minutes)


def _check(name: str, number: Any, limits: Mapping[str, int]) -> None:
    whole = isinstance(number, int) and not isinstance(number, bool)
    if not whole or not limits["least"] <= number <= limits["most"]:
        raise Unreadable(name)
