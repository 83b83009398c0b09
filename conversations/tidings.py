"""Who is woken by what happens in a conversation: who waits for it here, the senders, other gateways."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager

from conversations.bell import Bell
from conversations.messages import Answer, Inbound
from conversations.news import News, Reader
from conversations.outbox import Outbox
from conversations.turns import Open
from conversations.watch import Watch


class Tidings:
    """Wakes, and never waits. News are read from the bell alone, which the gateway that rang hears, too."""

    def __init__(self, watch: Watch, bell: Bell, outboxes: Mapping[str, Outbox]) -> None:
        self._watch = watch
        self._bell = bell
        self._outboxes = outboxes
        self._news = News()

    def news(self) -> AbstractAsyncContextManager[Reader]:
        return self._news.reading()

    def rung(self, conversation_id: int) -> None:
        """The bell: something happened, here or on another gateway."""
        self._watch.ring_number(conversation_id)
        self._news.ring(conversation_id)
        for outbox in self._outboxes.values():
            outbox.wake()

    def heard(self, inbound: Inbound, conversation_id: int) -> None:
        """The investor wrote."""
        self._watch.ring_followers((inbound.channel, inbound.user))
        self.said(inbound.channel, conversation_id)

    def settled(self, conversation_id: int, message: Open, answer: Answer) -> None:
        """The bot has answered `message`."""
        self._watch.settle((message.channel, message.user), message.inbound_id, answer)
        self.said(message.channel, conversation_id)

    def changed(self, channel: str, user: str, conversation_id: int) -> None:
        """It has moved, or something was said in it that answers nothing."""
        self._watch.ring((channel, user))
        self.said(channel, conversation_id)

    def told(self, conversation_id: int) -> None:
        """As `changed`, for a conversation known by its number."""
        self._watch.ring_number(conversation_id)
        for outbox in self._outboxes.values():
            outbox.wake()
        self._bell.ring(conversation_id)

    def said(self, channel: str, conversation_id: int) -> None:
        self._bell.ring(conversation_id)
        if channel in self._outboxes:
            self._outboxes[channel].wake()
