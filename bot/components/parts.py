"""The questions that a message may consist of: messages that travel with it through the pipeline."""

from __future__ import annotations

from collections.abc import Sequence

from rasa.shared.nlu.training_data.message import Message

PARTS = "parts"
START = "start"
ASKS = "asks"
"""Where a part begins in its message, and whether it sounds like a question of its own."""


def parts(message: Message) -> Sequence[Message]:
    """The parts of a message in their order; none of a message that is one question at most."""
    found: Sequence[Message] = message.get(PARTS, ())
    return found
