"""What can go wrong while a conversation is carried on.

ConversationError
├ BadInbound(field)                the caller's mistake: an address or id that cannot be stored
├ StoreUnavailable                 PostgreSQL cannot be reached; nothing was accepted, try again
├ TransitionError
│ ├ UnknownConversation(conversation_id)
│ ├ TransitionRefused(owner, to)   the table of owners.py does not allow this step
│ │ └ WrittenMeanwhile(owner, to)  the investor has written what nobody would answer after this step
│ └ OwnerChanged(owner, epoch)     somebody else moved the conversation first
└ NoticesBroken(name, detail)      data/notices lacks words that the code says

Errors of the brain stand in brain.py, errors of a send in sending.py.
"""


class ConversationError(Exception):
    """Anything of this room."""


class BadInbound(ConversationError):
    """`field` of an inbound message is empty, too long or holds characters that no id holds."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(f"{field} cannot be stored")


class StoreUnavailable(ConversationError):
    """No connection to PostgreSQL within the caller's patience."""


class TransitionError(ConversationError):
    """A change of owner that did not happen."""


class UnknownConversation(TransitionError):
    """There is no conversation of this number."""

    def __init__(self, conversation_id: int) -> None:
        self.conversation_id = conversation_id
        super().__init__(f"no conversation {conversation_id}")


class TransitionRefused(TransitionError):
    """`owner` may not hand over to `to`."""

    def __init__(self, owner: str, to: str) -> None:
        self.owner, self.to = owner, to
        super().__init__(f"{owner} may not become {to}")


class WrittenMeanwhile(TransitionRefused):
    """The investor has written since the caller looked, or since the talk was over."""


class OwnerChanged(TransitionError):
    """The caller acted on an older epoch; `owner` and `epoch` are what holds now."""

    def __init__(self, owner: str, epoch: int) -> None:
        self.owner, self.epoch = owner, epoch
        super().__init__(f"owned by {owner} since epoch {epoch}")


class NoticesBroken(ConversationError):
    """The notice `name` is missing or cannot be used."""

    def __init__(self, name: str, detail: str) -> None:
        self.name, self.detail = name, detail
        super().__init__(f"notice {name}: {detail}")
