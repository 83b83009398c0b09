"""Lets investors make their channels one by a code, and take one out again."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from actions.tasks.plain import compiled, matches, plain
from actions.tasks.task import Said, State, Told, button
from actions.utterance import BUTTONS, Button, Utterance
from actions.words import NOTICES, load_words
from conversations.privacy import anonymous
from customers.investors import Investors
from customers.linking import MINUTES, Linking, Tried

NAME = "linking"
TOPIC = "ADV04"
_SEPARATORS = str.maketrans("", "", "-")
Account = tuple[str, str]
Step = Callable[[Said], Awaitable[Told]]


@dataclass(frozen=True)
class LinkingWords:
    """The table data/notices/linking.yml."""

    issue: Sequence[str]
    asked: str
    use: str
    mine: Sequence[str]
    leave: Sequence[str]
    stay: str
    channels: Mapping[str, str]
    elsewhere: str
    here: str
    join: str
    erased: str
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "linking.yml")


class LinkingTask:
    """The state is `{"leaving": true}` while it is asked which channel is to go."""

    name = NAME

    def __init__(self, linking: Linking, investors: Investors, words: LinkingWords) -> None:
        self._linking = linking
        self._investors = investors
        self._words = words
        self._steps: Mapping[str, Step] = {
            "use": self._use,
            "issue": self._issue,
            "asked": self._explain,
            "mine": self._show,
            "leave": self._ask_which,
            "stay": self._stay,
        }

    def claims(self, said: Said, state: State | None) -> bool:
        return bool(self._order(said)) or (state is not None and self._stays(said))

    async def answer(self, said: Said, state: State | None) -> Told:
        order, _, which = (said.details.get("choice") or self._order(said)).partition(":")
        if which:
            return await self._leave(said, which)
        step = self._steps.get(order or "stay")
        return await step(said) if step else Told((Utterance("utter_task_gone"),))

    def way_back(self, state: State) -> Button | None:
        return button(self._words.buttons["back"], NAME, "leave")

    def _order(self, said: Said) -> str:
        """What a typed message wants; "" for what is none of ours."""
        text, words = plain(said), self._words
        if compiled(words.use).fullmatch(text):
            return "use"
        patterns = {"issue": words.issue, "asked": [words.asked], "mine": words.mine, "leave": words.leave}
        return next((order for order, each in patterns.items() if matches(each, text)), "")

    def _stays(self, said: Said) -> bool:
        return matches([self._words.stay], plain(said))

    async def _issue(self, said: Said) -> Told:
        code = await self._linking.issue(said.channel, said.user)
        values = {"code": code.text, "minutes": MINUTES}
        return _over(Utterance("utter_link_code", values, account=True))

    async def _use(self, said: Said) -> Told:
        found = compiled(self._words.use).fullmatch(plain(said))
        text = found["code"].translate(_SEPARATORS) if found else ""
        tried = await self._linking.use(said.channel, said.user, text, said.message_id)
        if tried.outcome == "joined":
            return _over(await self._linked(said, tried))
        failures = {
            "same": Utterance("utter_link_same"),
            "wrong": Utterance("utter_link_wrong"),
            "too_many": Utterance("utter_link_too_many"),
        }
        return _over(failures[tried.outcome])

    async def _linked(self, said: Said, tried: Tried) -> Utterance:
        accounts = await self._investors.accounts(said.channel, said.user)
        values = {"channels": self._named(said, accounts)}
        buttons = (self._button("mine"), self._button("leave"))
        if tried.erased:
            return Utterance("utter_linked_less", values | {"erased": self._words.erased}, buttons)
        return Utterance("utter_linked", values, buttons)

    async def _explain(self, said: Said) -> Told:
        return _over(Utterance("utter_link_explained", buttons=(self._button("issue"),)))

    async def _stay(self, said: Said) -> Told:
        return _over(Utterance("utter_link_stays"))

    async def _show(self, said: Said) -> Told:
        accounts = await self._investors.accounts(said.channel, said.user)
        if len(accounts) < 2:
            return _over(Utterance("utter_links_none", buttons=(self._button("issue"),)))
        buttons = (self._button("issue"), self._button("leave"))
        return _over(Utterance("utter_links", {"channels": self._named(said, accounts)}, buttons))

    async def _ask_which(self, said: Said) -> Told:
        """Which channel is to go; the one written from is always among those offered."""
        accounts = await self._investors.accounts(said.channel, said.user)
        own = (said.channel, said.user)
        others = [account for account in accounts if account != own][: BUTTONS - 2]
        if not others:
            return await self._show(said)
        chosen = tuple(self._leaving(said, account) for account in (*others, own))
        values = {"channels": self._named(said, accounts)}
        utterance = Utterance("utter_link_leaving", values, (*chosen, self._button("stay")))
        return Told((utterance,), {"leaving": True}, TOPIC)

    async def _leave(self, said: Said, which: str) -> Told:
        accounts = await self._investors.accounts(said.channel, said.user)
        found = next((account for account in accounts if _mark(account) == which), None)
        if found is None or not await self._linking.leave(said.channel, said.user, found):
            return await self._show(said)
        values = {"channel": self._title(said, found)}
        return _over(Utterance("utter_link_left", values))

    def _named(self, said: Said, accounts: Sequence[Account]) -> str:
        return self._words.join.join(self._title(said, account) for account in accounts)

    def _title(self, said: Said, account: Account) -> str:
        channel = self._words.channels.get(account[0], self._words.elsewhere)
        own = account == (said.channel, said.user)
        return self._words.here.format(channel=channel) if own else channel

    def _leaving(self, said: Said, account: Account) -> Button:
        title = self._words.buttons["of"].format(channel=self._title(said, account))
        return button(title, NAME, f"leave:{_mark(account)}")

    def _button(self, order: str) -> Button:
        return button(self._words.buttons[order], NAME, order)


def _over(utterance: Utterance) -> Told:
    return Told((utterance,), None, TOPIC)


def _mark(account: Account) -> str:
    """An account as a button names it, which says nothing to others."""
    return anonymous(":".join(account))
