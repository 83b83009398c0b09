"""Who gets whom, case by case and as a whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.routing.choosing import Available, Choice, Waiting, choose, needed
from desk.routing.terms import PRESSING, Terms

TERMS = Terms(skill_wait=60, last_agent_wait=20)


def agent(name: str, room: int = 1, **known: object) -> Available:
    known = {key: frozenset(value) if isinstance(value, set) else value for key, value in known.items()}
    return Available(name, room, **known)  # type: ignore[arg-type]  # fields by name


def test_the_oldest_is_served_first() -> None:
    assert choose([Waiting(1, 10), Waiting(2, 90), Waiting(3, 50)], [agent("a", 2)]) == [(2, "a"), (3, "a")]


def test_priority_goes_before_requeued_before_vip_before_time() -> None:
    waiting = [
        Waiting(1, 500),
        Waiting(2, 5, vip=True),
        Waiting(3, 10, requeued=True),
        Waiting(4, 1, priority=6),
    ]
    assert [pair[0] for pair in choose(waiting, [agent("a", 4)])] == [4, 3, 2, 1]


def test_nobody_gets_more_than_they_have_room_for() -> None:
    agents = [agent("a", 2), agent("b", 0)]
    assert choose([Waiting(n, 100 - n) for n in range(5)], agents) == [(0, "a"), (1, "a")]


def test_the_least_loaded_comes_first_and_of_equals_the_longest_idle() -> None:
    agents = [agent("a", 3, load=1, idle=900), agent("b", 3, idle=10), agent("c", 3, idle=60)]
    assert choose([Waiting(1, 5)], agents) == [(1, "c")]
    pairs = choose([Waiting(n, 100 - n) for n in range(3)], agents)
    assert pairs == [(0, "c"), (1, "b"), (2, "a")]


def test_the_agent_they_know_comes_first() -> None:
    agents = [agent("a", 2, load=1), agent("b", 2)]
    assert choose([Waiting(1, 300, last_agent="a")], agents) == [(1, "a")]


def test_the_agent_they_know_is_waited_for_a_little_while() -> None:
    agents = [agent("a", 0), agent("b")]
    assert choose([Waiting(1, 19, last_agent="a"), Waiting(2, 1)], agents, TERMS) == [(2, "b")]
    assert choose([Waiting(1, 20, last_agent="a")], agents, TERMS) == [(1, "b")]
    assert choose([Waiting(1, 1, last_agent="a", priority=PRESSING)], agents, TERMS) == [(1, "b")]
    assert choose([Waiting(1, 1, last_agent="left")], agents, TERMS) == [(1, "b")]


def test_who_has_just_left_it_gets_it_only_where_nobody_else_can_take_it() -> None:
    left = Waiting(1, 5, requeued=True, last_agent="a", left_by="a")
    assert choose([left], [agent("a"), agent("b", load=1)], TERMS) == [(1, "b")]
    assert choose([left], [agent("a"), agent("b", 0)], TERMS) == [(1, "a")]


def test_a_skill_is_waited_for_while_somebody_has_it() -> None:
    agents = [agent("a", skills={"general"}), agent("b", 0, skills={"margin"})]
    assert choose([Waiting(1, 3600, skill="margin")], agents, TERMS) == []


def test_a_skill_that_nobody_there_has_is_waived_after_a_while() -> None:
    agents = [agent("a", skills={"general"}), agent("b", skills={"account"})]
    assert choose([Waiting(1, 59, skill="margin")], agents, TERMS) == []
    assert choose([Waiting(1, 60, skill="margin")], agents, TERMS) == [(1, "a")]
    assert choose([Waiting(1, 0, skill="margin", priority=9)], agents, TERMS) == [(1, "a")]


def test_who_is_made_for_something_else_does_no_general_work() -> None:
    assert choose([Waiting(1, 900)], [agent("a", skills={"margin"})], TERMS) == []


@pytest.mark.parametrize(("skill", "licence"), [("adviser", "adviser"), ("broker", "broker")])
def test_a_licence_is_never_waived(skill: str, licence: str) -> None:
    bare = agent("a", skills={"general", skill}, licences={"general"})
    licensed = agent("b", skills={"general"}, licences={licence})
    waiting = [Waiting(1, 86_400, skill=skill, priority=9)]
    assert choose(waiting, [bare], TERMS) == []
    assert choose(waiting, [bare, licensed], TERMS) == [(1, "b")]


def test_who_speaks_english_is_given_english() -> None:
    agents = [agent("a"), agent("b", languages={"zh", "en"}, load=2)]
    assert choose([Waiting(1, 0, language="en")], agents, TERMS) == [(1, "b")]
    assert choose([Waiting(1, 59, language="en")], agents[:1], TERMS) == []
    assert choose([Waiting(1, 60, language="en")], agents[:1], TERMS) == [(1, "a")]


def test_who_speaks_only_english_is_given_no_chinese() -> None:
    english = agent("a", languages={"en"})
    assert choose([Waiting(1, 0)], [english], TERMS) == []


def test_a_skill_no_agent_has_at_all_is_general_work() -> None:
    known = {"general", "margin"}
    assert [needed(skill, known) for skill in ("margin", "astrology", None)] == [
        "margin",
        "general",
        "general",
    ]


SKILLS = st.sampled_from(["general", "margin", "account", "adviser"])
LANGUAGES = st.sampled_from(["zh", "en", "zh-Hant"])
NAMES = ["a", "b", "c", "d"]
WAITING = st.builds(
    Waiting,
    conversation=st.integers(1, 10_000),
    waited=st.integers(0, 200).map(float),
    priority=st.sampled_from([0, 0, 0, 3, 5, 9]),
    requeued=st.booleans(),
    skill=SKILLS,
    language=LANGUAGES,
    vip=st.booleans(),
    last_agent=st.sampled_from([None, *NAMES, "left"]),
)
QUEUES = st.lists(WAITING, max_size=12, unique_by=lambda each: each.conversation)
AGENTS = st.lists(
    st.builds(
        Available,
        agent=st.sampled_from(NAMES),
        room=st.integers(0, 3),
        load=st.integers(0, 5),
        skills=st.frozensets(SKILLS, max_size=3),
        licences=st.frozensets(st.sampled_from(["general", "adviser"])),
        languages=st.frozensets(LANGUAGES, max_size=2),
        idle=st.integers(0, 900).map(float),
    ),
    max_size=4,
    unique_by=lambda each: each.agent,
)


@given(QUEUES, AGENTS)
def test_no_conversation_is_given_twice_and_no_agent_too_many(
    waiting: list[Waiting], agents: list[Available]
) -> None:
    pairs = choose(waiting, agents, TERMS)
    given_out = [conversation for conversation, _ in pairs]
    assert len(set(given_out)) == len(given_out)
    assert set(given_out) <= {each.conversation for each in waiting}
    for each in agents:
        assert sum(name == each.agent for _, name in pairs) <= each.room


@given(QUEUES, AGENTS)
def test_no_older_one_is_passed_over_by_an_agent_who_could_take_it(
    waiting: list[Waiting], agents: list[Available]
) -> None:
    pairs = dict(choose(waiting, agents, TERMS))
    choice, order = Choice(agents, TERMS), sorted(waiting, key=lambda each: each.place)
    anybody = {each.agent: 1 for each in agents}
    for place, older in enumerate(order):
        if older.conversation in pairs:
            continue
        could = {each.agent for each in choice.candidates(older, anybody)}
        later = {pairs.get(younger.conversation) for younger in order[place + 1 :]}
        assert not could & later


@given(QUEUES, AGENTS)
def test_nobody_waits_while_somebody_could_take_them(waiting: list[Waiting], agents: list[Available]) -> None:
    pairs = choose(waiting, agents, TERMS)
    given_out = {conversation for conversation, _ in pairs}
    left = {each.agent: each.room - sum(name == each.agent for _, name in pairs) for each in agents}
    choice = Choice(agents, TERMS)
    for each in waiting:
        assert each.conversation in given_out or not choice.candidates(each, left)


@given(QUEUES, AGENTS)
def test_an_agent_is_given_only_what_they_are_licensed_for(
    waiting: list[Waiting], agents: list[Available]
) -> None:
    licences = {each.agent: each.licences for each in agents}
    skills = {each.conversation: each.skill for each in waiting}
    for conversation, name in choose(waiting, agents, TERMS):
        assert skills[conversation] != "adviser" or "adviser" in licences[name]
