"""One conversation between the two sides: what each has said that the other does not have yet."""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace

from conversations import Conversations
from conversations.errors import TransitionError, WrittenMeanwhile
from conversations.messages import Message, Reply
from conversations.owners import SERVED_BY_BOT, accept, release, requeue, wrap_up
from conversations.records import Head
from desk.chatwoot.client import Client
from desk.chatwoot.errors import ChatwootError, Gone
from desk.chatwoot.links import Link, Links
from desk.chatwoot.notes import Words, text_of
from desk.chatwoot.parse import Spoken, place_of, spoken_of
from desk.errors import DeskError
from desk.work.access import HELD

SOURCE = "wenpan:"
STANDS_FOR = {"web": "delivered", "sent": "sent", "delivered": "delivered"}
FAILED = frozenset({"failed", "expired", "unknown"})

KeepPicture = Callable[[bytes], Awaitable[str]]
"""Keeps a picture and gives its address; raises a DeskError for what is none."""


def is_for(head: Head, link: Link) -> bool:
    """Whether people have it for the wish that was opened there, and not for another one since."""
    return head.owner not in SERVED_BY_BOT and head.segment == link.epoch


class Relay:
    """Carries messages over; each is written down once on the other side. Raises ChatwootError,
    StoreUnavailable.
    """

    def __init__(
        self, conversations: Conversations, client: Client, links: Links, keep: KeepPicture, words: Words
    ) -> None:
        self._conversations = conversations
        self._records = conversations.records
        self._client = client
        self._links = links
        self._keep = keep
        self._words = words
        self._known: set[int] = set()

    async def push(self, link: Link) -> None:
        """What the investor wrote since they were told last."""
        sent = link.sent if link.number in self._known else await self._recall(link)
        for line in await self._records.lines(link.conversation_id, after=sent):
            if line.sender == "user":
                await self._client.heard(link.number, text_of(self._words, line), f"{SOURCE}{line.seq}")
            await self._links.advance(link, sent=line.seq)

    async def pull(self, link: Link) -> None:
        """What people there said, and whether they have ended it."""
        status = await self._client.status(
            link.number
        )  # before the messages: what ends it is the last of them
        for message in await self._client.messages(link.number, link.seen):
            if spoken := spoken_of(message):
                await self._speak(link, spoken)
            await self._links.advance(link, seen=int(message["id"]))
        if status == "resolved":
            await self._end(link)

    async def report(self, link: Link) -> None:
        """What became of messages of theirs that are under way."""
        for id, seq in await self._links.unreported(link):
            lines = await self._records.lines(link.conversation_id, after=seq - 1, limit=1)
            delivery = lines[0].delivery if lines else "failed"
            state = "failed" if delivery in FAILED else STANDS_FOR.get(delivery or "")
            if state:
                error = (lines[0].delivery_error or delivery) if lines and state == "failed" else None
                await self._client.report(link.number, id, state, error)
                await self._links.reported(id, state)

    async def leave(self, link: Link) -> None:
        """The conversation is the bot's again on this side: say so there, and end it."""
        with contextlib.suppress(
            ChatwootError
        ):  # deleted there, or it refuses: here it has ended all the same
            await self._client.note(link.number, self._words.returned)
            await self._client.resolve(link.number)
        await self._links.end(link)

    async def is_lost(self, link: Link) -> bool:
        """Whether the conversation is not there any more."""
        try:
            await self._client.status(link.number)
        except Gone:
            return True
        return False

    async def reopen(self, link: Link, head: Head) -> None:
        """Who was being served there waits at the front again, and is opened there anew."""
        if head.owner in HELD:
            step = requeue(by="chatwoot", reason="deleted", epoch=head.epoch)
            with contextlib.suppress(TransitionError):  # it has ended here meanwhile
                await self._conversations.move(link.conversation_id, step)
        await self._links.end(link)

    async def _recall(self, link: Link) -> int:
        """How far they have what the investor wrote: a message that was sent when we died is not repeated."""
        sent = link.sent
        for message in await self._client.messages(link.number, 0):
            sent = max(sent, place_of(message, SOURCE) or 0)
        self._known.add(link.number)
        return sent

    async def _speak(self, link: Link, spoken: Spoken) -> None:
        agent, key = f"chatwoot:{spoken.agent}", f"chatwoot:{spoken.id}"
        said = await self._conversations.said(link.conversation_id, agent, key)
        said = said or await self._say(link, spoken, agent, key)
        if said:
            await self._links.keep(link, spoken.id, said.seq)
        else:
            await self._client.report(link.number, spoken.id, "failed", self._words.undeliverable)

    async def _say(self, link: Link, spoken: Spoken, agent: str, key: str) -> Message | None:
        """None where the conversation is not with people any more, or there is nothing to be said."""
        reply = await self._reply(link, spoken)
        head = await self._records.head(link.conversation_id)
        if reply is None or head is None or not is_for(head, link):
            return None
        try:
            epoch = await self._taken(head, agent, spoken.name)
            said = await self._conversations.say(
                link.conversation_id, agent, reply, epoch=epoch, message_id=key
            )
        except TransitionError:  # the investor went back to the bot at this moment
            return None
        return said[0]

    async def _taken(self, head: Head, agent: str, name: str) -> int:
        """The epoch in which `agent` has it; who speaks there has taken it."""
        if (head.owner, head.agent) == ("human", agent):
            return head.epoch
        step = accept(agent, name=name or None, number=agent.partition(":")[2], epoch=head.epoch)
        return (await self._conversations.move(head.conversation_id, step)).epoch

    async def _reply(self, link: Link, spoken: Spoken) -> Reply | None:
        address = None
        for picture in spoken.pictures:
            try:
                address = await self._keep(await self._client.picture(picture.url))
            except (ChatwootError, DeskError):  # too large, gone, or none that we can show
                await self._client.note(link.number, self._words.attachment.format(kind=picture.kind))
        return Reply(spoken.text or None, image=address) if spoken.text or address else None

    async def _end(self, link: Link) -> None:
        head = await self._records.head(link.conversation_id)
        if head is None or not is_for(head, link) or await self._given_back(head):
            await self._links.end(link)

    async def _given_back(self, head: Head) -> bool:
        """To the bot; who was served is asked how it was first. False where the investor writes at this
        moment: they have it before them there, and it is looked at again.
        """
        number, epoch, asks = head.conversation_id, head.epoch, head.owner == "human"
        try:
            if asks and head.agent:
                wrapped = wrap_up(head.agent, reason="resolved", epoch=epoch)
                epoch = (await self._conversations.move(number, wrapped)).epoch
            step = release(by="chatwoot", reason="resolved", epoch=epoch, seen=head.seq)
            await self._conversations.move(number, replace(step, quiet=asks))
        except WrittenMeanwhile:
            return False
        except TransitionError:  # it has ended here meanwhile
            return True
        return True
