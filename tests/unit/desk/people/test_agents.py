"""Agents are made, changed and let go; each time a row in the audit log, and no way up for oneself."""

import asyncio
from typing import Any

import pytest

from desk.audit.chain import Entry
from desk.errors import NotNow, Unknown, Unreadable
from desk.people.details import Agent, checked
from tests.unit.desk.office import PASSWORD, Office

WANG = {"id": "wang", "name": "王芳", "number": "1001", "role": "agent"}


async def acts(office: Office) -> list[Entry]:
    """What stands in the log of what "admin" did, the oldest first."""
    return (await office.audit.find(actor="admin"))[0][::-1]


async def test_somebody_new_gets_a_password_for_one_sign_in(office: Office) -> None:
    details = {
        "skills": ["trade"],
        "licences": ["general", "broker"],
        "languages": ["zh", "en"],
        "capacity": 5,
    }
    given = await office.agents.create("admin", {**WANG, **details})
    assert len(given) == 16
    assert await office.agents.get("wang") == Agent(
        "wang",
        "王芳",
        "1001",
        "agent",
        ("trade",),
        ("general", "broker"),
        ("zh", "en"),
        5,
        active=True,
        must_change=True,
    )
    (entry,) = await acts(office)
    assert (entry.act, entry.subject, entry.detail) == ("agent_created", "agent:wang", {"role": "agent"})


async def test_a_password_that_was_said_holds(office: Office) -> None:
    assert await office.agents.create("admin", WANG, PASSWORD) == PASSWORD
    assert not (await office.agents.get("wang")).must_change


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "Wang Fang"),
        ("id", "w"),
        ("id", "王芳"),
        ("name", ""),
        ("name", "  "),
        ("name", "王\x00芳"),
        ("id", "system"),
        ("id", "bot"),
        ("name", "王" * 41),
        ("number", "工号 1"),
        ("number", ""),
        ("number", "DEMO-1"),
        ("role", "owner"),
        ("role", ["agent"]),
        ("skills", "trade"),
        ("skills", ["交易"]),
        ("skills", [1]),
        ("licences", ["driver"]),
        ("languages", ["Chinese!"]),
        ("capacity", -1),
        ("capacity", 51),
        ("capacity", True),
        ("capacity", "3"),
        ("active", 1),
        ("password", "x"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field(field: str, value: Any) -> None:
    with pytest.raises(Unreadable) as refused:
        checked({**WANG, field: value})
    assert refused.value.field == field


async def test_what_cannot_be_kept_makes_nobody(office: Office) -> None:
    for field, value in (("number", ""), ("id", "demo-agent")):
        with pytest.raises(Unreadable) as refused:
            await office.agents.create("admin", {**WANG, field: value})
        assert refused.value.field == field
    assert await office.agents.list() == []


async def test_what_is_missing_is_named(office: Office) -> None:
    for field in WANG:
        with pytest.raises(Unreadable) as refused:
            await office.agents.create("admin", {name: WANG[name] for name in WANG if name != field})
        assert refused.value.field == field


async def test_names_and_numbers_are_one_persons(office: Office) -> None:
    await office.agents.create("admin", WANG)
    for changes, field in (({"number": "1002"}, "id"), ({"id": "li"}, "number")):
        with pytest.raises(Unreadable) as refused:
            await office.agents.create("admin", {**WANG, **changes})
        assert refused.value.field == field
    await office.agents.create("admin", {**WANG, "id": "li", "number": "1002"})
    with pytest.raises(Unreadable) as refused:
        await office.agents.change("admin", "li", {"number": "1001"})
    assert refused.value.field == "number"
    assert (await office.agents.get("li")).number == "1002"


async def test_a_change_keeps_the_rest_and_says_which_fields_changed(office: Office) -> None:
    wang = await office.hire("agent", "wang", skills=["trade"])
    same = {"id": "wang", "name": wang.name, "skills": ["trade"]}
    changed = await office.agents.change("admin", "wang", {"capacity": 7, **same})
    assert (changed.capacity, changed.skills, changed.role) == (7, ("trade",), "agent")
    assert await office.agents.get("wang") == changed
    (entry,) = await acts(office)
    assert (entry.act, entry.detail) == ("agent_changed", {"fields": ["capacity"]})


async def test_a_change_of_one_never_reaches_another(office: Office) -> None:
    await office.hire("agent", "wang")
    li = await office.hire("agent", "li")
    with pytest.raises(Unreadable) as refused:
        await office.agents.change("admin", "wang", {"id": "li", "capacity": 9})
    assert refused.value.field == "id"
    assert await office.agents.get("li") == li


async def test_another_role_is_told_in_the_log_and_ends_the_sessions(office: Office) -> None:
    await office.hire("agent", "wang")
    caller = await office.signed_in(office.browser(), await office.agents.get("wang"))
    await office.agents.change("admin", "wang", {"skills": ["risk"]})
    assert await office.sessions.is_alive(caller.session)
    await office.agents.change("admin", "wang", {"role": "supervisor"})
    assert not await office.sessions.is_alive(caller.session)
    assert (await acts(office))[-1].detail == {"fields": ["role"], "role": "supervisor"}


async def test_nobody_changes_their_own_role_or_lets_themselves_go(office: Office) -> None:
    await office.hire("admin", "zhou")
    await office.hire("admin", "wu")
    for changes, why in (({"role": "supervisor"}, "own_role"), ({"active": False}, "own_account")):
        with pytest.raises(NotNow) as refused:
            await office.agents.change("zhou", "zhou", changes)
        assert refused.value.why == why
    with pytest.raises(NotNow, match="own_account"):
        await office.agents.reset("zhou", "zhou")
    assert (await office.agents.change("zhou", "zhou", {"name": "周"})).name == "周"


async def test_one_admin_stays(office: Office) -> None:
    await office.hire("admin", "zhou")
    for changes in ({"role": "agent"}, {"active": False}):
        with pytest.raises(NotNow, match="last_admin"):
            await office.agents.change("command", "zhou", changes)
    await office.hire("admin", "wu")
    await office.agents.change("command", "zhou", {"active": False})
    with pytest.raises(NotNow, match="last_admin"):
        await office.agents.change("command", "wu", {"active": False})


async def test_two_admins_who_let_each_other_go_at_once_leave_one(office: Office) -> None:
    await office.hire("admin", "zhou")
    await office.hire("admin", "wu")
    done = await asyncio.gather(
        office.agents.change("zhou", "wu", {"active": False}),
        office.agents.change("wu", "zhou", {"active": False}),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in done) == ["Agent", "NotNow"]
    assert sorted(each.active for each in await office.agents.list()) == [False, True]


async def test_a_reset_gives_a_password_and_ends_every_session(office: Office) -> None:
    wang = await office.hire("agent", "wang")
    caller = await office.signed_in(office.browser(), wang)
    given = await office.agents.reset("admin", "wang")
    assert given != PASSWORD
    assert (await office.agents.get("wang")).must_change
    assert not await office.sessions.is_alive(caller.session)
    assert (await acts(office))[-1].act == "password_reset"


async def test_all_sessions_of_somebody_are_ended_and_nobody_elses(office: Office) -> None:
    wang, li = await office.hire("agent", "wang"), await office.hire("agent", "li")
    theirs = [await office.signed_in(office.browser(), wang) for _ in range(2)]
    other = await office.signed_in(office.browser(), li)
    assert await office.agents.end_sessions("admin", "wang") == 2
    alive = await office.sessions.alive([each.session for each in (*theirs, other)])
    assert alive == {other.session}


async def test_who_is_not_there_is_unknown(office: Office) -> None:
    for asked in (
        office.agents.get("li"),
        office.agents.change("admin", "li", {"capacity": 1}),
        office.agents.reset("admin", "li"),
        office.agents.end_sessions("admin", "li"),
    ):
        with pytest.raises(Unknown):
            await asked
    assert await acts(office) == []


async def test_those_who_work_here_are_listed_first_by_their_numbers(office: Office) -> None:
    for id in ("zhou", "wang", "li"):
        await office.hire("agent", id)
    await office.agents.change("admin", "wang", {"active": False})
    assert [each.id for each in await office.agents.list()] == ["zhou", "li", "wang"]


def test_every_field_that_is_kept_can_be_checked() -> None:
    assert (
        checked({**WANG, "skills": [], "licences": (), "languages": ["zh-Hant"], "capacity": 0})["skills"]
        == ()
    )
