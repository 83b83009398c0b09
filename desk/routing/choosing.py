"""Who gets whom: the conversations that wait, oldest first, and the agents who are there. Pure.

A conversation is given to somebody with its skill, its licence and its language. What nobody who is there has
is waived after a while, so that nobody is stranded; a licence never is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from desk.routing.terms import PRESSING, Terms

GENERAL = "general"
SPOKEN = frozenset({"zh"})
"""What an agent speaks of whom nothing is said."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation in the queue, `waited` seconds by its wait clock. `left_by` is who had it until it came
    back: they get it again only where nobody else can take it.
    """

    conversation: int
    waited: float
    priority: int = 0
    requeued: bool = False
    skill: str = GENERAL
    language: str = "zh"
    vip: bool = False
    last_agent: str | None = None
    left_by: str | None = None

    @property
    def place(self) -> tuple[int, bool, bool, float, int]:
        """Smaller is served first."""
        return (-self.priority, not self.requeued, not self.vip, -self.waited, self.conversation)


@dataclass(frozen=True, slots=True)
class Available:
    """An agent who is there; `room` is how many conversations more they take, 0 for who is busy.

    `idle` is for how many seconds their load has been what it is.
    """

    agent: str
    room: int
    load: int = 0
    skills: frozenset[str] = frozenset()
    licences: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    idle: float = 0.0

    def has(self, skill: str) -> bool:
        """Who is made for nothing in particular does general work."""
        return skill in (self.skills or {GENERAL})

    def speaks(self, language: str) -> bool:
        return language in (self.languages or SPOKEN)


def needed(skill: str | None, known: Collection[str]) -> str:
    """The skill that is looked for: one that no agent has at all is general work."""
    return skill if skill is not None and skill in known else GENERAL


class Choice:
    """What may be chosen among the agents who are `there`."""

    def __init__(self, there: Iterable[Available], terms: Terms) -> None:
        self._there = {each.agent: each for each in there}
        self._terms = terms
        self._found: dict[tuple[str, str, bool], list[Available]] = {}

    def fit(self, waiting: Waiting) -> list[Available]:
        """Who may serve it as long as it has waited now, whether they have room or not."""
        return self._fit(waiting.skill, waiting.language, self._waives(waiting))

    def fit_at_last(self, waiting: Waiting) -> list[Available]:
        """Who may serve it once it has waited long enough."""
        return self._fit(waiting.skill, waiting.language, waives=True)

    def _fit(self, skill: str, language: str, waives: bool) -> list[Available]:
        key = (skill, language, waives)
        if key not in self._found:  # a queue of thousands asks for few kinds
            self._found[key] = self._find(*key)
        return self._found[key]

    def candidates(self, waiting: Waiting, room: Mapping[str, int]) -> list[Available]:
        """Who can take it now: who is fit, has room, and is not kept from it by the agent it knows."""
        fit = self.fit(waiting)
        last = next((each for each in fit if each.agent == waiting.last_agent), None)
        if last and self._waits_for_last(waiting):
            fit = [last]
        return [each for each in fit if room[each.agent] > 0]

    def _find(self, skill: str, language: str, waives: bool) -> list[Available]:
        licence = self._terms.licences.get(skill)
        licensed = [each for each in self._there.values() if licence is None or licence in each.licences]
        skilled = [each for each in licensed if each.has(skill)]
        if not skilled and waives:
            skilled = [each for each in licensed if each.has(GENERAL)]
        speaking = [each for each in skilled if each.speaks(language)]
        return speaking if speaking or not waives else skilled

    def _waives(self, waiting: Waiting) -> bool:
        return waiting.priority >= PRESSING or waiting.waited >= self._terms.skill_wait

    def _waits_for_last(self, waiting: Waiting) -> bool:
        left = waiting.last_agent == waiting.left_by
        return not left and waiting.priority < PRESSING and waiting.waited < self._terms.last_agent_wait


def choose(
    waiting: Sequence[Waiting], agents: Sequence[Available], terms: Terms | None = None
) -> list[tuple[int, str]]:
    """Pairs of a conversation and the agent it is offered to, the oldest first.

    Taken one by one from the front, so that nobody is passed over for a younger one by an agent who could
    have taken them. Of several agents the last one comes first, then the least loaded, then the longest idle,
    and at the very end who has just left it.
    """
    choice = Choice(agents, terms or Terms())
    room = {each.agent: each.room for each in agents}
    given: dict[str, int] = dict.fromkeys(room, 0)
    pairs: list[tuple[int, str]] = []
    for one in sorted(waiting, key=lambda each: each.place):
        if not any(left > 0 for left in room.values()):
            break
        candidates = choice.candidates(one, room)
        if not candidates:
            continue
        best = min(candidates, key=lambda each: _rank(each, given[each.agent], one))
        room[best.agent] -= 1
        given[best.agent] += 1
        pairs.append((one.conversation, best.agent))
    return pairs


def _rank(agent: Available, given: int, one: Waiting) -> tuple[bool, bool, int, bool, float, str]:
    name = agent.agent
    return (name == one.left_by, name != one.last_agent, agent.load + given, given > 0, -agent.idle, name)
