"""Keeps our conversations and a team's Chatwoot in agreement, one gateway at a time.

Who asks for a person gets a conversation there, with the request and the transcript as notes. Its agents'
words come by webhook, and, because a webhook is tried once only, by asking each quarter of a minute. Who
speaks there owns the conversation here, so that the bot is silent; when they resolve it, the bot has it back.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Set
from functools import partial
from time import monotonic

from conversations import Conversations
from conversations.locks import Locks
from conversations.owners import SERVED_BY_BOT
from conversations.privacy import anonymous
from conversations.records import Head
from conversations.rounds import Rounds
from desk.chatwoot.client import Client
from desk.chatwoot.errors import Away, ChatwootError, Gone, Throttled
from desk.chatwoot.links import Link, Links
from desk.chatwoot.notes import Words, notes
from desk.chatwoot.relay import KeepPicture, Relay, is_for

ASK_EVERY = 15.0  # seconds, without a webhook
AWAY = 1.0  # seconds until it is tried again
MOST = 500  # conversations looked at in one round
PRIORITIES = ((8, "urgent"), (5, "high"), (1, "medium"))
LOOKED_AT = 2_000  # lines of a transcript, of which the last go into the notes
_LOCK = "desk:chatwoot"
log = logging.getLogger(__name__)


class Bridge:
    """`locks` stands on a database of its own, for a lock is held while Chatwoot is asked. `elsewhere` are
    channels whose platform has a desk of its own.
    """

    def __init__(
        self,
        conversations: Conversations,
        client: Client,
        links: Links,
        locks: Locks,
        keep: KeepPicture,
        ask_every: float = ASK_EVERY,
        elsewhere: Set[str] = frozenset(),
    ) -> None:
        self._conversations = conversations
        self._records = conversations.records
        self._client = client
        self._links = links
        self._locks = locks
        self._ask_every = ask_every
        self._elsewhere = elsewhere
        self._words = Words.load()
        self._relay = Relay(conversations, client, links, keep, self._words)
        self._rounds = Rounds()
        self._rung: set[int] = set()
        self._asked: dict[int, float] = {}
        self._quiet_until = 0.0

    def ring(self, number: int) -> None:
        """Something happened in a conversation of theirs."""
        self._rung.add(number)
        self._rounds.wake()

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._rounds.run(self.once))
            tasks.create_task(self._listen())

    async def once(self) -> None:
        """One round: open what is asked for, carry over what was said."""
        if monotonic() < self._quiet_until:
            return
        async with self._locks.if_free(_LOCK) as mine:
            if mine:
                await self._carry_all()  # what has ended ends there before it is opened anew
                await self._open_all()

    async def _listen(self) -> None:
        """What investors write is carried over at once."""
        async with self._conversations.news() as news:
            while True:
                if await news.next():
                    self._rounds.wake()

    async def _open_all(self) -> None:
        linked = {(link.conversation_id, link.epoch) for link in await self._links.live()}
        board = await self._records.board(MOST)
        theirs = (head for head in (*board.queued, *board.tickets) if head.owner not in SERVED_BY_BOT)
        for head in theirs:
            if (head.conversation_id, head.segment) not in linked and head.channel not in self._elsewhere:
                await self._guarded(partial(self._open, head), head.user)

    async def _carry_all(self) -> None:
        links = await self._links.live()
        numbers = [link.conversation_id for link in links]
        heads = {head.conversation_id: head for head in await self._records.heads(numbers)}
        rung, self._rung = self._rung, set()
        for link in links:
            carry = partial(self._carry, link, heads.get(link.conversation_id), asked=link.number in rung)
            await self._guarded(carry, link.source)
        for number in rung - {link.number for link in links}:
            ended = await self._links.of(number)
            if ended:  # somebody there writes on after the end: they are told
                await self._guarded(partial(self._relay.pull, ended), ended.source)

    async def _open(self, head: Head) -> None:
        source, segment = anonymous(f"{head.channel}:{head.user}"), head.segment or 0
        contact = await self._client.contact(source, source)
        mark = f"{head.conversation_id}:{segment}"
        number = await self._client.opened(contact, mark)
        lines = await self._records.lines(head.conversation_id, limit=LOOKED_AT, before=head.seq + 1)
        if number is None:
            number = await self._client.open(source, contact, mark)
        for note in notes(self._words, head, lines):
            await self._client.note(number, note)
        if priority := next((name for least, name in PRIORITIES if head.priority >= least), None):
            await self._client.prioritise(number, priority)
        sent = lines[-1].seq if lines else 0
        await self._links.put(head.conversation_id, number, source, segment, sent)

    async def _carry(self, link: Link, head: Head | None, *, asked: bool) -> None:
        if head is None or not is_for(head, link):
            await self._relay.pull(link)  # what was said too late is reported as such
            await self._relay.leave(link)
            return
        try:
            await self._keep_up(link, head, asked=asked)
        except Gone:
            if not await self._relay.is_lost(link):
                raise
            log.warning("what was deleted in Chatwoot is opened there anew: %s", anonymous(link.source))
            await self._relay.reopen(link, head)

    async def _keep_up(self, link: Link, head: Head, *, asked: bool) -> None:
        if head.seq > link.sent:
            await self._relay.push(link)
        if asked or monotonic() - self._asked.get(link.number, -self._ask_every) >= self._ask_every:
            self._asked[link.number] = monotonic()
            await self._relay.pull(link)
        await self._relay.report(link)

    async def _guarded(self, work: Callable[[], Awaitable[None]], about: str) -> None:
        """One conversation's fault is not the others'; a Chatwoot that is away is left alone for a while."""
        if monotonic() < self._quiet_until:
            return
        try:
            await work()
        except Throttled as throttled:
            self._quiet_until = monotonic() + throttled.seconds
        except Gone:
            log.warning("a conversation in Chatwoot is gone: %s", anonymous(about))
        except Away:
            self._quiet_until = monotonic() + AWAY
        except ChatwootError as error:
            log.warning("Chatwoot refuses what was asked: %s, %s", error, anonymous(about))
