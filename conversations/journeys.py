"""When the message came that a conversation's answer is on its way to, for whoever sends that answer.

Kept by the gateway that answers, for its own outbox; what another gateway sends is nobody's journey.
"""

from collections import OrderedDict
from dataclasses import dataclass

MOST = 10_000  # conversations; the oldest are forgotten


@dataclass(frozen=True, slots=True)
class Journey:
    """`began` is when the message was taken in, by the event loop's clock; `trace` its turn's span."""

    began: float
    trace: str


class Journeys:
    """The newest of each conversation."""

    def __init__(self) -> None:
        self._newest: OrderedDict[int, Journey] = OrderedDict()

    def begin(self, conversation_id: int, began: float, trace: str) -> None:
        self._newest[conversation_id] = Journey(began, trace)
        self._newest.move_to_end(conversation_id)
        if len(self._newest) > MOST:
            self._newest.popitem(last=False)

    def of(self, conversation_id: int) -> Journey | None:
        return self._newest.get(conversation_id)
