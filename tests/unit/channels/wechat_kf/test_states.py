"""WeCom's states and our owners mean one another, and no step is asked for that WeCom does not know."""

from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.wechat_kf.states import (
    ALLOWED,
    OWNER_OF,
    STATE_OF,
    Standing,
    State,
    agent_of,
    asked_for,
    servicer_of,
    steps,
)
from conversations import Owner, owners

OWNERS: tuple[Owner, ...] = get_args(Owner)
agents = st.sampled_from((None, "anna", "wecom:zhangsan", "wecom:lisi"))
standings = st.builds(
    lambda state, servicer: Standing(state, servicer if state == State.HUMAN else None),
    st.sampled_from(State),
    st.sampled_from(("zhangsan", "lisi")),
)


def test_each_state_has_its_owner_and_each_owner_its_state() -> None:
    assert {state: OWNER_OF[state] for state in State} == {
        0: "bot",
        1: "bot",
        2: "queued",
        3: "human",
        4: "closed",
    }
    assert set(STATE_OF) == set(OWNERS)
    for state, owner in OWNER_OF.items():
        assert state == State.NEW or STATE_OF[owner] == state


def test_an_agent_of_wecoms_desk_is_known_by_name() -> None:
    assert servicer_of(agent_of("zhangsan")) == "zhangsan"
    assert servicer_of("anna") is None
    assert servicer_of(None) is None


@given(standings, st.sampled_from(OWNERS), agents, st.booleans())
def test_only_steps_that_wecom_knows_are_asked_for(
    standing: Standing, owner: Owner, agent: str | None, native: bool
) -> None:
    wanted = asked_for(standing, owner, agent, native=native)
    if wanted:
        assert wanted.state in ALLOWED[standing.state]
        assert bool(wanted.servicer) == (wanted.state == State.HUMAN)


@given(standings, st.sampled_from(OWNERS), agents)
def test_what_was_asked_for_is_not_asked_again(standing: Standing, owner: Owner, agent: str | None) -> None:
    wanted = asked_for(standing, owner, agent, native=True)
    if wanted:
        assert asked_for(wanted, owner, agent, native=True) is None


@given(standings, st.sampled_from(OWNERS), agents)
def test_without_the_desk_only_a_new_session_is_touched(
    standing: Standing, owner: Owner, agent: str | None
) -> None:
    wanted = asked_for(standing, owner, agent, native=False)
    assert wanted == (Standing(State.BOT) if standing.state == State.NEW else None)


@pytest.mark.parametrize(("owner", "state"), [("queued", 2), ("assigned", 2), ("closed", 4)])
def test_the_bots_session_follows_the_owner(owner: Owner, state: int) -> None:
    assert asked_for(Standing(State.BOT), owner, None, native=True) == Standing(State(state))


@pytest.mark.parametrize("state", [State.QUEUED, State.HUMAN])
def test_back_to_the_bot_leads_over_the_end(state: State) -> None:
    standing = Standing(state, "lisi" if state == State.HUMAN else None)
    assert asked_for(standing, "bot", None, native=True) == Standing(State.ENDED)


def test_a_session_goes_to_the_agent_who_has_the_conversation() -> None:
    wanted = asked_for(Standing(State.HUMAN, "lisi"), "human", "wecom:zhangsan", native=True)
    assert wanted == Standing(State.HUMAN, "zhangsan")


def test_an_agent_of_ours_writes_in_the_bots_session() -> None:
    assert asked_for(Standing(State.BOT), "human", "anna", native=True) is None


@given(standings, st.sampled_from(OWNERS), agents)
def test_every_step_here_is_one_that_the_owners_allow(
    standing: Standing, owner: Owner, agent: str | None
) -> None:
    before: Owner = owner
    for step in steps(owner, agent, standing):
        assert step.to in owners.ALLOWED[before]
        before = step.to


@given(standings, st.sampled_from(OWNERS), agents)
def test_the_steps_lead_to_where_the_session_stands(
    standing: Standing, owner: Owner, agent: str | None
) -> None:
    taken = steps(owner, agent, standing)
    if taken:
        assert taken[-1].to == OWNER_OF[standing.state]
        assert steps(taken[-1].to, taken[-1].agent, standing) == ()


def test_nobody_is_moved_by_a_session_that_is_ours() -> None:
    for owner, state in product(OWNERS, (State.NEW, State.BOT)):
        assert steps(owner, "anna", Standing(state)) == ()
