"""Shows, copies and deletes what is kept of an investor, and takes consents back (个人信息保护法 15, 44–47).

What stands in customers goes at once. A wish about the transcript is written down by the desk, whose people
answer it: the promise of its number is the turn's follow-up.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from actions.tasks.listing import Listing
from actions.tasks.plain import matches, plain
from actions.tasks.privacy_words import PrivacyWords
from actions.tasks.task import Said, State, Told, button
from actions.utterance import Button, Utterance
from customers.consents import KINDS, ConsentKind, Consents
from customers.copies import Copies, Copy
from customers.erasure import Erased
from customers.kinds import load_kinds

NAME = "privacy"
TOPIC = "ADV04"
WISH = "wish"
"""The kind of follow-up by which the desk writes down a wish about the transcript."""
INLINE = frozenset({"", "cmdline", "pipe"})
"""Channels where nothing can follow."""
LINES = 9
FOR_GOOD = ("tests", "results", "evidence")
"""Tables of a copy that a law keeps."""
Step = Callable[[Said], Awaitable[Told]]


class PrivacyTask:
    """The state is `{"step"}`: what was asked back, "withdraw", "delete" or "chat"."""

    name = NAME

    def __init__(self, consents: Consents, copies: Copies, words: PrivacyWords) -> None:
        self._consents = consents
        self._copies = copies
        self._words = words
        self._begin: Mapping[str, Step] = {
            "granted": self._show,
            "withdraw": self._ask_which,
            "export": self._list,
            "copy": self._wish_copy,
            "delete": self._ask_delete,
            "chat": self._ask_chat,
        }

    def claims(self, said: Said, state: State | None) -> bool:
        return bool(self._order(said) or self._reply(said, state))

    async def answer(self, said: Said, state: State | None) -> Told:
        """A destructive button counts only behind its own question; an old one finds no state."""
        choice = said.details.get("choice") or self._reply(said, state) or self._order(said)
        act, _, value = choice.partition(":")
        step = (state or {}).get("step")
        if act == "page":
            return await self._list(said, int(value) if value.isdecimal() else 1)
        if act == "withdraw" and value:
            return await self._withdraw(said, value)
        if value == "yes" and act == step:
            return await (self._delete(said) if act == "delete" else self._wish(said, "delete"))
        if choice == "no":
            name = "utter_withdrawn_nothing" if step == "withdraw" else "utter_delete_dropped"
            return _over(Utterance(name))
        begun = self._begin.get(choice)
        return await begun(said) if begun else _over(Utterance("utter_task_gone"))

    def way_back(self, state: State) -> Button | None:
        return self._button("back", state["step"])

    def _order(self, said: Said) -> str:
        """What a typed message wants; "" for what is none of ours."""
        text, words = plain(said), self._words
        patterns = {"granted": words.granted, "withdraw": words.withdraw, "export": words.export}
        patterns |= {"copy": [words.copy], "delete": words.delete, "chat": words.chat}
        return next((order for order, each in patterns.items() if matches(each, text)), "")

    def _reply(self, said: Said, state: State | None) -> str:
        """What a typed message answers to the question that is open; "" for nothing."""
        words, step = self._words, (state or {}).get("step")
        text = plain(said) if step else ""
        if not text:
            return ""
        if matches([words.decline], text):
            return "no"
        if step == "withdraw":
            kind = next((kind for kind, each in words.spoken.items() if matches([each], text)), "")
            return f"withdraw:{kind}" if kind else ""
        return f"{step}:yes" if matches([words.confirm], text) else ""

    async def _show(self, said: Said) -> Told:
        standing = await self._consents.standing(said.channel, said.user)
        if not standing:
            return _over(Utterance("utter_granted_none"))
        lines = [
            (self._words.granted_line if word.given else self._words.withdrawn_line).format(
                kind=self._words.kinds[kind], day=f"{word.at:%Y-%m-%d}"
            )
            for kind, word in standing.items()
        ]
        buttons = (self._button("withdraw"), self._button("delete"))
        return _over(Utterance("utter_granted", {"rows": "\n".join(lines)}, buttons, account=True))

    async def _ask_which(self, said: Said) -> Told:
        given = await self._given(said)
        if not given:
            return _over(Utterance("utter_granted_none"))
        title = self._words.buttons["one"]
        one = [
            button(title.format(kind=self._words.kinds[kind]), NAME, f"withdraw:{kind}") for kind in given[:2]
        ]
        last = self._button("all", "withdraw:all") if len(given) > 1 else self._button("stay", "no")
        values = {"kinds": self._named(given)}
        return Told((Utterance("utter_withdrawing", values, (*one, last)),), {"step": "withdraw"}, TOPIC)

    async def _withdraw(self, said: Said, which: str) -> Told:
        kinds = KINDS if which == "all" else tuple(kind for kind in KINDS if kind == which)
        given = [kind for kind in await self._given(said) if kind in kinds]
        erased = await self._taken_back(said, kinds)
        copy = await self._copies.of(said.channel, said.user)
        values = {"kinds": self._named(given or kinds), "kept": self._kept(copy)}
        return _over(Utterance("utter_withdrawn", values), self._gone(erased))

    async def _ask_delete(self, said: Said) -> Told:
        if not await self._copies.of(said.channel, said.user):
            return await self._ask_chat(said)
        buttons = (self._button("delete_yes", "delete:yes"), self._button("delete_no", "no"))
        return Told((Utterance("utter_deleting", buttons=buttons),), {"step": "delete"}, TOPIC)

    async def _delete(self, said: Said) -> Told:
        erased = await self._taken_back(said, KINDS)
        copy = await self._copies.of(said.channel, said.user)
        later = said.channel not in INLINE
        values = {"kept": self._kept(copy)}
        done = Utterance("utter_deleted" if later else "utter_deleted_here", values)
        followup = _wish_of(said, "delete") if later else None
        return Told((done, self._gone(erased)), None, TOPIC, followup=followup)

    async def _ask_chat(self, said: Said) -> Told:
        buttons = (self._button("chat_yes", "chat:yes"), self._button("chat_no", "no"))
        return Told((Utterance("utter_chat_deleting", buttons=buttons),), {"step": "chat"}, TOPIC)

    async def _wish_copy(self, said: Said) -> Told:
        return await self._wish(said, "copy")

    async def _wish(self, said: Said, kind: str) -> Told:
        if said.channel in INLINE:
            return _over(Utterance("utter_wish_elsewhere"))
        return Told((Utterance("utter_wish_coming"),), None, TOPIC, followup=_wish_of(said, kind))

    async def _list(self, said: Said, page: int = 1) -> Told:
        """Nine lines a page, since a message is read on a phone."""
        copy = await self._copies.of(said.channel, said.user)
        more = (self._button("copy"), self._button("chat"))
        if not copy:
            return _over(Utterance("utter_copy_none", buttons=more))
        lines = Listing(self._words, load_kinds(), said.at).lines(copy)
        pages = -(-len(lines) // LINES)
        page = min(max(page, 1), pages)
        shown = lines[(page - 1) * LINES : page * LINES]
        values = {"page": page, "pages": pages, "rows": "\n".join(shown)}
        buttons = (self._button("next", f"page:{page + 1}"),) if page < pages else ()
        return _over(Utterance("utter_copy", values, (*buttons, *more), account=True))

    async def _given(self, said: Said) -> list[ConsentKind]:
        standing = await self._consents.standing(said.channel, said.user)
        return [kind for kind in KINDS if kind in standing and standing[kind].given]

    async def _taken_back(self, said: Said, kinds: Sequence[ConsentKind]) -> Erased:
        return await self._consents.withdraw(
            said.channel, said.user, kinds, version=self._words.version, message_id=said.message_id
        )

    def _named(self, kinds: Sequence[ConsentKind]) -> str:
        return self._words.join.join(self._words.kinds[kind] for kind in kinds)

    def _gone(self, erased: Erased) -> Utterance:
        """What went, each sort with its number: the investor's own data."""
        rows = [
            words.format(count=getattr(erased, name))
            for name, words in self._words.erased.items()
            if getattr(erased, name)
        ]
        line = self._words.erased_line.format(rows=self._words.join.join(rows))
        return Utterance("utter_erased", {"erased": line if rows else self._words.erased_none}, account=True)

    def _kept(self, copy: Copy) -> str:
        """Why something stays, for what there is."""
        words, kinds = self._words, load_kinds()
        tests = any(getattr(copy, name) for name in FOR_GOOD)
        warned = any(kinds[row["kind"]].duty for row in copy.notices if row["kind"] in kinds)
        kept = words.kept_test if tests else words.kept_consent
        return kept + words.kept_warnings if warned else kept

    def _button(self, name: str, choice: str = "") -> Button:
        return button(self._words.buttons[name], NAME, choice or name)


def _over(*utterances: Utterance) -> Told:
    return Told(utterances, None, TOPIC)


def _wish_of(said: Said, kind: str) -> Mapping[str, str]:
    """A wish as the desk takes it up: its kind, and in whose conversation."""
    return {"kind": WISH, "key": f"{kind}:{said.channel}:{said.user}"}
