"""Who owns a conversation, what was said in it, what waits for an answer or to be sent; see docs/contracts.md
§5.
"""

from conversations.brain import BotTurn, Brain, BrainError
from conversations.errors import BadInbound, ConversationError, StoreUnavailable, TransitionError
from conversations.messages import Answer, Button, Inbound, Message, Owner, Pending, Receipt, Reply
from conversations.notices import Notices
from conversations.service import Conversations
from conversations.transcript import Status

__all__ = [
    "Answer",
    "BadInbound",
    "BotTurn",
    "Brain",
    "BrainError",
    "Button",
    "ConversationError",
    "Conversations",
    "Inbound",
    "Message",
    "Notices",
    "Owner",
    "Pending",
    "Receipt",
    "Reply",
    "Status",
    "StoreUnavailable",
    "TransitionError",
]
