"""Lets investors say by chat what they want to be sent unasked, when not, and in which language."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from actions.tasks.hours import Hours, clock
from actions.tasks.orders import Order, Reading, SubscribingWords
from actions.tasks.plain import plain
from actions.tasks.task import Said, State, Told, button
from actions.utterance import Button, Utterance
from customers.consents import Consents
from customers.investors import Investors
from customers.kinds import load_kinds
from customers.quiet import DAY
from customers.subscriptions import Settings, Subscriptions

NAME = "subscriptions"
TOPIC, LANGUAGE_TOPIC = "ALT01", "INT03"
LISTED = 3
KEPT: Mapping[str, tuple[str, str]] = {
    "zh-Hans": ("utter_language_simplified", ""),
    "zh-Hant": ("utter_language_traditional", "simplified"),
    "en": ("utter_language_english", "chinese"),
}
"""What is said once a language is wished for, in that language, and the button that leads back."""
Act = Callable[[Said, Order], Awaitable[Utterance]]
"""Answers an order, and does it."""


class SubscribingTask:
    """Every message is answered at once: there is no state. Buttons of others may press it: "off:<kind>"."""

    name = NAME

    def __init__(
        self, subscriptions: Subscriptions, consents: Consents, investors: Investors, words: SubscribingWords
    ) -> None:
        self._subscriptions = subscriptions
        self._consents = consents
        self._investors = investors
        self._words = words
        self._kinds = load_kinds()
        self._reading = Reading(words, self._kinds)
        self._acts: Mapping[str, Act] = {
            "on": self._on,
            "off": self._off,
            "all_off": self._all_off,
            "asked_on": self._offered,
            "asked_off": self._offered,
            "list": self._list,
            "leave": self._list,
            "offer": self._offer,
            "hours": self._rest,
            "quiet_off": self._rest,
            "quiet_ask": self._ask_hours,
            "language": self._speak,
        }

    def claims(self, said: Said, state: State | None) -> bool:
        return state is None and self._reading.order(plain(said)) is not None

    async def answer(self, said: Said, state: State | None) -> Told:
        choice = said.details.get("choice")
        order = self._reading.pressed(choice) if choice else self._reading.order(plain(said))
        if order is None:
            return Told((Utterance("utter_task_gone"),))
        topic = LANGUAGE_TOPIC if order.act == "language" else TOPIC
        return Told((await self._acts[order.act](said, order),), topic=topic)

    def way_back(self, state: State) -> Button | None:
        return None

    async def _on(self, said: Said, order: Order) -> Utterance:
        """What needs a consent of its own asks for it first."""
        if "marketing" in order.kinds:
            await self._consents.require(said.channel, said.user, "marketing")
        await self._subscriptions.want(said.channel, said.user, order.kinds)
        buttons = (self._button("mine", "list"),)
        return Utterance("utter_subscribed", {"abouts": self._abouts(order.kinds)}, buttons)

    async def _off(self, said: Said, order: Order) -> Utterance:
        kinds = order.kinds
        investor = await self._investors.of(said.channel, said.user)
        wanted = await self._subscriptions.of(investor) if investor is not None else {}
        await self._refuse(said, kinds)
        values = {"titles": self._titles(kinds)}
        if not any(wanted.get(kind) for kind in kinds):
            return Utterance("utter_not_subscribed", values)
        if any(self._kinds[kind].duty for kind in kinds):
            return Utterance("utter_unsubscribed_holders", values | {"holders": self._words.holders})
        return Utterance("utter_unsubscribed", values, (self._button("mine", "list"),))

    async def _all_off(self, said: Said, order: Order) -> Utterance:
        if await self._investors.of(said.channel, said.user) is None:
            return Utterance("utter_nothing_sent")
        await self._refuse(said, [name for name, kind in self._kinds.items() if not kind.duty])
        duties = ",".join(name for name, kind in self._kinds.items() if kind.duty)
        buttons = (self._button("holders_off", f"off:{duties}"), self._button("mine", "list"))
        return Utterance("utter_all_unsubscribed", buttons=buttons)

    async def _refuse(self, said: Said, kinds: Sequence[str]) -> None:
        """A refusal of marketing takes back the consent to it too."""
        await self._subscriptions.refuse(said.channel, said.user, kinds)
        if "marketing" not in kinds:
            return
        standing = (await self._consents.standing(said.channel, said.user)).get("marketing")
        if standing and standing.given:
            await self._consents.record(
                said.channel,
                said.user,
                "marketing",
                given=False,
                version=standing.version,
                message_id=said.message_id,
            )

    async def _list(self, said: Said, order: Order) -> Utterance:
        leaving = order.act == "leave"
        investor = await self._investors.of(said.channel, said.user)
        if investor is None:
            return Utterance("utter_nothing_sent") if leaving else await self._offer(said, order)
        wishes = await self._subscriptions.of(investor)
        wanted = [kind for kind, wished in wishes.items() if wished]
        values = {
            "titles": self._titles(wanted) or self._words.none,
            "others": self._titles([kind for kind in wishes if kind not in wanted]) or self._words.none,
            "quiet": self._quiet_line(await self._subscriptions.settings(investor)),
        }
        free = [kind for kind in wanted if not self._kinds[kind].duty][: LISTED - 1]
        buttons = [self._of_kind("off", kind) for kind in free] if leaving else []
        buttons += [self._button("all_off", "all_off")] if wanted else []
        return Utterance("utter_subscriptions", values, tuple(buttons), account=True)

    async def _rest(self, said: Said, order: Order) -> Utterance:
        if order.act == "quiet_off":
            investor = await self._investors.of(said.channel, said.user)
            settings = await self._subscriptions.settings(investor) if investor is not None else Settings()
            if settings.quiet_from is not None:
                await self._subscriptions.rest(said.channel, said.user, None, None)
            return Utterance("utter_quiet_off")
        start, end = (int(each) % DAY for each in order.value.split("-"))
        await self._subscriptions.rest(said.channel, said.user, start, end)
        values = {"quiet": self._spoken((start, end)), "late": self._words.late_alerts}
        return Utterance("utter_quiet_set", values, (self._button("quiet_off", "quiet_off"),))

    async def _ask_hours(self, said: Said, order: Order) -> Utterance:
        hours = (("night", "hours:1320-480"), ("evening", "hours:1320-1080"))
        return Utterance("utter_quiet_asked", buttons=tuple(self._button(*each) for each in hours))

    async def _speak(self, said: Said, order: Order) -> Utterance:
        await self._subscriptions.speak(said.channel, said.user, order.value)
        response, back = KEPT[order.value]
        buttons = (self._button(back, "language:zh-Hans"),) if back else ()
        return Utterance(response, buttons=buttons, language=order.value)

    async def _offer(self, said: Said, order: Order) -> Utterance:
        kinds = [name for name, kind in self._kinds.items() if not kind.wanted]
        buttons = tuple(self._of_kind("on", kind) for kind in self._words.offered)
        return Utterance("utter_subscriptions_offered", {"titles": self._titles(kinds)}, buttons)

    async def _offered(self, said: Said, order: Order) -> Utterance:
        act = order.act.removeprefix("asked_")
        buttons = tuple(self._of_kind(act, kind) for kind in order.kinds[:LISTED])
        return Utterance("utter_subscription_offered", {"abouts": self._abouts(order.kinds)}, buttons)

    def _abouts(self, kinds: Sequence[str]) -> str:
        rows = [self._kinds[kind] for kind in kinds]
        return "\n".join(self._words.about.format(title=row.title, about=row.about) for row in rows)

    def _titles(self, kinds: Sequence[str]) -> str:
        return self._words.join.join(self._kinds[kind].title for kind in kinds)

    def _quiet_line(self, settings: Settings) -> str:
        if settings.quiet_from is None or settings.quiet_to is None:
            return self._words.quiet_none
        return self._spoken((settings.quiet_from, settings.quiet_to))

    def _spoken(self, hours: Hours) -> str:
        return self._words.quiet_line.format(start=clock(hours[0]), end=clock(hours[1]))

    def _of_kind(self, act: str, kind: str) -> Button:
        title = self._words.buttons[act].format(title=self._kinds[kind].title)
        return button(title, NAME, f"{act}:{kind}")

    def _button(self, name: str, choice: str) -> Button:
        return button(self._words.buttons[name], NAME, choice)
