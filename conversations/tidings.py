"""Who is woken by what happens in a conversation: who waits for it here, the senders, other gateways.

What has to be sent is sent by the gateway that wrote it down: the outbox here is woken, and only where there
is something to send. For the others, and for whatever nobody woke it, each looks once a second.
"""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager

from conversations.bell import Bell
from conversations.messages import Answer, Inbound
from conversations.news import News, Reader
from conversations.outbox import Outbox
from conversations.traits import traits_of
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

    def heard(self, inbound: Inbound, conversation_id: int, *, answered: bool) -> None:
        """The investor wrote, and was `answered` at once or has to wait; what the platform's own response can
        take is not due yet.
        """
        self._watch.ring_followers((inbound.channel, inbound.user))
        self._bell.ring(conversation_id)
        if answered and not traits_of(inbound.channel).passive_within:
            self._send(inbound.channel)

    def settled(self, conversation_id: int, message: Open, answer: Answer) -> None:
        """The bot has answered `message`; whoever waits for the platform's own response takes it from there,
        while the outbox leaves it alone.
        """
        waited_for = self._watch.settle((message.channel, message.user), message.inbound_id, answer)
        self._bell.ring(conversation_id)
        if not (waited_for and traits_of(message.channel).passive_within):
            self._send(message.channel)

    def changed(self, channel: str, user: str, conversation_id: int) -> None:
        """It has moved, or something was said in it that answers nothing."""
        self._watch.ring((channel, user))
        self._bell.ring(conversation_id)
        self._send(channel)

    def told(self, conversation_id: int) -> None:
        """As `changed`, for a conversation known by its number."""
        self._watch.ring_number(conversation_id)
        for outbox in self._outboxes.values():
            outbox.wake()
        self._bell.ring(conversation_id)

    def _send(self, channel: str) -> None:
        if channel in self._outboxes:
            self._outboxes[channel].wake()
