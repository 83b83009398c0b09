"""Who may read, answer, take: agents their own, supervisors all, nobody what is not theirs."""

from dataclasses import dataclass

import pytest

from conversations import Owner
from desk.errors import NotAllowed
from desk.people.caller import ROLES, Caller, Permission, Role
from desk.work.access import (
    may_take,
    reading,
    require_accepting,
    require_holding,
    require_speaking,
    require_tending,
)


@dataclass
class Stands:
    owner: Owner = "human"
    agent: str | None = "wang"
    joined: frozenset[str] = frozenset()


NONE: frozenset[str] = frozenset()
LICENCES = {"adviser": "adviser", "broker": "broker"}


def caller(
    agent: str = "wang",
    role: Role = "agent",
    skills: frozenset[str] = NONE,
    licences: frozenset[str] = NONE,
) -> Caller:
    return Caller(agent, "王芳", "1001", role, "session", licences=licences, skills=skills)


@pytest.mark.parametrize("owner", ["assigned", "human", "wrapup"])
def test_an_agent_reads_what_is_theirs(owner: Owner) -> None:
    assert reading(caller(), Stands(owner)) == "own"


@pytest.mark.parametrize(
    "stands",
    [
        Stands("human", "li"),
        Stands("assigned", "li"),
        Stands("queued", None),
        Stands("bot", None),
        Stands("closed", None),
        Stands("ticket", None),
        Stands("bot", "wang"),
        Stands("human", "li", frozenset({"zhao"})),
    ],
)
def test_an_agent_reads_nothing_that_is_not_theirs(stands: Stands) -> None:
    with pytest.raises(NotAllowed):
        reading(caller(), stands)
    with pytest.raises(NotAllowed):
        require_speaking(caller(), stands)
    with pytest.raises(NotAllowed):
        require_holding(caller(), stands)
    with pytest.raises(NotAllowed):
        require_tending(caller(), stands)


def test_what_an_agent_served_before_stays_readable_and_only_that() -> None:
    stands = Stands("bot", None)
    assert reading(caller(), stands, past={"wang"}) == "own"
    with pytest.raises(NotAllowed):
        require_speaking(caller(), stands)
    with pytest.raises(NotAllowed):
        require_tending(caller(), stands)


def test_who_joined_reads_and_speaks_but_does_not_carry_it_on() -> None:
    stands = Stands("human", "li", frozenset({"wang"}))
    assert reading(caller(role="senior"), stands) == "own"
    require_speaking(caller(role="senior"), stands)
    with pytest.raises(NotAllowed):
        require_holding(caller(role="senior"), stands)


def test_joining_ends_with_the_stretch() -> None:
    with pytest.raises(NotAllowed):
        reading(caller(role="senior"), Stands("queued", None, frozenset({"wang"})))


@pytest.mark.parametrize("permission", ["lead", "read"])
@pytest.mark.parametrize("role", ROLES)
def test_others_conversations_are_watched_by_who_may_and_by_nobody_else(
    role: Role, permission: Permission
) -> None:
    watcher = caller("zhao", role)
    if watcher.may(permission):
        assert reading(watcher, Stands(), permission=permission) == "watched"
    else:
        with pytest.raises(NotAllowed):
            reading(watcher, Stands(), permission=permission)


@pytest.mark.parametrize("role", ["quality", "compliance", "admin"])
def test_who_serves_nobody_answers_nobody_even_where_it_once_was_theirs(role: Role) -> None:
    for refuses in (require_speaking, require_holding, require_tending):
        with pytest.raises(NotAllowed):
            refuses(caller(role=role), Stands())


def test_nobody_speaks_before_they_accepted_or_while_they_wrap_up() -> None:
    for owner in ("assigned", "wrapup"):
        with pytest.raises(NotAllowed):
            require_speaking(caller(), Stands(owner))


def test_a_supervisor_writes_beside_a_transcript_but_speaks_only_after_joining() -> None:
    leading = caller("zhao", "supervisor")
    require_tending(leading, Stands())
    with pytest.raises(NotAllowed):
        require_speaking(leading, Stands())


def test_from_the_queue_an_agent_takes_what_they_can() -> None:
    trader = caller(skills=frozenset({"trade", "adviser"}))
    assert all(may_take(trader, skill, LICENCES) for skill in ("trade", "general", None))
    assert not may_take(trader, "risk", LICENCES)


def test_advice_is_taken_with_the_licence_only_by_supervisors_too() -> None:
    licensed = frozenset({"adviser"})
    assert may_take(caller(skills=licensed, licences=licensed), "adviser", LICENCES)
    assert not may_take(caller(skills=licensed), "adviser", LICENCES)
    assert not may_take(caller(role="supervisor"), "adviser", LICENCES)
    assert may_take(caller(role="supervisor"), "risk", LICENCES)


def test_only_whom_it_was_offered_to_accepts_an_offer() -> None:
    require_accepting(caller(), Stands("assigned", "wang"), "risk", LICENCES)
    for stands in (Stands("assigned", "li"), Stands("human", "wang"), Stands("bot", None)):
        with pytest.raises(NotAllowed):
            require_accepting(caller(), stands, "general", LICENCES)
