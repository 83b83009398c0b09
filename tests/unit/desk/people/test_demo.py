"""A demo has two accounts, each start with other passwords, and none where there is no demo."""

import pytest

from desk.errors import NotNow, SignInRefused
from desk.people.demo import offer, withdraw
from desk.people.demo_names import DEMO_NAMES
from desk.people.signing_in import Place, SignedIn
from tests.unit.desk.office import Office
from tests.unit.desk.people.telephone import enrolled

HERE = Place("127.0.0.1", "")


async def test_each_start_offers_the_same_accounts_with_new_passwords(office: Office) -> None:
    first = await offer(office.agents)
    second = await offer(office.agents)
    assert [(name, role) for name, _, role in first] == [("demo-agent", "agent"), ("demo-lead", "supervisor")]
    for (name, old, _), (_, new, _) in zip(first, second, strict=True):
        with pytest.raises(SignInRefused):
            await office.signing_in.begin(name, old, HERE)
        assert isinstance(await office.signing_in.begin(name, new, HERE), SignedIn)
    assert {each.id for each in await office.agents.list()} == DEMO_NAMES


async def test_a_start_signs_out_who_was_there_and_takes_back_what_was_changed(office: Office) -> None:
    await offer(office.agents)
    caller = await office.signed_in(office.browser(), await office.agents.get("demo-agent"))
    await office.agents.change("test", "demo-agent", {"skills": [], "name": "另一个"})
    await enrolled(office, "demo-agent")
    ((name, password, _), _) = await offer(office.agents)
    assert not await office.sessions.is_alive(caller.session)
    assert isinstance(await office.signing_in.begin(name, password, HERE), SignedIn)
    agent = await office.agents.get("demo-agent")
    assert (agent.name, agent.second_factor, "trade" in agent.skills) == ("演示坐席", False, True)


async def test_nobody_at_the_desk_brings_an_account_of_a_demo_back(office: Office) -> None:
    await offer(office.agents)
    await office.agents.change("zhou", "demo-lead", {"capacity": 1})
    await withdraw(office.agents)
    for asked in (
        office.agents.change("zhou", "demo-lead", {"active": True}),
        office.agents.change("zhou", "demo-lead", {"role": "admin"}),
        office.agents.reset("zhou", "demo-lead"),
    ):
        with pytest.raises(NotNow, match="demo"):
            await asked


async def test_without_a_demo_its_accounts_are_let_go_and_nobody_else(office: Office) -> None:
    wang = await office.hire("agent", "wang")
    await withdraw(office.agents)
    assert await office.agents.list() == [wang]
    ((name, password, _), _) = await offer(office.agents)
    caller = await office.signed_in(office.browser(), await office.agents.get("demo-lead"))
    await withdraw(office.agents)
    await withdraw(office.agents)
    assert not await office.sessions.is_alive(caller.session)
    with pytest.raises(SignInRefused):
        await office.signing_in.begin(name, password, HERE)
    assert {each.id: each.active for each in await office.agents.list()} == {
        "wang": True,
        "demo-agent": False,
        "demo-lead": False,
    }
