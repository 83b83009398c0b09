"""What the stream tells, put where it belongs: inbox, transcript, ledger of what may be written, owner."""

from datetime import datetime

from channels.quota import Quotas
from channels.wechat_kf.desk import Desk
from channels.wechat_kf.grants import GREETING, Grants
from channels.wechat_kf.parse import CHANNEL
from channels.wechat_kf.standings import Standings
from channels.wechat_kf.states import Standing, State, agent_of
from channels.wechat_kf.told import Entered, Heard, Lost, News, Served, Turned
from conversations import Conversations, Inbound
from conversations.messages import SHANGHAI
from conversations.overheard import Overheard

MESSAGES, WITHIN = 5, 48 * 3600.0
REFUSED_BY_INVESTOR = 10
OVER = frozenset({4, 5})  # reasons why a message did not arrive: 48 hours, the session
USED_UP = 6


class Listener:
    """Everything here may be told twice. Raises StoreUnavailable and BadInbound."""

    def __init__(self, quotas: Quotas, grants: Grants, standings: Standings, desk: Desk) -> None:
        self._quotas = quotas
        self._grants = grants
        self._standings = standings
        self._desk = desk

    async def take(self, conversations: Conversations, told: News) -> None:
        match told:
            case Heard():
                await self._hear(conversations, told)
            case Entered():
                await self._greet(conversations, told)
            case Served():
                await self._overhear(conversations, told)
            case Lost():
                await self._lose(conversations, told)
            case Turned():
                await self._turn(conversations, told)

    async def _hear(self, conversations: Conversations, told: Heard) -> None:
        user, at = told.inbound.user, told.at
        await self._quotas.open(CHANNEL, user, "message", total=MESSAGES, seconds=WITHIN, at=at)
        begins = await self._standings.begin(user, at)
        await conversations.receive(told.inbound)
        if begins:
            self._desk.unsettled(user)

    async def _greet(self, conversations: Conversations, told: Entered) -> None:
        """Only while WeCom grants it: who has written or was greeted within two days is not greeted again."""
        if told.code is None or datetime.now(SHANGHAI) - told.at > GREETING:
            return
        await self._grants.put(told.user, told.code, told.at)
        await conversations.receive(
            Inbound(CHANNEL, told.user, told.message_id, kind="subscribe", at=told.at)
        )

    async def _overhear(self, conversations: Conversations, told: Served) -> None:
        said = Overheard(
            agent_of(told.servicer), told.message_id, told.text, told.at, kind=told.kind, media=told.media
        )
        await conversations.overhear(CHANNEL, told.user, said)
        await self._desk.heard(conversations, told.user, Standing(State.HUMAN, told.servicer), told.at)

    async def _lose(self, conversations: Conversations, told: Lost) -> None:
        await conversations.confirm(CHANNEL, told.key, delivered=False, error=f"fail_type {told.reason}")
        if told.reason in OVER:
            await self._quotas.close(CHANNEL, told.user)
        elif told.reason == USED_UP:
            await self._quotas.use_up(CHANNEL, told.user)
        elif told.reason == REFUSED_BY_INVESTOR:
            await conversations.gone(CHANNEL, told.user, f"fail_type {told.reason}")

    async def _turn(self, conversations: Conversations, told: Turned) -> None:
        standing = Standing(State.HUMAN, told.servicer) if told.servicer else Standing(State.ENDED)
        if told.code:
            await self._grants.put(told.user, told.code, told.at, standing.state)
        await self._desk.heard(conversations, told.user, standing, told.at)
