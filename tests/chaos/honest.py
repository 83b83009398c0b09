"""Books as an honest house would have them after a storm, made up from a seed, and what investors saw."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from tests.chaos.arrivals import Address, digest_of
from tests.chaos.books import Accepted, Asked, Books, Promise, Said, Sent, Step, Talk
from tests.e2e.channels.seen import Seen

CHANNELS = ("web", "wechat", "wechat_kf", "telegram")
STATES = ("sent", "sent", "sent", "delivered", "unknown", "failed")
WAY = {"bot": "queued", "queued": "assigned", "assigned": "human", "human": "wrapup", "wrapup": "bot"}
LETTERS = "甲乙丙"


@dataclass
class House:
    """Writes one thing after the other down, as the product does."""

    chance: Random
    talks: list[Talk] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)
    screens: dict[Address, Seen] = field(default_factory=dict)

    def books(self) -> Books:
        return Books(
            talks=self.talks,
            said=self.said,
            asked=self.asked,
            sent=self.sent,
            steps=self.steps,
            promises=self.promises,
            accepted=self.accepted,
        )

    def converse(self, number: int) -> None:
        """A whole conversation, at rest in the end."""
        desk = _Talk(self, number, CHANNELS[number % len(CHANNELS)])
        for _ in range(self.chance.randint(1, 5)):
            if self.chance.random() < 0.4:
                desk.hand_over()
            desk.ask()
        while desk.owner != "bot":
            desk.hand_over()
        self.talks.append(Talk(number, desk.channel, desk.user, desk.owner, desk.epoch, desk.seq))


class _Talk:
    def __init__(self, house: House, number: int, channel: str) -> None:
        self.house, self.number, self.channel = house, number, channel
        self.user, self.owner = f"user-{number}", "bot"
        self.epoch = self.seq = 0
        house.screens[channel, self.user] = Seen()

    def ask(self) -> None:
        house, message_id = self.house, f"m{self.seq}"
        place = self._say("user", message_id, "问")
        house.accepted.append(Accepted(self.channel, self.user, message_id))
        if self.owner != "bot":
            told = self._say("system", None) if house.chance.random() < 0.5 else None
            house.asked.append(Asked(self.number, place, message_id, "owner", told, told))
            return
        by = "bot" if house.chance.random() < 0.8 else "notice:brain_unavailable"
        first, wished = self._answer(message_id), house.chance.random() < 0.2
        if wished:
            self.hand_over()
        house.asked.append(Asked(self.number, place, message_id, by, first, self.seq))
        if not wished and house.chance.random() < 0.3:
            state = house.chance.choice(("said", "failed", "dropped"))
            house.promises.append(Promise(self.number, message_id, state))
            if state != "dropped":
                self._say("system", None)
                self._answer(message_id)

    def hand_over(self) -> None:
        """A step on the way from the bot to people and back; who has it speaks."""
        before, self.owner = self.owner, WAY[self.owner]
        self.epoch += 1
        self.house.steps.append(Step(self.number, self.epoch, before, self.owner))
        self._say("agent" if self.owner == "human" else "system", None)

    def _answer(self, message_id: str) -> int:
        """One to three messages of the bot's: where they begin."""
        return [self._say("bot", message_id) for _ in range(self.house.chance.randint(1, 3))][0]

    def _say(self, sender: str, message_id: str | None, text: str = "") -> int:
        chance = self.house.chance
        text = text or "".join(chance.choices(LETTERS, k=chance.randint(1, 4)))
        self.seq += 1
        image = (
            f"/media/{chance.choice('ab') * 64}.png" if sender == "bot" and chance.random() < 0.3 else None
        )
        said = Said(self.number, self.seq, sender, self.epoch, message_id, text, image)
        self.house.said.append(said)
        if sender != "user":
            self._show(said, self._send() if self.channel != "web" else "sent")
        return self.seq

    def _send(self) -> str:
        state = self.house.chance.choice(STATES)
        error = {"failed": "WindowClosed: 45047", "unknown": "OutcomeUnknown"}.get(state)
        number = len(self.house.sent) + 1
        self.house.sent.append(Sent(number, self.number, self.seq, state, error))
        return state

    def _show(self, said: Said, state: str) -> None:
        """What is sent is seen, what is unknown perhaps, and perhaps in part; a picture before its words."""
        seen, shown = self.house.screens[self.channel, self.user], 2
        if state in ("unknown", "failed"):
            shown = self.house.chance.randint(0, 2) if state == "unknown" else 0
        if shown and said.image:
            seen.pictures.append(digest_of(said.image))
        if shown == 2:
            seen.add(said.text)


def honest(seed: int) -> tuple[Books, Mapping[Address, Seen]]:
    """Books and screens that agree."""
    house = House(Random(seed))  # noqa: S311 - repeatable
    for number in range(1, house.chance.randint(4, 8)):
        house.converse(number)
    return house.books(), house.screens
