"""Briefs by chat: wanted, not wanted any more, one at once, and the rest of a long one."""

from collections.abc import Sequence

from actions.brief.briefing import TASK, Brief, Briefing
from actions.brief.wishes import Act, BriefTalk, Wish, pressed
from actions.errors import NothingToTell
from actions.tasks.task import Said, State, Told, button
from actions.utterance import BUTTONS, Button, Utterance
from customers.briefs import KINDS, BriefWishes, Kind

TOPIC = "ALT01"
_OFFERED: dict[Act, str] = {"subscribe": "on", "unsubscribe": "off", "now": "now"}
_CHOICES: tuple[Kind, ...] = ("morning", "close", "weekly")
"""Kinds that are offered by buttons, of which there are three; the others are typed."""


class BriefTask:
    """The state is `{"act"}`: which kinds are meant has been asked."""

    name = TASK

    def __init__(self, wishes: BriefWishes, briefing: Briefing, talk: BriefTalk) -> None:
        self._wishes = wishes
        self._briefing = briefing
        self._words = briefing.words
        self._talk = talk

    def claims(self, said: Said, state: State | None) -> bool:
        chosen = state is not None and self._talk.is_choice(said.normal)
        return chosen or self._talk.wish(said.normal) is not None

    async def answer(self, said: Said, state: State | None) -> Told:
        if said.details:
            return await self._pressed(said)
        wish = self._talk.wish(said.normal)
        if state is not None and self._talk.is_choice(said.normal):
            wish = Wish(state["act"], self._talk.kinds_in(said.normal))
        return await self._do(said, wish or Wish("now"))

    def way_back(self, state: State) -> Button | None:
        """Nothing is under way that would be worth returning to."""
        return None

    async def _pressed(self, said: Said) -> Told:
        found = pressed(said.details.get("choice", ""))
        if found is None:
            return Told((Utterance("utter_task_gone"),))
        word, kind, start = found
        if word == "more":
            refs = await self._wishes.watched(said.channel, said.user)
            return _told(await self._briefing.more(kind, refs, start))
        act = next(act for act, name in _OFFERED.items() if name == word)
        return await self._do(said, Wish(act, (kind,)))

    async def _do(self, said: Said, wish: Wish) -> Told:
        if not wish.kinds:
            return await self._ask(said, wish.act)
        if wish.act == "subscribe":
            return await self._subscribe(said, wish.kinds)
        if wish.act == "unsubscribe":
            return await self._unsubscribe(said, wish.kinds)
        return await self._now(said, wish.kinds[0])

    async def _ask(self, said: Said, act: Act) -> Told:
        """Which kinds; after the consent, which what was asked here would not outlast."""
        if act == "subscribe":
            await self._wishes.agreed(said.channel, said.user)
        choices = tuple(
            button(self._words.short_names[kind], TASK, f"{_OFFERED[act]}:{kind}") for kind in _CHOICES
        )
        return Told((_said(self._talk.told[f"which_{act}"], *choices),), {"act": act}, TOPIC)

    async def _subscribe(self, said: Said, kinds: Sequence[Kind]) -> Told:
        await self._wishes.subscribe(said.channel, said.user, kinds)
        talk = self._talk
        lines = [
            talk.told["subscribed"].format(names=self._names(kinds)),
            *(talk.when[kind] for kind in kinds),
        ]
        if not await self._wishes.watched(said.channel, said.user):
            lines.append(self._words.empty)
        lines.append(talk.told["facts"].format(short=self._words.short_names[kinds[0]]))
        now = button(self._words.buttons["now"], TASK, f"now:{kinds[0]}")
        off = [self._button("unsubscribe", kind) for kind in kinds]
        return Told((_said("\n".join(lines), *[now, *off][:BUTTONS]),), topic=TOPIC)

    async def _unsubscribe(self, said: Said, kinds: Sequence[Kind]) -> Told:
        await self._wishes.unsubscribe(said.channel, said.user, kinds)
        if tuple(kinds) == KINDS:
            return Told((_said(self._talk.told["unsubscribed_all"]),), topic=TOPIC)
        words = self._talk.told["unsubscribed"].format(names=self._names(kinds))
        again = [self._button("subscribe", kind) for kind in kinds][:BUTTONS]
        return Told((_said(words, *again),), topic=TOPIC)

    async def _now(self, said: Said, kind: Kind) -> Told:
        refs = await self._wishes.watched(said.channel, said.user)
        try:
            return _told(await self._briefing.now(kind, refs))
        except NothingToTell:  # every source of its main part is away
            words = self._talk.told["unavailable"].format(name=self._words.names[kind])
            return Told((_said(words),), topic=TOPIC)

    def _names(self, kinds: Sequence[Kind]) -> str:
        return self._words.join.join(self._words.names[kind] for kind in kinds)

    def _button(self, act: Act, kind: Kind) -> Button:
        title = self._words.buttons[act].format(short=self._words.short_names[kind])
        return button(title, TASK, f"{_OFFERED[act]}:{kind}")


def _said(words: str, *buttons: Button) -> Utterance:
    return Utterance("utter_brief", {"words": words}, buttons)


def _told(brief: Brief) -> Told:
    said = Utterance("utter_brief", {"words": brief.text}, brief.buttons, account=brief.own)
    return Told((said,), topic=TOPIC)
